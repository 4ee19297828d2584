"""Answers about bookings: when rooms are booked, where that is told, and which address is read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Select, bindparam, select

from app.extensions import db
from app.places.bookings.windows import LOOKED_AHEAD, Stand, is_full, merged, stand
from app.places.models import Booking, CalendarFeed, Room, SupportCalendar
from app.places.queries import with_place
from app.places.support import DAY, Span

SHORTEST = 5
"""Minutes that any work takes, with the way to it."""
AT_ONCE = 500


@dataclass(frozen=True)
class Waiting:
    """An address that is to be read, and the zone in which times without one are meant."""

    feed_id: int
    address: str
    zone: ZoneInfo


def feed(room_id: int) -> CalendarFeed | None:
    """Where the room's bookings are told; None where nobody has said."""
    return db.session.scalar(select(CalendarFeed).where(CalendarFeed.room_id == room_id))


def waiting(*, at: datetime) -> list[Waiting]:
    """The addresses that are to be read by now, the longest waiting first; of rooms in use."""
    rows = db.session.execute(
        select(CalendarFeed, Room)
        .join(Room, Room.id == CalendarFeed.room_id)
        .where(CalendarFeed.next_at <= at, Room.retired_at.is_(None))
        .options(*with_place())
        .order_by(CalendarFeed.next_at, CalendarFeed.id)
        .limit(AT_ONCE)
    )
    return [Waiting(feed.id, feed.address, room.support.zone) for feed, room in rows]


def upcoming(room_id: int, most: int, *, at: datetime) -> Sequence[Booking]:
    """The bookings that have not ended, the next first."""
    found = select(Booking).where(Booking.room_id == room_id, Booking.ends_at > at)
    return db.session.scalars(found.order_by(Booking.starts_at, Booking.id).limit(most)).all()


def busy(room_ids: Collection[int], since: datetime, until: datetime) -> dict[int, list[Span]]:
    """When each of the rooms is booked, merged; rooms without any booking then are left out."""
    if not room_ids:
        return {}
    asked = {"room_ids": list(room_ids), "since": since, "until": until}
    rows = db.session.execute(_taken(), asked)
    found: dict[int, list[Span]] = defaultdict(list)
    for room_id, starts_at, ends_at in rows:
        found[room_id].append((starts_at, ends_at))
    return {room_id: merged(spans) for room_id, spans in found.items()}


@cache
def _taken() -> Select[int, datetime, datetime]:
    """Made once, as each page of a room asks it."""
    rooms: BindParameter[Any] = bindparam("room_ids", expanding=True)
    return select(Booking.room_id, Booking.starts_at, Booking.ends_at).where(
        Booking.room_id.in_(rooms),
        Booking.starts_at < bindparam("until"),
        Booking.ends_at > bindparam("since"),
    )


def stands(
    rooms: Iterable[Room], minutes: Mapping[int, int] | None = None, *, at: datetime
) -> dict[int, Stand]:
    """How those of the rooms stand that have bookings soon; their places must be loaded.

    `minutes` says how long the work in a room takes, by its key.
    """
    by_id = {room.id: room for room in rooms}
    taken = busy(by_id, at, at + timedelta(days=LOOKED_AHEAD))
    needed = minutes or {}
    return {
        key: stand(spans, by_id[key].support, max(SHORTEST, needed.get(key, 0)), at=at)
        for key, spans in taken.items()
    }


def stand_of(room: Room, *, at: datetime) -> Stand | None:
    """How the room stands; None where it has no bookings soon. Its places must be loaded."""
    return stands([room], at=at).get(room.id)


def busy_days(
    room_ids: Collection[int], since: date, until: date, minutes: int
) -> dict[int, frozenset[date]]:
    """The local days, both ends included, on which bookings leave no time long enough for work.

    Only within the support hours; days without any are not counted, as nobody works then anyhow.
    Rooms without such a day are left out.
    """
    first = datetime.combine(since, time(0), UTC) - DAY
    taken = busy(room_ids, first, datetime.combine(until, time(0), UTC) + 2 * DAY)
    rooms = db.session.scalars(select(Room).where(Room.id.in_(taken)).options(*with_place()))
    found = {
        room.id: _full_days(taken[room.id], room.support, since, until, minutes) for room in rooms
    }
    return {room_id: days for room_id, days in found.items() if days}


def _full_days(
    spans: list[Span], calendar: SupportCalendar, since: date, until: date, minutes: int
) -> frozenset[date]:
    days: set[date] = set()
    for start, end in spans:
        day = max(since, start.astimezone(calendar.zone).date())
        while day <= min(until, end.astimezone(calendar.zone).date()):
            days.add(day)
            day += DAY
    return frozenset(day for day in days if is_full(spans, calendar, day, minutes))
