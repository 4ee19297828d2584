"""A job plan's rhythm as people say it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.checks.due.dates import Schedule
from app.checks.due.recurrence import WEEKDAYS
from app.checks.due.words import MONDAY, in_words
from app.checks.models import Basis, ItemKind, JobPlan, Shift
from app.checks.plans.rhythm import rule_of
from app.formats import full_date, number

KINDS: dict[ItemKind, Any] = {
    ItemKind.PASS_FAIL: _l("Fine or not"),
    ItemKind.NUMBER: _l("A number"),
    ItemKind.DATE: _l("A date"),
    ItemKind.CHOICE: _l("A choice"),
    ItemKind.TEXT: _l("Words"),
    ItemKind.PHOTO: _l("A photo"),
}
SHIFTS = {
    Shift.STAY: _l("It stays on that day."),
    Shift.BEFORE: _l("It moves to the working day before."),
    Shift.AFTER: _l("It moves to the next working day."),
    Shift.SKIP: _l("It is left out that time."),
}
ON_CLOSED_DAYS = {
    Shift.BEFORE: _l("On a closed day it moves to the working day before."),
    Shift.AFTER: _l("On a closed day it moves to the next working day."),
    Shift.SKIP: _l("On a closed day it is left out."),
}


def often(plan: JobPlan) -> str:
    """How often it is done, in a few words: "every 2 weeks on Monday"."""
    if plan.basis is Basis.AFTER and plan.every_days:
        return ngettext(
            "%(num)s day after it was last done",
            "%(num)s days after it was last done",
            plan.every_days,
        )
    if not plan.rrule:
        return _("by a reading") if plan.reading_code else _("when needed")
    rule = rule_of(plan)
    return in_words(rule) if rule else _("by the rule %(rule)s", rule=plan.rrule)


def weekdays() -> list[tuple[str, str]]:
    """Monday to Sunday as RFC 5545 writes them, with their names in the page's language."""
    days = ((code, MONDAY + timedelta(days=place)) for place, code in enumerate(WEEKDAYS))
    return [(code, str(format_date(day, "EEEE"))) for code, day in days]


def sentence(plan: JobPlan, reading: str = "") -> str:
    """The whole rhythm as sentences; `reading` is the text of the item that it follows."""
    return " ".join(_sentences(plan, reading))


def _sentences(plan: JobPlan, reading: str) -> Iterator[str]:
    words, told = often(plan), _reading(plan, reading)
    if plan.starts_on and plan.rrule:
        words = _("%(often)s, from %(day)s on", often=words, day=full_date(plan.starts_on))
    if told and not plan.rrule:
        yield _("Due as soon as “%(item)s” has moved on by %(number)s.", **told)
    else:
        yield _("Due %(words)s.", words=words)
        if told:
            yield _("Or as soon as “%(item)s” has moved on by %(number)s.", **told)
    yield from _moves(plan)


def _reading(plan: JobPlan, reading: str) -> dict[str, str]:
    """The words for the reading that it follows; empty where it follows none."""
    if not (plan.reading_code and plan.reading_every):
        return {}
    return {"item": reading or plan.reading_code, "number": number(plan.reading_every)}


def _moves(plan: JobPlan) -> Iterator[str]:
    """Where its dates go; what the law asks for is never put off for a term or a holiday."""
    asked = Schedule(shift=plan.shift, in_term=plan.in_term, statutory=plan.statutory)
    kept = asked.lawful
    if kept.in_term:
        yield _("Only in term.")
    if (plan.rrule or plan.reading_code) and kept.shift is not Shift.STAY:
        yield str(ON_CLOSED_DAYS[kept.shift])
    if plan.statutory:
        yield _("The law asks for it: it can be late, and never left out.")
