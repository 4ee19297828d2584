"""The demo's rounds: one of today, half done, and one that nobody has taken yet."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from app.checks.models import Check, Result, Round, Scope
from app.checks.rounds import service
from app.extensions import db
from app.people.models import Person
from app.places.models import Building, Room
from app.places.queries import with_place

DONE, LEFT = 4, 5
LATELY = timedelta(days=6)


def plan_rounds(walker: Person, by: Person, *, at: datetime) -> Round:
    """The walker's round of today; the checks that they made of its rooms lately are in it."""
    visits = db.session.scalars(
        select(Check)
        .join(Check.room)
        .where(Check.person_id == walker.id, Check.result != Result.NOT_CHECKED)
        .where(Check.done_at > at - LATELY)
        .options(joinedload(Check.room).options(*with_place()))
        .order_by(Check.done_at.desc())
        .limit(DONE)
    ).all()
    done = [visit.room for visit in visits]
    rooms = [*done, *_next(walker, [room.id for room in done])]
    walk = _made(f"{rooms[0].building.name}, due this week", rooms, walker, by, at)
    for visit in sorted(visits, key=lambda each: each.done_at):
        service.done(visit)
    elsewhere = _soonest(Room.building_id != rooms[0].building_id)
    _made("Elsewhere, due this week", elsewhere, None, by, at)
    return walk


def _next(walker: Person, done: list[int]) -> list[Room]:
    """The rooms to check next in the building that the walker checks most."""
    home = db.session.scalar(
        select(Room.building_id)
        .join(Check, Check.room_id == Room.id)
        .where(Check.person_id == walker.id)
        .order_by(Check.done_at.desc(), Check.id.desc())
        .limit(1)
    )
    return _soonest(Building.id == home, Room.id.not_in(done))


def _soonest(*conditions: ColumnElement[bool]) -> list[Room]:
    rooms = db.session.scalars(
        select(Room).join(Room.building).where(*conditions).options(*with_place())
    ).all()
    return sorted(rooms, key=lambda room: (room.check_due_on, room.id))[:LEFT]


def _made(name: str, rooms: list[Room], walker: Person | None, by: Person, at: datetime) -> Round:
    today = at.astimezone(rooms[0].support.zone).date()
    return service.make(
        name,
        rooms,
        walker,
        by,
        planned_on=today,
        scope=Scope.ROOM_CHECK,
        key=f"demo-{walker.id if walker else 0}",
        at=at - LATELY,
    )
