"""Setting a text into its slot: shrink, then wrap, and at last cut it with an ellipsis.

However long or wild a text is, its ink stays inside the slot.
"""

from dataclasses import dataclass
from itertools import pairwise

from tags import breaking
from tags.layout import POINT, Slot
from tags.shaping import Line, Paragraph, line, paragraph

ASCENT, DESCENT = 0.76, 0.22
"""Height in em that is kept for a line whether it needs it or not, so that baselines agree."""

LEADING = 1.14
"""Distance of baselines in em, unless tall marks need more."""

_STEP = 0.94
_AIR = 0.05


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with the point of its origin, in mm from the label's top left corner; y down."""

    line: Line
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Block:
    """A text in its slot: size in points, its lines, and the letters no font could draw."""

    size: float
    lines: tuple[Placed, ...]
    missing: str = ""
    cut: bool = False


def fit(text: str, slot: Slot, language: str = "", *, rightward: bool = True) -> Block:
    """Return a text set into a slot as large as it goes.

    `rightward` says which side lines begin at: the left, or the right for a right-to-left face.
    """
    whole = paragraph(text, slot.weight, language)
    if not whole.text:
        return Block(slot.largest, (), whole.missing)
    size, lines, cut = _one_line(whole, slot) or _many_lines(whole, slot)
    size = min(size, _largest_inside(lines, slot))
    return Block(size, _placed(lines, size, slot, rightward), whole.missing, cut)


_Set = tuple[float, list[Line], bool]


def _one_line(whole: Paragraph, slot: Slot) -> _Set | None:
    """Return the text on one line, or None when it would be larger on more lines."""
    alone = [line(whole)]
    size = min(slot.largest, _largest_inside(alone, slot))
    least = slot.smallest if slot.lines == 1 else max(slot.smallest, 0.78 * slot.largest)
    return (size, alone, False) if size >= least else None


def _many_lines(whole: Paragraph, slot: Slot) -> _Set:
    ends = breaking.offsets(whole, line(whole))
    places = breaking.breaks(whole.text) if slot.lines > 1 else []
    size = slot.largest
    while size > slot.smallest:
        lines = _wrapped(whole, ends, places, size, slot)
        if lines and _largest_inside(lines, slot) >= 0.97 * size:
            return size, lines, False
        size *= _STEP
    return _cut(whole, ends, slot)


def _wrapped(
    whole: Paragraph, ends: list[float], places: list[int], size: float, slot: Slot
) -> list[Line] | None:
    room = slot.box.height / (size * POINT)
    limit = slot.box.width / (size * POINT)
    spans = breaking.balanced(whole.text, ends, places, limit)
    if not spans or len(spans) > slot.lines:
        return None
    if ASCENT + DESCENT + LEADING * (len(spans) - 1) > 1.04 * room:
        return None
    return [line(whole, *span) for span in spans]


def _cut(whole: Paragraph, ends: list[float], slot: Slot) -> _Set:
    """Return the text at its smallest size, on as many lines as there is room for."""
    limit = slot.box.width / (slot.smallest * POINT)
    room = slot.box.height / (slot.smallest * POINT)
    most = max(1, min(slot.lines, int((room - ASCENT - DESCENT) / LEADING + 1.02)))
    spans = None
    for places in (breaking.breaks(whole.text), breaking.anywhere(whole.text)):
        spans = spans or breaking.wrap(whole.text, ends, places, limit)
    spans = spans or [(0, len(whole.text))]
    if len(spans) <= most:
        return slot.smallest, [line(whole, *span) for span in spans], False
    kept = [line(whole, *span) for span in spans[: most - 1]]
    kept.append(_with_ellipsis(whole, spans[most - 1][0], ends, limit, slot))
    return slot.smallest, kept, True


def _with_ellipsis(
    whole: Paragraph, start: int, ends: list[float], limit: float, slot: Slot
) -> Line:
    stops = [stop for stop in breaking.anywhere(whole.text) if stop > start]
    fitting = [stop for stop in stops if ends[stop] - ends[start] <= limit - 0.8]
    for stop in reversed(fitting or stops[:1]):
        text = whole.text[start:stop].rstrip(" ,;:-–·") + "…"
        shortened = line(paragraph(text, slot.weight, base=whole.base))
        if _wide(shortened) <= limit:
            return shortened
    return line(paragraph("…", slot.weight, base=whole.base))


def _wide(shaped: Line) -> float:
    """Return how wide a line is, ink that hangs over included."""
    return max(shaped.width, shaped.right) - min(shaped.left, 0.0)


def _baselines(lines: list[Line]) -> tuple[list[float], float]:
    """Return the baselines and the height of a block of lines, in em from its top."""
    found = [max(ASCENT, lines[0].top)]
    for above, below in pairwise(lines):
        found.append(found[-1] + max(LEADING, below.top - above.bottom + _AIR))
    return found, found[-1] + max(DESCENT, -lines[-1].bottom)


def _largest_inside(lines: list[Line], slot: Slot) -> float:
    """Return the size in points at which lines fill their slot across or down."""
    widest = max(map(_wide, lines)) or 1.0
    _, height = _baselines(lines)
    return min(slot.box.width / widest, slot.box.height / height) / POINT


def _placed(lines: list[Line], size: float, slot: Slot, rightward: bool) -> tuple[Placed, ...]:
    em, box = size * POINT, slot.box
    baselines, height = _baselines(lines)
    spare = box.height - height * em
    top = box.y + {"top": 0.0, "middle": spare / 2, "bottom": spare}[slot.down]
    at_left = rightward == (slot.across == "start")
    return tuple(
        Placed(
            shaped,
            box.x - min(shaped.left, 0) * em
            if at_left
            else box.right - max(shaped.width, shaped.right) * em,
            top + baseline * em,
        )
        for shaped, baseline in zip(lines, baselines, strict=True)
    )
