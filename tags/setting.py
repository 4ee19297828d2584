"""Setting a text into its slot: shrink, then wrap, and at last cut it with an ellipsis.

However long or wild a text is, its ink stays inside the slot.
"""

from itertools import pairwise
from typing import NamedTuple

from tags import breaking
from tags.boxes import POINT, Slot
from tags.shaping import Line, Paragraph, line, paragraph, part

ASCENT, DESCENT = 0.76, 0.22
"""Height in em that is kept for a line whether it needs it or not, so that baselines agree."""

LEADING = 1.14
"""Distance of baselines in em, unless tall marks need more."""

_AIR = 0.05


class Placed(NamedTuple):
    """A line with the point of its origin, in mm from the label's top left corner; y down."""

    line: Line
    x: float
    y: float


class Block(NamedTuple):
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
    alone = line(whole)
    size, lines, cut = _uncut(whole, alone, slot) or _cut(whole, alone, slot)
    if lines[0] is not alone:
        size = min(size, _largest_inside(lines, slot))
    return Block(size, _placed(lines, size, slot, rightward), whole.missing, cut)


def at(slot: Slot, rightward: bool) -> float:
    """Return where in its slot a line stands, as the share of the spare width left of it."""
    if slot.across == "centre":
        return 0.5
    return 0.0 if rightward == (slot.across == "start") else 1.0


_Set = tuple[float, list[Line], bool]


def _uncut(whole: Paragraph, alone: Line, slot: Slot) -> _Set | None:
    """Return the text on as many lines as make it largest, or None when it goes on none."""
    best = (min(slot.largest, _largest_inside([alone], slot)), 1, [(0, len(whole.text))])
    # A name on one line reads best: break it only for letters a quarter larger.
    worth = 1.25 * best[0]
    if slot.lines > 1 and best[0] < 0.8 * slot.largest:
        cut = None
        for count in range(2, slot.lines + 1):
            height = ASCENT + DESCENT + LEADING * (count - 1)
            if slot.box.height / height / POINT <= max(best[0], worth):
                break
            cut = cut or _cut_up(whole, alone)
            if count > len(cut.ends):
                break
            longest, spans = breaking.balanced(cut, count)
            size = min(
                slot.largest, slot.box.width / longest / POINT, slot.box.height / height / POINT
            )
            if size > max(best[0], worth):
                best, worth = (size, count, spans), size
    size, count, spans = best
    if size < slot.smallest:
        return None
    lines = [alone] if count == 1 else [_span(whole, alone, *span) for span in spans]
    return size, lines, False


def _cut_up(whole: Paragraph, alone: Line) -> breaking.Pieces:
    reach = breaking.offsets(whole, alone)
    return breaking.pieces(whole.text, reach, breaking.breaks(whole.text))


def _span(whole: Paragraph, alone: Line, start: int, stop: int) -> Line:
    return part(alone, start, stop) or line(whole, start, stop)


def _cut(whole: Paragraph, alone: Line, slot: Slot) -> _Set:
    """Return the text at its smallest size, on as many lines as there is room for."""
    reach = breaking.offsets(whole, alone)
    limit = slot.box.width / (slot.smallest * POINT)
    room = slot.box.height / (slot.smallest * POINT)
    most = max(1, min(slot.lines, int((room - ASCENT - DESCENT) / LEADING + 1.02)))
    spans = None
    for places in (breaking.breaks(whole.text), breaking.anywhere(whole.text)):
        cut = breaking.pieces(whole.text, reach, places)
        spans = spans or breaking.wrap(cut, limit, len(whole.text))
    spans = spans or [(0, len(whole.text))]
    if len(spans) <= most:
        return slot.smallest, [line(whole, *span) for span in spans], False
    kept = [line(whole, *span) for span in spans[: most - 1]]
    kept.append(_with_ellipsis(whole, spans[most - 1][0], reach, limit, slot))
    return slot.smallest, kept, True


def _with_ellipsis(
    whole: Paragraph, start: int, reach: list[float], limit: float, slot: Slot
) -> Line:
    stops = [stop for stop in breaking.anywhere(whole.text) if stop > start]
    fitting = [stop for stop in stops if reach[stop] - reach[start] <= limit - 0.8]
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
    # Edges of ink are aligned, not of advances: it shows in large letters.
    share = at(slot, rightward)
    return tuple(
        Placed(
            shaped,
            box.x - shaped.left * em + share * (box.width - (shaped.right - shaped.left) * em),
            top + baseline * em,
        )
        for shaped, baseline in zip(lines, baselines, strict=True)
    )
