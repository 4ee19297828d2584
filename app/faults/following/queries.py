"""Answers about followers: who is told of a fault, and what a fault is called."""

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.equipment.models import Equipment
from app.extensions import db
from app.faults.models import Fault, Follower, Report, room_id_now
from app.places import queries as places
from app.places.models import Room


def told_of(fault: Fault) -> list[Follower]:
    """Who is told of a fault: each confirmed address once, with its report.

    Those of faults that were merged into it are among them.
    """
    rows = db.session.scalars(
        select(Follower)
        .join(Follower.report)
        .where(
            Report.fault_id.in_(_with_merged(fault.id)),
            Follower.confirmed_at.is_not(None),
            Follower.stopped_at.is_(None),
        )
        .options(contains_eager(Follower.report))
        .order_by(Follower.id)
    )
    return list({(each.via, each.address): each for each in rows}.values())


def _with_merged(fault_id: int) -> set[int]:
    """The fault and all that were merged into it, or into one of those."""
    found = {fault_id}
    while True:
        into = select(Fault.id).where(Fault.merged_into_id.in_(found), Fault.id.not_in(found))
        if not (more := set(db.session.scalars(into))):
            return found
        found |= more


def room_of(fault: Fault) -> Room:
    """The room where the fault is now, with its support calendar."""
    room_id = db.session.scalars(select(room_id_now()).where(Fault.id == fault.id)).one()
    room = places.room(room_id)
    if room is None:
        raise LookupError(f"no room {room_id}")
    return room


def called(fault: Fault, room: Room) -> str:
    """What a fault is about and where, on one line: "Projector left in Room 2.14"."""
    unit = None
    if fault.equipment_id is not None:
        unit = db.session.scalar(select(Equipment.name).where(Equipment.id == fault.equipment_id))
    if unit is None:
        return _("Room %(name)s", name=room.name)
    return _("%(unit)s in room %(room)s", unit=unit, room=room.name)
