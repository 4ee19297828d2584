"""Estates and lists for plans: small, plain, and applied in memory as the service applies them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.imports.meaning.records import EquipmentRow, Record, RoomRow
from app.imports.planning.dry_run import plan
from app.imports.planning.estate import Building, Estate, Floor, Model, Room, Site, Unit
from app.imports.planning.plans import Outcome, Plan

TYPES = {"projector": "Projector", "fire_extinguisher": "Fire extinguisher", "other": "Other"}


def estate_of(*rooms: Room, units: Sequence[Unit] = (), sites: Sequence[Site] = ()) -> Estate:
    """The estate that these rooms and units imply, its ids in their order."""
    buildings = list(dict.fromkeys(room.building for room in rooms))
    floors = list(dict.fromkeys(room.floor for room in rooms if room.floor))
    every_site = list(dict.fromkeys([*sites, *(each.site for each in buildings)]))
    models = list(dict.fromkeys(unit.model for unit in units))
    for objects in (every_site, buildings, floors, rooms, models, units):
        for number, each in enumerate(objects, start=1):
            each.id = number  # type: ignore[attr-defined]
    return Estate(
        TYPES,
        calendars=1,
        sites=tuple(every_site),
        buildings=tuple(buildings),
        floors=tuple(floors),
        rooms=tuple(rooms),
        models=tuple(models),
        units=tuple(units),
    )


def campus(**given: object) -> Room:
    """A room A101 in Main Hall, on the ground floor."""
    hall = Building(Site("Campus"), "Main Hall")
    room = Room(hall, "A101", Floor(hall, "0"), "Seminar room")
    for name, value in given.items():
        setattr(room, name, value)
    return room


def projector(room: Room, **given: object) -> Unit:
    """A projector in the room."""
    unit = Unit(room, Model("projector", "Epson", "EB-1"), "Projector")
    for name, value in given.items():
        setattr(unit, name, value)
    return unit


def room_row(line: int = 2, room: str = "A101", **given: str) -> RoomRow:
    return replace(RoomRow(line, "Main Hall", room), **given)  # type: ignore[arg-type]


def unit_row(line: int = 2, **given: str | None) -> EquipmentRow:
    row = EquipmentRow(line, "Main Hall", "A101", equipment_type="projector", type_text="Beamer")
    return replace(row, **given)  # type: ignore[arg-type]


def planned(estate: Estate, *rows: Record, source: str = "list") -> Plan:
    return plan(rows, estate, source=source, site="Campus", phone="5555")


def outcomes(made: Plan) -> str:
    """One letter for each line: n(ew), c(hanged), s(ame), r(efused), x: in conflict."""
    letters = {"create": "n", "change": "c", "same": "s", "refused": "r", "conflict": "x"}
    return "".join(letters[line.outcome.value] for line in made.lines)


def reason(made: Plan) -> str:
    """The first reason of the only line that is refused or in conflict."""
    (line,) = [line for line in made.lines if line.outcome.figure is Outcome.REFUSED]
    return str(line.says[0])


def applied(estate: Estate, made: Plan) -> Estate:
    """What exists after the plan; changes the estate's own objects."""
    for room, values in made.changed_rooms:
        for name, value in values.items():
            setattr(room, name, value)
    for unit, values in made.changed_units:
        for name, value in values.items():
            setattr(unit, name, value)
    rooms, units = (*estate.rooms, *made.rooms), (*estate.units, *made.units)
    for objects in (rooms, units):
        for number, each in enumerate(objects, start=1):
            each.id = number  # type: ignore[attr-defined]
    return Estate(
        TYPES,
        estate.calendars + bool(made.phone),
        (*estate.sites, *made.sites),
        (*estate.buildings, *made.buildings),
        (*estate.floors, *made.floors),
        rooms,
        (*estate.models, *made.models),
        units,
    )
