"""A recurrence rule in plain words: "every 2 weeks on Monday", "each month on the last day"."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from babel.lists import format_list
from flask_babel import format_date, get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.checks.due.recurrence import Frequency, Rule, Weekday
from app.formats import full_date

MONDAY = date(2001, 1, 1)
WORKING_WEEK = tuple(range(5))
NTH = {
    1: _l("the first %(day)s"),
    2: _l("the second %(day)s"),
    3: _l("the third %(day)s"),
    4: _l("the fourth %(day)s"),
    5: _l("the fifth %(day)s"),
    -1: _l("the last %(day)s"),
    -2: _l("the second to last %(day)s"),
}
OF_MONTH = {
    -1: _l("the last day"),
    -2: _l("the second to last day"),
}


def in_words(rule: Rule) -> str:
    """The rule as people say it, in the page's language, without a capital at its beginning."""
    if day := _day_of_year(rule):
        parts = [_how_often(rule), _("on %(days)s", days=format_date(day, _("d MMMM")))]
    else:
        parts = [_how_often(rule), _on_which_days(rule), _in_which_months(rule), _in_weeks(rule)]
    return " ".join(part for part in (*parts, _until_when(rule)) if part)


def _how_often(rule: Rule) -> str:
    times = rule.interval
    match rule.frequency:
        case Frequency.DAILY:
            return ngettext("each day", "every %(num)d days", times)
        case Frequency.WEEKLY:
            return ngettext("each week", "every %(num)d weeks", times)
        case Frequency.MONTHLY:
            return ngettext("each month", "every %(num)d months", times)
    return ngettext("each year", "every %(num)d years", times)


def _day_of_year(rule: Rule) -> date | None:
    """The one day of a yearly rule that names a day and a month; None where it names others."""
    lone = len(rule.months) == len(rule.month_days) == 1 and rule.month_days[0] > 0
    others = rule.days or rule.positions or rule.weeks or rule.year_days
    if rule.frequency is not Frequency.YEARLY or not lone or others:
        return None
    return date(2000, rule.months[0], rule.month_days[0])


def _on_which_days(rule: Rule) -> str:
    """On which days; in one phrase where a position chooses among several."""
    if rule.positions and rule.days:
        chosen = [_nth(position, _weekdays(rule.days, either=True)) for position in rule.positions]
        return _("on %(days)s", days=_listed(chosen))
    said = []
    if rule.days:
        said.append(_("on %(days)s", days=_weekdays(rule.days)))
    if rule.month_days:
        said.append(_("on %(days)s", days=_listed([_month_day(n) for n in rule.month_days])))
    if rule.year_days:
        days = _listed([str(n) for n in rule.year_days])
        said.append(_("on day %(days)s of the year", days=days))
    if rule.positions:
        said.append(_("(number %(numbers)s of these)", numbers=_listed(map(str, rule.positions))))
    return " ".join(said)


def _weekdays(days: Sequence[Weekday], *, either: bool = False) -> str:
    if tuple(each.day for each in days if each.nth is None) == WORKING_WEEK:
        first, last = _day_name(0), _day_name(4)
        span = _("%(first)s to %(last)s", first=first, last=last)
        return _("day from %(span)s", span=span) if either else span
    names = [
        _nth(each.nth, _day_name(each.day)) if each.nth else _day_name(each.day) for each in days
    ]
    return _listed(names, style="or" if either else "standard")


def _day_name(day: int) -> str:
    return str(format_date(MONDAY + timedelta(days=day), "EEEE"))


def _nth(nth: int, day: str) -> str:
    if nth in NTH:
        return str(NTH[nth]) % {"day": day}
    if nth > 0:
        return _("%(day)s number %(number)s", day=day, number=nth)
    return _("%(day)s number %(number)s from the end", day=day, number=-nth)


def _month_day(number: int) -> str:
    if number in OF_MONTH:
        return str(OF_MONTH[number])
    if number > 0:
        return _("day %(number)s", number=number)
    return _("day %(number)s from the end", number=-number)


def _in_which_months(rule: Rule) -> str:
    if not rule.months:
        return ""
    names = [str(format_date(date(2000, month, 1), "LLLL")) for month in rule.months]
    return _("in %(months)s", months=_listed(names))


def _in_weeks(rule: Rule) -> str:
    if not rule.weeks:
        return ""
    return _("in calendar week %(weeks)s", weeks=_listed([str(each) for each in rule.weeks]))


def _until_when(rule: Rule) -> str:
    if rule.until:
        return _("until %(day)s", day=full_date(rule.until))
    if rule.count:
        return ngettext("once", "%(num)d times", rule.count)
    return ""


def _listed(words: Iterable[str], *, style: Literal["standard", "or"] = "standard") -> str:
    return format_list(list(words), style=style, locale=get_locale() or "en")
