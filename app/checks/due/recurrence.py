"""A recurrence rule (RFC 5545, section 3.3.10) as data."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Frequency(StrEnum):
    """The unit in which a rule counts; nothing shorter than a day is planned here."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True)
class Weekday:
    """A day of the week (Monday is 0); `nth` of its month or year, counted from the end if < 0."""

    day: int
    nth: int | None = None


@dataclass(frozen=True)
class Rule:
    """A rule that was read and checked: see `rules.read`."""

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: date | None = None
    """The last day on which it still applies."""
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    days: tuple[Weekday, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0

    @property
    def names_days(self) -> bool:
        """Whether it says on which days; where not, its first day does."""
        return bool(self.month_days or self.year_days or self.weeks or self.days)
