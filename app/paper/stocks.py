"""The stocks that can be printed on: the house's own, and those of the catalogue."""

from dataclasses import dataclass
from typing import NamedTuple, TypedDict, Unpack, cast

from flask_babel import gettext as _

import tags
from app.paper import queries
from app.paper.models import OwnStock
from app.paper.words import refused, said
from tags import Stock, StockError, TagError

OWN = "own-"
"""What the ids of the house's own stocks begin with."""
DIGITS = 3
"""Of the millimetres that are kept."""


class Numbers(TypedDict):
    """The numbers of a sheet, in mm, as a stock has them."""

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


def stock_of(stock_id: str) -> Stock:
    """The stock of this id; raises Refusal with the nearest ids where there is none.

    An own one that is retired still answers, so that what was printed on it can be shown.
    """
    if (own := own_of(stock_id)) is not None:
        return as_stock(own)
    try:
        return tags.stock(stock_id)
    except TagError as error:
        raise refused(error) from error


def found(words: str) -> tuple[Stock, ...]:
    """The stocks in use whose name, number, twins or size hold every word; own ones first."""
    wanted = words.casefold().split()
    own = (each for each in queries.own_stocks() if all(word in _hay(each) for word in wanted))
    return (*map(as_stock, own), *tags.search(words))


def own_of(stock_id: str) -> OwnStock | None:
    """The house's own stock of this id, retired or not; None where it is none of those."""
    name, number = stock_id[: len(OWN)].casefold(), stock_id[len(OWN) :]
    if name != OWN or not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return queries.own_stock(int(number))


def as_stock(own: OwnStock) -> Stock:
    """The house's own stock as `tags` knows stocks: it has no maker, and its name is its part."""
    return _made(own.stock_id, own.name, own.note, **numbers_of(own))


def numbers_of(stock: OwnStock | Stock) -> Numbers:
    """The numbers of a sheet."""
    return cast("Numbers", {name: getattr(stock, name) for name in Numbers.__annotations__})


def _made(stock_id: str, name: str, note: str, **numbers: Unpack[Numbers]) -> Stock:
    return Stock(
        id=stock_id,
        maker="",
        part=name,
        also_fits="",
        material="",
        source="",
        note=note,
        **numbers,
    )


def _hay(own: OwnStock) -> str:
    size = f"{own.label_width:g}x{own.label_height:g} {own.columns * own.rows}-up"
    return f"{own.stock_id} {own.name} {own.note} {size}".casefold()


@dataclass(frozen=True, slots=True)
class Axis:
    """How labels lie across or down a page, in mm; None stands for what was left open."""

    page: float
    count: int
    label: float
    margin: float | None
    pitch: float | None

    def completed(self) -> tuple[float, float]:
        """Margin and pitch: as given; what was left open so that labels lie centred, or touch."""
        steps, pitch, margin = self.count - 1, self.pitch, self.margin
        if pitch is None:
            between = self.page - 2 * margin - self.label if margin is not None else 0.0
            pitch = max(self.label, between / steps) if steps else self.label
        if margin is None:
            margin = max((self.page - steps * pitch - self.label) / 2, 0.0)
        return round(margin, DIGITS), round(pitch, DIGITS)


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet as it was typed."""

    across: Axis
    down: Axis
    note: str = ""

    def numbers(self) -> Numbers:
        """All its numbers, with those that were left open."""
        left, pitch_x = self.across.completed()
        top, pitch_y = self.down.completed()
        return {
            "page_width": self.across.page,
            "page_height": self.down.page,
            "columns": self.across.count,
            "rows": self.down.count,
            "label_width": self.across.label,
            "label_height": self.down.label,
            "left": left,
            "top": top,
            "pitch_x": pitch_x,
            "pitch_y": pitch_y,
        }

    def stock(self) -> Stock:
        """The sheet as `tags` knows stocks; raises StockError where it can't be right."""
        return _made("", _("This sheet"), self.note, **self.numbers())

    def wrong(self, unit: str = "mm") -> dict[str, str]:
        """Why there can be no such sheet, in the words of `tags`: a sentence a field to mend.

        Across and down are looked at apart, each beside one label that covers the other way.
        """
        across, down = self.numbers(), self.numbers()
        across |= {"rows": 1, "label_height": self.down.page, "top": 0.0}
        down |= {"columns": 1, "label_width": self.across.page, "left": 0.0}
        every = (
            (across, self.across, _Fields("left", "pitch_x", "label_width")),
            (down, self.down, _Fields("top", "pitch_y", "label_height")),
        )
        wrong: dict[str, str] = {}
        for numbers, axis, fields in every:
            try:
                _made("", _("This sheet"), self.note, **numbers)
            except StockError as error:
                wrong[_to_mend(error, axis, fields)] = said(error, unit)
        return wrong


class _Fields(NamedTuple):
    """The fields of one axis."""

    margin: str
    pitch: str
    label: str


def _to_mend(error: StockError, axis: Axis, fields: _Fields) -> str:
    """The field that is likeliest wrong: one that was left open is not."""
    if "margin" in error.values:
        return fields.margin
    if axis.pitch is not None and axis.count > 1:
        return fields.pitch
    fit_alone = axis.count * axis.label <= axis.page
    return fields.margin if fit_alone and axis.margin else fields.label
