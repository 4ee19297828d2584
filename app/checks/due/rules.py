"""How often: a recurrence rule (RFC 5545, section 3.3.10) read from its text, and checked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.checks.due.grids import Phase, dates_of
from app.checks.due.recurrence import WEEKDAYS, Frequency, Rule, Weekday
from app.errors import Refusal

LONGEST = {
    Frequency.DAILY: 18_262,
    Frequency.WEEKLY: 2_609,
    Frequency.MONTHLY: 600,
    Frequency.YEARLY: 50,
}
"""The widest interval that is taken, 50 years: hydrostatic tests come every 12."""


def read(text: str) -> Rule:
    """The rule that the text tells; one that can't be followed is refused in a sentence."""
    parts = _parts(text)
    rule = _rule(parts)
    _refuse_what_does_not_fit(rule)
    if _never(rule):
        raise _refused(_("There is no such day, ever. Choose other days or months."))
    return rule


def _never(rule: Rule) -> bool:
    """Whether the calendar, which repeats every 400 years, has no day that the rule means."""
    if not (rule.names_days or rule.positions):
        return False
    asked = replace(rule, interval=1, count=None, until=None)
    return next(dates_of(asked, Phase(date(2000, 1, 1)), date(2398, 12, 31)), None) is None


def _refused(sentence: str) -> Refusal:
    return Refusal(sentence, field="rrule", status=422)


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").split(";"):
        name, sign, value = part.partition("=")
        if not sign or not value or len(value) > 400:
            raise _refused(_("Write the rule as parts like FREQ=WEEKLY;BYDAY=MO."))
        if name in parts:
            raise _refused(_("The rule says %(part)s twice.", part=name))
        parts[name] = value
    return parts


def _rule(parts: dict[str, str]) -> Rule:
    if "FREQ" not in parts:
        raise _refused(_("The rule does not say how often: FREQ=WEEKLY, for example."))
    if parts["FREQ"] not in set(Frequency):
        raise _refused(_("Work is planned by days: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY."))
    known: dict[str, Any] = {"frequency": Frequency(parts["FREQ"])}
    for name, value in parts.items():
        if name not in READERS:
            raise _refused(_("Rules with %(part)s are not known here.", part=name[:20]))
        field, reader = READERS[name]
        try:
            known[field] = reader(value)
        except ValueError as error:
            raise _refused(
                _("%(part)s can't be %(value)s.", part=name, value=value[:40])
            ) from error
    return Rule(**known)


def _number(value: str, low: int, high: int) -> int:
    if not (value.lstrip("+-").isascii() and low <= (number := int(value)) <= high and number):
        raise ValueError(value)
    return number


def _numbers(low: int, high: int) -> Callable[[str], tuple[int, ...]]:
    return lambda value: tuple(sorted({_number(each, low, high) for each in value.split(",")}))


def _weekday(value: str) -> int:
    return WEEKDAYS.index(value)


def _weekdays(value: str) -> tuple[Weekday, ...]:
    found = {
        Weekday(_weekday(each[-2:]), _number(each[:-2], -53, 53) if each[:-2] else None)
        for each in value.split(",")
    }
    return tuple(sorted(found, key=lambda each: (each.nth or 0, each.day)))


def _until(value: str) -> date:
    if len(value) not in {8, 15, 16}:
        raise ValueError(value)
    return date.fromisoformat(value[:8])


READERS: dict[str, tuple[str, Callable[[str], object]]] = {
    "FREQ": ("frequency", Frequency),
    "INTERVAL": ("interval", lambda value: _number(value, 1, 18_262)),
    "COUNT": ("count", lambda value: _number(value, 1, 1_000)),
    "UNTIL": ("until", _until),
    "BYMONTH": ("months", _numbers(1, 12)),
    "BYMONTHDAY": ("month_days", _numbers(-31, 31)),
    "BYYEARDAY": ("year_days", _numbers(-366, 366)),
    "BYWEEKNO": ("weeks", _numbers(-53, 53)),
    "BYDAY": ("days", _weekdays),
    "BYSETPOS": ("positions", _numbers(-366, 366)),
    "WKST": ("week_start", _weekday),
}


def _refuse_what_does_not_fit(rule: Rule) -> None:
    """What the standard forbids (RFC 5545, section 3.3.10), and what reaches too far."""
    often = rule.frequency
    small = often in {Frequency.DAILY, Frequency.WEEKLY}
    nth = any(each.nth for each in rule.days)
    wrong = (
        (rule.interval > LONGEST[often], _("That is more than 50 years apart.")),
        (rule.count and rule.until, _("COUNT and UNTIL both end the rule. Keep one.")),
        (nth and (small or rule.weeks), _("A numbered weekday like 2MO is of a month or a year.")),
        (rule.month_days and often == "WEEKLY", _("A weekly rule has no BYMONTHDAY.")),
        (rule.year_days and often != "YEARLY", _("BYYEARDAY is for yearly rules.")),
        (rule.weeks and often != "YEARLY", _("BYWEEKNO is for yearly rules.")),
        (
            rule.positions and not (rule.names_days or rule.months),
            _("BYSETPOS chooses among days: say which, by BYDAY for example."),
        ),
    )
    for is_wrong, sentence in wrong:
        if is_wrong:
            raise _refused(sentence)
