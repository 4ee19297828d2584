"""On which days due work may be done instead of the day of its plan, and what was moved by hand."""

from collections.abc import Iterator
from datetime import date, timedelta

from app.checks.due.calendars import DAY, Calendar
from app.checks.due.dates import EARLY, LONGEST, Due, Schedule


def earliest(schedule: Schedule, due: Due) -> date:
    """The first day on which doing the work answers for this date: its grace, before the day.

    Earlier than that, the work would be asked for again on its own date.
    """
    of = due.of or due.on
    dates = schedule.dates_from(of)
    every = dates.every if dates else schedule.every_days or 1
    return min(of, due.on) - EARLY[min(every, LONGEST)]


def days(schedule: Schedule, site: Calendar, due: Due, since: date) -> Iterator[date]:
    """The days from `since` on for which the work may be moved, and its own day where it is one.

    From its grace before the day to its grace after it, so never past the day where the law asks
    for it; only days on which somebody works, in term where the plan says so.
    """
    day = max(since, earliest(schedule, due))
    while day < due.late_from:
        if site.is_open(day, in_term=schedule.in_term):
            yield day
        day += DAY


def may_be_on(schedule: Schedule, site: Calendar, due: Due, day: date) -> bool:
    """Whether the work may be done on the day: what was allowed when it was moved, may not be now.

    A plan may have become the law's since, or a day a holiday.
    """
    begins = earliest(schedule, due)
    is_within = begins <= day <= due.late_from - timedelta(days=1)
    return is_within and site.is_open(day, in_term=schedule.in_term)
