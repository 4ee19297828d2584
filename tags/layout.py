"""Where everything on a tag stands, in millimetres from the label's top left corner.

Two arrangements: on wide labels the code stands beside the words, on tall ones below the name.
Either way a band along the bottom says what to do. Nothing but paper is ever placed in the box
of the code, which includes its quiet zone.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tags.design import Design
from tags.fonts import BOLD, REGULAR
from tags.stock import Stock

POINT = 25.4 / 72
"""Millimetres in a point."""

UNPRINTABLE_EDGE = 4.6
"""Millimetres along the edges of a page that office printers leave white."""

WIDE = 1.25
"""Labels wider than this many times their height have the code beside the words."""

Ink = Literal["black", "accent", "white"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the bottom edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one text of a face: its box and how it is set there. Sizes are points."""

    field: str
    box: Box
    largest: float
    smallest: float
    weight: int = REGULAR
    lines: int = 1
    across: Literal["start", "end"] = "start"
    down: Literal["top", "middle", "bottom"] = "middle"
    ink: Ink = "black"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the drawing that is the same on every tag."""

    kind: Literal["band", "rule", "mark", "frame", "wordmark"]
    box: Box


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole label: the box of the code with its quiet zone, the texts, the drawing."""

    code: Box
    slots: tuple[Slot, ...]
    art: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """The parts of a label before any row of text is placed."""

    code: Box
    words: Box
    side: Box | None
    band: Box
    gap: float


def code_side(design: Design, stock: Stock) -> float:
    """Return the side in mm of the code with its quiet zone, as large as the design allows."""
    return _frame(design, stock).code.width


@lru_cache(maxsize=256)
def plan(design: Design, stock: Stock, present: frozenset[str]) -> Plan:
    """Return where everything stands on a label that bears the texts named in `present`."""
    frame = _frame(design, stock)
    slots, art = _words(design, frame, present)
    band_slots = _band(frame.band, present, with_help=frame.side is None)
    side_slots = _side(design, frame.side, present) if frame.side else ()
    pieces = [Piece("band", frame.band), *art]
    if design.framed:
        inset = frame.band.x - 1.6
        width, height = stock.label_width - 2 * inset, frame.band.bottom + 1.6 - inset
        pieces.insert(0, Piece("frame", Box(inset, inset, width, height)))
    return Plan(frame.code, (*slots, *side_slots, *band_slots), tuple(pieces))


def _insets(design: Design, stock: Stock) -> tuple[float, float]:
    """Return the blank margins inside a label, across and down."""
    width, height = stock.label_width, stock.label_height
    base = min(max(0.045 * min(width, height), 1.6), 5.0) + (2.4 if design.framed else 0)
    right = stock.page_width - stock.left - (stock.columns - 1) * stock.pitch_x - width
    bottom = stock.page_height - stock.top - (stock.rows - 1) * stock.pitch_y - height
    edge = UNPRINTABLE_EDGE + (1.6 if design.framed else 0)
    return max(base, edge - min(stock.left, right)), max(base, edge - min(stock.top, bottom))


@lru_cache(maxsize=256)
def _frame(design: Design, stock: Stock) -> _Frame:
    across, down = _insets(design, stock)
    if stock.label_width >= WIDE * stock.label_height:
        return _beside(stock, across, down)
    return _stacked(stock, across, down)


def _beside(stock: Stock, across: float, down: float) -> _Frame:
    width, height = stock.label_width, stock.label_height
    x, y = max(across - 2.2, 0.5), max(down - 2.2, 0.5)
    low = height < 30
    band_height = 5.4 if low else min(max(0.22 * height, 8.0), 30.0)
    foot = max(down - 2.2, 0.5) if low else down + band_height + 0.3
    side = min(height - y - foot, 0.47 * width)
    code = Box(x, y + (height - y - foot - side) / 2, side, side)
    left = code.right + 0.4
    words_bottom = height - down - band_height - (0.7 if low else 1.2)
    words = Box(left, down, width - across - left, words_bottom - down)
    start = left if low else across
    band = Box(start, height - down - band_height, width - across - start, band_height)
    return _Frame(code, words, None, band, min(max(0.02 * height, 0.5), 2))


def _stacked(stock: Stock, across: float, down: float) -> _Frame:
    width, height = stock.label_width, stock.label_height
    band_height = min(max(0.14 * height, 5.6), 40.0)
    side = min(0.6 * width, 0.53 * height, width - across - 12)
    top = height - down - band_height - 0.4 - side
    x = max(across - 0.085 * side, 0.5)
    code = Box(x, top, side, side)
    words = Box(across, down, width - 2 * across, top - down - 0.2)
    beside = Box(code.right, top + 0.1 * side, width - across - code.right, 0.8 * side)
    band = Box(across, height - down - band_height, width - 2 * across, band_height)
    return _Frame(code, words, beside, band, min(max(0.02 * height, 0.5), 2.4))


_DROPPED_FIRST = ("subtitle", "place")
_LEADING = 1.3
"""Height of a row of one line, in ems."""


def _words(
    design: Design, frame: _Frame, present: frozenset[str]
) -> tuple[tuple[Slot, ...], tuple[Piece, ...]]:
    """Place the rows beside or above the code: the name takes all height that is left."""
    every = _sizes(design, frame, frozenset(_DROPPED_FIRST))
    sizes = _sizes(design, frame, present)
    # The drawing is one for all tags of a sheet, so the head must not depend on a face's texts.
    if _left_over(frame, every) < _title_least(frame):
        del sizes["header"]
    for name in _DROPPED_FIRST:
        if _left_over(frame, sizes) < _title_least(frame):
            sizes.pop(name, None)
    return _rows(design, frame, sizes, _left_over(frame, sizes))


def _title_least(frame: _Frame) -> float:
    return min(0.36 * frame.words.height, 9.0)


def _left_over(frame: _Frame, sizes: dict[str, tuple[float, int]]) -> float:
    """Return the height in mm that these rows leave to the name."""
    rows = sum(size * lines * _LEADING * POINT for size, lines in sizes.values())
    return frame.words.height - rows - frame.gap * len(sizes)


def _sizes(design: Design, frame: _Frame, present: frozenset[str]) -> dict[str, tuple[float, int]]:
    """Return the size in points and the number of lines of every row but the name's."""
    scale = min(max(frame.words.height / 26, 0.72), 3.2)
    sizes = {"header": (max(6.0 * scale, 5.0), 1)}
    if "subtitle" in present:
        sizes["subtitle"] = (max(8.0 * scale, 6.2), 1)
    if "place" in present:
        sizes["place"] = (max(7.4 * scale, 6.0), 1)
    if not frame.side:
        sizes["code"] = _code_size(design, frame.words.width, 10.5 * scale)
    return sizes


CODE_EMS, GROUP_EMS = 9.2, 3.2
"""Widths of a whole code and of one group with its hyphen, set bold, with the widest letters."""


def _code_size(design: Design, width: float, wished: float) -> tuple[float, int]:
    """Return size and lines of the code: on one line where at least 8 points fit."""
    one_line = width / CODE_EMS / POINT
    if one_line >= 8:
        return min(one_line, max(wished, 10.0)), 1
    return max(min(width / GROUP_EMS / POINT, 9.0), design.code_smallest), 3


def _rows(
    design: Design, frame: _Frame, sizes: dict[str, tuple[float, int]], title_height: float
) -> tuple[tuple[Slot, ...], tuple[Piece, ...]]:
    box, y = frame.words, frame.words.y
    slots: list[Slot] = []
    art: list[Piece] = []
    for name in ("header", "title", "subtitle", "place", "code"):
        if name == "title":
            slots.append(_title(design, Box(box.x, y, box.width, title_height)))
            y += title_height + frame.gap
        if name not in sizes:
            continue
        size, lines = sizes[name]
        row = Box(box.x, y, box.width, size * lines * _LEADING * POINT)
        y = row.bottom + frame.gap
        if name == "header":
            header, pieces = _header(row, size)
            slots.append(header)
            art += pieces
        else:
            weight = REGULAR if name == "place" else BOLD
            slots.append(Slot(name, row, size, min(size, 5.0), weight, lines))
    return tuple(slots), tuple(art)


def _title(design: Design, box: Box) -> Slot:
    largest = min(box.height / POINT / 1.05, design.title_largest)
    smallest = min(design.title_smallest, largest)
    return Slot("title", box, largest, smallest, BOLD, 4, down="bottom")


def _header(row: Box, size: float) -> tuple[Slot, tuple[Piece, ...]]:
    mark = Box(row.x, row.y, row.height, row.height)
    start = mark.right + 0.35 * row.height
    wordmark_width = 6.2 * size * POINT
    wide = row.width > 3.2 * wordmark_width
    end = row.right - (wordmark_width + row.height if wide else 0)
    slot = Slot("organisation", Box(start, row.y, end - start, row.height), size, 4.0, BOLD)
    pieces = [Piece("mark", mark)]
    if wide:
        box = Box(row.right - wordmark_width, row.y, wordmark_width, row.height)
        pieces.append(Piece("wordmark", box))
    return slot, tuple(pieces)


def _side(design: Design, box: Box, present: frozenset[str]) -> tuple[Slot, ...]:
    """Place the code in three lines, and whom to call, in the column beside a stacked code."""
    size = min(box.width / GROUP_EMS / POINT, box.height * 0.5 / 3 / _LEADING / POINT, 40)
    height = size * 3 * _LEADING * POINT
    if "help_line" not in present:
        return (Slot("code", box, size, design.code_smallest, BOLD, 3, down="bottom"),)
    call = Box(box.x, box.y, box.width, box.height - height - 0.06 * box.height)
    below = Box(box.x, call.bottom + 0.06 * box.height, box.width, height)
    return (
        Slot("help_line", call, size * 0.9, 5.0, BOLD, 4, down="top", ink="accent"),
        Slot("code", below, size, design.code_smallest, BOLD, 3, down="bottom"),
    )


def _band(band: Box, present: frozenset[str], *, with_help: bool) -> tuple[Slot, ...]:
    """Place what to do on the band, and whom to call at its end."""
    pad = min(max(0.16 * band.height, 1.0), 4.0)
    inner = Box(band.x + 1.4 * pad, band.y + 0.6 * pad, band.width - 2.8 * pad, 0)
    height = band.height - 1.2 * pad
    slots: list[Slot] = []
    right = inner.right
    if with_help and "help_line" in present:
        width = inner.width * (0.36 if inner.width > 45 else 0.34)
        call = Box(inner.right - width, inner.y, width, height)
        largest = min(height / POINT / 1.3, 0.62 * band.height / POINT)
        slots.append(Slot("help_line", call, largest, 4.5, BOLD, 2, across="end", ink="white"))
        right = call.x - pad
    two = "detail" in present and height > 5.6
    share = 0.56 if two else 1.0
    verb = Box(inner.x, inner.y, right - inner.x, height * share)
    largest = verb.height / POINT / 1.25
    slots.append(Slot("verb", verb, largest, 4.5, BOLD, 1 if two else 2, ink="white"))
    if two:
        detail = Box(verb.x, verb.bottom, verb.width, height - verb.height)
        slots.append(Slot("detail", detail, detail.height / POINT / 1.25, 4.5, ink="white"))
    return tuple(slots)
