"""Rows of a sheet become rooms and equipment, or refusals that name line, column and reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from app.cells import EMPTY_WORDS, is_cut, meant
from app.imports.meaning.columns import ColumnMapping, check_field
from app.imports.meaning.equipment_words import equipment_type_of
from app.imports.meaning.values import (
    Order,
    criticality_of,
    date_of,
    meaning,
    order_of,
)
from app.imports.reading.cleaning import clean
from app.imports.reading.sheets import ImportRefused, Row, Sheet
from app.language import N_

MAX_NAME = 200  # characters; what the columns of the database hold
MAX_DESCRIPTION = 200
MAX_NUMBER = 100  # of an asset tag or a serial number
MAX_FLOOR = 40

Made = TypeVar("Made")


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
    `external_source` and `retired_on` are as in a `RoomRow`.
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


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one cell keeps its row out: line, column, and a message with its values."""

    line: int
    column: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    sheet: str = ""

    def __str__(self) -> str:
        return self.message % self.values


Record = RoomRow | EquipmentRow | Refusal


class Cells:
    """The meanings of one row's cells by field, with the refusals met while asking for them."""

    def __init__(
        self,
        row: Row,
        mapping: ColumnMapping,
        defaults: Mapping[str, str],
        empty: Collection[str] = EMPTY_WORDS,
        sheet: str = "",
    ) -> None:
        self.line = row.line
        self.sheet = sheet
        self.refusals: list[Refusal] = []
        self._row, self._mapping, self._defaults, self._empty = row, mapping, defaults, empty

    def refuse(self, name: str, message: str, /, **values: object) -> None:
        """Notes, once, why the row stays out: at the column of that field."""
        column = self._mapping.column(name)
        refusal = Refusal(self.line, column, message, values, self.sheet)
        if refusal not in self.refusals:
            self.refusals.append(refusal)

    def text(self, name: str, limit: int = MAX_NAME) -> str | None:
        """The cell's meaning, or the constant given for the field; None if there is neither."""
        index = self._mapping.columns.get(name)
        text = ""
        if index is not None:
            text = meaning(self._row.cell(index), self._mapping.header[index], self._empty)
        text = text or self._defaults.get(name, "")
        if len(text) > limit:
            self.refuse(
                name,
                N_(
                    "This text has %(number)s characters; at most %(limit)s fit."
                    " It begins: “%(text)s…”"
                ),
                number=len(text),
                limit=limit,
                text=text[:30],
            )
            return None
        return text or None

    def code(self, name: str, limit: int = MAX_NAME) -> str | None:
        """Like `text`; refused where a spreadsheet has cut a long number to 6.37702E+15."""
        text = self.text(name, limit)
        if text and is_cut(text) and not self._is_meant(name):
            self.refuse(
                name,
                N_(
                    "A spreadsheet has cut this number to “%(text)s”: its digits are lost. Format"
                    " the column as text where the list comes from, or leave the column out."
                ),
                text=text,
            )
        return text

    def _is_meant(self, name: str) -> bool:
        """Whether the cell itself says that its text is meant as it stands."""
        index = self._mapping.columns.get(name)
        return index is not None and meant(clean(self._row.cell(index))) is not None

    def required(self, name: str, message: str) -> str:
        """The cell's meaning; refused with the message if there is none."""
        before = len(self.refusals)
        text = self.text(name)
        if text is None and len(self.refusals) == before:
            self.refuse(name, message)
        return text or ""

    def parsed(self, name: str, parse: Callable[[str], Made]) -> Made | None:
        """What `parse` makes of the cell's meaning; None if there is none or it is refused."""
        text = self.text(name)
        try:
            return None if text is None else parse(text)
        except ImportRefused as refused:
            self.refuse(name, refused.message, **refused.values)
            return None


NO_BUILDING = N_("This row names no building. Fill the cell, or give one building for all rows.")
NO_ROOM = N_("This row names no room.")
NO_EQUIPMENT = N_("This row names no equipment: no type, name, model, asset tag or serial number.")


def records(
    sheet: Sheet,
    mapping: ColumnMapping,
    defaults: Mapping[str, str] | None = None,
    *,
    empty: Collection[str] = EMPTY_WORDS,
) -> Iterator[Record]:
    """A room or a unit for each row, in order; for a row that stays out, each of its refusals.

    `defaults` are constants for fields whose cell is empty or that have no column. Raises
    ImportRefused, before the first row, if nothing at all says the building or the room.
    """
    constants = _constants(mapping, defaults or {})
    _check_places(mapping, constants)
    make = _room if mapping.kind == "rooms" else _equipment(sheet, mapping)
    return _made(sheet, mapping, constants, empty, make)


def _made(
    sheet: Sheet,
    mapping: ColumnMapping,
    constants: Mapping[str, str],
    empty: Collection[str],
    make: Callable[[Cells], RoomRow | EquipmentRow],
) -> Iterator[Record]:
    for row in sheet.rows:
        cells = Cells(row, mapping, constants, empty, row.sheet)
        made = make(cells)
        if cells.refusals:
            yield from cells.refusals
        else:
            yield made


def _constants(mapping: ColumnMapping, defaults: Mapping[str, str]) -> dict[str, str]:
    for name in defaults:
        check_field(mapping.kind, name)
    return {name: meaning(text, empty=()) for name, text in defaults.items()}


def _check_places(mapping: ColumnMapping, constants: Mapping[str, str]) -> None:
    for name in ("room", "building"):
        if name not in mapping.columns and not constants.get(name):
            raise ImportRefused(
                N_(
                    "No column of this list was found to be the %(field)s. Choose one, or give one"
                    " %(field)s for all rows."
                ),
                field=name,
            ).at(name)


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
        retired_on=cells.parsed("retired_on", date_of),
        sheet=cells.sheet,
    )


def _equipment(sheet: Sheet, mapping: ColumnMapping) -> Callable[[Cells], EquipmentRow]:
    index = mapping.columns.get("installed_on")
    # One column writes its dates in one order: those that can only be read one way settle it.
    order = None if index is None else order_of(meaning(row.cell(index)) for row in sheet.rows)
    return lambda cells: _unit(cells, order)


def _unit(cells: Cells, order: Order | None) -> EquipmentRow:
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
        installed_on=cells.parsed("installed_on", lambda text: date_of(text, order)),
        external_id=cells.code("external_id"),
        external_source=cells.text("external_source"),
        retired_on=cells.parsed("retired_on", date_of),
        sheet=cells.sheet,
    )
    _check_named(cells, made)
    return made


def _check_named(cells: Cells, made: EquipmentRow) -> None:
    told = (made.type_text, made.name, made.model_number, made.asset_tag, made.serial_number)
    if not any(told):
        cells.refuse("equipment_type", NO_EQUIPMENT)
