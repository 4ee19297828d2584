"""The certificate: a frame on the wall that says how often a room is checked.

A fine double rule, one column grid, flush left; what is dated is left to the page behind the
code. Drawn for A4, upright or lying, and smaller or larger in proportion.
"""

from dataclasses import replace
from typing import Literal

from tags.boxes import POINT, Box, Piece, Plan, Slot, Texts
from tags.design import Design
from tags.fonts import BOLD, REGULAR
from tags.frames import QUIET, insets
from tags.rows import CODE_EMS
from tags.setting import ASCENT, DESCENT
from tags.stock import Stock

INNER = 1 - 2 * QUIET
"""The symbol's share of its box."""

_READ_FROM = 60.0
"""Least width in mm of a symbol that is read from across a corridor's width, 600 mm."""


_SECOND = frozenset({"second_verb", "second_detail"})
_LYING = 1.25
"""How much larger than upright the texts of a page that lies are."""

_STATED = 29
"""Size of the statement, in units, where there is not much room."""


def plan(design: Design, stock: Stock, texts: Texts) -> Plan:
    """Return a certificate, upright or lying as its label does."""
    width, height = stock.label_width, stock.label_height
    lying = width > height
    unit = min(width / 297, height / 210) if lying else min(width / 210, height / 297)
    edge = max(12 * unit, *insets(stock))
    side = max(84 * unit, _READ_FROM)
    margin = edge + max(15 * unit, side * QUIET / INNER + 4 * unit)
    page = Box(margin, margin, width - 2 * margin, height - 2 * margin)
    if not lying:  # on square paper a code that leaves the name its room is too small, and refused
        side = min(side, 0.42 * page.height)
    top = _symbol(page.right, page.bottom - _below(side), side).y
    head, art = _head(page, unit, texts.logo, top - page.y - 3 * unit - 0.5, lying=lying)
    start = art[0].box.y + (7 if lying else 10) * unit
    body = replace(page, y=start, height=page.bottom - start)
    code, slots = (_lying if lying else _upright)(design, body, side, unit, texts.present)
    return Plan(code, (head, *slots), (*_frame(stock, edge, unit), *art))


def _frame(stock: Stock, edge: float, unit: float) -> tuple[Piece, ...]:
    """Draw a strong rule and a fine one inside it."""
    whole = Box(edge, edge, stock.label_width - 2 * edge, stock.label_height - 2 * edge)
    strong, fine, gap = max(0.9 * unit, 0.6), 0.25, 1.5 * unit
    return (*_around(whole, strong), *_around(_within(whole, strong + gap), fine))


def _within(box: Box, by: float) -> Box:
    return Box(box.x + by, box.y + by, box.width - 2 * by, box.height - 2 * by)


def _around(box: Box, thick: float) -> tuple[Piece, ...]:
    edges = (
        replace(box, height=thick),
        replace(box, y=box.bottom - thick, height=thick),
        replace(box, width=thick),
        replace(box, x=box.right - thick, width=thick),
    )
    return tuple(Piece("rule", edge) for edge in edges)


def _head(
    page: Box, unit: float, logo: float, highest: float, *, lying: bool
) -> tuple[Slot, tuple[Piece, ...]]:
    """Place the house at the start, its logo at the end, and a rule below them."""
    size = (20 if lying else 14) * unit
    tall = (10 if lying else 15) * unit
    row = replace(page, height=min(tall, highest) if logo else 0.43 * size)
    rule = Piece("rule", Box(page.x, row.bottom + 3 * unit, page.width, 0.25))
    if not logo:
        return Slot("organisation", row, size, 6.0, BOLD, down="bottom"), (rule,)
    # Logos of one area look equally large, whatever their shape.
    high = min(row.height, (560 / logo) ** 0.5 * unit, 0.45 * page.width / logo)
    wide = high * logo
    drawn = Box(page.right - wide, row.bottom - high, wide, high)
    name = replace(row, width=page.width - wide - 8 * unit)
    owner = Slot("organisation", name, size, 6.0, BOLD, 2, down="bottom")
    return owner, (rule, Piece("logo", drawn))


def _symbol(right: float, bottom: float, side: float) -> Box:
    """Return the box of a code whose symbol is so wide and ends at this corner."""
    whole = side / INNER
    quiet = QUIET * whole
    return Box(right + quiet - whole, bottom + quiet - whole, whole, whole)


def _letters(design: Design, code: Box) -> Slot:
    """Place the code in letters under the symbol, as wide as it is."""
    side = INNER * code.width
    under = Box(code.x + QUIET * code.width, code.bottom, side, side / CODE_EMS)
    return Slot("code", under, under.height / POINT, design.code_smallest, BOLD, down="top")


def _upright(
    design: Design, body: Box, side: float, unit: float, present: frozenset[str]
) -> tuple[Box, tuple[Slot, ...]]:
    code = _symbol(body.x + side, body.bottom - _below(side), side)
    letters = _letters(design, code)
    top = code.y + QUIET * code.width
    left = code.right + 1.5 * unit
    column = Box(left, top, body.right - left, _baseline(letters, 17 * unit) - top)
    words = replace(body, height=code.y - 1 * unit - body.y)
    slots = (*_says(design, words, unit, present), *_asks(column, unit, present), letters)
    return code, slots


def _lying(
    design: Design, body: Box, side: float, unit: float, present: frozenset[str]
) -> tuple[Box, tuple[Slot, ...]]:
    code = _symbol(body.right, body.bottom - _below(side), side)
    letters = _letters(design, code)
    across = code.x - 4 * unit - body.x
    # A page that lies has width to spare: the statement stands above the code, in larger letters.
    size = _LYING * unit
    line = 1.02 * _STATED * size * POINT
    above = code.y - 0.3 - body.y
    if above < line:
        size = unit
    bottom = _baseline(letters, 17 * size)
    high = (42 if present & _SECOND else 34) * size
    asks = Box(body.x, bottom - high, across, high)
    words = Box(body.x, body.y, across, asks.y - 4 * unit - body.y)
    wide = replace(body, height=min(above, 2.2 * line)) if above >= line else None
    said = _says(design, words, size, present, wide)
    return code, (*said, *_asks(asks, size, present), letters)


def _baseline(letters: Slot, size: float) -> float:
    """Return where a box ends whose last line, in points, stands on the baseline of the code."""
    return letters.box.y + (ASCENT * letters.largest + DESCENT * size) * POINT


def _below(side: float) -> float:
    """Return how far the letters under a symbol reach below it."""
    return side / INNER * QUIET + side / CODE_EMS


def _says(
    design: Design, box: Box, unit: float, present: frozenset[str], wide: Box | None = None
) -> tuple[Slot, ...]:
    """Place the statement at the top of a box, or in a wide one of its own, and the name and its
    place at the bottom."""
    size, row = (34 if box.height > 100 * unit else _STATED) * unit, 8.0 * unit
    first = wide or Box(box.x, box.y, box.width, 2.2 * size * POINT)
    second = Box(box.x, first.bottom + 3.5 * unit, box.width, 9 * unit)
    two = "second_statement" in present
    slots = [_running("statement", first, size, REGULAR, "bottom" if two else "top")]
    if two:
        slots.append(_running("second_statement", second, 17 * unit, REGULAR))
    bottom = box.bottom
    for field in ("place", "subtitle"):
        if field in present:
            bottom -= row
            under = Box(box.x, bottom, box.width, row)
            slots.append(Slot(field, under, 17 * unit, 9 * unit, down="bottom"))
    top = (second if two else first).bottom + 4 * unit
    title = Box(box.x, top, box.width, bottom - top - 1.5 * unit)
    largest = min(title.height / POINT / 1.05, design.title_largest * unit)
    smallest = min(design.title_smallest, largest)
    slots.append(Slot("title", title, largest, smallest, BOLD, 6, down="bottom"))
    return tuple(slots)


def _asks(box: Box, unit: float, present: frozenset[str]) -> tuple[Slot, ...]:
    """Place what to do in one language or two, and whom to call at the bottom of a box."""
    call = Box(box.x, box.bottom - 12 * unit, box.width, 12 * unit)
    called = Slot("help_line", call, 17 * unit, 9 * unit, BOLD, 2, down="bottom")
    rest = replace(box, height=call.y - box.y)
    if not present & {"second_verb", "second_detail"}:
        return (*_pair(rest, 0.36, 17 * unit, BOLD, ("verb", "detail")), called)
    first = replace(rest, height=0.54 * rest.height)
    last = replace(rest, y=first.bottom, height=rest.bottom - first.bottom)
    return (
        *_pair(first, 0.6, 17 * unit, BOLD, ("verb", "detail")),
        *_pair(last, 0.55, 14 * unit, REGULAR, ("second_verb", "second_detail")),
        called,
    )


def _pair(
    box: Box, share: float, size: float, weight: int, fields: tuple[str, str]
) -> tuple[Slot, Slot]:
    """Place two texts that meet at a line, so that no gap shows however long they are."""
    first = replace(box, height=share * box.height)
    top = first.bottom + 0.4 * size * POINT
    second = replace(box, y=top, height=box.bottom - top)
    return (
        _running(fields[0], first, size, weight, "bottom"),
        _running(fields[1], second, 0.8 * size, REGULAR),
    )


def _running(
    field: str, box: Box, size: float, weight: int, down: Literal["top", "bottom"] = "top"
) -> Slot:
    """Place a text that takes another line rather than smaller letters."""
    return Slot(field, box, size, 0.6 * size, weight, 6, down=down)
