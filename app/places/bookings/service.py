"""Commands on where a room's bookings are told, and on what was read there."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, select

from app import outgoing
from app.errors import Refusal
from app.extensions import db
from app.places.bookings import queries
from app.places.bookings.reading import Calendar
from app.places.models import Booking, CalendarFeed, Room
from app.places.service import touch
from app.places.support import Span

EVERY = timedelta(minutes=30)
"""How often an address is read."""
SOONEST, LATEST = timedelta(minutes=15), timedelta(hours=6)
"""When one that can't be read is tried again: after as long as that has lasted, within these."""
LONGEST = 500


def name_address(room: Room, typed: str, *, at: datetime) -> CalendarFeed:
    """The room's bookings are told at this address from now on; what another told is dropped."""
    address = typed.strip()
    if address.lower().startswith(("webcal://", "webcals://")):  # what calendars call it
        address = "https://" + address.partition("://")[2]
    if len(address) > LONGEST:
        raise Refusal(_("Enter at most %(most)s characters.", most=LONGEST), field="address")
    outgoing.target_of(address)
    feed = queries.feed(room.id) or CalendarFeed(room_id=room.id)
    if feed.address != address:
        _store(room, ())
        feed.address, feed.read_at = address, None
    feed.problem, feed.failing_since, feed.next_at = "", None, at
    db.session.add(feed)
    db.session.flush()
    return feed


def read_again(feed: CalendarFeed, *, at: datetime) -> None:
    """Let the worker read the address now."""
    feed.next_at = at if feed.address else None
    db.session.flush()


def take_file(room: Room, calendar: Calendar, *, at: datetime) -> CalendarFeed:
    """The room's bookings are those of a file that was read; nothing is asked for them any more."""
    feed = queries.feed(room.id) or CalendarFeed(room_id=room.id)
    feed.address, feed.next_at = "", None
    db.session.add(feed)
    _take(feed, room, calendar, at)
    return feed


def take_over(feed_id: int, address: str, calendar: Calendar, *, at: datetime) -> None:
    """The room's bookings are those that were read at the address, if they still are told there."""
    if feed := _still(feed_id, address):
        _take(feed, db.session.get_one(Room, feed.room_id), calendar, at)
        feed.next_at = at + EVERY
        db.session.flush()


def note_problem(feed_id: int, address: str, sentence: str, *, at: datetime) -> None:
    """The address could not be read, for that reason: the bookings stay, and it is tried again."""
    if feed := _still(feed_id, address):
        feed.problem = sentence
        feed.failing_since = feed.failing_since or at
        feed.next_at = at + min(max(at - feed.failing_since, SOONEST), LATEST)
        db.session.flush()


def end(room: Room) -> None:
    """Nobody tells when the room is booked any more."""
    _store(room, ())
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.room_id == room.id))
    db.session.flush()


def _still(feed_id: int, address: str) -> CalendarFeed | None:
    """The feed, unless it went, or got another address, while the old one was read."""
    asked = select(CalendarFeed).where(CalendarFeed.id == feed_id)
    return db.session.scalar(asked.where(CalendarFeed.address == address).with_for_update())


def _take(feed: CalendarFeed, room: Room, calendar: Calendar, at: datetime) -> None:
    feed.read_at, feed.failing_since = at, None
    feed.problem = ngettext(
        "%(num)s entry could not be understood and is left out.",
        "%(num)s entries could not be understood and are left out.",
        calendar.unread,
    )
    if not calendar.unread:
        feed.problem = ""
    _store(room, calendar.spans)
    db.session.flush()


def _store(room: Room, spans: Iterable[Span]) -> None:
    """Store these bookings of the room instead of all others; only what differs is written."""
    wanted = set(spans)
    for booking in db.session.scalars(select(Booking).where(Booking.room_id == room.id)).all():
        span = (booking.starts_at, booking.ends_at)
        if span in wanted:
            wanted.remove(span)
        else:
            db.session.delete(booking)
    db.session.add_all(Booking(room_id=room.id, starts_at=a, ends_at=b) for a, b in sorted(wanted))
    if wanted or db.session.deleted:
        touch(room)
