"""Labels and posters: a head, the name, what it is and where, the code, and what to do.

All in millimetres from the label's top left corner.
"""

from dataclasses import replace

from tags.boxes import POINT, Box, Piece, Plan, Slot, Texts
from tags.design import Design
from tags.fonts import BOLD, REGULAR
from tags.frames import QUIET, Frame
from tags.frames import frame as frame_of
from tags.stock import Stock


def plan(design: Design, stock: Stock, texts: Texts) -> Plan:
    """Return where everything stands on a label or poster that reads from left to right."""
    frame = frame_of(design, stock)
    slots, art = _words(design, frame, texts.present)
    side = _side(design, frame.side, texts.present) if frame.side else ()
    if frame.under:
        side = (Slot("code", frame.under, 60, design.code_smallest, BOLD, down="top"),)
    pieces = [Piece("foot" if design.framed else "band", frame.band), *art]
    if design.framed:
        across, down = frame.band.x, stock.label_height - frame.band.bottom
        whole = Box(across, down, frame.band.width, frame.band.bottom - down)
        pieces.insert(0, Piece("frame", whole))
    return Plan(frame.code, (*slots, *side, *_band(frame, texts)), tuple(pieces))


_DROPPED_FIRST = ("subtitle", "place")
_LEADING = 1.22
"""Height of a row of one line, in ems."""


def _words(
    design: Design, frame: Frame, present: frozenset[str]
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


def _title_least(frame: Frame) -> float:
    return min(0.28 * frame.words.height, 8.0)


def _left_over(frame: Frame, sizes: dict[str, tuple[float, int]]) -> float:
    """Return the height in mm that these rows leave to the name."""
    rows = sum(size * lines * _LEADING * POINT for size, lines in sizes.values())
    if "header" in sizes:
        rows += _under_head(frame.words.width, sizes["header"][0])
    return frame.words.height - rows - frame.gap * len(sizes)


def _sizes(design: Design, frame: Frame, present: frozenset[str]) -> dict[str, tuple[float, int]]:
    """Return the size in points and the number of lines of every row but the name's."""
    scale = min(max(frame.words.height / 26, 0.72), 3.2)
    sizes = {"header": (max(5.6 * scale, 4.8), 1)}
    if "subtitle" in present:
        sizes["subtitle"] = (max(7.8 * scale, 6.2), 1)
    if "place" in present:
        sizes["place"] = (max(7.0 * scale, 5.8), 1)
    if not (frame.side or frame.under):
        sizes["code"] = _code_size(design, frame.words, 10.5 * scale)
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
    design: Design, frame: Frame, sizes: dict[str, tuple[float, int]], title_height: float
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
            y += _under_head(box.width, size)
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
    return Slot("title", box, largest, smallest, BOLD, 6 if design.framed else 4, down="bottom")


def _header(row: Box, size: float) -> tuple[Slot, tuple[Piece, ...]]:
    """Place the mark and the owner, and where there is room the product's name and a rule."""
    mark = Piece("mark", Box(row.x, row.y, row.height, row.height))
    start = mark.box.right + 0.35 * row.height
    if not _ruled(row.width, size):
        owner = Box(start, row.y, row.right - start, row.height)
        return Slot("organisation", owner, size, 4.0, BOLD), (mark,)
    wide = _WORDMARK * size * POINT
    own = Piece("wordmark", Box(row.right - wide, row.y, wide, row.height))
    rule = Piece("rule", Box(row.x, row.bottom + 0.45 * _RULE, row.width, 0.3))
    owner = Box(start, row.y, own.box.x - row.height - start, row.height)
    return Slot("organisation", owner, size, 4.0, BOLD), (mark, own, rule)


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


def _band(frame: Frame, texts: Texts) -> tuple[Slot, ...]:
    """Place what to do on the band, the detail under it, and whom to call at the end."""
    band = frame.band
    pad = min(max(0.16 * band.height, 0.9), 4.0)
    left, right = band.x + 1.4 * pad, band.right - 1.4 * pad
    if band.x < frame.code.right - 1:  # under the code: its words begin where the code does
        left = max(frame.code.x + QUIET * frame.code.width, band.x + 1.2)
        right = band.right - (left - band.x)
    inner = Box(left, band.y + 0.5 * pad, right - left, band.height - pad)
    detail = "detail" if "detail" in texts.present else ""
    if frame.side or "help_line" not in texts.present:
        return _two_lines(inner, detail, REGULAR)
    if inner.width < 45:
        return _two_lines(inner, "help_line", BOLD)
    if inner.height > 0.2 * inner.width:
        return _three_lines(inner, detail)
    width = inner.width * texts.call_share / 10
    beside = replace(inner, x=inner.right - width, width=width)
    rest = replace(inner, width=inner.width - width - 2 * pad)
    largest = 0.36 * inner.height / POINT
    called = Slot("help_line", beside, largest, 3.5, BOLD, 2, across="end", ink="white")
    return (*_two_lines(rest, detail, REGULAR), called)


def _three_lines(box: Box, detail: str) -> tuple[Slot, ...]:
    """Place what to do above the detail, and whom to call last: a line of its own for each."""
    if not detail:
        return _two_lines(box, "help_line", BOLD)

    def row(name: str, start: float, height: float, weight: int) -> Slot:
        place = replace(box, y=box.y + start * box.height, height=height * box.height)
        return Slot(name, place, place.height / POINT / 1.2, 3.5, weight, ink="white")

    return (
        row("verb", 0, 0.4, BOLD),
        row(detail, 0.4, 0.25, REGULAR),
        row("help_line", 0.7, 0.3, BOLD),
    )


def _two_lines(box: Box, second: str, weight: int) -> tuple[Slot, ...]:
    """Place what to do in a box, above another text if there is one and room for it."""
    if not second or box.height < 5.4:
        largest = min(box.height / POINT / 1.2, 0.16 * box.width / POINT)
        return (Slot("verb", box, largest, 3.5, BOLD, 2, ink="white"),)
    narrow = box.width < 30 and box.height > 6.2
    verb = replace(box, height=(0.66 if narrow else 0.54) * box.height)
    below = replace(box, y=verb.bottom, height=box.height - verb.height)
    largest = 0.54 * box.height / POINT / 1.15
    return (
        Slot("verb", verb, largest, 3.5, BOLD, 2 if narrow else 1, ink="white"),
        Slot(second, below, below.height / POINT / 1.2, 3.5, weight, ink="white"),
    )
