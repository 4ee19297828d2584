"""iCalendar texts, as calendars elsewhere write them."""

from typing import Any

from app.extensions import db
from app.places.models import Booking


def calendar(*events: str, head: str = "") -> bytes:
    """A calendar of these events; each is its lines, parted by semicolons-free spaces of text."""
    told = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\n{head}{told}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def event(start: str, end: str, *more: str, uid: str = "one") -> str:
    """An event with a title that must not be kept; times are written as RFC 5545 has them."""
    title = "SUMMARY:Exam of Ann Person"
    return "\n".join((f"UID:{uid}", title, f"DTSTART{_at(start)}", f"DTEND{_at(end)}", *more))


def _at(moment: str) -> str:
    return moment if moment.startswith(";") else f":{moment}"


def booked(room: Any) -> list[str]:
    """The stored bookings of a room: "0303 0900-1000", in UTC."""
    found = db.session.query(Booking).filter_by(room_id=room.id).order_by(Booking.starts_at)
    return [f"{each.starts_at:%m%d %H%M}-{each.ends_at:%H%M}" for each in found]
