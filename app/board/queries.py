"""The day in figures and in rows: what is broken, what is late, what is to be checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.checks.due import queries as due
from app.checks.models import Check, DueWork, JobPlan, Result, Round, RoundStop, Scope, StopState
from app.checks.rounds.order import in_order
from app.extensions import db
from app.faults.models import Fault
from app.faults.queries import to_do
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
    """The numbers of the day. `checked` counts the real checks of the last seven days."""

    open_faults: int
    late_promises: int
    overdue_rooms: int
    rooms: int
    checked: int


def figures(at: datetime) -> Figures:
    """How things stand at this moment."""
    in_use = Room.retired_at.is_(None)
    return Figures(
        open_faults=_count(select(Fault.id).where(to_do())),
        late_promises=_count(select(Fault.id).where(to_do(), Fault.restore_by < at)),
        overdue_rooms=_count(select(Room.id).where(in_use, overdue(at))),
        rooms=_count(select(Room.id).where(in_use)),
        checked=_count(
            select(Check.id).where(Check.done_at > at - WEEK, Check.result != Result.NOT_CHECKED)
        ),
    )


def _count(rows: Select[int]) -> int:
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def pressing_faults(person: Person) -> Sequence[Fault]:
    """Open faults: this person's own first, then by the promise that ends soonest."""
    return db.session.scalars(
        select(Fault)
        .where(to_do())
        .options(
            joinedload(Fault.symptom),
            joinedload(Fault.equipment),
            joinedload(Fault.assignee),
            joinedload(Fault.room_now).joinedload(Room.building).joinedload(Building.site),
        )
        .order_by(func.coalesce(Fault.assignee_id, 0) != person.id, Fault.restore_by, Fault.id)
        .limit(MOST_FAULTS)
    ).all()


def rooms_to_check(at: datetime) -> Sequence[Room]:
    """Rooms whose check is due today or overdue, and which no round of somebody has.

    Of the longest unchecked ones, in the order of a walk.
    """
    taken = select(RoundStop.room_id).join(RoundStop.round)
    taken = taken.where(
        RoundStop.state == StopState.OPEN, Round.ended_at.is_(None), Round.person_id.is_not(None)
    )
    found = db.session.scalars(
        select(Room)
        .where(Room.retired_at.is_(None), overdue(at + DAY), Room.id.not_in(taken))
        .options(*with_place())
        .order_by(func.coalesce(Room.last_checked_at, Room.created_at), Room.id)
        .limit(MOST_ROOMS)
    )
    return in_order(found)


def services_due(today: date, person: Person) -> Sequence[DueWork]:
    """Services due by that day that the person may do, the longest due first, whole."""
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


def services_in_all(today: date, person: Person) -> int:
    """How many services are due by that day that the person may do."""
    return _count(_services(today).where(due.may_do(person)).with_only_columns(DueWork.id))


def services_of_others(today: date, person: Person) -> dict[str, int]:
    """How many more services are due by that day, by the qualification that they ask for."""
    rows = db.session.execute(
        _services(today)
        .where(~due.may_do(person))
        .join(JobPlan, JobPlan.id == DueWork.plan_id)
        .with_only_columns(JobPlan.qualification, func.count())
        .group_by(JobPlan.qualification)
        .order_by(JobPlan.qualification)
    )
    return {row[0]: row[1] for row in rows}


def _services(today: date) -> Select[DueWork]:
    found = select(DueWork).join(DueWork.room)
    found = found.where(DueWork.scope == Scope.SERVICE, DueWork.due_on <= today)
    return found.where(Room.retired_at.is_(None))
