"""The arithmetic of a support calendar: is support there, how much of it lies between, and when
will so much of it have passed.

Hours are meant in the calendar's own time zone. A local time that clocks skip is read with the
offset before the gap, and one that comes twice is the first (RFC 5545, section 3.3.5). A span that
closes at 23:59 lasts until midnight.
"""

from collections.abc import Container, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from app.places.models import SupportCalendar

LAST_MINUTE = time(23, 59)
DAY = timedelta(days=1)

Span = tuple[datetime, datetime]


def after(
    calendar: SupportCalendar,
    start: datetime,
    minutes: float,
    holidays: Container[date] = frozenset(),
) -> datetime:
    """The moment, in UTC, when so many support minutes have passed since `start`.

    None pass on a holiday. Raises ValueError for a calendar without hours, where none ever pass.
    """
    if not calendar.hours:
        raise ValueError(f"support calendar without hours: {calendar.name}")
    moment, left = start.astimezone(UTC), timedelta(minutes=minutes)
    if left <= timedelta(0):
        return moment
    for opens, closes in _spans(calendar, moment, holidays):
        begun = max(moment, opens)
        if closes - begun >= left:
            return begun + left
        if closes > begun:
            left -= closes - begun
            moment = closes
    raise AssertionError("weeks never end, and holidays do")


def between(
    calendar: SupportCalendar,
    start: datetime,
    end: datetime,
    holidays: Container[date] = frozenset(),
) -> float:
    """How many support minutes lie between two moments; 0 where the end is not after the start."""
    total, counted = timedelta(0), start
    for opens, closes in _spans(calendar, start, holidays):
        if opens >= end:
            break
        total += max(timedelta(0), min(closes, end) - max(opens, counted))
        counted = max(counted, min(closes, end))
    return total / timedelta(minutes=1)


def is_open(calendar: SupportCalendar, moment: datetime) -> bool:
    """Whether support is there at the moment; the minute of closing is outside."""
    for opens, closes in _spans(calendar, moment):
        if opens <= moment < closes:
            return True
        if opens > moment + DAY:
            return False
    return False


def _spans(
    calendar: SupportCalendar, moment: datetime, holidays: Container[date] = frozenset()
) -> Iterator[Span]:
    """The spans in UTC from the day before the moment on; endless unless there are no hours."""
    first = moment.astimezone(calendar.zone).date() - DAY
    for days in count() if calendar.hours else ():
        day = first + timedelta(days=days)
        if day not in holidays:
            yield from spans_on(calendar, day)


def spans_on(calendar: SupportCalendar, day: date) -> Iterator[Span]:
    """The spans of a local day on which support is there, in UTC."""
    for hours in sorted(calendar.hours, key=lambda each: (each.weekday, each.opens)):
        if hours.weekday == day.weekday():
            to_midnight = hours.closes >= LAST_MINUTE
            closes = _local(calendar, day + DAY, time(0)) if to_midnight else None
            yield (
                _local(calendar, day, hours.opens),
                closes or _local(calendar, day, hours.closes),
            )


def _local(calendar: SupportCalendar, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=calendar.zone).astimezone(UTC)
