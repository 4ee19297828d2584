"""Labels and posters: a head, the name, what it is and where, the code, and what to do.

All in millimetres from the label's top left corner.
"""

from dataclasses import replace
from typing import NamedTuple

from tags import band
from tags.boxes import POINT, Box, Piece, Plan, Slot, Texts
from tags.design import Design
from tags.fonts import BOLD, REGULAR
from tags.frames import Frame
from tags.frames import frame as frame_of
from tags.stock import Stock


def plan(design: Design, stock: Stock, texts: Texts) -> Plan:
    """Return where everything stands on a label or poster that reads from left to right."""
    frame = frame_of(design, stock)
    slots, art = _words(design, frame, texts)
    side = _side(design, frame.side, texts.present) if frame.side else ()
    if frame.under:
        side = (Slot("code", frame.under, 60, design.code_smallest, BOLD, down="top"),)
    pieces = [Piece("foot" if design.framed else "band", frame.band), *art]
    if design.framed:
        across, down = frame.band.x, stock.label_height - frame.band.bottom
        whole = Box(across, down, frame.band.width, frame.band.bottom - down)
        pieces.insert(0, Piece("frame", whole))
    return Plan(frame.code, (*slots, *side, *band.words(frame, texts)), tuple(pieces))


_DROPPED_FIRST = ("subtitle", "place")
_LEADING = 1.22
"""Height of a row of one line, in ems."""


class _Row(NamedTuple):
    """A row of text: its size in points, its lines, and its height in mm."""

    size: float
    lines: int
    height: float


def _row(size: float, lines: int = 1, *, taller: float = 1.0) -> _Row:
    return _Row(size, lines, size * lines * _LEADING * POINT * taller)


def _words(
    design: Design, frame: Frame, texts: Texts
) -> tuple[tuple[Slot, ...], tuple[Piece, ...]]:
    """Place the rows beside or above the code: the name takes all height that is left."""
    every = _sizes(design, frame, replace(texts, present=frozenset(_DROPPED_FIRST)))
    sizes = _sizes(design, frame, texts)
    # The drawing is one for all tags of a sheet, so the head must not depend on a face's texts.
    if frame.head or _left_over(frame, every) < _title_least(frame, every):
        del sizes["header"]
    for name in _DROPPED_FIRST:
        if _left_over(frame, sizes) < _title_least(frame, sizes):
            sizes.pop(name, None)
    slots, art = _rows(design, frame, sizes, texts.logo)
    if not frame.head:
        return slots, art
    size = (frame.head.height - _RULE) / _LEADING / _TALLER / POINT
    owner, head = _header(replace(frame.head, height=frame.head.height - _RULE), size, texts.logo)
    return (owner, *slots), head


def _title_least(frame: Frame, sizes: dict[str, _Row]) -> float:
    """Return the least height in mm of the name, which stands larger than the code in letters."""
    least = min(0.28 * frame.words.height, 8.0)
    code = sizes.get("code")
    return max(least, 1.15 * code.height) if code and code.lines == 1 else least


def _left_over(frame: Frame, sizes: dict[str, _Row]) -> float:
    """Return the height in mm that these rows leave to the name."""
    rows = sum(row.height for row in sizes.values())
    if "header" in sizes:
        rows += _under_head(frame.words.width, sizes["header"].size)
    return frame.words.height - rows - frame.gap * len(sizes)


_TALLER = 1.8
"""How many lines tall a head with a logo is, where there is room."""

_TALL_HEAD = 30.0
"""Millimetres of words above which there is room for a logo taller than a line."""


def _sizes(design: Design, frame: Frame, texts: Texts) -> dict[str, _Row]:
    """Return every row but the name's."""
    scale = min(max(frame.words.height / 26, 0.72), 3.2)
    tall = frame.words.height > _TALL_HEAD
    sizes = {"header": _row(max(5.6 * scale, 4.8), taller=_TALLER if texts.logo and tall else 1.0)}
    if "subtitle" in texts.present:
        sizes["subtitle"] = _row(max(7.8 * scale, 6.2))
    if "place" in texts.present:
        sizes["place"] = _row(max(7.0 * scale, 5.8))
    if not (frame.side or frame.under):
        sizes["code"] = _row(*_code_size(design, frame.words, 10.5 * scale))
    return sizes


_RULE = 1.6
"""Height in mm of the rule under the head, and the paper around it."""

_WORDMARK = 5.2
"""Width of the product's name, in ems of the owner's."""

CODE_EMS, GROUP_EMS = 9.2, 3.2
"""Widths of a whole code and of one group with its hyphen, set bold, with the widest letters."""


def _code_size(design: Design, box: Box, wished: float) -> tuple[float, int]:
    """Return size and lines of the code: three lines only where it would else be tiny."""
    one_line = box.width / CODE_EMS / POINT
    if one_line >= 8 or box.height < 18:
        return min(one_line, max(wished, 10.0)), 1
    return max(min(box.width / GROUP_EMS / POINT, 9.0), design.code_smallest), 3


def _rows(
    design: Design, frame: Frame, sizes: dict[str, _Row], logo: float
) -> tuple[tuple[Slot, ...], tuple[Piece, ...]]:
    box, y = frame.words, frame.words.y
    slots: list[Slot] = []
    art: tuple[Piece, ...] = ()
    for name in ("header", "title", "subtitle", "place", "code"):
        if name == "title":
            title = Box(box.x, y, box.width, _left_over(frame, sizes))
            slots.append(_title(design, title))
            y = title.bottom + frame.gap
        if name not in sizes:
            continue
        size, lines, height = sizes[name]
        row = Box(box.x, y, box.width, height)
        y = row.bottom + frame.gap
        if name == "header":
            y += _under_head(box.width, size)
            header, art = _header(row, size, logo)
            slots.append(header)
        else:
            weight = REGULAR if name == "place" else BOLD
            slots.append(Slot(name, row, size, min(size, 5.0), weight, lines))
    return tuple(slots), art


_TITLE_LONG = 0.31
"""Ems of the largest name, as a share of its width: one of six letters need not be broken."""


def _title(design: Design, box: Box) -> Slot:
    largest = min(box.height / 1.05 / POINT, _TITLE_LONG * box.width / POINT, design.title_largest)
    smallest = min(design.title_smallest, largest)
    return Slot("title", box, largest, smallest, BOLD, 6 if design.framed else 4, down="bottom")


def _header(row: Box, size: float, logo: float) -> tuple[Slot, tuple[Piece, ...]]:
    """Place the mark or the logo, the owner, and with room the product's name and a rule."""
    line = size * _LEADING * POINT
    middle = row.y + (row.height - line) / 2
    mark = _logo(row, logo) if logo else Piece("mark", Box(row.x, middle, line, line))
    start = mark.box.right + 0.35 * line
    rule = Piece("rule", Box(row.x, row.bottom + 0.45 * _RULE, row.width, 0.3))
    wide = _WORDMARK * size * POINT
    own = Piece("wordmark", Box(row.right - wide, middle, wide, line))
    ruled, ours = _ruled(row.width, size), _ruled(row.right - (start if logo else row.x), size)
    end = own.box.x - line if ours else row.right
    owner = Slot("organisation", Box(start, row.y, end - start, row.height), size, 4.0, BOLD)
    return owner, (mark, *([own] * ours), *([rule] * ruled))


_LOGO_WIDEST = 0.4
"""Share of a head that a logo may take."""


def _logo(row: Box, share: float) -> Piece:
    width = min(share * row.height, _LOGO_WIDEST * row.width)
    height = width / share
    return Piece("logo", Box(row.x, row.y + (row.height - height) / 2, width, height))


def _under_head(width: float, size: float) -> float:
    """Return the extra height in mm between the head and the name."""
    return _RULE if _ruled(width, size) else 0.09 * size


def _ruled(width: float, size: float) -> bool:
    """Tell whether a head this wide has room for the product's name, and so gets a rule."""
    return width > 3.2 * _WORDMARK * size * POINT


def _side(design: Design, box: Box, present: frozenset[str]) -> tuple[Slot, ...]:
    """Place the code in three lines, and whom to call, in the column beside a stacked code."""
    size = min(box.width / GROUP_EMS / POINT, box.height * 0.5 / 3 / _LEADING / POINT, 40)
    height = size * 3 * _LEADING * POINT
    if "help_line" not in present:
        return (Slot("code", box, size, design.code_smallest, BOLD, 3, down="bottom"),)
    call = Box(box.x, box.y, box.width, box.height - height - 0.06 * box.height)
    below = Box(box.x, call.bottom + 0.06 * box.height, box.width, height)
    return (
        Slot("help_line", call, size * 0.9, 3.5, BOLD, 4, down="top", ink="accent"),
        Slot("code", below, size, design.code_smallest, BOLD, 3, down="bottom"),
    )
