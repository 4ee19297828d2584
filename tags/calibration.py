"""The calibration sheet: what a ruler shows on it tells how far off a printer prints."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Literal

from tags.bidi import base_level
from tags.boxes import Box, Slot
from tags.face import N_, TagError
from tags.fonts import BOLD, REGULAR
from tags.profile import BAR, CROSS, Profile

if TYPE_CHECKING:
    from tags.drafting import Drawing

LEAST_WIDTH, LEAST_HEIGHT = 180.0, 185.0
"""The smallest page, in mm, that has room for bars, crosses and instructions."""

_EDGE = 5.0
"""Where rulers begin: usual printers leave what is nearer to the edge blank."""


@dataclass(frozen=True, slots=True)
class CalibrationWords:
    """What is said on the sheet, in the reader's language. Letters A to D are drawn beside it."""

    title: str
    printing: str
    """To print at 100 %, not "fit to page"; and what to measure with."""
    left: str
    """A: how far the middle of the first cross is from the left edge of the paper."""
    across: str
    """B: how far the cross at the right is from the left edge."""
    top: str
    """C: how far the first cross is from the top edge."""
    down: str
    """D: how far the cross at the foot is from the top edge."""
    afterwards: str
    """Where to type the four numbers."""


def calibration(
    page_width: float, page_height: float, words: CalibrationWords, out: BinaryIO
) -> None:
    """Write a PDF of one page that shows how far off a printer prints, as it is without a profile.

    It has a cross in each corner, 20 mm from both edges: those at the top are read from the left
    edge of the paper (A, B), those at the left from the top edge (C, D). Two bars of 100 mm and
    rulers along the other edges tell at a glance whether it is printed at 100 %. What is read goes
    into `Profile.measured`. Lengths are millimetres. Raises TagError for a page that is too small.
    """
    if page_width < LEAST_WIDTH or page_height < LEAST_HEIGHT:
        raise TagError(
            N_(
                "A calibration sheet needs a page of at least %(width)g × %(height)g mm, and this"
                " one has %(page_width)g × %(page_height)g mm. Calibrate the printer on A4 or"
                " Letter."
            ),
            width=LEAST_WIDTH,
            height=LEAST_HEIGHT,
            page_width=page_width,
            page_height=page_height,
        )
    from tags.drafting import Drawing  # noqa: PLC0415 (needs pydyf, which comes with WeasyPrint)

    drawing = Drawing(page_width, page_height)
    _crosses(drawing)
    _distances(drawing)
    _rulers(drawing)
    _heading(drawing, words)
    x, y = bars(page_width, page_height)
    _bars(drawing, x, y)
    _steps(drawing, Box(x + 17, y + 12, page_width - x - 40, BAR), words)
    drawing.write(out, Profile())


def bars(page_width: float, page_height: float) -> tuple[float, float]:
    """Return where both bars begin, the one across and, 12 mm below, the one down."""
    return max((page_width - BAR - 8) / 2, 51.0), max((page_height - 97) / 2, 56.0)


def _crosses(drawing: "Drawing") -> None:
    from tags.drafting import FINE, HAIR  # noqa: PLC0415 (as above)

    right, bottom = drawing.width - CROSS, drawing.height - CROSS
    for x, y in ((CROSS, CROSS), (right, CROSS), (CROSS, bottom), (right, bottom)):
        measured = CROSS in {x, y}
        arm = 11.0 if x == y == CROSS else 5.0
        thick = FINE if measured else HAIR
        drawing.line((x - arm, y), (x + arm, y), thick)
        drawing.line((x, y - arm), (x, y + arm), thick)
        if measured:
            drawing.circle(x, y, 4, filled=False)


_NEAR, _FAR = 37.0, 45.0
"""How far from the edge the arrows to the near crosses are, and those to the far ones."""


def _distances(drawing: "Drawing") -> None:
    """Draw what is read as arrows from the edges of the paper, two across and the same down."""
    right, bottom = drawing.width - CROSS, drawing.height - CROSS
    for end, away, turned in (
        (CROSS, _NEAR, False),
        (right, _FAR, False),
        (CROSS, _NEAR, True),
        (bottom, _FAR, True),
    ):
        _arrow(drawing, end, away, turned=turned)
    _letter(drawing, "A", CROSS / 2 + 2, _NEAR - 5.5)
    _letter(drawing, "B", 0.75 * drawing.width, _FAR)
    _letter(drawing, "C", _NEAR - 5.5, CROSS / 2 + 2)
    _letter(drawing, "D", _FAR, 0.75 * drawing.height)


def _arrow(drawing: "Drawing", end: float, away: float, *, turned: bool) -> None:
    """Draw an arrow from the edge to below a cross, and the line that leads down from that."""
    from tags.drafting import HAIR  # noqa: PLC0415 (as above)

    lines = [((end, CROSS + (12.5 if end == CROSS else 6.5)), (end, away + 2), HAIR)]
    lines += [((0.3, away), (end, away), 0.15)]
    lines += [((end, away), (end - 2, away + side), 0.15) for side in (-0.7, 0.7)]
    lines += [((0.3, away), (2.3, away + side), 0.15) for side in (-0.7, 0.7)]
    for (ax, ay), (bx, by), thick in lines:
        drawing.line((ay, ax) if turned else (ax, ay), (by, bx) if turned else (bx, by), thick)


def _letter(drawing: "Drawing", letter: str, x: float, y: float) -> None:
    drawing.circle(x, y, 3.8, filled=True)
    box = Box(x - 3, y - 2.65, 6, 5.8)
    drawing.text(letter, Slot("letter", box, 13, 8, BOLD, across="centre"), white=True)


def _rulers(drawing: "Drawing") -> None:
    """Draw a ruler along the lower edge and one along the right: mm from the opposite edge."""
    from tags.drafting import FINE, HAIR  # noqa: PLC0415 (as above)

    low, far = drawing.height - 10, drawing.width - 10
    for millimetre in range(int(_EDGE), int(max(drawing.width, drawing.height))):
        ten, five = millimetre % 10 == 0, millimetre % 5 == 0
        long, thick = (3.2 if ten else 2.4 if five else 1.5), (FINE if ten else HAIR)
        if millimetre <= far:
            drawing.line((millimetre, low), (millimetre, low + long), thick)
        if millimetre <= low:
            drawing.line((far, millimetre), (far + long, millimetre), thick)
        if ten and millimetre <= far - 5:
            _number(drawing, str(millimetre), Box(millimetre - 4, low - 3, 8, 2.6), "centre")
        if ten and millimetre <= low - 5:
            _number(drawing, str(millimetre), Box(far - 8.5, millimetre - 1.3, 7.8, 2.6), "end")
    drawing.line((_EDGE, low), (far, low), HAIR)
    drawing.line((far, _EDGE), (far, low), HAIR)


def _number(
    drawing: "Drawing", shown: str, box: Box, across: Literal["start", "centre", "end"]
) -> None:
    drawing.text(shown, Slot("number", box, 6.5, 5, REGULAR, across=across))


def _heading(drawing: "Drawing", words: CalibrationWords) -> None:
    left, right = CROSS + 32, drawing.width - CROSS - 8
    title = Box(left, 12, right - left, 10)
    drawing.text(words.title, Slot("title", title, 22, 12, BOLD, down="bottom"))
    advice = Box(left, 24, right - left, 17)
    drawing.text(words.printing, Slot("printing", advice, 11, 7, lines=4, down="top"))


def _bars(drawing: "Drawing", x: float, y: float) -> None:
    """Draw the bars as bodies with a fine line at either end, to lay a ruler against."""
    from tags.drafting import HAIR  # noqa: PLC0415 (as above)

    down = y + 12
    drawing.bar(Box(x, y, BAR, 3))
    drawing.bar(Box(x, down, 3, BAR))
    for at in (0, BAR):
        inset = HAIR / 2 if at == 0 else -HAIR / 2
        drawing.line((x + at + inset, y - 3), (x + at + inset, y + 6), HAIR)
        drawing.line((x - 3, down + at + inset), (x + 6, down + at + inset), HAIR)
    _number(drawing, f"{BAR:g} mm", Box(x + BAR - 20, y - 3.4, 19, 3), "end")
    _number(drawing, f"{BAR:g} mm", Box(x + 5, down + BAR - 3, 19, 3), "start")


def _steps(drawing: "Drawing", box: Box, words: CalibrationWords) -> None:
    """Set what to measure, each with its letter and a line to write the number on."""
    from tags.drafting import HAIR  # noqa: PLC0415 (as above)

    leftward = base_level(words.title) == 1

    def at(x: float, y: float, width: float, height: float) -> Box:
        left = box.width - x - width if leftward else x
        return Box(box.x + left, box.y + y, width, height)

    every = (("A", words.left), ("B", words.across), ("C", words.top), ("D", words.down))
    high = (box.height - 14) / len(every)
    for number, (letter, said) in enumerate(every):
        top = number * high
        badge = at(0, top + 1, 8, 8)
        _letter(drawing, letter, badge.x + 4, badge.y + 4)
        asked = Slot("step", at(12, top + 0.5, box.width - 12, 9.5), 11, 7, lines=2)
        drawing.text(said, asked)
        line = at(12, top + 17.5, 28, 0)
        drawing.line((line.x, line.y), (line.right, line.y), HAIR)
        unit = Box(line.right + 1.5, line.y - 4, 12, 4.5)
        drawing.text("mm", Slot("unit", unit, 11, 7, down="bottom"))
    last = Slot("last", at(0, box.height - 11, box.width, 11), 11, 7, BOLD, lines=2, down="top")
    drawing.text(words.afterwards, last)
