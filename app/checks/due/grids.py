"""The dates of a rule, expanded by python-dateutil a few years at a time, and kept.

All is done on local dates without a clock, so that no change of clocks can move anything.
"""

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import islice, pairwise, takewhile
from typing import Any

from dateutil import rrule as dateutil

from app.checks.due.recurrence import Frequency, Rule, Weekday

BLOCK = 10
"""How many years are expanded at once."""
FARTHEST = 100
"""How many years ahead a date is looked for."""
EARLIEST = 1500
LAST_YEAR = 9998
IN_EVERY_MONTH = 28
"""Up to this day, every month has it."""
EPOCH = date(2000, 1, 1)
"""Intervals that agree begin on the same day after it, so that their dates are expanded once."""

PERIODS: dict[Frequency, Any] = {
    Frequency.DAILY: dateutil.DAILY,
    Frequency.WEEKLY: dateutil.WEEKLY,
    Frequency.MONTHLY: dateutil.MONTHLY,
    Frequency.YEARLY: dateutil.YEARLY,
}


@dataclass(frozen=True)
class Phase:
    """The beginning of one interval; with `ends_months`, of several days a month the last counts.

    The latter is for a day that short months lack: 28 to 31, of which each month's last is meant.
    """

    start: date
    ends_months: bool = False

    def moved(self, rule: Rule, day: date) -> "Phase":
        """The same phase, begun at the last interval that starts on the day or before."""
        return replace(self, start=_aligned(rule, self.start, day))


def phase_of(rule: Rule, first_day: date) -> tuple[Rule, Phase]:
    """The rule with its days named, and its phase, where it begins on that day.

    A rule that counts its dates can't share them: it begins where it begins.
    """
    named = _named(rule, first_day)
    ends = named.month_days != rule.month_days and len(named.month_days) > 1
    start = first_day if rule.count else _aligned(rule, first_day, EPOCH)
    return named, Phase(start, ends)


def _named(rule: Rule, day: date) -> Rule:
    """The rule with the days that it takes from its beginning (RFC 5545, section 3.8.5.3)."""
    if rule.names_days or rule.frequency == "DAILY":
        return rule
    if rule.frequency == "WEEKLY":
        return replace(rule, days=(Weekday(day.weekday()),))
    least = day.day if rule.positions else min(day.day, IN_EVERY_MONTH)
    days = tuple(range(least, day.day + 1))
    months = rule.months or ((day.month,) if rule.frequency == "YEARLY" else ())
    return replace(rule, months=months, month_days=days)


def _aligned(rule: Rule, start: date, day: date) -> date:
    """The beginning of the last interval, counted from the one with `start`, up to the day."""
    if rule.frequency == "YEARLY":
        return date(start.year + _whole(day.year - start.year, rule.interval), 1, 1)
    if rule.frequency == "MONTHLY":
        here = start.year * 12 + start.month - 1
        month = here + _whole(day.year * 12 + day.month - 1 - here, rule.interval)
        return date(month // 12, month % 12 + 1, 1)
    step = rule.interval
    if rule.frequency == "WEEKLY":
        start -= timedelta(days=(start.weekday() - rule.week_start) % 7)
        step *= 7
    return start + timedelta(days=_whole((day - start).days, step))


def _whole(distance: int, step: int) -> int:
    """The distance without what is over after so many whole steps."""
    return distance // step * step


class Grid:
    """The dates of a rule that begins on a day: the same however late the work was done.

    A rule that names no day has that of its beginning; in a month too short for it, the last.
    """

    def __init__(self, rule: Rule, phase: Phase) -> None:
        """Bind the rule to where its intervals begin; `grid` does so for a first day."""
        self._rule, self._phase = rule, phase
        self._blocks: dict[int, tuple[date, ...]] = {}

    def after(self, day: date) -> date | None:
        """The first date later than the day; None where none follows within a century."""
        first = max(day.year, EARLIEST) // BLOCK
        last = min(first + FARTHEST // BLOCK, (LAST_YEAR - 1) // BLOCK)
        for block in range(first, last):
            dates = self._block(block)
            place = bisect_right(dates, day)
            if place < len(dates):
                return dates[place]
        return None

    @cached_property
    def every(self) -> int:
        """The fewest days from one date to the next; a year where there is but one."""
        start = self._phase.start
        dates = [each for block in range(3) for each in self._block(start.year // BLOCK + block)]
        return min(((later - one).days for one, later in pairwise(dates)), default=365)

    def _block(self, number: int) -> tuple[date, ...]:
        if number not in self._blocks:
            since, until = date(number * BLOCK, 1, 1), date(number * BLOCK + BLOCK - 1, 12, 31)
            phase = self._phase if self._rule.count else self._phase.moved(self._rule, since)
            found = dates_of(self._rule, phase, until)
            self._blocks[number] = tuple(each for each in found if each >= since)
        return self._blocks[number]


@lru_cache(maxsize=4096)
def _grid(rule: Rule, phase: Phase) -> Grid:
    return Grid(rule, phase)


def grid(rule: Rule, first_day: date) -> Grid:
    """The dates of the rule where it begins on that day; they are kept for the next who asks.

    Dates before the first day may be among them: ask for those after some day.
    """
    settled, phase = phase_of(rule, first_day)
    return _grid(settled, phase)


def dates_between(rule: Rule, first_day: date, since: date, until: date) -> list[date]:
    """The dates of the rule that begins on `first_day`, both bounds included."""
    asked, found = grid(rule, first_day), []
    day = date.fromordinal(max(since, first_day).toordinal() - 1)
    while (following := asked.after(day)) and following <= until:
        found.append(day := following)
    return found


def dates_of(rule: Rule, phase: Phase, until: date) -> Iterator[date]:
    """The rule's dates from the phase's start to `until`, expanded by python-dateutil.

    The calendar repeats every 400 years, so all is asked in the last such span that Python knows:
    there a rule that has no dates comes to its end soon, instead of searching thousands of years.
    """
    later = (LAST_YEAR - until.year) // 400 * 400
    end = min(until, rule.until or until)
    found = (_moved(each, -later) for each in _expanded(rule, _moved(phase.start, later)))
    here = takewhile(lambda each: each <= end, found)
    dates = _last_of_months(here) if phase.ends_months else here
    return islice(dates, rule.count)


def _moved(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


def _expanded(rule: Rule, start: date) -> Iterator[date]:
    """The rule's dates from the start to the end of all years."""
    days = [dateutil.weekday(each.day, each.nth) for each in rule.days]
    found = dateutil.rrule(
        PERIODS[rule.frequency],
        dtstart=datetime(start.year, start.month, start.day),  # noqa: DTZ001 - a date has no zone
        interval=rule.interval,
        bymonth=rule.months or None,
        bymonthday=rule.month_days or None,
        byyearday=rule.year_days or None,
        byweekno=rule.weeks or None,
        byweekday=days or None,
        bysetpos=rule.positions or None,
        wkst=rule.week_start,
    )
    with suppress(ValueError):  # it looks for days of the year 10000 in the last week of all
        for each in found:
            yield each.date()


def _last_of_months(dates: Iterator[date]) -> Iterator[date]:
    before: date | None = None
    for each in dates:
        if before and (before.year, before.month) != (each.year, each.month):
            yield before
        before = each
    if before:
        yield before
