"""The stocks that can be printed on: the house's own, and those of the catalogue."""

from flask_babel import gettext as _

import tags
from app.errors import Refusal
from app.paper import queries
from app.paper.models import OwnStock
from tags import Stock, TagError

OWN = "own-"
"""What the ids of the house's own stocks begin with."""


def stock_of(stock_id: str) -> Stock:
    """The stock of this id; raises Refusal with the nearest ids where there is none.

    An own one that is retired still answers, so that what was printed on it can be shown.
    """
    if (own := own_of(stock_id)) is not None:
        return as_stock(own)
    try:
        return tags.stock(stock_id)
    except TagError as error:
        raise Refusal(said(error), field="stock", status=422) from error


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
    return Stock(
        id=own.stock_id,
        maker="",
        part=own.name,
        also_fits="",
        material="",
        page_width=own.page_width,
        page_height=own.page_height,
        columns=own.columns,
        rows=own.rows,
        label_width=own.label_width,
        label_height=own.label_height,
        left=own.left,
        top=own.top,
        pitch_x=own.pitch_x,
        pitch_y=own.pitch_y,
        source="",
        note=own.note,
    )


def _hay(own: OwnStock) -> str:
    size = f"{own.label_width:g}x{own.label_height:g} {own.columns * own.rows}-up"
    return f"{own.stock_id} {own.name} {own.note} {size}".casefold()


def named(stock: Stock) -> str:
    """The name of a stock; makers' and the house's own names stay as they are."""
    return str(_(stock.name)).strip()


def said(error: TagError) -> str:
    """Why `tags` refuses something, in the reader's language."""
    values = {name: _value(value) for name, value in error.values.items()}
    return (str(_(error.message)) % values).strip()


def _value(value: object) -> object:
    if isinstance(value, TagError):
        return said(value)
    return named(value) if isinstance(value, Stock) else value
