"""The order for tags as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.errors import Refusal
from app.places.models import Building
from app.sheets.forms import Wish
from app.sheets.words import named, refused
from tags import Design, Stock, TagError, catalogue, designs, fits


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen."""

    value: str
    words: str
    hint: str
    chosen: bool


@dataclass(frozen=True)
class OrderPage:
    """The whole order, as it stands."""

    buildings: tuple[Option, ...]
    stocks: tuple[Option, ...]
    designs: tuple[Option, ...]
    words: str
    first: str
    unprinted: bool
    everything: bool
    room_ids: tuple[int, ...]
    count: int
    count_words: str
    sheets_words: str
    picture: str
    picture_large: str
    errors: dict[str, str]
    warning: str
    trial: bool


def order_page(
    wish: Wish,
    buildings: Sequence[Building],
    count: int,
    refusal: Refusal | None,
    warning: str | None,
) -> OrderPage:
    """The order as it stands, with how many tags and sheets it makes."""
    refusal = refusal or _impossible(wish, count)
    shown = count > 0 and (refusal is None or refusal.field == "trial")
    return OrderPage(
        buildings=tuple(
            Option(str(each.id), each.name, each.site.name, each.id in wish.choice.building_ids)
            for each in buildings
        ),
        stocks=_stocks(wish),
        designs=tuple(_design(each, wish) for each in designs()),
        words=wish.choice.words,
        first=wish.first,
        unprinted=wish.choice.unprinted,
        everything=wish.choice.everything,
        room_ids=wish.choice.room_ids,
        count=count,
        count_words=ngettext("%(num)d tag", "%(num)d tags", count),
        sheets_words=_sheets(wish, count) if shown else "",
        picture=_picture(wish, "small") if shown else "",
        picture_large=_picture(wish, "large"),
        errors={refusal.field or "rooms": str(refusal)} if refusal else {},
        warning=warning or "",
        trial=wish.trial,
    )


def _impossible(wish: Wish, count: int) -> Refusal | None:
    if not count:
        return None
    try:
        stock, design = wish.paper
        if not 0 <= wish.skip < stock.per_sheet:
            return Refusal(
                _("This sheet has labels 1 to %(last)d.", last=stock.per_sheet), field="first"
            )
        fits(design, stock)
    except TagError as error:
        return refused(error)
    except Refusal as refusal:
        return refusal
    return None


def _sheets(wish: Wish, count: int) -> str:
    sheets = -(-(count + wish.skip) // wish.paper[0].per_sheet)
    return ngettext("on %(num)d sheet", "on %(num)d sheets", sheets)


def _stocks(wish: Wish) -> tuple[Option, ...]:
    chosen = next((each for each in designs() if each.id == wish.design_id), designs()[0])
    return tuple(
        Option(each.id, named(each), _size(each), each.id == wish.stock_id)
        for each in catalogue()
        if each.id == wish.stock_id or _possible(chosen, each)
    )


def _possible(design: Design, stock: Stock) -> bool:
    try:
        fits(design, stock)
    except TagError:
        return False
    return True


def _size(stock: Stock) -> str:
    return _(
        "%(count)d of %(width)g × %(height)g mm",
        count=stock.per_sheet,
        width=stock.label_width,
        height=stock.label_height,
    )


def _design(design: Design, wish: Wish) -> Option:
    return Option(design.id, named(design), _(design.purpose), design.id == wish.design_id)


def _picture(wish: Wish, size: str) -> str:
    query: list[tuple[str, str]] = [("room", str(id_)) for id_ in wish.choice.room_ids]
    query += [("building", str(id_)) for id_ in wish.choice.building_ids]
    query += [("q", wish.choice.words)] if wish.choice.words else []
    query += [("unprinted", "1")] if wish.choice.unprinted else []
    query += [("all", "1")] if wish.choice.everything else []
    query += [("stock", wish.stock_id), ("design", wish.design_id), ("first", wish.first)]
    return f"{url_for('sheets.picture')}?{urlencode([*query, ('size', size)])}"
