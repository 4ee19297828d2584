"""The list of all checks: by building, person, result, and by days as each room counts them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, false, or_, select

from app.checks.models import Check, Result
from app.checks.queries import DEEPEST_PAGE, with_place
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
    return Listing(tuple(found[:LIST_SIZE]), page, has_more)


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
