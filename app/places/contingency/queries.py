"""Answers about what to do when a room can't be used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from app.extensions import db
from app.places.models import Booking, CalendarFeed, Contingency, Room, RoomAlternative

SOON = timedelta(minutes=10)
"""A room that is booked as soon as this is not free: nobody moves a class for less."""
AHEAD = timedelta(hours=12)
"""How far it is said until when a room is free."""


@dataclass(frozen=True)
class Instead:
    """What helps when a room can't be used; the rooms as they stand at the moment asked for."""

    plan: Contingency | None
    room: Room | None
    """The first equal room that nobody has booked now and that works, with building and floor."""
    is_known: bool
    """Whether bookings of that room are known at all: else it has to be looked at."""
    until: datetime | None
    """Until when it is free; None where nothing is booked there for the next hours."""


def plan(room_id: int) -> Contingency | None:
    """What was written down for a room; None where nothing was."""
    return db.session.get(Contingency, room_id)


def equals(room_id: int) -> Sequence[Room]:
    """The rooms that can stand in for a room, in their order, with their buildings."""
    return db.session.scalars(
        select(Room)
        .join(RoomAlternative, RoomAlternative.other_id == Room.id)
        .where(RoomAlternative.room_id == room_id)
        .options(joinedload(Room.building))
        .order_by(RoomAlternative.position)
    ).all()


def instead(room_id: int, shut: Select[int], *, at: datetime) -> Instead:
    """What helps now, in one query; `shut` gives the keys of the rooms that nobody may be sent to.

    Rooms that are known to be free come before those of which no bookings are known.
    """
    here, other = aliased(Room), aliased(Room)
    known = exists().where(CalendarFeed.room_id == other.id)
    taken = exists().where(
        Booking.room_id == other.id, Booking.starts_at <= at + SOON, Booking.ends_at > at
    )
    begins = (
        select(func.min(Booking.starts_at))
        .where(Booking.room_id == other.id, Booking.starts_at > at)
        .where(Booking.starts_at < at + AHEAD)
        .scalar_subquery()
    )
    usable = and_(
        other.id == RoomAlternative.other_id,
        other.retired_at.is_(None),
        other.id.not_in(shut),
        ~taken,
    )
    rows = db.session.execute(
        select(Contingency, other, known, begins)
        .select_from(here)
        .outerjoin(Contingency, Contingency.room_id == here.id)
        .outerjoin(RoomAlternative, RoomAlternative.room_id == here.id)
        .outerjoin(other, usable)
        .where(here.id == room_id)
        .options(joinedload(other.building), joinedload(other.floor))
        .order_by(other.id.is_(None), ~known, RoomAlternative.position)
        .limit(1)
    ).all()
    return Instead(*rows[0]) if rows else Instead(None, None, is_known=False, until=None)
