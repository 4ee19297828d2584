"""Who is on call in one week, calendar by calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from flask import url_for
from flask_babel import format_date, format_time
from flask_babel import gettext as _

from app.faults.models import Duty
from app.faults.promises.duty import queries
from app.formats import full_date
from app.places.models import SupportCalendar

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Turn:
    """One person's turn."""

    number: int
    step: int
    who: str
    span: str
    is_now: bool


@dataclass(frozen=True)
class OnCall:
    """Who is on call for one support calendar."""

    name: str
    now: str
    """Who it is at this moment, by step; empty where nobody is."""
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class DutyPage:
    """A week, and the ways to the ones beside it."""

    week: str
    before: str
    after: str
    calendars: tuple[OnCall, ...]


def duty_page(calendars: Iterable[SupportCalendar], monday: date, now: datetime) -> DutyPage:
    """The week that begins on a Monday, in each calendar's own time."""
    return DutyPage(
        week=_("Week of %(day)s", day=full_date(monday)),
        before=url_for("faults.duty", week=(monday - WEEK).isoformat()),
        after=url_for("faults.duty", week=(monday + WEEK).isoformat()),
        calendars=tuple(_on_call(each, monday, now) for each in calendars),
    )


def on_call_now(calendar: SupportCalendar, now: datetime) -> str:
    """Who is on call at this moment: "Ada Lovelace, then Grace Hopper"; empty where nobody is."""
    return _(", then ").join(each.person.name for each in queries.on_call(calendar.id, now))


def on_call_everywhere(duties: Iterable[Duty]) -> tuple[tuple[str, str], ...]:
    """Each calendar that somebody is on call for, and who that is; of duties in its order."""
    found: dict[str, list[str]] = {}
    for each in duties:
        found.setdefault(each.calendar.name, []).append(each.person.name)
    return tuple((name, _(", then ").join(people)) for name, people in found.items())


def _on_call(calendar: SupportCalendar, monday: date, now: datetime) -> OnCall:
    starts = datetime.combine(monday, time(0), tzinfo=calendar.zone).astimezone(UTC)
    found = queries.between(calendar.id, starts, starts + WEEK)
    turns = (_turn(each, calendar.zone, now) for each in found)
    return OnCall(calendar.name, on_call_now(calendar, now), tuple(turns))


def _turn(duty: Duty, zone: tzinfo, now: datetime) -> Turn:
    return Turn(
        number=duty.id,
        step=duty.step,
        who=duty.person.name,
        span=f"{_moment(duty.starts_at, zone)} – {_moment(duty.ends_at, zone)}",
        is_now=duty.starts_at <= now < duty.ends_at,
    )


def _moment(moment: datetime, zone: tzinfo) -> str:
    local = moment.astimezone(zone)
    day = format_date(local.date(), _("EEE d MMMM"))
    return _("%(day)s, %(time)s", day=day, time=format_time(local.time(), "short"))
