"""Answers about zones: the list of them, and the rooms that one can have."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.paging import Slice, contains, slice_of
from app.places.models import Building, Floor, Room, Zone, ZoneRoom


def listed(words: str, page: int) -> tuple[Slice, Sequence[tuple[Zone, int]]]:
    """One page of the zones that bear all words, each with how many rooms in use it has."""
    ids = select(Zone.id).join(Zone.building)
    for word in words.split():
        said = (Zone.name + " " + Zone.category, Building.name)
        ids = ids.where(or_(*(contains(func.lower(each), word) for each in said)))
    part = slice_of(ids.order_by(Building.name, Zone.name, Zone.id), page)
    found = select(Zone).where(Zone.id.in_(part.ids)).options(joinedload(Zone.building))
    by_id = {each.id: each for each in db.session.scalars(found)}
    rooms = _rooms_in_use(part.ids)
    return part, [(by_id[key], rooms.get(key, 0)) for key in part.ids]


def zone(zone_id: int) -> Zone | None:
    """The zone with its building; None where there is none."""
    wanted = select(Zone).where(Zone.id == zone_id).options(joinedload(Zone.building))
    return db.session.scalar(wanted)


def members(zone_id: int) -> set[int]:
    """The keys of the rooms of a zone, retired ones too."""
    return set(db.session.scalars(select(ZoneRoom.room_id).where(ZoneRoom.zone_id == zone_id)))


def rooms_by_floor(building_id: int) -> dict[str, list[Room]]:
    """The rooms in use of a building by their floor's label, from the lowest up; "" comes last."""
    wanted = (
        select(Room)
        .outerjoin(Floor, Floor.id == Room.floor_id)
        .where(Room.building_id == building_id, Room.retired_at.is_(None))
        .options(joinedload(Room.floor))
        .order_by(Floor.position.asc().nulls_last(), Floor.label, Room.name, Room.id)
    )
    found: dict[str, list[Room]] = {}
    for room in db.session.scalars(wanted):
        found.setdefault(room.floor.label if room.floor else "", []).append(room)
    return found


def _rooms_in_use(zones: Sequence[int]) -> dict[int, int]:
    counted = (
        select(ZoneRoom.zone_id, func.count())
        .join(Room, Room.id == ZoneRoom.room_id)
        .where(ZoneRoom.zone_id.in_(zones), Room.retired_at.is_(None))
        .group_by(ZoneRoom.zone_id)
    )
    return dict(db.session.execute(counted).all())
