"""The clock of a promise: it counts support minutes, and stands still in a pause.

Minutes run while the room's support calendar is open, on days that are no holidays of its site.
A calendar that names no hours counts a support day as a day on the wall, holidays or not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.faults.promises.targets import DAY, HOUR
from app.places import support
from app.places.models import SupportCalendar

STRETCH = 24 * HOUR // DAY
"""Minutes on the wall for one support minute, where a calendar names no hours."""


@dataclass(frozen=True)
class Still:
    """A span in which the clock stands still."""

    began_at: datetime
    ended_at: datetime


@dataclass(frozen=True)
class Clock:
    """A support calendar with the days on which it is closed, and the pauses of one fault."""

    calendar: SupportCalendar
    holidays: frozenset[date] = frozenset()
    pauses: tuple[Still, ...] = ()

    def after(self, began: datetime, minutes: int) -> datetime:
        """When so many minutes have passed since the beginning, in UTC."""
        left = float(minutes)
        for starts, ends in self._running(began):
            passed = left if ends is None else self._plain_between(starts, ends)
            if passed >= left:
                return self._plain_after(starts, left)
            left -= passed
        raise AssertionError("the last span has no end")

    def passed(self, began: datetime, until: datetime) -> float:
        """How many minutes have counted from the beginning to a moment; never below 0."""
        return sum(
            self._plain_between(starts, min(until, ends or until))
            for starts, ends in self._running(began)
            if starts < until
        )

    def _running(self, began: datetime) -> Iterator[tuple[datetime, datetime | None]]:
        """The spans in which the clock runs, in order, none within another; the last is open."""
        for pause in sorted(self.pauses, key=lambda each: each.began_at):
            if pause.ended_at > began:
                if pause.began_at > began:
                    yield began, pause.began_at
                began = pause.ended_at
        yield began, None

    def _plain_after(self, began: datetime, minutes: float) -> datetime:
        if not self.calendar.hours:
            return began + timedelta(minutes=minutes) * STRETCH
        return support.after(self.calendar, began, minutes, self.holidays)

    def _plain_between(self, began: datetime, until: datetime) -> float:
        if until <= began:
            return 0.0
        if not self.calendar.hours:
            return (until - began) / timedelta(minutes=1) / STRETCH
        return support.between(self.calendar, began, until, self.holidays)
