"""Label stocks: how many labels lie on a sheet, how big, and where. All in millimetres.

The catalogue is `stocks.csv`: facts, each with its source. A stock proves itself when it is made.
"""

import csv
import math
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tags.face import N_, TagError

TOLERANCE = 0.05
"""Millimetres that rounding in a maker's drawing may cost before a label hangs off its page."""

SYMMETRY = 0.75
"""Millimetres by which opposite margins may differ before `note` has to say why."""

SHAPES = frozenset({"rectangle", "round"})

UNCUT = frozenset(
    {
        N_("Uncut A4 in four (A6)"),
        N_("Uncut A4 in two (A5, turned)"),
        N_("Uncut A4 page"),
        N_("Uncut US Letter in four"),
        N_("Uncut US Letter page"),
    }
)
"""The names of stocks that have no maker: words of ours, translated where they are shown."""


class StockError(TagError):
    """A stock is unknown or its geometry cannot be right."""


class Length(float):
    """Millimetres in a sentence: whoever says it may say them in inches too."""

    def __str__(self) -> str:
        return f"{round(self, 2):g} mm"


class _Axis(NamedTuple):
    """How wrong geometry is told, across or down the page."""

    overlap: str
    beyond: str
    off_centre: str


_ACROSS = _Axis(
    N_(
        "%(stock)s: a column begins every %(pitch)s, but a label is %(label)s:"
        " neighbours would overlap. Check the pitch across."
    ),
    N_(
        "%(stock)s: the last column ends %(by)s beyond the right edge of the page."
        " Check pitch, label size and left margin."
    ),
    N_(
        "%(stock)s: the left margin is %(margin)s and the right one %(rest)s. Die-cut"
        " sheets are centred: check the numbers, or say in the note why this one is not."
    ),
)
_DOWN = _Axis(
    N_(
        "%(stock)s: a row begins every %(pitch)s, but a label is %(label)s:"
        " neighbours would overlap. Check the pitch down."
    ),
    N_(
        "%(stock)s: the last row ends %(by)s beyond the bottom edge of the page."
        " Check pitch, label size and top margin."
    ),
    N_(
        "%(stock)s: the top margin is %(margin)s and the bottom one %(rest)s. Die-cut"
        " sheets are centred: check the numbers, or say in the note why this one is not."
    ),
)


@dataclass(frozen=True, slots=True)
class Stock:
    """One sheet of labels, or one label of a roll, as it is read.

    Lengths are millimetres from the top left corner of the page.

    Raises StockError when labels leave the page, overlap, or lie off centre without a `note`
    that says why: two public lists of label sizes disagree, and this check tells which is right.
    """

    id: str
    maker: str
    part: str
    also_fits: str
    material: str
    page_width: float
    page_height: float
    columns: int
    rows: int
    label_width: float
    label_height: float
    left: float
    top: float
    pitch_x: float
    pitch_y: float
    source: str
    note: str = ""
    dpi: int = 0
    """Dots in an inch of a label printer: a roll, whose page is one label. 0 for a sheet."""
    shape: str = "rectangle"
    """Or "round": then only the square inside the circle is printed on."""
    blank_x: float = 0.0
    """Millimetres inside the left and right edge of a label that its printer leaves white."""
    blank_y: float = 0.0

    def __post_init__(self) -> None:
        _check_numbers(self)
        across = (self.page_width, self.columns, self.label_width, self.left, self.pitch_x)
        down = (self.page_height, self.rows, self.label_height, self.top, self.pitch_y)
        _check_axis(self, _ACROSS, across)
        _check_axis(self, _DOWN, down)
        _check_roll(self)

    @property
    def name(self) -> str:
        """Maker and part, as it stands on the packet; one of `UNCUT` where there is none."""
        return f"{self.maker} {self.part}".strip()

    def __str__(self) -> str:
        return self.name

    @property
    def is_roll(self) -> bool:
        """Whether a label printer prints it: one label is one page, in whole dots."""
        return self.dpi > 0

    @property
    def per_sheet(self) -> int:
        """How many labels are on one sheet."""
        return self.columns * self.rows

    def corner(self, n: int) -> tuple[float, float]:
        """Return the top left corner (x, y) in mm of label `n`, counted along rows from 0."""
        row, column = divmod(n % self.per_sheet, self.columns)
        return self.left + column * self.pitch_x, self.top + row * self.pitch_y


def _check_numbers(stock: Stock) -> None:
    lengths = (stock.page_width, stock.page_height, stock.label_width, stock.label_height)
    margins = (stock.left, stock.top)
    if not all(math.isfinite(length) and length > 0 for length in lengths):
        raise StockError(
            N_("%(stock)s: page and label need a width and a height in millimetres."), stock=stock
        )
    if not all(math.isfinite(margin) and margin >= 0 for margin in margins):
        raise StockError(N_("%(stock)s: the first label begins off the page."), stock=stock)
    if stock.columns < 1 or stock.rows < 1:
        raise StockError(
            N_("%(stock)s: a sheet needs at least one row and one column."), stock=stock
        )


def _check_axis(stock: Stock, axis: _Axis, numbers: tuple[float, int, float, float, float]) -> None:
    page, count, label, margin, pitch = numbers
    if count > 1 and not pitch >= label - TOLERANCE:
        raise StockError(axis.overlap, stock=stock, pitch=Length(pitch), label=Length(label))
    rest = page - margin - (count - 1) * pitch - label
    if not rest >= -TOLERANCE:
        raise StockError(axis.beyond, stock=stock, by=Length(-rest))
    if abs(rest - margin) > SYMMETRY and not stock.note:
        values = {"margin": Length(margin), "rest": Length(rest)}
        raise StockError(axis.off_centre, stock=stock, **values)


def _check_roll(stock: Stock) -> None:
    label, page = (stock.label_width, stock.label_height), (stock.page_width, stock.page_height)
    if stock.dpi < 0 or (stock.is_roll and (stock.per_sheet != 1 or label != page)):
        raise StockError(N_("%(stock)s: on a roll, each label is a page of its own."), stock=stock)
    if stock.shape not in SHAPES or (stock.shape == "round" and label[0] != label[1]):
        raise StockError(
            N_("%(stock)s: a label is a rectangle, or round and as wide as high."), stock=stock
        )
    blank = zip((stock.blank_x, stock.blank_y), label, strict=True)
    if not all(0 <= edge < side / 2 for edge, side in blank):
        raise StockError(
            N_("%(stock)s: edges that stay blank leave nothing to print on."), stock=stock
        )


@cache
def catalogue() -> tuple[Stock, ...]:
    """Return every stock that ships with the product, in the order of its catalogue file."""
    lines = files("tags").joinpath("stocks.csv").read_text(encoding="utf-8").splitlines()
    return tuple(map(_read, csv.DictReader(lines)))


_KINDS = {field.name: field.type for field in fields(Stock)}


def _read(row: dict[str, str]) -> Stock:
    """Return the stock of a row; a number left empty is the usual one."""
    values = {
        name: said if (kind := _KINDS[name]) is str else kind(said)  # type: ignore[operator]
        for name, said in row.items()
        if said or name in {"also_fits", "material"}
    }
    return Stock(**values)  # type: ignore[arg-type]
