"""A stock drawn, and its numbers in words. Lengths are millimetres."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from flask_babel import gettext as _

from app.formats import number
from app.language import N_
from app.paper.stocks import Numbers, numbers_of
from tags import Stock
from tags.stock import TOLERANCE

PAGE_NAMES = {
    (210.0, 297.0): N_("A4"),
    (297.0, 210.0): N_("A4 landscape"),
    (148.0, 210.0): N_("A5"),
    (215.9, 279.4): N_("US Letter"),
    (279.4, 215.9): N_("US Letter landscape"),
}
MOST_NUMBERED = 100
"""Labels of a drawing that each bear their number; on fuller sheets the first and the last do."""
DIGIT_WIDTH = 0.6
"""As a share of its size: wide enough for any font."""
LINE = 0.0035
"""How thick the lines of a drawing are, as a share of its longer side."""


class Part(NamedTuple):
    """A rectangle of a drawing, in mm."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Box:
    """A label of a drawing, in mm; `number` from 1, or empty."""

    x: float
    y: float
    middle_x: float
    middle_y: float
    number: str


@dataclass(frozen=True)
class Drawing:
    """The geometry of a stock, in mm, to be drawn; `label` tells it to who can't see it."""

    label: str
    caption: str
    width: float
    height: float
    page_width: float
    page_height: float
    view: str
    line: float
    """How thick lines are."""
    box_width: float
    box_height: float
    corner: float
    size: float
    """Of the numbers in the labels."""
    boxes: tuple[Box, ...]
    reached: Part | None = None
    """What a label printer reaches of its label; None where all."""
    wrong: tuple[Part, ...] = ()
    """What of labels lies beyond the page or on a neighbour."""


def drawing(stock: Stock) -> Drawing:
    """The drawing of a stock."""
    plain = _drawn(numbers_of(stock))
    round_ = min(stock.label_width, stock.label_height) / 2
    return replace(
        plain,
        caption="" if stock.dpi else plain.caption,
        corner=round_ if stock.shape == "round" else plain.corner,
        reached=_reached(stock) if stock.blank_x or stock.blank_y else None,
    )


def of_what_is_typed(sheet: Stock | None, mistaken: Numbers | None) -> Drawing | None:
    """The drawing of a sheet, or of one that can't be, with what is wrong marked; or none."""
    if sheet:
        return drawing(sheet)
    return _mistaken(mistaken) if mistaken else None


def _mistaken(numbers: Numbers) -> Drawing:
    plain, wrong = _drawn(numbers), tuple(_wrong(numbers))
    said = _("What lies over the edge or over a neighbour is red.") if wrong else plain.caption
    return replace(plain, caption=said, wrong=wrong)


def _drawn(numbers: Numbers) -> Drawing:
    label_width, label_height = numbers["label_width"], numbers["label_height"]
    columns, rows = numbers["columns"], numbers["rows"]
    right = numbers["left"] + (columns - 1) * numbers["pitch_x"] + label_width
    bottom = numbers["top"] + (rows - 1) * numbers["pitch_y"] + label_height
    width, height = max(numbers["page_width"], right), max(numbers["page_height"], bottom)
    line = max(width, height) * LINE
    digits = len(str(columns * rows)) * DIGIT_WIDTH
    return Drawing(
        label=_("Where the labels lie: %(numbers)s", numbers=_size_words(numbers)),
        caption=_lie_words(numbers),
        width=width,
        height=height,
        page_width=numbers["page_width"],
        page_height=numbers["page_height"],
        view=f"{-line:g} {-line:g} {width + 2 * line:g} {height + 2 * line:g}",
        line=line,
        box_width=label_width,
        box_height=label_height,
        corner=min(1.5, min(label_width, label_height) / 8),
        size=round(min(label_height / 2, label_width / 2 / digits, width / 16), 2),
        boxes=tuple(_boxes(numbers)),
    )


def _reached(stock: Stock) -> Part:
    x, y = stock.corner(0)
    width, height = stock.label_width, stock.label_height
    inside = (stock.blank_x, stock.blank_y, width - 2 * stock.blank_x, height - 2 * stock.blank_y)
    return Part(x + inside[0], y + inside[1], inside[2], inside[3])


def _corners(numbers: Numbers) -> Iterator[tuple[float, float]]:
    for row in range(numbers["rows"]):
        for column in range(numbers["columns"]):
            x = numbers["left"] + column * numbers["pitch_x"]
            yield round(x, 3), round(numbers["top"] + row * numbers["pitch_y"], 3)


def _boxes(numbers: Numbers) -> Iterator[Box]:
    last = numbers["columns"] * numbers["rows"]
    half_x, half_y = numbers["label_width"] / 2, numbers["label_height"] / 2
    for n, (x, y) in enumerate(_corners(numbers), 1):
        told = last > 1 and (last <= MOST_NUMBERED or n in {1, last})
        middle = (round(x + half_x, 3), round(y + half_y, 3))
        yield Box(x, y, *middle, number=str(n) if told else "")


def _wrong(numbers: Numbers) -> Iterator[Part]:
    """What of the labels lies beyond the page or on the label before."""
    width, height = numbers["label_width"], numbers["label_height"]
    for x, y in _corners(numbers):
        beyond = max(x, numbers["page_width"])
        below = max(y, numbers["page_height"])
        parts = [
            Part(beyond, y, x + width - beyond, height),
            Part(x, below, min(width, beyond - x), y + height - below),
        ]
        if x > numbers["left"]:
            parts.append(Part(x, y, width - numbers["pitch_x"], height))
        if y > numbers["top"]:
            parts.append(Part(x, y, width, height - numbers["pitch_y"]))
        for part in parts:
            if min(part.width, part.height) > TOLERANCE:
                yield Part(*(round(length, 3) for length in part))


def size_of(stock: Stock) -> str:
    """The size of a label: "63.5 × 38.1 mm"."""
    return by(stock.label_width, stock.label_height)


def by(width: float, height: float) -> str:
    """A size: "210 × 297 mm"."""
    return _("%(width)s × %(height)s mm", width=number(width), height=number(height))


def _size_words(numbers: Numbers) -> str:
    return _(
        "%(columns)d × %(rows)d labels of %(label)s on a page of %(page)s.",
        columns=numbers["columns"],
        rows=numbers["rows"],
        label=by(numbers["label_width"], numbers["label_height"]),
        page=by(numbers["page_width"], numbers["page_height"]),
    )


def _lie_words(numbers: Numbers) -> str:
    return _(
        "%(size)s Margins: left %(left)s, top %(top)s mm."
        " From label to label: across %(across)s, down %(down)s mm.",
        size=_size_words(numbers),
        left=number(numbers["left"]),
        top=number(numbers["top"]),
        across=number(numbers["pitch_x"]),
        down=number(numbers["pitch_y"]),
    )


def paper_of(stock: Stock) -> str:
    """What a stock is a sheet or a roll of: "A4", "US Letter", "roll", a size in mm."""
    if stock.dpi:
        return _("Roll")
    size = (stock.page_width, stock.page_height)
    return _(PAGE_NAMES[size]) if size in PAGE_NAMES else by(*size)
