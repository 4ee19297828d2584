"""Moments and dates as people say them, in the page's language."""

from datetime import UTC, date, datetime, tzinfo

from babel.numbers import format_decimal
from flask_babel import format_date, format_time, get_locale, ngettext
from flask_babel import gettext as _

from app.language import N_

NEAR = {0: N_("today"), 1: N_("tomorrow"), -1: N_("yesterday")}
MONTH_DAYS = 30.44
YEAR_DAYS = 365.25


def _span(days: int) -> str:
    if days < 60:
        return ngettext("%(num)d day", "%(num)d days", days)
    if days < 2 * YEAR_DAYS:
        months = round(days / MONTH_DAYS)
        return ngettext("%(num)d month", "%(num)d months", months)
    return ngettext("%(num)d year", "%(num)d years", int(days / YEAR_DAYS))


def day_in_words(day: date, today: date) -> str:
    """A date beside today: "today", "yesterday", "in 3 days", "2 months ago"."""
    days = (day - today).days
    if days in NEAR:
        return _(NEAR[days])
    if days > 0:
        return _("in %(span)s", span=_span(days))
    return _("%(span)s ago", span=_span(-days))


def utc_day_in_words(day: date, now: datetime) -> str:
    """The same for a day that was kept in UTC: beside a local one it could lie in the future."""
    return day_in_words(day, now.astimezone(UTC).date())


def ago(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """A past moment: "just now", "12 minutes ago", "3 hours ago", then in days."""
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(num)d minute ago", "%(num)d minutes ago", minutes)
    if minutes < 12 * 60:
        return ngettext("%(num)d hour ago", "%(num)d hours ago", minutes // 60)
    return day_in_words(moment.astimezone(zone).date(), now.astimezone(zone).date())


def by_when(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """A coming moment: "by 10:20 today", "by 16:00 tomorrow", "by Tue 3 March, 10:20"."""
    local, here = moment.astimezone(zone), now.astimezone(zone)
    clock = format_time(local.time(), "short")
    days = (local.date() - here.date()).days
    if days == 0:
        return _("by %(time)s today", time=clock)
    if days == 1:
        return _("by %(time)s tomorrow", time=clock)
    return _("by %(day)s, %(time)s", day=format_date(local.date(), _("EEE d MMMM")), time=clock)


def full_moment(moment: datetime, zone: tzinfo) -> str:
    """A moment in full, in local time: "3 March 2026, 10:20"."""
    local = moment.astimezone(zone)
    clock = format_time(local.time(), "short")
    return _("%(day)s, %(time)s", day=full_date(local.date()), time=clock)


def full_date(day: date) -> str:
    """A date in full: "3 March 2026"."""
    return str(format_date(day, _("d MMMM y")))


def weekday(day: date) -> str:
    """A date with its weekday: "Tuesday, 3 March 2026"."""
    return str(format_date(day, _("EEEE, d MMMM y")))


def hour(moment: datetime, zone: tzinfo) -> str:
    """The time of day, local: "10:20"."""
    return str(format_time(moment.astimezone(zone).time(), "short"))


def number(value: float) -> str:
    """A number without needless decimals, in the page's language."""
    return str(format_decimal(value, locale=get_locale()))
