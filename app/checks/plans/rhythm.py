"""The plain choice of a rhythm, and the rule (RFC 5545) that it stands for; both ways."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from app.checks.due import rules
from app.checks.due.calendars import Calendar, shifted
from app.checks.due.dates import MOST_LEFT_OUT, Schedule
from app.checks.due.grids import LAST_YEAR, grid
from app.checks.due.recurrence import WEEKDAYS, Rule
from app.checks.models import Basis, JobPlan, Shift
from app.errors import Refusal

UNITS = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
LAST_DAY = "-1"
SHORTEST_MONTH = 28
"""Up to this day every month has it, so that it can be chosen."""
MONTH_DAYS = ("", LAST_DAY, *(str(day) for day in range(1, SHORTEST_MONTH + 1)))
AHEAD = 12
"""How many of its next dates a plan shows."""


@dataclass(frozen=True)
class Plain:
    """Every so many days, weeks, months or years; on weekdays, or on a day of the month."""

    every: int
    unit: str
    weekdays: tuple[str, ...] = ()
    month_day: str = ""

    @property
    def rule(self) -> str:
        """The rule of RFC 5545 that says the same."""
        parts = [f"FREQ={UNITS[self.unit]}"]
        if self.every > 1:
            parts.append(f"INTERVAL={self.every}")
        if self.unit == "week" and self.weekdays:
            parts.append(f"BYDAY={','.join(day for day in WEEKDAYS if day in self.weekdays)}")
        if self.unit == "month" and self.month_day:
            parts.append(f"BYMONTHDAY={self.month_day}")
        return ";".join(parts)


def plain_of(rule: str) -> Plain | None:
    """The plain choice that stands for the rule; None where only the rule itself says it."""
    parts = _parts(rule)
    unit = {word: unit for unit, word in UNITS.items()}.get(parts.get("FREQ", ""))
    every = parts.get("INTERVAL", "1")
    if unit is None or not every.isdecimal():
        return None
    days = tuple(filter(None, parts.get("BYDAY", "").split(",")))
    found = Plain(int(every), unit, days, parts.get("BYMONTHDAY", ""))
    if found.month_day not in MONTH_DAYS:
        return None
    same = {name: value for name, value in parts.items() if (name, value) != ("INTERVAL", "1")}
    return found if _parts(found.rule) == same else None


def rule_typed(text: str) -> str:
    """The rule as it is kept; refuses one that can't be followed, in a sentence."""
    rules.read(text)
    return text.strip().upper().removeprefix("RRULE:")


def rule_of(plan: JobPlan) -> Rule | None:
    """The plan's rule; None where it has none, or one that nobody can follow."""
    try:
        return rules.read(plan.rrule) if plan.rrule else None
    except Refusal:  # what an older import left behind
        return None


def next_dates(plan: JobPlan, today: date, site: Calendar) -> list[date]:
    """The plan's next dates from today on, on the days of that site; at most `AHEAD`.

    Where it counts from when the work was last done: as if that were today, and then each time.
    """
    asked = Schedule(shift=plan.shift, in_term=plan.in_term, statutory=plan.statutory).lawful
    after = plan.basis is Basis.AFTER
    shift = Shift.AFTER if after and asked.shift is Shift.SKIP else asked.shift
    found: dict[date, None] = {}
    for day in islice(_by_rule(plan, today), MOST_LEFT_OUT):
        on = shifted(site, day, shift, asked.in_term)
        if on and on >= today:
            found[on] = None
        if len(found) == AHEAD:
            break
    return list(found)


def _by_rule(plan: JobPlan, today: date) -> Iterator[date]:
    """The dates from today on before closed days move any; none where only a reading counts."""
    if plan.basis is Basis.AFTER and plan.every_days:
        step = timedelta(days=plan.every_days)
        day = max(plan.starts_on or today, today + step)
        while day.year < LAST_YEAR:
            yield day
            day += step
    if plan.basis is Basis.AFTER or (rule := rule_of(plan)) is None:
        return
    begins = plan.starts_on or today
    dates, before = grid(rule, begins), max(begins, today) - timedelta(days=1)
    while following := dates.after(before):
        yield (before := following)


def _parts(rule: str) -> Mapping[str, str]:
    text = rule.strip().upper().removeprefix("RRULE:")
    return dict(part.split("=", 1) for part in text.split(";") if "=" in part)


def kind_of(plan: JobPlan) -> str:
    """Which choice of the form a plan stands for: fixed, after, rule or never."""
    if plan.basis is Basis.AFTER:
        return "after"
    if not plan.rrule:
        return "never"
    return "fixed" if plain_of(plan.rrule) else "rule"
