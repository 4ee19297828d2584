"""The day in figures and in rows: what is broken, what is late, what is to be checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.checks.models import Check, Result
from app.extensions import db
from app.faults.models import Fault
from app.faults.queries import to_do
from app.people.models import Person
from app.places.listing import overdue
from app.places.models import Building, Room
from app.places.queries import with_place

MOST_FAULTS = 8
MOST_ROOMS = 12
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
    """Rooms whose check is overdue, the longest unchecked first."""
    return db.session.scalars(
        select(Room)
        .where(Room.retired_at.is_(None), overdue(at))
        .options(*with_place())
        .order_by(func.coalesce(Room.last_checked_at, Room.created_at), Room.id)
        .limit(MOST_ROOMS)
    ).all()
