"""The list of all checks: by building, person, result, and by days as each room counts them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, false, or_, select

from app.checks.audits.queries import audited
from app.checks.models import Check, Result
from app.checks.queries import DEEPEST_PAGE, corrected, with_place
from app.extensions import db
from app.places.models import Building, Room, Site, SupportCalendar

LIST_SIZE = 25
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Filter:
    """Which checks a list shows; None leaves a side open. Both days are included."""

    building_id: int | None = None
    person_id: int | None = None
    result: Result | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Listing:
    """One page of a list of checks, newest first."""

    checks: tuple[Check, ...]
    page: int
    has_more: bool
    corrected: frozenset[int]
    """Those of them that a later check corrects."""
    audited: frozenset[int]
    """Those of them that somebody else made again, blind."""


def asked_for(typed: Mapping[str, str]) -> tuple[Filter, str]:
    """The filter that was asked for, and a sentence about what of it can't be read."""
    days, sentence = {}, ""
    for name in ("since", "until"):
        try:
            days[name] = _day(typed.get(name, ""))
        except ValueError:
            sentence = _("“%(typed)s” is not a date.", typed=typed.get(name, ""))
    since, until = days.get("since"), days.get("until")
    if since and until and since > until:
        sentence = _("The first day comes after the last.")
    wanted = Filter(
        building_id=_number(typed.get("building", "")),
        person_id=_number(typed.get("person", "")),
        result=Result(typed["result"]) if typed.get("result") in set(Result) else None,
        since=since,
        until=until,
    )
    return wanted, sentence


def _day(typed: str) -> date | None:
    day = date.fromisoformat(typed) if typed else None
    if day and not 1970 <= day.year <= 2200:
        raise ValueError(typed)
    return day


def _number(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


def listing(wanted: Filter, page: int = 1) -> Listing:
    """The checks that were asked for, 25 a page, each with its room, place and person."""
    page = min(max(page, 1), DEEPEST_PAGE)
    found = db.session.scalars(
        with_place(select(Check))
        .where(*_conditions(wanted), *_on_days(wanted))
        .order_by(Check.done_at.desc(), Check.id.desc())
        .limit(LIST_SIZE + 1)
        .offset((page - 1) * LIST_SIZE)
    ).all()
    has_more = len(found) > LIST_SIZE and page < DEEPEST_PAGE
    shown = tuple(found[:LIST_SIZE])
    ids = [check.id for check in shown]
    return Listing(shown, page, has_more, corrected(ids), audited(ids))


def keys(wanted: Filter) -> Sequence[int]:
    """The keys of all checks asked for, newest first."""
    return db.session.scalars(
        select(Check.id)
        .join(Check.room)
        .where(*_conditions(wanted), *_on_days(wanted))
        .order_by(Check.done_at.desc(), Check.id.desc())
    ).all()


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    sides: list[tuple[Any, Callable[[Any], ColumnElement[bool]]]] = [
        (wanted.building_id, Room.building_id.__eq__),
        (wanted.person_id, Check.person_id.__eq__),
        (wanted.result, Check.result.__eq__),
    ]
    return [meets(asked) for asked, meets in sides if asked is not None]


def _on_days(wanted: Filter) -> list[ColumnElement[bool]]:
    """The days from midnight to midnight in the time zone of the check's room.

    A wider span in UTC goes with them, so that the index of moments is used.
    """
    if not (wanted.since or wanted.until):
        return []
    calendars: dict[str, list[int]] = {}
    for id_, zone in db.session.execute(select(SupportCalendar.id, SupportCalendar.timezone)):
        calendars.setdefault(zone, []).append(id_)
    local = (
        and_(_is_answered_by(ids), *_between(wanted, ZoneInfo(zone)))
        for zone, ids in calendars.items()
    )
    return [or_(false(), *local), *_between(wanted, UTC, slack=DAY)]


def _between(
    wanted: Filter, zone: tzinfo, slack: timedelta = timedelta(0)
) -> list[ColumnElement[bool]]:
    sides = []
    if wanted.since:
        sides.append(Check.done_at >= datetime.combine(wanted.since, time(), zone) - slack)
    if wanted.until:
        sides.append(Check.done_at < datetime.combine(wanted.until + DAY, time(), zone) + slack)
    return sides


def _is_answered_by(calendar_ids: list[int]) -> ColumnElement[bool]:
    """Whether one of the calendars answers for the room: its own, or its site's."""
    of_sites = select(Building.id).join(Site).where(Site.support_calendar_id.in_(calendar_ids))
    return or_(
        Room.support_calendar_id.in_(calendar_ids),
        and_(Room.support_calendar_id.is_(None), Room.building_id.in_(of_sites)),
    )
