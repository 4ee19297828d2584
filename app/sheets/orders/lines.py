"""The tags of an order as plain values, each with where it came out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import url_for
from flask_babel import gettext as _

from app import formats
from app.batches.models import Batch, BatchTag, Kind
from app.codes.code import grouped
from app.errors import Refusal
from app.paper.stocks import stock_of
from app.places.words import where
from app.sheets.asking.papers import place_of
from app.sheets.making.files import name_in_zip
from app.sheets.making.wishes import parted
from tags import Stock

HEAD = 1
"""Rows above the first tag in a list for a print house."""
Buildings = Sequence[tuple[int, str]]
"""Key and name of the buildings of an order's first tags, in their order."""


@dataclass(frozen=True)
class Line:
    """One tag of an order."""

    tag_id: int
    title: str
    where: str
    code: str
    address: str
    place: str


def lines_of(batch: Batch, lines: Sequence[BatchTag], buildings: Buildings) -> tuple[Line, ...]:
    """Some tags of an order; `buildings` are those of all up to the last, needed for a ZIP."""
    stock = paper_of(batch)
    if batch.kind is Kind.ZIP and stock:
        places = _in_zip(stock, parted(batch.used), buildings)
        return tuple(_line(line, places[line.place]) for line in lines)
    return tuple(_line(line, _place(batch, stock, line.place)) for line in lines)


def paper_of(batch: Batch) -> Stock | None:
    """The stock of an order; None where it is in no catalogue any more."""
    try:
        return stock_of(batch.stock_id)
    except Refusal:
        return None


def _line(line: BatchTag, place: str) -> Line:
    tag = line.tag
    home = tag.home if tag.is_bound else None
    title = tag.equipment.name if tag.equipment else home.name if home else _("Blank tag")
    return Line(
        tag_id=tag.id,
        title=title,
        where=where(home) if home else "",
        code=grouped(tag.code),
        address=url_for("scan.tag", code=tag.code) if home else "",
        place=place,
    )


def _place(batch: Batch, stock: Stock | None, place: int) -> str:
    if batch.kind is Kind.CSV:
        return _("Row %(row)s", row=formats.number(place + 1 + HEAD))
    if stock is None:
        return formats.number(place + 1)
    if stock.is_roll:
        label, count = formats.number(place + 1), formats.number(batch.count)
        return _("Label %(label)s of %(count)s", label=label, count=count)
    sheet, label_on = place_of(stock, parted(batch.used), place)
    if stock.per_sheet == 1:
        return _("Sheet %(sheet)d", sheet=sheet)
    return _("Sheet %(sheet)d, label %(label)d", sheet=sheet, label=label_on)


def _in_zip(stock: Stock, used: frozenset[int], buildings: Buildings) -> list[str]:
    """Where tags came out, by their places: each building begins a sheet, the first the begun."""
    places: list[str] = []
    names = Counter[str]()
    for (_id, building), own in groupby(buildings):
        file = name_in_zip(building, names)
        places += [_in_file(file, stock, used, place) for place, _each in enumerate(own)]
        used = frozenset()
    return places


def _in_file(file: str, stock: Stock, used: frozenset[int], place: int) -> str:
    sheet, label = place_of(stock, used, place)
    if stock.per_sheet == 1:
        return _("%(file)s, sheet %(sheet)d", file=file, sheet=sheet)
    return _("%(file)s, sheet %(sheet)d, label %(label)d", file=file, sheet=sheet, label=label)
