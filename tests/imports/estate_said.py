"""All that stands in the database, said without keys, versions and the log of imports."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.equipment.models import Equipment, EquipmentModel
from app.extensions import db
from app.places.models import Building, Floor, Room, Site, SupportCalendar


def said() -> dict[str, list[Any]]:
    """The estate in words; two estates that say the same are the same."""
    db.session.flush()
    db.session.expire_all()
    return {
        "calendars": _all(SupportCalendar, lambda each: (each.name, each.phone, len(each.hours))),
        "sites": _all(Site, _site, Site.support_calendar),
        "buildings": _all(Building, _building, Building.site),
        "floors": _all(Floor, _floor, Floor.building),
        "rooms": _all(Room, _room, Room.building, Room.floor),
        "models": _all(EquipmentModel, _model, EquipmentModel.type),
        "units": _all(Equipment, _unit, Equipment.room, Equipment.model),
    }


def _all(table: type[Any], tell: Any, *along: Any) -> list[Any]:
    wanted = select(table).options(*(joinedload(each) for each in along))
    return sorted((tell(each) for each in db.session.scalars(wanted)), key=repr)


def _site(site: Site) -> tuple[object, ...]:
    return site.name, site.support_calendar.name


def _building(building: Building) -> tuple[object, ...]:
    return building.site.name, building.name


def _floor(floor: Floor) -> tuple[object, ...]:
    return floor.building.name, floor.label, floor.position


def _room(room: Room) -> tuple[object, ...]:
    floor = room.floor.label if room.floor else None
    ids = (room.source, room.external_id, room.retired_at, room.created_at)
    return room.building.name, room.name, floor, room.description, room.criticality, *ids


def _model(model: EquipmentModel) -> tuple[object, ...]:
    return model.type.slug, model.maker, model.model_number


def _unit(unit: Equipment) -> tuple[object, ...]:
    model, room = unit.model, unit.room
    ids = (unit.asset_tag, unit.serial_number, unit.installed_on, unit.source, unit.external_id)
    return unit.name, room.name, model.maker, model.model_number, unit.condition, unit.note, *ids
