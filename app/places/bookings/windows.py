"""The arithmetic of bookings: what is booked taken together, and what is free between."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.places.models import SupportCalendar
from app.places.support import DAY, Span, spans_on

LOOKED_AHEAD = 14
"""So many days a free time is looked for."""


@dataclass(frozen=True)
class Stand:
    """How a room stands at a moment."""

    is_booked: bool
    changes_at: datetime | None
    """Until when it is booked, or from when on it is booked next; None where that is not known."""
    free: Span | None
    """The first free time long enough within the support hours; None where there is none soon."""


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same times in order; those that overlap or touch are one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def gaps(within: Span, busy: Sequence[Span]) -> Iterator[Span]:
    """What is left of a span without the busy ones, which are merged."""
    start, end = within
    for begins, ends in busy:
        if ends > start and begins < end:
            if begins > start:
                yield start, begins
            start = ends
    if start < end:
        yield start, end


def stand(busy: Sequence[Span], calendar: SupportCalendar, minutes: int, *, at: datetime) -> Stand:
    """How a room with these merged bookings stands; `minutes` is how long the work takes."""
    now = next((each for each in busy if each[0] <= at < each[1]), None)
    later = next((each for each in busy if each[0] > at), None)
    changes = now[1] if now else later[0] if later else None
    return Stand(now is not None, changes, _first_free(busy, calendar, minutes, at))


def _first_free(
    busy: Sequence[Span], calendar: SupportCalendar, minutes: int, at: datetime
) -> Span | None:
    first = at.astimezone(calendar.zone).date()
    for days in range(LOOKED_AHEAD):
        for start, end in _open_on(calendar, first + timedelta(days=days)):
            for each in gaps((max(start, at), end), busy) if end > at else ():
                if each[1] - each[0] >= timedelta(minutes=minutes):
                    return each
    return None


def is_full(busy: Sequence[Span], calendar: SupportCalendar, day: date, minutes: int) -> bool:
    """Whether support is there that day, and the bookings leave no time long enough."""
    spans = _open_on(calendar, day)
    free = (each for span in spans for each in gaps(span, busy))
    return bool(spans) and all(end - start < timedelta(minutes=minutes) for start, end in free)


def _open_on(calendar: SupportCalendar, day: date) -> list[Span]:
    """The hours of the day; where nobody has told any, the whole day."""
    if calendar.hours:
        return list(spans_on(calendar, day))
    midnights = (datetime.combine(each, time(0), calendar.zone) for each in (day, day + DAY))
    start, end = (each.astimezone(UTC) for each in midnights)
    return [(start, end)]
