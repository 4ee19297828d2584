"""Applying a plan: all of it in one transaction, by bulk statements, or none of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.database import Base
from app.equipment import models as equipment
from app.errors import Refusal
from app.extensions import db
from app.imports.applying import beside, moves, recording
from app.imports.applying.beside import Vendors
from app.imports.applying.recording import Origin, by_thousands
from app.imports.applying.storing import Some, Storing, into, store
from app.imports.models import ImportBatch
from app.imports.planning import estate
from app.imports.planning.plans import Plan, Values
from app.imports.runs.progress import Tell, silent
from app.people.models import Person
from app.places import models as places
from app.places import service
from app.places.words import storey

HOURS = tuple((day, time(8), time(18)) for day in range(5))
"""When the support of a new site is there until somebody says otherwise: Monday to Friday."""

CHOICES: Mapping[str, type[StrEnum]] = {
    "criticality": places.Criticality,
    "condition": equipment.Condition,
}

PARKED = "\u2026{}"
"""The name a room bears between its old and its new one, so that two rooms can swap theirs."""


def apply(
    plan: Plan,
    origin: Origin,
    by: Person | None = None,
    *,
    at: datetime,
    timezone: str,
    tell: Tell = silent,
) -> ImportBatch:
    """Makes and changes what the plan says, and touches every room whose page shows it.

    Gives the batch that remembers each row of it; `by` is nobody on the command line. Refused if
    somebody else has changed the same meanwhile; then nothing is stored. Places and models that
    were made bear their ids in the plan afterwards.
    """
    try:
        record = recording.begin(plan, origin, by, at=at)
        moves.hold(plan)
        some_of = Storing(plan, tell).by_thousands
        _make_places(plan, at, timezone, some_of)
        beside.make_vendors(plan, some_of)
        vendors = Vendors()
        _make_units(plan, vendors, at, some_of)
        changed = [_columns(unit.id, values, vendors) for unit, values in plan.changed_units]
        change_units(changed, some_of)
        beside.make(plan, at, some_of)
        moves.make(plan, origin, by, at=at)
        _touch(plan)
        return recording.finish(record, plan)
    except IntegrityError as error:
        raise Refusal(
            _("Somebody has changed the same rooms meanwhile. Look at the list again.")
        ) from error


def _make_places(plan: Plan, at: datetime, timezone: str, some_of: Some) -> None:
    _make_sites(plan, timezone)
    buildings = [{"site_id": each.site.id, "name": each.name} for each in plan.buildings]
    store(places.Building, plan.buildings, buildings, "site_id", "name", some_of=some_of)
    floors = [_floor(each) for each in plan.floors]
    store(places.Floor, plan.floors, floors, "building_id", "label", some_of=some_of)
    change_rooms([_columns(room.id, values) for room, values in plan.changed_rooms], some_of)
    rooms = [_room(each, at) for each in plan.rooms]
    store(places.Room, plan.rooms, rooms, "building_id", "name", some_of=some_of)


def _make_sites(plan: Plan, timezone: str) -> None:
    calendar = None
    for each in plan.sites:
        calendar = calendar or _calendar(plan, each.name, timezone)
        each.id = service.add_site(each.name, calendar).id


def _calendar(plan: Plan, name: str, timezone: str) -> places.SupportCalendar:
    if not plan.phone:
        return db.session.scalars(select(places.SupportCalendar)).one()
    return service.add_support_calendar(name, phone=plan.phone, timezone=timezone, hours=HOURS)


def _floor(floor: estate.Floor) -> dict[str, Any]:
    return {
        "building_id": floor.building.id,
        "label": floor.label,
        "position": storey(floor.label),
    }


def _room(room: estate.Room, at: datetime) -> dict[str, Any]:
    return {
        "building_id": room.building.id,
        "floor_id": room.floor.id if room.floor else None,
        "name": room.name,
        "description": room.description,
        "criticality": places.Criticality(room.criticality),
        "source": room.source,
        "external_id": room.external_id,
        "created_at": at,
    }


def _make_units(plan: Plan, vendors: Vendors, at: datetime, some_of: Some) -> None:
    wanted = select(equipment.EquipmentType.slug, equipment.EquipmentType.id)
    types = {each.slug: each.id for each in db.session.execute(wanted)}
    store(
        equipment.EquipmentModel,
        plan.models,
        [
            {"type_id": types[each.type], "maker": each.maker, "model_number": each.model_number}
            for each in plan.models
        ],
        "type_id",
        "maker",
        "model_number",
        some_of=some_of,
    )
    newest = beside.newest_unit()
    for some in some_of(plan.units):
        db.session.execute(into(equipment.Equipment), [_unit(each, vendors, at) for each in some])
    beside.identify(plan, newest)


def _unit(unit: estate.Unit, vendors: Vendors, at: datetime) -> dict[str, Any]:
    return {
        "room_id": unit.room.id,
        "model_id": unit.model.id,
        "name": unit.name,
        "asset_tag": unit.asset_tag,
        "serial_number": unit.serial_number,
        "installed_on": unit.installed_on,
        "purchased_on": unit.purchased_on,
        "warranty_until": unit.warranty_until,
        "vendor_id": vendors.id_of(unit.vendor),
        "note": unit.note,
        "condition": equipment.Condition(unit.condition),
        "source": unit.source,
        "external_id": unit.external_id,
        "created_at": at,
    }


def change_rooms(rows: Sequence[Mapping[str, Any]], some_of: Some = by_thousands) -> None:
    """Gives rooms, told by `id`, other columns; they may take one another's names."""
    parked = [
        {"id": each["id"], "name": PARKED.format(each["id"])} for each in rows if "name" in each
    ]
    _update(places.Room, parked)
    _update(places.Room, rows, some_of)


def change_units(rows: Sequence[Mapping[str, Any]], some_of: Some = by_thousands) -> None:
    """Gives units, told by `id`, other columns."""
    _update(equipment.Equipment, rows, some_of)


def _columns(key: int | None, values: Values, vendors: Vendors | None = None) -> dict[str, Any]:
    """The values as columns: an object of the estate becomes its id."""
    columns: dict[str, Any] = {"id": key}
    for name, value in values.items():
        if isinstance(value, estate.Floor | estate.Room | estate.Model):
            columns[f"{name}_id"] = value.id
        elif name == "vendor" and vendors:
            columns["vendor_id"] = vendors.id_of(str(value))
        elif name in CHOICES:
            columns[name] = CHOICES[name](str(value))
        else:
            columns[name] = value
    return columns


def _update(
    table: type[Base], rows: Sequence[Mapping[str, Any]], some_of: Some = by_thousands
) -> None:
    for some in some_of(rows):
        db.session.execute(update(table), some)


def _touch(plan: Plan) -> None:
    """Raises the versions of the rooms that were there and show something else now."""
    rooms = [room for room, _values in plan.changed_rooms]
    rooms += [unit.room for unit in plan.units]
    rooms += _rooms_of_changed(plan)
    new = {id(room) for room in plan.rooms}
    keys = sorted({room.id for room in rooms if id(room) not in new and room.id is not None})
    for some in by_thousands(keys):
        raised = update(places.Room).where(places.Room.id.in_(some))
        db.session.execute(
            raised.values(version=places.Room.version + 1),
            execution_options={"synchronize_session": False},
        )


def _rooms_of_changed(plan: Plan) -> Iterable[estate.Room]:
    for unit, values in plan.changed_units:
        yield unit.room
        moved_to = values.get("room")
        if isinstance(moved_to, estate.Room):
            yield moved_to
