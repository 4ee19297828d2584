"""What stands in a calendar: work of the coming year, and rounds that have not ended."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import selectinload

from app.checks.due import queries as due
from app.checks.models import DueWork, Round, RoundStop, Scope, StopState
from app.extensions import db
from app.people.models import Person
from app.places.models import Building, Room

MOST = 1_000
"""So many pieces of work a calendar shows, the soonest; other calendars grow slow with more."""


def work_of(person: Person, until: date) -> Sequence[DueWork]:
    """What is due until the day that the person may do and no round of somebody else has."""
    return _soonest(until, due.may_do(person), ~_taken_from(person))


def work_of_all(until: date, site_id: int | None) -> Sequence[DueWork]:
    """What is due until the day at all sites, or at one."""
    return _soonest(until, *(() if site_id is None else (Building.site_id == site_id,)))


def rounds_of(person: Person) -> Sequence[Round]:
    """The person's rounds that have not ended, with their rooms."""
    return _rounds(Round.person_id == person.id)


def rounds_of_all(site_id: int | None) -> Sequence[Round]:
    """All rounds that have not ended, with their rooms; of one site, those with a room there."""
    if site_id is None:
        return _rounds()
    here = exists().where(
        RoundStop.round_id == Round.id,
        Room.id == RoundStop.room_id,
        Building.id == Room.building_id,
        Building.site_id == site_id,
    )
    return _rounds(here)


def _soonest(until: date, *conditions: ColumnElement[bool]) -> Sequence[DueWork]:
    return due.soonest(DueWork.due_on <= until, *conditions, limit=MOST)


def _taken_from(person: Person) -> ColumnElement[bool]:
    """Whether somebody else's round goes to the room for this work."""
    return exists().where(
        RoundStop.room_id == DueWork.room_id,
        RoundStop.state == StopState.OPEN,
        Round.id == RoundStop.round_id,
        Round.ended_at.is_(None),
        and_(Round.person_id.is_not(None), Round.person_id != person.id),
        DueWork.due_on <= Round.planned_on,
        or_(Round.scope == Scope.SERVICE, DueWork.scope == Scope.ROOM_CHECK),
    )


def _rounds(*conditions: ColumnElement[bool]) -> Sequence[Round]:
    stops = selectinload(Round.stops)
    return db.session.scalars(
        select(Round)
        .where(Round.ended_at.is_(None), *conditions)
        .options(
            stops.joinedload(RoundStop.room).joinedload(Room.building),
            stops.joinedload(RoundStop.check),
        )
        .order_by(Round.planned_on, Round.id)
        .limit(MOST)
    ).all()
