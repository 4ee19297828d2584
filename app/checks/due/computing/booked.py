"""Rooms that are booked: a day without time enough for the work is closed to it, in that room."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from app.checks.due.calendars import Calendar
from app.extensions import db
from app.places.bookings.queries import busy_days
from app.places.models import Booking


@dataclass(frozen=True)
class Booked:
    """When rooms are booked, and the calendars of each that follow from it."""

    spans: dict[int, tuple[date, date]]
    """The first and the last day with a booking, by room."""
    kept: dict[tuple[int, int], Calendar] = field(default_factory=dict)

    def __contains__(self, room_id: int) -> bool:
        return room_id in self.spans

    def calendar(self, room_id: int, site: Calendar, minutes: int) -> Calendar:
        """The site's days for work that takes so long in the room."""
        if room_id not in self.spans:
            return site
        if (room_id, minutes) not in self.kept:
            full = busy_days([room_id], *self.spans[room_id], minutes).get(room_id, frozenset())
            self.kept[room_id, minutes] = site.without(full)
        return self.kept[room_id, minutes]


def booked(room_ids: Collection[int]) -> Booked:
    """The bookings of the rooms."""
    rows = db.session.execute(
        select(Booking.room_id, func.min(Booking.starts_at), func.max(Booking.ends_at))
        .where(Booking.room_id.in_(room_ids))
        .group_by(Booking.room_id)
    )
    return Booked({row[0]: (row[1].date(), row[2].date()) for row in rows})
