"""Which work of a week can be moved, and where to; what was moved before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app.checks.due import moving
from app.checks.due import queries as due
from app.checks.due.computing.booked import Booked, booked
from app.checks.due.computing.places import Days, working_days
from app.checks.due.computing.plans import Plans, in_force
from app.checks.due.dates import Due
from app.checks.levelling.spreading import WEEK, Piece
from app.checks.models import DueWork, MovedWork
from app.extensions import db
from app.people.models import Person
from app.places.models import Building, Room

MOST = 200
"""So many pieces of work are moved at once at most."""
MOST_BATCHES = 10


@dataclass(frozen=True)
class Movable:
    """A piece of due work with its place, unit and plan, and the days on which it may be done."""

    work: DueWork
    days: tuple[date, ...]

    @property
    def piece(self) -> Piece:
        """What spreading has to know of it."""
        return Piece(self.work.id, self.work.due_on, self.work.minutes, self.days)


@dataclass(frozen=True)
class Batch:
    """What somebody moved at once."""

    key: str
    by: str
    at: datetime
    pieces: int


def in_week(starts_on: date, building_id: int | None, at: datetime) -> list[Movable]:
    """The planned work of the week, the soonest first; `MOST` of it at most.

    A room's own check is not among it: the page at its door tells the day.
    """
    within = (DueWork.plan_id.is_not(None), DueWork.due_on >= starts_on)
    here = () if building_id is None else (Building.id == building_id,)
    before = DueWork.due_on < starts_on + WEEK
    return _movable(due.soonest(*within, before, *here, limit=MOST), at)


def these(ids: Collection[int], at: datetime) -> dict[int, Movable]:
    """These pieces of planned work, those that still are, by their keys."""
    wanted = (DueWork.id.in_(ids), DueWork.plan_id.is_not(None))
    return {each.work.id: each for each in _movable(due.soonest(*wanted, limit=MOST), at)}


def _movable(found: Sequence[DueWork], at: datetime) -> list[Movable]:
    rooms = {each.room_id for each in found}
    plans, days, taken = in_force(), working_days(rooms), booked(rooms)
    return [Movable(each, _days(each, plans, days[each.room_id], taken, at)) for each in found]


def _days(work: DueWork, plans: Plans, days: Days, taken: Booked, at: datetime) -> tuple[date, ...]:
    plan = plans.all.get(work.plan_id or 0)
    if plan is None or plan.schedule is None or work.occurrence is None:
        return ()
    time = Due(work.moved_from or work.due_on, work.late_from, work.occurrence)
    free = taken.calendar(work.room_id, days.calendar, plan.minutes)
    return tuple(moving.days(plan.schedule.lawful, free, time, days.local(at)))


def minutes_by_day(since: date, until: date, building_id: int | None) -> Mapping[date, int]:
    """How many minutes of work each day carries, of those that are known; the bounds included."""
    asked = select(DueWork.due_on, func.sum(DueWork.minutes)).group_by(DueWork.due_on)
    asked = asked.where(DueWork.due_on.between(since, until))
    if building_id is not None:
        asked = asked.join(DueWork.room).where(Room.building_id == building_id)
    return {row[0]: row[1] for row in db.session.execute(asked)}


def batches(since: date) -> list[Batch]:
    """What was moved and is not over: to that day or a later one; the newest first."""
    asked = (
        select(MovedWork.key, Person.name, func.max(MovedWork.moved_at), func.count())
        .join(Person, Person.id == MovedWork.moved_by_id)
        .where(MovedWork.moved_to >= since)
        .group_by(MovedWork.key, Person.name)
        .order_by(func.max(MovedWork.moved_at).desc(), MovedWork.key)
        .limit(MOST_BATCHES)
    )
    return [Batch(*row) for row in db.session.execute(asked)]
