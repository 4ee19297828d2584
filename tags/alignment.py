"""The test sheet: where a printer puts the labels of a stock, to hold against a sheet of them."""

from typing import TYPE_CHECKING, BinaryIO

from tags.boxes import POINT, Box, Slot
from tags.fonts import BOLD
from tags.margin import line
from tags.profile import Profile
from tags.stock import Stock

if TYPE_CHECKING:
    from tags.drafting import Drawing

ARM = 3.0
"""Millimetres that a cut mark reaches along each edge of a label, where the label is that long."""


def alignment(
    stock: Stock,
    words: str,
    *,
    profile: Profile = Profile(),  # noqa: B008 - frozen
    out: BinaryIO,
) -> None:
    """Write a PDF of one page: fine cut marks in the corners of every label, and its number.

    `words` name the stock and its size and say what to do, in the reader's language: "Avery L7160
    · 63.5 × 38.1 mm · Hold this page and a sheet of labels together against the light." They stand
    in the margin, or in the first label where there is none. Printed with a `profile`, marks come
    out where the labels are on the printer it was measured on.
    """
    from tags.drafting import Drawing  # noqa: PLC0415 (needs pydyf, which comes with WeasyPrint)

    drawing = Drawing(stock.page_width, stock.page_height)
    for label in range(stock.per_sheet):
        x, y = stock.corner(label)
        box = Box(x, y, stock.label_width, stock.label_height)
        _marks(drawing, box, round_=stock.shape == "round")
        _number(drawing, box, label + 1)
    drawing.text(words, Slot("words", *_room(stock)))
    drawing.write(out, profile)


def _marks(drawing: "Drawing", box: Box, *, round_: bool) -> None:
    from tags.drafting import HAIR  # noqa: PLC0415 (as above)

    across, down = min(ARM, box.width / 4), min(ARM, box.height / 4)
    for x, inward in ((box.x, across), (box.right, -across)):
        for y, below in ((box.y, down), (box.bottom, -down)):
            drawing.line((x, y), (x + inward, y), HAIR)
            drawing.line((x, y), (x, y + below), HAIR)
    if round_:
        radius = min(box.width, box.height) / 2
        drawing.circle(box.x + box.width / 2, box.y + box.height / 2, radius, filled=False)


def _number(drawing: "Drawing", box: Box, number: int) -> None:
    high = min(box.height / 2, 7.0)
    middle = Box(box.x, box.y + (box.height - high) / 2, box.width, high)
    size = high / POINT / 1.4
    drawing.text(str(number), Slot("number", middle, size, 4, BOLD, across="centre"))


def _room(stock: Stock) -> tuple[Box, float, float, int, int]:
    """Return the box of the words, their largest and smallest size, weight, and lines."""
    margin = line(stock, 5.0)
    if margin:
        return margin, 11.0, 4.0, BOLD, 1
    inset, high = min(ARM, stock.label_width / 8) + 1, stock.label_height / 4
    x, y = stock.corner(0)
    label = Box(x + inset, y + ARM + 1, stock.label_width - 2 * inset, high)
    return label, 9.0, 4.0, BOLD, 4
