"""A site's days: on which somebody works, and where a date goes that falls on another."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from app.checks.models import Shift

DAY = timedelta(days=1)
SEARCHED = 400
"""So many days around a date are looked at for one on which somebody works."""


@dataclass(frozen=True, eq=False)
class Calendar:
    """The working days of a site, its holidays, and its terms with both their days.

    Without any working day nobody has told them yet, and every day is one. Days before the first
    term, and after the last one that is known, count as term: work is rather planned too soon than
    forgotten, because nobody entered next year's.
    """

    weekdays: frozenset[int] = frozenset(range(7))
    holidays: frozenset[date] = frozenset()
    terms: tuple[tuple[date, date], ...] = ()

    def is_open(self, day: date, *, in_term: bool = False) -> bool:
        """Whether somebody works on the day, and where asked, whether it is in term."""
        works = not self.weekdays or day.weekday() in self.weekdays
        return works and day not in self.holidays and not (in_term and self.is_break(day))

    def without(self, days: frozenset[date]) -> "Calendar":
        """The same, closed on these days as well: those on which a room is booked, for example."""
        return replace(self, holidays=self.holidays | days) if days else self

    def is_break(self, day: date) -> bool:
        """Whether the day lies between terms."""
        return (
            any(day > ends for _starts, ends in self.terms)
            and any(day < starts for starts, _ends in self.terms)
            and not any(starts <= day <= ends for starts, ends in self.terms)
        )


def calendar(
    weekdays: Iterable[int] = range(7),
    holidays: Iterable[date] = (),
    terms: Iterable[tuple[date, date]] = (),
) -> Calendar:
    """A calendar of these days."""
    return Calendar(frozenset(weekdays), frozenset(holidays), tuple(sorted(terms)))


@lru_cache(maxsize=50_000)
def shifted(site: Calendar, day: date, shift: Shift, in_term: bool) -> date | None:
    """Where work goes that falls on the day; None where it is left out.

    On a day between terms, work that is done in term only can't stay: there it is left out. Where
    no day within a year will do, it stays where it is, so that it is not forgotten.
    """
    if shift is Shift.STAY:
        return None if in_term and site.is_break(day) else day
    if site.is_open(day, in_term=in_term):
        return day
    if shift is Shift.SKIP:
        return None
    return _nearest(site, day, -DAY if shift is Shift.BEFORE else DAY, in_term=in_term)


def _nearest(site: Calendar, day: date, step: timedelta, *, in_term: bool) -> date:
    moved = day
    for _each in range(SEARCHED):
        moved += step
        if site.is_open(moved, in_term=in_term):
            return moved
    return day
