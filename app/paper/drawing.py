"""A stock drawn, and its numbers in words. Lengths are millimetres."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from app.formats import number
from app.language import N_
from tags import Stock

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
    view: str
    line: float
    """How thick lines are."""
    box_width: float
    box_height: float
    corner: float
    size: float
    """Of the numbers in the labels."""
    boxes: tuple[Box, ...]
    reached: tuple[float, float, float, float] | None
    """What a label printer reaches of its label: left, top, width, height; None where all."""


def drawing(stock: Stock) -> Drawing:
    """The drawing of a stock."""
    width, height, shorter = stock.page_width, stock.page_height, _shorter(stock)
    line = max(width, height) * LINE
    digits = len(str(stock.per_sheet)) * DIGIT_WIDTH
    return Drawing(
        label=_("Where the labels lie: %(numbers)s", numbers=_size_words(stock)),
        caption="" if stock.dpi else _lie_words(stock),
        width=width,
        height=height,
        view=f"{-line:g} {-line:g} {width + 2 * line:g} {height + 2 * line:g}",
        line=line,
        box_width=stock.label_width,
        box_height=stock.label_height,
        corner=shorter / 2 if stock.shape == "round" else min(1.5, shorter / 8),
        size=round(min(stock.label_height / 2, stock.label_width / 2 / digits, width / 16), 2),
        boxes=tuple(_boxes(stock)),
        reached=_reached(stock) if stock.blank_x or stock.blank_y else None,
    )


def _reached(stock: Stock) -> tuple[float, float, float, float]:
    x, y = stock.corner(0)
    width, height = stock.label_width, stock.label_height
    inside = (stock.blank_x, stock.blank_y, width - 2 * stock.blank_x, height - 2 * stock.blank_y)
    return x + inside[0], y + inside[1], inside[2], inside[3]


def _shorter(stock: Stock) -> float:
    return min(stock.label_width, stock.label_height)


def _boxes(stock: Stock) -> Iterator[Box]:
    last, half_x, half_y = stock.per_sheet, stock.label_width / 2, stock.label_height / 2
    for n in range(1, last + 1):
        x, y = (round(length, 3) for length in stock.corner(n - 1))
        told = last > 1 and (last <= MOST_NUMBERED or n in {1, last})
        middle = (round(x + half_x, 3), round(y + half_y, 3))
        yield Box(x, y, *middle, number=str(n) if told else "")


def size_of(stock: Stock) -> str:
    """The size of a label: "63.5 × 38.1 mm"."""
    return by(stock.label_width, stock.label_height)


def by(width: float, height: float) -> str:
    """A size: "210 × 297 mm"."""
    return _("%(width)s × %(height)s mm", width=number(width), height=number(height))


def _size_words(stock: Stock) -> str:
    return _(
        "%(columns)d × %(rows)d labels of %(label)s on a page of %(page)s.",
        columns=stock.columns,
        rows=stock.rows,
        label=size_of(stock),
        page=by(stock.page_width, stock.page_height),
    )


def _lie_words(stock: Stock) -> str:
    return _(
        "%(size)s Margins: left %(left)s, top %(top)s mm."
        " From label to label: across %(across)s, down %(down)s mm.",
        size=_size_words(stock),
        left=number(stock.left),
        top=number(stock.top),
        across=number(stock.pitch_x),
        down=number(stock.pitch_y),
    )


def paper_of(stock: Stock) -> str:
    """What a stock is a sheet or a roll of: "A4", "US Letter", "roll", a size in mm."""
    if stock.dpi:
        return _("Roll")
    size = (stock.page_width, stock.page_height)
    return _(PAGE_NAMES[size]) if size in PAGE_NAMES else by(*size)
