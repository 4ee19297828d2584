"""Rows of a sheet become records, or refusals that name line, column and reason."""

from __future__ import annotations

import datetime as dt
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
from app.imports.meaning.decided import UNDECIDED, Decided
from app.imports.meaning.equipment_words import equipment_type_of
from app.imports.meaning.location import Patterns
from app.imports.meaning.things import ThingRow
from app.imports.meaning.values import Order, criticality_of, meaning, order_of
from app.imports.meaning.work import WorkRow
from app.imports.meaning.work_records import DAYS, work_records
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


@dataclass(frozen=True, slots=True)
class RoomRow:
    """One room as a list tells it; None where it tells nothing.

    `external_source` is whose id `external_id` is, `retired_on` since when the room is out of use;
    `sheet` is the sheet of the line, where the list has several.
    """

    line: int
    building: str
    room: str
    site: str | None = None
    floor: str | None = None
    description: str | None = None
    criticality: str | None = None
    external_id: str | None = None
    external_source: str | None = None
    retired_on: dt.date | None = None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class EquipmentRow:
    """One unit as a list tells it; None where it tells nothing.

    `equipment_type` is the slug of a known type, or None; `type_text` is what the list said.
    `external_source` and `retired_on` are as in a `RoomRow`. `condition` is up, degraded or down.
    """

    line: int
    building: str
    room: str
    site: str | None = None
    floor: str | None = None
    equipment_type: str | None = None
    type_text: str | None = None
    maker: str | None = None
    model_number: str | None = None
    name: str | None = None
    asset_tag: str | None = None
    serial_number: str | None = None
    installed_on: dt.date | None = None
    external_id: str | None = None
    external_source: str | None = None
    retired_on: dt.date | None = None
    sheet: str = ""
    note: str | None = None
    vendor: str | None = None
    purchased_on: dt.date | None = None
    warranty_until: dt.date | None = None
    condition: str | None = None


Record = RoomRow | EquipmentRow | ThingRow | WorkRow | Refusal

NO_BUILDING = N_("This row names no building. Fill the cell, or give one building for all rows.")
NO_ROOM = N_("This row names no room.")
NO_EQUIPMENT = N_("This row names no equipment: no type, name, model, asset tag or serial number.")


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
    constants = _constants(mapping, defaults or {})
    _check_needed(way, mapping, constants)
    columns = Columns(
        mapping,
        constants,
        empty=empty,
        patterns=patterns,
        orders=_orders(sheet, mapping, way, orders or {}),
        decided=decided,
    )
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
    return {name: meaning(text, empty=()) for name, text in defaults.items()}


def _check_needed(way: Way, mapping: ColumnMapping, constants: Mapping[str, str]) -> None:
    for name in way.needed:
        if name not in mapping.columns and not constants.get(name):
            raise ImportRefused(
                N_(
                    "No column of this list was found to be the %(field)s. Choose one, or give one"
                    " %(field)s for all rows."
                ),
                field=name,
            ).at(name)


def _orders(
    sheet: Sheet, mapping: ColumnMapping, way: Way, said: Mapping[str, Order]
) -> dict[str, Order | None]:
    """The order of day and month by field: said by hand, or told by the dates of the column."""
    orders: dict[str, Order | None] = {}
    for name in way.dates:
        index = mapping.columns.get(name)
        if index is not None:
            texts = {row.cell(index) for row in sheet.rows}
            orders[name] = said.get(name) or order_of(map(meaning, texts))
    return orders


def _room(cells: Cells) -> RoomRow:
    return RoomRow(
        line=cells.line,
        building=cells.required("building", NO_BUILDING),
        room=cells.required("room", NO_ROOM),
        site=cells.text("site"),
        floor=cells.text("floor", MAX_FLOOR),
        description=cells.text("description", MAX_DESCRIPTION),
        criticality=cells.parsed("criticality", criticality_of),
        external_id=cells.code("external_id"),
        external_source=cells.text("external_source"),
        retired_on=cells.date("retired_on"),
        sheet=cells.sheet,
    )


def _unit(cells: Cells) -> EquipmentRow:
    type_text, name = cells.text("equipment_type"), cells.text("name")
    made = EquipmentRow(
        line=cells.line,
        building=cells.required("building", NO_BUILDING),
        room=cells.required("room", NO_ROOM),
        site=cells.text("site"),
        floor=cells.text("floor", MAX_FLOOR),
        equipment_type=equipment_type_of(type_text or name or ""),
        type_text=type_text,
        maker=cells.text("maker"),
        model_number=cells.code("model_number"),
        name=name,
        asset_tag=cells.code("asset_tag", MAX_NUMBER),
        serial_number=cells.code("serial_number", MAX_NUMBER),
        installed_on=cells.date("installed_on"),
        external_id=cells.code("external_id"),
        external_source=cells.text("external_source"),
        retired_on=cells.date("retired_on"),
        sheet=cells.sheet,
    )
    _check_named(cells, made)
    return made


def _check_named(cells: Cells, made: EquipmentRow) -> None:
    told = (made.type_text, made.name, made.model_number, made.asset_tag, made.serial_number)
    if not any(told):
        cells.refuse("equipment_type", NO_EQUIPMENT)


WAYS: dict[Kind, Way] = {
    "rooms": Way(_room),
    "equipment": Way(_unit, dates=("installed_on", "retired_on")),
    "jobs": Way(None, needed=(), dates=()),
    "history": Way(None, needed=(), dates=DAYS),
}
"""How the rows of each kind of list become records."""
