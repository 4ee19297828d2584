"""Answers about places."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.places.models import Building, Floor, Room, Site, SupportCalendar, Zone, ZoneRoom


def with_place() -> tuple[Any, ...]:
    """Options that bring a room's building, site, floor and calendars with it."""
    return (
        joinedload(Room.building).joinedload(Building.site).joinedload(Site.support_calendar),
        joinedload(Room.floor),
        joinedload(Room.support_calendar),
    )


def room(room_id: int) -> Room | None:
    """The room with its building, site, floor and calendars; None where there is none."""
    return db.session.scalar(select(Room).where(Room.id == room_id).options(*with_place()))


def whole(room: Room) -> Room:
    """The room with its building, site, floor and calendars: asked for where it lacks them."""
    building = vars(room).get("building")
    site = vars(building).get("site") if building else None
    own = {"floor", "support_calendar"} <= vars(room).keys()
    if own and site and "support_calendar" in vars(site):
        return room
    return db.session.scalars(select(Room).where(Room.id == room.id).options(*with_place())).one()


def room_named(building_id: int, name: str) -> Room | None:
    """The room in use of that building that bears the name."""
    return db.session.scalar(
        select(Room)
        .where(Room.building_id == building_id, Room.name == " ".join(name.split()))
        .where(Room.retired_at.is_(None))
    )


def sites() -> Sequence[Site]:
    """All sites by name, with their support calendars."""
    return db.session.scalars(
        select(Site).options(joinedload(Site.support_calendar)).order_by(Site.name)
    ).all()


def site(site_id: int) -> Site | None:
    """The site with its support calendar."""
    return db.session.scalar(
        select(Site).where(Site.id == site_id).options(joinedload(Site.support_calendar))
    )


def buildings() -> Sequence[Building]:
    """All buildings by name, with their sites."""
    return db.session.scalars(
        select(Building).options(joinedload(Building.site)).order_by(Building.name, Building.id)
    ).all()


def building(building_id: int) -> Building | None:
    """The building with its site."""
    return db.session.scalar(
        select(Building).where(Building.id == building_id).options(joinedload(Building.site))
    )


def storeys() -> dict[int, list[Floor]]:
    """The floors of every building from the lowest up, by the building's key."""
    found: dict[int, list[Floor]] = {}
    for floor in db.session.scalars(select(Floor).order_by(Floor.position, Floor.label)):
        found.setdefault(floor.building_id, []).append(floor)
    return found


def floor_labels() -> Sequence[str]:
    """Every label that some floor bears, from the lowest floor up."""
    labels = select(Floor.label).group_by(Floor.label)
    return db.session.scalars(labels.order_by(func.min(Floor.position), Floor.label)).all()


def rooms_in_use() -> dict[int, int]:
    """How many rooms in use each building has, by the building's key."""
    counted = select(Room.building_id, func.count()).where(Room.retired_at.is_(None))
    return dict(db.session.execute(counted.group_by(Room.building_id)).all())


def floors(building_id: int) -> Sequence[Floor]:
    """The floors of a building from the lowest up."""
    return db.session.scalars(
        select(Floor).where(Floor.building_id == building_id).order_by(Floor.position, Floor.label)
    ).all()


def usual_zone() -> str | None:
    """The time zone in which most sites lie; None before there is any."""
    zone = SupportCalendar.timezone
    counted = select(zone).join(Site, Site.support_calendar_id == SupportCalendar.id)
    return db.session.scalar(counted.group_by(zone).order_by(func.count().desc(), zone).limit(1))


def support_calendars() -> Sequence[SupportCalendar]:
    """All support calendars by name."""
    return db.session.scalars(select(SupportCalendar).order_by(SupportCalendar.name)).all()


def support_calendar(calendar_id: int) -> SupportCalendar | None:
    """The support calendar with its hours."""
    return db.session.get(SupportCalendar, calendar_id)


def zones_of(room_id: int) -> Sequence[Zone]:
    """The zones that a room is in."""
    wanted = select(Zone).join(ZoneRoom, ZoneRoom.zone_id == Zone.id)
    return db.session.scalars(wanted.where(ZoneRoom.room_id == room_id).order_by(Zone.name)).all()
