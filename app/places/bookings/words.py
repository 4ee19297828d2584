"""Bookings in words: how a room stands, and when its calendar was read."""

from datetime import datetime, timedelta, tzinfo

from flask_babel import format_date, format_time
from flask_babel import gettext as _

from app.places.bookings.windows import Stand
from app.places.support import Span


def clock_time(moment: datetime, zone: tzinfo) -> str:
    """The time of day in the zone, as people write it."""
    return str(format_time(moment.astimezone(zone).time(), "short"))


def span(times: Span, now: datetime, zone: tzinfo) -> str:
    """From when to when: "12:00–14:00", with the day before it where that is not today."""
    start, end = (each.astimezone(zone) for each in times)
    hours = f"{clock_time(start, zone)}–{clock_time(end, zone)}"
    ends_on = (end - timedelta(seconds=1)).date()  # midnight is the end of the day before
    if start.date() == ends_on == now.astimezone(zone).date():
        return hours
    day = format_date(start.date(), _("EEE d MMMM"))
    if start.date() == ends_on:
        return f"{day}, {hours}"
    last = format_date(end.date(), _("EEE d MMMM"))
    return f"{day}, {clock_time(start, zone)} – {last}, {clock_time(end, zone)}"


def stands(how: Stand | None, now: datetime, zone: tzinfo) -> str:
    """How the room stands, as a sentence: "Booked until 11:45. Free 12:00–14:00."

    Empty where it is free, and stays so for the rest of the day.
    """
    if how is None:
        return ""
    if how.is_booked and how.changes_at:
        ends = _("Booked until %(when)s.", when=until(how.changes_at, now, zone))
        return f"{ends} {_free(how, now, zone)}"
    if how.changes_at is None or _is_later_day(how.changes_at, now, zone):
        return ""
    begins = clock_time(how.changes_at, zone)
    if how.free and how.free[0] <= now:
        return _("Free until %(time)s.", time=begins)
    return f"{_('Booked from %(time)s.', time=begins)} {_free(how, now, zone)}"


def booked(how: Stand | None, now: datetime, zone: tzinfo) -> str:
    """Until when the room is booked now; empty where it is free."""
    return stands(how, now, zone) if how and how.is_booked else ""


def _free(how: Stand, now: datetime, zone: tzinfo) -> str:
    if how.free is None:
        return _("No time long enough is free in the next two weeks.")
    return _("Free %(span)s.", span=span(how.free, now, zone))


def until(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """The time of day, with the day before it where that is not today."""
    if _is_later_day(moment, now, zone):
        local = moment.astimezone(zone)
        return f"{format_date(local.date(), _('EEE d MMMM'))}, {clock_time(moment, zone)}"
    return clock_time(moment, zone)


def _is_later_day(moment: datetime, now: datetime, zone: tzinfo) -> bool:
    return moment.astimezone(zone).date() > now.astimezone(zone).date()
