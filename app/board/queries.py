"""The day in figures and in rows: what is broken, what is late, what is to be checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.checks.audits.seeded.queries import Standing, standing
from app.checks.due import queries as due
from app.checks.models import Check, DueWork, JobPlan, Result, Round, RoundStop, Scope, StopState
from app.checks.rounds.order import in_order
from app.codes.listing import FieldReport, field_report
from app.extensions import db
from app.faults.models import Fault
from app.faults.queries import to_do
from app.keeping.words import Age, age
from app.notices.queries import given_up_lately
from app.people.models import Person
from app.places.listing import overdue
from app.places.models import Building, Room
from app.places.queries import with_place

MOST_FAULTS = 8
MOST_ROOMS = 12
MOST_SERVICES = 8
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Figures:
    """The numbers of the day."""

    open_faults: int
    late_promises: int
    overdue_rooms: int
    rooms: int


@dataclass(frozen=True)
class Services:
    """Which services are due: the longest due of those that somebody may do, whole."""

    first: Sequence[DueWork]
    in_all: int
    """How many are due that they may do."""
    of_others: Mapping[str, int]
    """How many more are due, by the qualification that they lack."""


@dataclass(frozen=True)
class Managed:
    """What only a manager's day shows."""

    checked: int
    """Real checks of the last seven days."""
    tags: FieldReport
    """How the tags on the walls do."""
    seeded: Standing
    untold: int
    """Messages that were given up lately."""
    age: Age | None
    """Of the last backup; None where there are none."""


def figures(at: datetime) -> Figures:
    """How things stand at this moment."""
    late = func.count().filter(Fault.restore_by < at)
    faults = select(func.count(), late).select_from(Fault).where(to_do())
    unchecked = func.count().filter(overdue(at))
    rooms = select(unchecked, func.count()).select_from(Room).where(Room.retired_at.is_(None))
    return Figures(*db.session.execute(faults).one(), *db.session.execute(rooms).one())


def managed(public_url: str, *, at: datetime) -> Managed:
    """What a manager wants to know besides at this moment."""
    real = select(func.count()).where(Check.done_at > at - WEEK, Check.result != Result.NOT_CHECKED)
    return Managed(
        checked=db.session.scalar(real) or 0,
        tags=field_report(public_url, at=at),
        seeded=standing(at),
        untold=given_up_lately(at),
        age=age(at=at),
    )


def pressing_faults(person: Person) -> Sequence[Fault]:
    """Open faults: this person's own first, then by the promise that ends soonest."""
    order = (func.coalesce(Fault.assignee_id, 0) != person.id, Fault.restore_by, Fault.id)
    first = select(Fault.id).where(to_do()).order_by(*order).limit(MOST_FAULTS)
    return db.session.scalars(
        select(Fault)
        .where(Fault.id.in_(first))
        .options(
            joinedload(Fault.symptom),
            joinedload(Fault.equipment),
            joinedload(Fault.assignee),
            joinedload(Fault.room_now).joinedload(Room.building).joinedload(Building.site),
        )
        .order_by(*order)
    ).all()


def rooms_to_check(at: datetime) -> Sequence[Room]:
    """Rooms whose check is due today or overdue, and which no round of somebody has.

    Of the longest unchecked ones, in the order of a walk.
    """
    taken = select(RoundStop.room_id).join(RoundStop.round)
    taken = taken.where(
        RoundStop.state == StopState.OPEN, Round.ended_at.is_(None), Round.person_id.is_not(None)
    )
    order = (func.coalesce(Room.last_checked_at, Room.created_at), Room.id)
    wanted = select(Room.id).where(Room.retired_at.is_(None), overdue(at + DAY))
    first = wanted.where(Room.id.not_in(taken)).order_by(*order).limit(MOST_ROOMS)
    found = select(Room).where(Room.id.in_(first)).options(*with_place()).order_by(*order)
    return in_order(db.session.scalars(found))


def services(today: date, person: Person) -> Services:
    """Which services are due by that day, for this person and for others."""
    wanted = func.coalesce(JobPlan.qualification, "")
    counted = _services(today).outerjoin(JobPlan, JobPlan.id == DueWork.plan_id)
    rows = db.session.execute(
        counted.with_only_columns(wanted, func.count()).group_by(wanted).order_by(wanted)
    ).all()
    in_all = sum(count for asked, count in rows if person.may_sign(asked))
    others = {asked: count for asked, count in rows if not person.may_sign(asked)}
    return Services(_longest_due(today, person) if in_all else (), in_all, others)


def _longest_due(today: date, person: Person) -> Sequence[DueWork]:
    return db.session.scalars(
        _services(today)
        .where(due.may_do(person))
        .options(
            contains_eager(DueWork.room).options(*with_place()),
            joinedload(DueWork.equipment),
            joinedload(DueWork.plan),
        )
        .order_by(DueWork.due_on, DueWork.id)
        .limit(MOST_SERVICES)
    ).all()


def _services(today: date) -> Select[DueWork]:
    found = select(DueWork).join(DueWork.room)
    found = found.where(DueWork.scope == Scope.SERVICE, DueWork.due_on <= today)
    return found.where(Room.retired_at.is_(None))
