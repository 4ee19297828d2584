"""Label stocks: how many labels lie on a sheet, how big, and where. All in millimetres."""

import csv
import math
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tags.face import N_, TagError

TOLERANCE = 0.05
"""Millimetres that rounding in a maker's drawing may cost before a label hangs off its page."""

SYMMETRY = 0.75
"""Millimetres by which opposite margins may differ before `note` has to say why."""


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


class _Axis(NamedTuple):
    """How wrong geometry is told, across or down the page."""

    overlap: str
    beyond: str
    off_centre: str


_ACROSS = _Axis(
    N_(
        "%(stock)s: a column begins every %(pitch)g mm, but a label is %(label)g mm:"
        " neighbours would overlap. Check the pitch across."
    ),
    N_(
        "%(stock)s: the last column ends %(by).2f mm beyond the right edge of the page."
        " Check pitch, label size and left margin."
    ),
    N_(
        "%(stock)s: the left margin is %(margin)g mm and the right one %(rest).2f mm. Die-cut"
        " sheets are centred: check the numbers, or say in the note why this one is not."
    ),
)
_DOWN = _Axis(
    N_(
        "%(stock)s: a row begins every %(pitch)g mm, but a label is %(label)g mm:"
        " neighbours would overlap. Check the pitch down."
    ),
    N_(
        "%(stock)s: the last row ends %(by).2f mm beyond the bottom edge of the page."
        " Check pitch, label size and top margin."
    ),
    N_(
        "%(stock)s: the top margin is %(margin)g mm and the bottom one %(rest).2f mm. Die-cut"
        " sheets are centred: check the numbers, or say in the note why this one is not."
    ),
)


@dataclass(frozen=True, slots=True)
class Stock:
    """One sheet of labels. Lengths are millimetres from the top left corner of the page.

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

    @property
    def name(self) -> str:
        """Maker and part, as it stands on the packet; one of `UNCUT` where there is none."""
        return f"{self.maker} {self.part}"

    def __str__(self) -> str:
        return self.name

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
        raise StockError(axis.overlap, stock=stock, pitch=pitch, label=label)
    rest = page - margin - (count - 1) * pitch - label
    if not rest >= -TOLERANCE:
        raise StockError(axis.beyond, stock=stock, by=-rest)
    if abs(rest - margin) > SYMMETRY and not stock.note:
        raise StockError(axis.off_centre, stock=stock, margin=margin, rest=rest)


@cache
def catalogue() -> tuple[Stock, ...]:
    """Return every stock that ships with the product, in the order of its catalogue file."""
    lines = files("tags").joinpath("stocks.csv").read_text(encoding="utf-8").splitlines()
    return tuple(_read(row) for row in csv.DictReader(lines))


def _read(row: dict[str, str]) -> Stock:
    kinds = {field.name: field.type for field in fields(Stock)}
    values = {
        name: kind(row[name]) if isinstance(kind, type) else row[name]
        for name, kind in kinds.items()
        if row.get(name) or (kind is str and name in row)
    }
    return Stock(**values)  # type: ignore[arg-type]


@cache
def _by_id() -> dict[str, Stock]:
    return {entry.id: entry for entry in catalogue()}


def stock(stock_id: str) -> Stock:
    """Return the stock with this id; raise StockError naming the nearest ids when there is none."""
    wanted = stock_id.strip().casefold()
    if found := _by_id().get(wanted):
        return found
    near = [entry.id for entry in search(wanted)[:3]] if wanted else []
    near = near or get_close_matches(wanted, _by_id(), n=3, cutoff=0.5)
    if not near:
        raise StockError(N_("There is no stock called “%(id)s”."), id=stock_id)
    raise StockError(
        N_("There is no stock called “%(id)s”. Did you mean %(near)s?"),
        id=stock_id,
        near=", ".join(near),
    )


def search(text: str) -> tuple[Stock, ...]:
    """Return the stocks whose id, maker, part, twins or material hold every word of `text`."""
    words = text.casefold().split()
    return tuple(entry for entry in catalogue() if all(word in _hay(entry) for word in words))


def _hay(entry: Stock) -> str:
    size = f"{entry.label_width:g}x{entry.label_height:g} {entry.per_sheet}-up"
    said = (entry.id, entry.maker, entry.part, entry.also_fits, entry.material, entry.note, size)
    return " ".join(said).casefold()
