"""The sign-and-date tag: twelve rows to fill in by hand, as on a fire extinguisher.

The paper record of checks that the law wants to see on the spot, and the fallback when the
network is down. The year stands in the head: each year has its own tag.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from tags.boxes import POINT, Box, Piece, Plan, Slot, Texts
from tags.design import Design
from tags.face import N_
from tags.fonts import BOLD, REGULAR
from tags.frames import QUIET, insets
from tags.rows import CODE_EMS
from tags.stock import Stock

ROWS = 12
"""One for each month."""

COLUMNS = (
    (N_("Month"), 0.15),
    (N_("Day and date"), 0.31),
    (N_("Initials"), 0.24),
    (N_("OK"), 0.12),
    (N_("Fault"), 0.18),
)
"""What stands over each column, and its share of the table."""

_BAND, _HEAD = 1.4, 0.95
"""Heights of the band with the year and of the row of heads, in rows."""

_ALL = _BAND + _HEAD + ROWS
_LEAST_ROW, _LEAST_TABLE = 4.2, 48.0
"""Millimetres that a row needs for a pen, and the table for its columns."""

_EDGE, _HAIR = 0.3, 0.15


def plan(design: Design, stock: Stock, texts: Texts) -> Plan:
    """Return the table beside what the tag is of, or below it on a tall label.

    The table takes what a pen needs before the code has its room: where little is left, the code
    is refused as too small.
    """
    width, height = stock.label_width, stock.label_height
    across, down = (max(inset, 0.045 * min(width, height)) for inset in insets(stock))
    whole = Box(across, down, width - 2 * across, height - 2 * down)
    if width >= 1.1 * height:
        return _beside(design, whole, texts)
    return _below(design, whole, texts)


def _beside(design: Design, whole: Box, texts: Texts) -> Plan:
    wide = max(0.57 * whole.width, _LEAST_TABLE)
    table = replace(whole, x=whole.right - wide, width=wide)
    foot = min(max(0.13 * whole.height, 8.0), 16.0)
    letters = 0.058 * whole.height
    name = max(0.22 * whole.height, 11.0)
    side = min(_reach(whole.x, table.x), 0.56 * whole.height, whole.height - foot - letters - name)
    left = max(whole.x - QUIET * side, _EDGE)
    code = Box(left, whole.bottom - foot - letters - side, side, side)
    start = left + QUIET * side
    column = Box(start, whole.y, table.x - 0.03 * whole.width - start, whole.height)
    words = replace(column, height=code.y - whole.y)
    under = replace(column, y=code.bottom, height=letters)
    below = replace(column, y=under.bottom + 0.07 * foot, height=0.93 * foot)
    drawn, written = _table(table)
    named, logo = _named(design, words, texts)
    slots = (*named, _code(design, under), *_asked(below, texts.present))
    return Plan(code, (*slots, *written), (*drawn, *logo))


def _below(design: Design, whole: Box, texts: Texts) -> Plan:
    foot = min(max(0.07 * whole.height, 5.0), 14.0)
    high = max(_ALL * _LEAST_ROW, min(0.62 * whole.height, _ALL * 12))
    table = replace(whole, y=whole.bottom - foot - 0.01 * whole.height - high, height=high)
    side = min(_reach(whole.y, table.y), _reach(whole.x, whole.x + 0.44 * whole.width))
    quiet = QUIET * side
    code = Box(max(whole.x - quiet, _EDGE), max(whole.y - quiet, _EDGE), side, side)
    start, top = code.right + 0.5, code.y + quiet
    words = Box(start, top, whole.right - start, side - 2 * quiet)
    letters = min(words.width / CODE_EMS, 0.15 * words.height)
    under = replace(words, y=words.bottom - letters, height=letters)
    rest = replace(words, height=words.height - letters - 0.08 * words.height)
    asked = replace(whole, y=whole.bottom - foot, height=foot)
    drawn, written = _table(table)
    named, logo = _named(design, rest, texts)
    slots = (*named, _code(design, under), *_asked(asked, texts.present))
    return Plan(code, (*slots, *written), (*drawn, *logo))


def _reach(inset: float, end: float) -> float:
    """Return how wide a code may be that ends at `end` and whose symbol begins at the inset.

    Its quiet zone lies on blank paper, which a label has less of than some codes want.
    """
    return min((end - _EDGE - inset) / (1 - QUIET), end - 2 * _EDGE)


def _code(design: Design, row: Box) -> Slot:
    return Slot("code", row, row.height / POINT, design.code_smallest, BOLD, down="top")


def _named(design: Design, box: Box, texts: Texts) -> tuple[tuple[Slot, ...], tuple[Piece, ...]]:
    """Place the owner and its logo, the name as large as it goes, and what and where it is."""
    small = min(max(0.085 * box.height, 1.95), 4.2)
    row = 1.22 * small
    head = replace(box, height=row)
    logo: tuple[Piece, ...] = ()
    if texts.logo:
        head, logo = _logo(replace(box, height=max(row, min(_LOGO * box.height, 12.0))), texts.logo)
    slots = [Slot("organisation", head, small / POINT, 4.0, BOLD, 2)]
    under = [field for field in ("subtitle", "place") if field in texts.present]
    if box.height < 18:
        under = [field for field in under if field == "place"]
    y = box.bottom - row * len(under)
    top = head.bottom + 0.25 * row
    title = Box(box.x, top, box.width, y - top - 0.15 * row)
    largest = min(title.height / POINT / 1.05, design.title_largest)
    smallest = min(design.title_smallest, largest)
    slots.append(Slot("title", title, largest, smallest, BOLD, 6, down="bottom"))
    for number, field in enumerate(under):
        at = replace(box, y=y + row * number, height=row)
        slots.append(Slot(field, at, small / POINT, 4.0, REGULAR))
    return tuple(slots), logo


_LOGO, _LOGO_WIDEST = 0.2, 0.42
"""Shares of the words' height and width that a logo may take beside the name of the house."""


def _logo(row: Box, share: float) -> tuple[Box, tuple[Piece, ...]]:
    """Place a logo at the end of a row, and return what of the row is left."""
    wide = min(share * row.height, _LOGO_WIDEST * row.width)
    drawn = Box(row.right - wide, row.y + (row.height - wide / share) / 2, wide, wide / share)
    rest = replace(row, width=row.width - wide - 0.04 * row.width)
    return rest, (Piece("logo", drawn),)


def _asked(box: Box, present: frozenset[str]) -> tuple[Slot, ...]:
    """Place what to do and whom to call: side by side in a long box, else in lines."""
    if "help_line" not in present:
        return (Slot("verb", box, 0.5 * box.height / POINT, 4.0, BOLD, 2, down="bottom"),)
    if box.width > 7 * box.height:
        size = 0.5 * box.height / POINT
        half = replace(box, width=0.54 * box.width)
        rest = replace(box, x=box.x + 0.58 * box.width, width=0.42 * box.width)
        return (
            Slot("verb", half, size, 4.0, BOLD, 2, down="bottom"),
            Slot("help_line", rest, size, 4.0, BOLD, 2, across="end", down="bottom"),
        )
    size = 0.32 * box.height / POINT
    first = replace(box, height=0.5 * box.height)
    last = replace(box, y=first.bottom, height=0.5 * box.height)
    return (
        Slot("verb", first, size, 4.0, REGULAR, 2, down="bottom"),
        Slot("help_line", last, size * 1.15, 4.0, BOLD, 2, down="bottom"),
    )


def _table(box: Box) -> tuple[tuple[Piece, ...], tuple[Slot, ...]]:
    """Return the lines of the table, and the words in its heads and its first column."""
    row = box.height / _ALL
    band = replace(box, height=_BAND * row)
    heads = replace(box, y=band.bottom, height=_HEAD * row)
    body = replace(box, y=heads.bottom, height=ROWS * row)
    drawn = (Piece("band", band), *_lines(body, heads))
    return drawn, (*_band(band), *_heads(heads), *_months(body))


def _band(band: Box) -> Iterator[Slot]:
    pad = 0.22 * band.height
    inner = Box(band.x + pad, band.y, band.width - 2 * pad, band.height)
    year = replace(inner, width=0.3 * inner.width)
    asks = replace(inner, x=year.right + pad, width=inner.right - year.right - pad)
    size = 0.62 * band.height / POINT
    yield Slot("year", year, size, 4.0, BOLD, ink="white")
    told = N_("Check, sign, and date each row.")
    yield Slot("", asks, 0.5 * size, 4.0, REGULAR, 2, "end", ink="white", words=told)


def _edges(box: Box) -> list[float]:
    """Return where each column begins, and where the last one ends."""
    shares = accumulate((share for _, share in COLUMNS), initial=0.0)
    return [box.x + share * box.width for share in shares]


def _lines(body: Box, heads: Box) -> Iterator[Piece]:
    row = body.height / ROWS
    for number in range(ROWS + 1):
        thick = 2 * _HAIR if number in {0, ROWS} else _HAIR
        yield Piece("line", Box(body.x, body.y + number * row - thick / 2, body.width, thick))
    for x in _edges(body):
        kept = min(max(x - _HAIR / 2, body.x), body.right - _HAIR)
        yield Piece("line", Box(kept, heads.y, _HAIR, body.bottom - heads.y))


def _heads(heads: Box) -> Iterator[Slot]:
    edges = _edges(heads)
    size = 0.5 * heads.height / POINT
    for (words, _), left, right in zip(COLUMNS, edges, edges[1:], strict=False):
        pad = 0.05 * (right - left)
        box = replace(heads, x=left + pad, width=right - left - 2 * pad)
        yield Slot("", box, size, 3.5, BOLD, across="centre", words=words)


def _months(body: Box) -> Iterator[Slot]:
    row = body.height / ROWS
    left, right = _edges(body)[:2]
    for number in range(ROWS):
        box = Box(left, body.y + number * row, right - left, row)
        size = 0.55 * row / POINT
        yield Slot("", box, size, 4.0, BOLD, across="centre", words=str(number + 1))
