"""The list of rooms: searched, filtered, sorted, and quick at 50,000 of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, or_, select
from werkzeug.datastructures import MultiDict

from app.extensions import db
from app.numbers import number_of
from app.paging import Slice, contains, slice_of
from app.places.models import Building, Criticality, Room, Site, SupportCalendar, ZoneRoom
from app.places.queries import with_place

ORDERS = ("name", "-name", "building", "-building", "checked", "-checked")
"""What the list can be sorted by, a minus for the other way; never checked comes before all."""


@dataclass(frozen=True)
class RoomFilter:
    """Which rooms are asked for, and in which order."""

    words: str = ""
    building_id: int | None = None
    floor_id: int | None = None
    zone_id: int | None = None
    criticality: Criticality | None = None
    retired: bool = False
    overdue: bool = False
    order: str = "name"


@dataclass(frozen=True)
class Rooms:
    """One page of the list."""

    rooms: Sequence[Room]
    part: Slice


def wanted_rooms(asked: MultiDict[str, str]) -> RoomFilter:
    """The filter that an address asks for; what makes no sense is left out."""
    criticality = asked.get("criticality", "")
    order = asked.get("sort", "name")
    use = asked.get("use", "")
    return RoomFilter(
        words=" ".join(asked.get("q", "").split())[:200],
        building_id=number_of(asked, "building"),
        floor_id=number_of(asked, "floor") if asked.get("building") else None,
        zone_id=number_of(asked, "zone"),
        criticality=Criticality(criticality) if criticality in set(Criticality) else None,
        retired=use == "retired",
        overdue=use == "overdue",
        order=order if order in ORDERS else "name",
    )


def listed(wanted: RoomFilter, page: int, *, at: datetime) -> Rooms:
    """The page's rooms with all that a line shows, and where the page stands."""
    ids = _ordered(_ids(wanted, at), wanted.order)
    part = slice_of(ids, page, count=not wanted.words)
    found = db.session.scalars(select(Room).where(Room.id.in_(part.ids)).options(*with_place()))
    by_id = {room.id: room for room in found}
    return Rooms([by_id[key] for key in part.ids], part)


def keys(wanted: RoomFilter, *, at: datetime) -> Sequence[int]:
    """The keys of all rooms asked for, in the order of the list."""
    return db.session.scalars(_ordered(_ids(wanted, at), wanted.order)).all()


def overdue(at: datetime) -> ColumnElement[bool]:
    """Whether the local date by which a room had to be checked has passed; see `check_due_on`."""
    zones = select(SupportCalendar.id, SupportCalendar.timezone)
    calendars = db.session.execute(zones.order_by(SupportCalendar.id))
    return or_(false(), *(_overdue_by(key, ZoneInfo(zone), at) for key, zone in calendars))


def _overdue_by(calendar_id: int, zone: ZoneInfo, at: datetime) -> ColumnElement[bool]:
    today = at.astimezone(zone).date()
    since = func.coalesce(Room.last_checked_at, Room.created_at, type_=Room.created_at.type)
    of_sites = select(Building.id).join(Site).where(Site.support_calendar_id == calendar_id)
    latest = {
        each: literal(datetime.combine(today - each.check_every, time(0), tzinfo=zone), since.type)
        for each in Criticality
    }
    own = Room.support_calendar_id == calendar_id
    inherited = and_(Room.support_calendar_id.is_(None), Room.building_id.in_(of_sites))
    return and_(since < case(latest, value=Room.criticality), or_(own, inherited))


def _ids(wanted: RoomFilter, at: datetime) -> Select[int]:
    ids = select(Room.id).where(
        Room.retired_at.is_not(None) if wanted.retired else Room.retired_at.is_(None)
    )
    same: list[tuple[Any, Any]] = [
        (Room.building_id, wanted.building_id),
        (Room.floor_id, wanted.floor_id),
        (Room.criticality, wanted.criticality),
    ]
    ids = ids.where(*(column == value for column, value in same if value is not None))
    if wanted.zone_id is not None:
        members = select(ZoneRoom.room_id).where(ZoneRoom.zone_id == wanted.zone_id)
        ids = ids.where(Room.id.in_(members))
    ids = ids.where(*(_says(word) for word in wanted.words.split()))
    return ids.where(overdue(at)) if wanted.overdue else ids


def _says(word: str) -> ColumnElement[bool]:
    named = select(Building.id).where(contains(func.lower(Building.name), word))
    return or_(
        contains(Room.searched, word),
        Room.building_id.in_(named),
    )


def _ordered(ids: Select[int], order: str) -> Select[int]:
    key = order.removeprefix("-")
    if key == "building":
        ids = ids.join(Building)
    columns: tuple[Any, ...] = {
        "name": (Room.name, Room.id),
        "building": (Building.name, Building.id, Room.name),
        "checked": (Room.last_checked_at, Room.id),
    }[key]
    if order.startswith("-"):
        return ids.order_by(columns[0].desc().nulls_last(), *(each.desc() for each in columns[1:]))
    return ids.order_by(columns[0].asc().nulls_first(), *columns[1:])
