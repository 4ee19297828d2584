"""A COBie workbook (US 2.4) as rooms, equipment, and the things beside them.

Its rows join by Name, letter for letter, and contacts by e-mail; n/a and a value equal to its
column's name mean nothing. A workbook that came out of here says so in Facility. It tells more than
others do: whose ids it bears, what we call a thing whose Name had to be another one, how critical a
room is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.imports.meaning.cobie.building import (
    Tables,
    building_of,
    check_columns,
    parts,
    plain_tables,
    room_of,
)
from app.imports.meaning.cobie.contacts import Contacts, others
from app.imports.meaning.cobie.things import things
from app.imports.meaning.cobie.units import Several, Type, Units, type_of
from app.imports.meaning.records import EquipmentRow, Record, RoomRow
from app.imports.meaning.words.decided import UNDECIDED, Decided
from app.imports.reading.sheets import Source
from app.language import N_

READ = (
    *("Facility", "Floor", "Space", "Zone", "Type", "Component"),
    *("System", "Spare", "Job", "Contact"),
)
"""The sheets that are read; of a workbook from here also Attribute."""

UNUSED = N_("rows of this sheet have no place here and are left out.")
PEOPLE = N_("contacts of this sheet are no vendors, and people's data stays out.")
ABOUT = ("Instruction", "PickLists")
"""Sheets that tell of COBie itself, and of no building."""


def cobie_records(
    source: Source,
    defaults: Mapping[str, str] | None = None,
    *,
    several: Several = "refuse",
    decided: Decided = UNDECIDED,
) -> Iterator[Record]:
    """Vendors, rooms, equipment and what is told of them, each with the line of its own sheet.

    `defaults` may give building and site where the workbook leaves them empty; `several` says what
    becomes of a component in several spaces: refused, or put into the first. Raises ImportRefused
    if sheets or columns are missing, or if the workbook tells of several buildings.
    """
    tables = plain_tables(source)
    check_columns(tables)
    building = building_of(tables, defaults or {})
    return _joined(tables, Units(tables, building, Contacts(tables, building), several, decided))


def not_read(source: Source) -> Iterator[tuple[str, str]]:
    """Each sheet with rows that are not read, with their number, and why."""
    for each in source.sheets:
        if each.name == "Contact":
            number = others(plain_tables(source))
        else:
            number = 0 if each.name in READ + ABOUT else len(each.rows)
        if number:
            yield f"{each.name} ({number})", PEOPLE if each.name == "Contact" else UNUSED


def _joined(tables: Tables, made: Units) -> Iterator[Record]:
    rooms: dict[str, RoomRow | None] = {}
    types: dict[str, Type | None] = {}
    units: dict[str, EquipmentRow | None] = {}
    building = made.building
    yield from made.contacts.records()
    yield from parts(tables["Space"], rooms, lambda cells: room_of(cells, building))
    yield from (room for room in rooms.values() if room)
    yield from parts(tables["Type"], types, lambda cells: type_of(cells, made))
    yield from parts(tables["Component"], units, lambda cells: made.unit(cells, rooms, types))
    yield from (unit for unit in units.values() if unit)
    yield from things(tables, made, rooms, types, units)
