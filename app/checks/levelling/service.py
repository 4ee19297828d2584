"""Moving due work by hand, and taking that back. Callers commit."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import delete, exists, select

from app.checks.due import service as due
from app.checks.due.computing import places
from app.checks.levelling import queries
from app.checks.levelling.queries import Movable
from app.checks.models import DueWork, MovedWork
from app.equipment.models import Equipment
from app.errors import Refusal
from app.extensions import db
from app.formats import full_date
from app.people.models import Person


def move(to: Mapping[int, date], by: Person, *, key: str, at: datetime) -> int:
    """Move each piece of due work to its day; how many were moved. All of them, or none.

    Refused where one may not be done on its day: what was shown may have changed since. The same
    key again moves nothing: the form was sent twice.
    """
    if db.session.scalar(select(exists().where(MovedWork.key == key))):
        return 0
    rooms = db.session.scalars(select(DueWork.room_id).where(DueWork.id.in_(to))).all()
    places.rooms(rooms)  # held: whoever else moves or checks here waits
    found = queries.these(to.keys(), at)
    if len(found) < len(to):
        raise Refusal(_("Some of this work was done or changed meanwhile. Look at the week again."))
    for id_, day in to.items():
        _refuse_day(found[id_], day)
        _move(found[id_].work, day, by, key, at)
    due.refresh(rooms)
    return len(to)


def _refuse_day(piece: Movable, day: date) -> None:
    if day not in piece.days:
        raise Refusal(
            _(
                "%(room)s: this work can't be moved to %(day)s. Look at the week again.",
                room=piece.work.room.name,
                day=full_date(day),
            )
        )


def _move(work: DueWork, day: date, by: Person, key: str, at: datetime) -> None:
    """One piece: an exception in the place of an earlier one of the same time, if there is one."""
    target = {
        "plan_id": work.plan_id,
        "equipment_id": work.equipment_id,
        "room_id": None if work.equipment_id else work.room_id,
        "occurrence": work.occurrence,
    }
    db.session.execute(delete(MovedWork).filter_by(**target))
    if day != (work.moved_from or work.due_on):
        db.session.add(MovedWork(**target, moved_to=day, moved_by_id=by.id, moved_at=at, key=key))
    db.session.flush()


def take_back(key: str) -> int:
    """Let all that was moved by that form be due when its plans say; how many pieces were moved."""
    moved: Sequence[MovedWork] = db.session.scalars(
        select(MovedWork).where(MovedWork.key == key)
    ).all()
    units = {each.equipment_id for each in moved if each.equipment_id}
    rooms = {each.room_id for each in moved if each.room_id}
    rooms.update(db.session.scalars(select(Equipment.room_id).where(Equipment.id.in_(units))))
    db.session.execute(delete(MovedWork).where(MovedWork.key == key))
    due.refresh(sorted(rooms))
    return len(moved)
