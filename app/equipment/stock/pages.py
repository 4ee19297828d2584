"""The list of stocks, and one stock with its moves, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app import formats
from app.equipment.models import SpareStock, StockMove
from app.equipment.stock import queries
from app.equipment.stock.queries import Wanted, missing
from app.paging import Pages, pages
from app.places import queries as places


@dataclass(frozen=True)
class Stock:
    """What a site has of a spare."""

    id: int
    address: str
    spare_id: int
    name: str
    model: str
    part_number: str
    site: str
    place: str
    count: int
    minimum: int
    missing: int
    state: str
    word: str
    ordered: str
    """When more was ordered; empty where nothing is on its way."""
    vendor: str
    vendor_id: int | None


@dataclass(frozen=True)
class StocksPage:
    """The list of what sites have."""

    stocks: tuple[Stock, ...]
    wanted: Wanted
    sites: list[tuple[str, str]]
    pages: Pages
    is_new: bool


@dataclass(frozen=True)
class Moved:
    """One move, as a line of the stock's timeline."""

    when_words: str
    when_iso: str
    title: str
    text: str
    who: str


@dataclass(frozen=True)
class StockPage:
    """One stock with its moves."""

    stock: Stock
    moves: tuple[Moved, ...]


def stocks_page(wanted: Wanted, page: int, now: datetime) -> StocksPage:
    """One page of the list at that moment."""
    part, found = queries.stocks(wanted, page)
    sites = [(str(each.id), each.name) for each in places.sites()]
    return StocksPage(
        stocks=tuple(shown(each, now) for each in found),
        wanted=wanted,
        sites=[("", _("All")), *sites],
        pages=pages(part, lambda number: address(wanted, page=number)),
        is_new=not found and wanted == Wanted(),
    )


def address(wanted: Wanted, **more: Any) -> str:
    """The address of the list with these filters."""
    asked: dict[str, Any] = {
        "q": wanted.words or None,
        "site": wanted.site_id,
        "short": "1" if wanted.short else None,
    }
    return url_for("equipment.stocks", **asked, **more)


def stock_page(stock: SpareStock, moves: Sequence[StockMove], now: datetime) -> StockPage:
    """One stock at that moment, in the local time of its site."""
    zone = stock.site.support_calendar.zone
    return StockPage(shown(stock, now), tuple(_moved(each, now, zone) for each in moves))


def shown(stock: SpareStock, now: datetime) -> Stock:
    """A stock in words."""
    spare = stock.spare
    state, word = _state(stock)
    ordered = stock.ordered_at
    return Stock(
        id=stock.id,
        address=url_for("equipment.stock", kept_id=stock.id),
        spare_id=spare.id,
        name=spare.name,
        model=" ".join(part for part in (_(spare.model.type.title), spare.model.label) if part),
        part_number=spare.part_number,
        site=stock.site.name,
        place=stock.place,
        count=stock.count,
        minimum=stock.minimum,
        missing=missing(stock),
        state=state,
        word=word,
        ordered=formats.ago(ordered, now, stock.site.support_calendar.zone) if ordered else "",
        vendor=spare.vendor.name if spare.vendor else "",
        vendor_id=spare.vendor_id,
    )


def _state(stock: SpareStock) -> tuple[str, str]:
    if stock.ordered_at:
        return "planned", _("Ordered")
    if stock.count < stock.minimum:
        return ("limits", _("Too few")) if stock.count else ("down", _("None left"))
    return "up", _("Enough")


def _moved(move: StockMove, now: datetime, zone: ZoneInfo) -> Moved:
    number = abs(move.change)
    if move.change < 0:
        title = ngettext("%(num)d taken out", "%(num)d taken out", number)
    else:
        title = ngettext("%(num)d put in", "%(num)d put in", number)
    return Moved(
        when_words=formats.ago(move.at, now, zone),
        when_iso=move.at.isoformat(),
        title=title,
        text=move.note,
        who=move.by.name if move.by else _("Came with a list"),
    )
