"""The bookings of a room as plain values."""

from dataclasses import dataclass
from datetime import datetime

from app import formats
from app.places.bookings import queries, words
from app.places.models import CalendarFeed, Room

SHOWN = 10


@dataclass(frozen=True)
class BookingsPage:
    """Where a room's bookings are told, how that goes, and which come next."""

    room_id: int
    name: str
    is_told: bool
    address: str
    """Empty where a file was sent, or nothing yet."""
    read: str
    """When it was last read; empty where it never was."""
    read_iso: str
    is_waiting: bool
    """Whether the worker is about to read it for the first time."""
    problem: str
    failing: str
    """Since when it can't be read; empty where it can."""
    stands: str
    next: tuple[str, ...]


def bookings_page(room: Room, *, at: datetime) -> BookingsPage:
    """The page of a room that came with its places."""
    feed, zone = queries.feed(room.id), room.support.zone
    coming = queries.upcoming(room.id, SHOWN, at=at)
    return BookingsPage(
        room_id=room.id,
        name=room.name,
        is_told=feed is not None,
        address=feed.address if feed else "",
        read=formats.ago(feed.read_at, at, zone) if feed and feed.read_at else "",
        read_iso=feed.read_at.isoformat() if feed and feed.read_at else "",
        is_waiting=_is_waiting(feed),
        problem=feed.problem if feed else "",
        failing=formats.ago(feed.failing_since, at, zone) if feed and feed.failing_since else "",
        stands=words.stands(queries.stand_of(room, at=at), at, zone),
        next=tuple(words.span((each.starts_at, each.ends_at), at, zone) for each in coming),
    )


def _is_waiting(feed: CalendarFeed | None) -> bool:
    return feed is not None and feed.read_at is None and not feed.problem
