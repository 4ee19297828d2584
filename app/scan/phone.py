"""Whom to call from a room, and whether to call before all else: while a class sits in it."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import format_time
from flask_babel import gettext as _

from app.places.bookings import words as booked
from app.places.bookings.windows import Stand
from app.places.models import Room, SupportCalendar
from app.places.support import is_open


@dataclass(frozen=True)
class Phone:
    """The number of support, and why to call it."""

    number: str
    title: str
    hours: str
    comes_first: bool
    """Whether the room is booked now and support is there: nobody has time for a form."""


def phone(room: Room, how: Stand | None, now: datetime) -> Phone:
    """Whom to call from the room, which came with its places and stands like this now."""
    calendar = room.support
    comes_first = bool(how and how.is_booked) and is_open(calendar, now)
    return Phone(
        number=calendar.phone,
        title=_title(calendar, how if comes_first else None, now),
        hours=_hours(calendar, now),
        comes_first=comes_first,
    )


def _title(calendar: SupportCalendar, how: Stand | None, now: datetime) -> str:
    if how and how.changes_at:
        time = booked.until(how.changes_at, now, calendar.zone)
        return _(
            "Booked until %(time)s. Class or meeting right now? Call, we are there.", time=time
        )
    if is_open(calendar, now):
        return _("Class or meeting right now? Call, we are there.")
    return _("Nobody is at the phone now. Call when we are back:")


def _hours(calendar: SupportCalendar, now: datetime) -> str:
    today = now.astimezone(calendar.zone).weekday()
    spans = [
        f"{format_time(span.opens, 'short')}–{format_time(span.closes, 'short')}"
        for span in calendar.hours
        if span.weekday == today
    ]
    return _("Today %(hours)s", hours=", ".join(spans)) if spans else _("Closed today")
