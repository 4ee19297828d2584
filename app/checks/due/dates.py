"""When work is due next, from its schedule, its site's days, and when it was last done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from math import ceil
from statistics import linear_regression
from typing import NamedTuple

from app.checks.due.calendars import DAY, Calendar, shifted
from app.checks.due.grids import Grid, grid
from app.checks.due.recurrence import Rule
from app.checks.models import Shift

LONGEST_GRACE = 28
FORECAST_FROM = 5
"""From so many of its last values a reading is forecast."""
FARTHEST_FORECAST = 3_653
"""How many days ahead a forecast is believed: ten years."""
MOST_LEFT_OUT = 400
"""After so many dates in a row on which nobody works, no other is looked for."""

Value = tuple[date, float]
"""A reading, and the local date on which it was taken."""


def grace(every: int) -> int:
    """How many days after its date work still counts as on time: 20 % of the interval, 28 at most.

    By the rule of the Society for Maintenance and Reliability Professionals (SMRP) for planned
    maintenance compliance: 1 day of a week, 3 of two, 6 of a month, 18 of a quarter.
    """
    return min(LONGEST_GRACE, round(every / 5))


LONGEST = 5 * LONGEST_GRACE
"""From so many days on, the interval makes no difference to the grace."""
EARLY = [timedelta(days=grace(every)) for every in range(LONGEST + 1)]
LATE_AFTER = [each + DAY for each in EARLY]
"""By the days of the interval: how early work may be done for its date, and when it is late."""


@dataclass(frozen=True)
class Schedule:
    """When a plan's work is due: by the dates of a rule, or so many days after it was last done.

    One of `rule` and `every_days` is given, or neither where only a reading counts. `starts_on`
    None: from when the room or unit came.
    """

    rule: Rule | None = None
    every_days: int | None = None
    starts_on: date | None = None
    shift: Shift = Shift.AFTER
    in_term: bool = False
    reading_every: float | None = None
    statutory: bool = False

    @cached_property
    def lawful(self) -> "Schedule":
        """The same; but what is statutory is neither left out nor put off, it is done before."""
        if not self.statutory:
            return self
        late = self.shift in {Shift.AFTER, Shift.SKIP}
        shift = Shift.BEFORE if late else self.shift
        return replace(self, shift=shift, in_term=False)

    def dates_from(self, day: date) -> Grid | None:
        """The dates of its rule, where they begin on the day unless the plan says when."""
        first_day = self.starts_on or day
        if first_day not in self._grids:
            self._grids[first_day] = grid(self.rule, first_day) if self.rule else None
        return self._grids[first_day]

    @cached_property
    def _grids(self) -> dict[date, Grid | None]:
        return {}


class Due(NamedTuple):
    """The date on which work is due next, and the first on which it is late.

    `of` is the date that it stands for, before closed days moved it: one time of the plan's.
    """

    on: date
    late_from: date
    of: date | None = None


class _Time(NamedTuple):
    on: date
    of: date


class Past(NamedTuple):
    """What is known of work that is to be done again."""

    came_on: date
    """The local date on which the room or the unit came."""
    done_on: date | None = None
    """The local date on which the work was last done; None: never."""
    readings: Sequence[Value] = ()
    """The values of the reading that the plan goes by, in the order in which they were taken."""
    grid_from: date | None = None
    """From when a grid counts whose plan names no beginning, such as when the unit was installed;
    None: from `came_on`. Nothing is due of the time before it came."""

    @property
    def begins_on(self) -> date:
        """The first day of a grid whose plan names none."""
        return self.grid_from or self.came_on


def next_due(schedule: Schedule, site: Calendar, past: Past) -> Due | None:
    """When the work is due next; None where its rule has ended.

    What comes first counts: the date, or the reading that will have moved on as far as it may.
    It may lie in the past, and stays there until the work is done.
    """
    asked = schedule.lawful
    dates = asked.dates_from(past.begins_on)
    time = _by_date(asked, dates, site, past)
    if asked.reading_every and (by_reading := _by_reading(asked, site, past)):
        time = min(time, by_reading) if time else by_reading
    if time is None:
        return None
    on, of = time
    if asked.statutory:
        return Due(on, on + DAY, of)
    every = dates.every if dates else asked.every_days or 1
    return Due(on, on + LATE_AFTER[min(every, LONGEST)], of)


def _by_date(schedule: Schedule, dates: Grid | None, site: Calendar, past: Past) -> _Time | None:
    """The next time by the calendar; None where the rule has ended, or only a reading counts."""
    if dates:
        return _by_rule(schedule, dates, site, past)
    return _by_days(schedule, site, past) if schedule.every_days else None


def room_check(site_day: date, every: timedelta, *, statutory: bool) -> Due:
    """When a room is to be checked again that was checked, or came, on the day.

    This is the date that its public page tells: it is not moved to a working day.
    """
    due = site_day + every
    extra = 0 if statutory else grace(every.days)
    return Due(due, due + timedelta(days=extra + 1))


def _by_rule(schedule: Schedule, dates: Grid, site: Calendar, past: Past) -> _Time | None:
    """The first date of the grid that what was done does not answer for.

    It answers for the dates up to its own day, and for the next if it was done no earlier than its
    grace allows it to be late; so work that is done a few days early is not due again at once.
    """
    early = EARLY[min(dates.every, LONGEST)]
    since = max((schedule.starts_on or past.begins_on) - DAY, past.came_on)
    on = dates.after(max(since, past.done_on) if past.done_on else since)
    for _each in range(MOST_LEFT_OUT):
        if on is None:
            return None
        moved = shifted(site, on, schedule.shift, schedule.in_term)
        if moved and not (past.done_on and min(on, moved) - early <= past.done_on):
            return _Time(max(moved, past.came_on), on)
        on = dates.after(on)
    return None


def _by_days(schedule: Schedule, site: Calendar, past: Past) -> _Time:
    interval = timedelta(days=schedule.every_days or 1)
    begins = schedule.starts_on or past.came_on + interval
    on = max(begins, past.done_on + interval) if past.done_on else begins
    return _worked(schedule, site, on, past)


def _by_reading(schedule: Schedule, site: Calendar, past: Past) -> _Time | None:
    on = moved_on(past.readings, schedule.reading_every or 0, past.done_on)
    if on is None or (past.done_on and on <= past.done_on):
        return None
    return _worked(schedule, site, on, past)


def _worked(schedule: Schedule, site: Calendar, on: date, past: Past) -> _Time:
    """The working day for a date that stands alone: after what was done, and never left out."""
    shift = Shift.AFTER if schedule.shift is Shift.SKIP else schedule.shift
    moved = shifted(site, on, shift, schedule.in_term)
    if moved is None or (past.done_on and moved <= past.done_on):
        moved = shifted(site, on, Shift.AFTER, schedule.in_term)
    return _Time(moved or on, on)


def moved_on(readings: Sequence[Value], every: float, done_on: date | None) -> date | None:
    """The day on which a reading has moved on by `every` since the work was done.

    A straight line through its last values tells the day; None where there are fewer than two
    days, or where it does not grow. A value below the one before it began anew, from 0.
    """
    base, since = _since_it_began_anew(readings, done_on)
    if not since:
        return None
    last_on, last = since[-1]
    if last - base >= every:
        return next(on for on, value in since if value - base >= every)
    slope = _slope(since[-FORECAST_FROM:])
    if slope <= 0 or (days := ceil((every - (last - base)) / slope)) > FARTHEST_FORECAST:
        return None
    return last_on + timedelta(days=days)


def _since_it_began_anew(
    readings: Sequence[Value], done_on: date | None
) -> tuple[float, Sequence[Value]]:
    """What the reading was when the work was done, and its values since it last began anew."""
    began = 0
    for place in range(1, len(readings)):
        if readings[place][1] < readings[place - 1][1]:
            began = place
    since = readings[began:]
    before = [value for on, value in since if done_on and on <= done_on]
    base = before[-1] if before else 0.0 if began else since[0][1] if since else 0.0
    return base, since


def _slope(values: Sequence[Value]) -> float:
    days = [float(on.toordinal()) for on, _value in values]
    if len(set(days)) < 2:
        return 0.0
    return linear_regression(days, [value for _on, value in values]).slope
