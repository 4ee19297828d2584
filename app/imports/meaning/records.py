"""Rows of a sheet become records, or refusals that name line, column and reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from app.cells import EMPTY_WORDS
from app.imports.meaning.cells import (
    MAX_DESCRIPTION,
    MAX_FLOOR,
    MAX_NAME,
    MAX_NOTE,
    MAX_NUMBER,
    Cells,
    Columns,
    Refusal,
)
from app.imports.meaning.columns import ColumnMapping, Kind, check_field
from app.imports.meaning.making import room_of, unit_of, vendor_of
from app.imports.meaning.places.location import Patterns
from app.imports.meaning.places.parents import PlaceRow
from app.imports.meaning.rows import EquipmentRow, RoomRow
from app.imports.meaning.spares import spare_of, stock_of
from app.imports.meaning.things import StockRow, ThingRow
from app.imports.meaning.words.decided import UNDECIDED, Decided
from app.imports.meaning.words.values import (
    Order,
    meaning,
    order_of,
    two_dates,
)
from app.imports.meaning.work.records import DAYS, work_records
from app.imports.meaning.work.rows import WorkRow
from app.imports.reading.sheets import ImportRefused, Sheet
from app.language import N_

__all__ = [
    "MAX_DESCRIPTION",
    "MAX_FLOOR",
    "MAX_NAME",
    "MAX_NOTE",
    "MAX_NUMBER",
    "Cells",
    "Columns",
    "EquipmentRow",
    "Record",
    "Refusal",
    "RoomRow",
    "records",
]


Record = RoomRow | EquipmentRow | PlaceRow | ThingRow | StockRow | WorkRow | Refusal


@dataclass(frozen=True, slots=True)
class Way:
    """How the rows of one kind of list become records.

    `needed` are the fields that a column or a constant must tell, `dates` those that hold dates.
    Lists of work have no `make`: what one row of them means hangs on the whole sheet.
    """

    make: Callable[[Cells], Record] | None
    needed: tuple[str, ...] = ("room", "building")
    dates: tuple[str, ...] = ("retired_on",)


def records(
    sheet: Sheet,
    mapping: ColumnMapping,
    defaults: Mapping[str, str] | None = None,
    *,
    empty: Collection[str] = EMPTY_WORDS,
    patterns: Patterns | None = None,
    decided: Decided = UNDECIDED,
    orders: Mapping[str, Order] | None = None,
) -> Iterator[Record]:
    """A record for each row, in order; for a row that stays out, each of its refusals.

    `defaults` are constants for fields whose cell is empty or that have no column. Raises
    ImportRefused, before the first row, if nothing at all says the building or the room, or what
    else a list of its kind has to say.
    """
    way = WAYS[mapping.kind]
    constants = _constants(mapping, {**mapping.given, **(defaults or {})})
    _check_location(sheet, mapping, patterns)
    columns = Columns(
        mapping,
        constants,
        empty=empty,
        patterns=patterns,
        orders=_orders(sheet, mapping, way, orders or {}),
        decided=decided,
    )
    if "parent" in mapping.columns:
        columns.grow(sheet.rows)
    _check_needed(way, columns)
    if way.make is None:
        return work_records(sheet, columns)
    return _made(sheet, columns, way.make)


def _made(sheet: Sheet, columns: Columns, make: Callable[[Cells], Record]) -> Iterator[Record]:
    for row in sheet.rows:
        cells = Cells(row, columns)
        made = make(cells)
        if cells.refusals:
            yield from cells.refusals
        else:
            yield made


def _constants(mapping: ColumnMapping, defaults: Mapping[str, str]) -> dict[str, str]:
    for name in defaults:
        check_field(mapping.kind, name)
    texts = {name: meaning(text, empty=()) for name, text in defaults.items()}
    return {name: text for name, text in texts.items() if text}


def _check_location(sheet: Sheet, mapping: ColumnMapping, patterns: Patterns | None) -> None:
    if "location" in mapping.columns and patterns is None:
        index = mapping.columns["location"]
        texts = (meaning(row.cell(index)) for row in sheet.rows)
        raise ImportRefused(
            N_(
                "Say with an example how the column “%(column)s” is split: what is the building,"
                " the floor, the room in “%(text)s”?"
            ),
            column=mapping.column("location"),
            text=next(filter(None, texts), "")[:60],
        ).at("location")


def _check_needed(way: Way, columns: Columns) -> None:
    for name in way.needed:
        if name not in columns.told:
            raise ImportRefused(
                N_(
                    "No column of this list was found to be the %(field)s. Choose one, or give one"
                    " %(field)s for all rows."
                ),
                field=name,
            ).at(name)


def orders_told(sheet: Sheet, mapping: ColumnMapping) -> Iterator[tuple[str, Order]]:
    """The order of day and month of each field whose column tells one by its dates."""
    dates = [name for name in WAYS[mapping.kind].dates if name in mapping.columns]
    for name, texts in _texts(sheet, mapping, dates).items():
        if order := order_of(sorted(map(meaning, texts))):
            yield name, order


def _orders(
    sheet: Sheet, mapping: ColumnMapping, way: Way, said: Mapping[str, Order]
) -> dict[str, Order | None]:
    """The order of day and month by field: said by hand, or told by the dates of the column."""
    found = {name: said.get(name) for name in way.dates if name in mapping.columns}
    texts = _texts(sheet, mapping, [name for name, order in found.items() if not order])
    return {name: order or _told(mapping, name, texts[name]) for name, order in found.items()}


def _texts(sheet: Sheet, mapping: ColumnMapping, names: Collection[str]) -> dict[str, set[str]]:
    """All that the columns of these fields say."""
    texts: dict[str, set[str]] = {name: set() for name in names}
    columns = [(mapping.columns[name], each) for name, each in texts.items()]
    for row in sheet.rows if columns else ():
        for index, each in columns:
            each.add(row.cell(index))
    return texts


def _told(mapping: ColumnMapping, name: str, raw: Collection[str]) -> Order | None:
    """The order that the dates of a column tell; None where none of them needs one.

    Raises ImportRefused where some need one and none tells it: asked once, not line by line.
    """
    texts = sorted(map(meaning, raw))
    if order := order_of(texts):
        return order
    for text in texts:
        if both := two_dates(text):
            raise ImportRefused(
                N_(
                    "“%(text)s” in the column “%(column)s” may be %(one)s (day first) or %(other)s"
                    " (month first), and no other date of the column tells. Say which it is."
                ),
                text=text[:40],
                column=mapping.column(name),
                one=both[0].isoformat(),
                other=both[1].isoformat(),
            ).at(f"order.{name}")
    return None


WAYS: dict[Kind, Way] = {
    "rooms": Way(room_of),
    "equipment": Way(
        unit_of, dates=("installed_on", "retired_on", "purchased_on", "warranty_until")
    ),
    "jobs": Way(None, needed=(), dates=()),
    "history": Way(None, needed=(), dates=DAYS),
    "vendors": Way(vendor_of, needed=("vendor",), dates=("contract_until",)),
    "spares": Way(spare_of, needed=("spare",), dates=()),
    "stock": Way(stock_of, needed=("spare",), dates=()),
}
"""How the rows of each kind of list become records."""
