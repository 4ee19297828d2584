"""Making a fault on purpose, noticing the check that finds it, putting it right."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.checks.audits.seeded import queries
from app.checks.models import Check, Finding, Result, SeededFault
from app.equipment.models import Equipment
from app.equipment.queries import units_in
from app.errors import Refusal
from app.extensions import db
from app.faults import service as faults
from app.faults.models import FaultState
from app.faults.queries import open_in_room
from app.people.models import Person
from app.places.models import Room


def seed(room: Room, unit: Equipment | None, what: str, by: Person, *, at: datetime) -> SeededFault:
    """Record that something was made not fine on purpose; `unit` None: the room itself.

    Refused where a check would fail it anyway, or where one is waiting there already.
    """
    if unit is None and units_in(room.id):
        raise Refusal(_("Choose the unit that you changed."), field="unit", status=422)
    name = unit.name if unit else room.name
    unit_id = unit.id if unit else None
    if any(fault.equipment_id == unit_id for fault in open_in_room(room.id)):
        sentence = _("%(name)s has an open fault: a check would not pass it anyway.", name=name)
        raise Refusal(sentence, field="unit", status=422)
    if any(each.equipment_id == unit_id for each in _standing(room.id)):
        sentence = _("%(name)s bears one already. Put that right first.", name=name)
        raise Refusal(sentence, field="unit", status=422)
    seeded = SeededFault(
        room_id=room.id, equipment_id=unit_id, what=what, seeded_at=at, seeded_by_id=by.id
    )
    db.session.add(seeded)
    db.session.flush()
    return seeded


def _standing(room_id: int) -> Collection[SeededFault]:
    return db.session.scalars(
        select(SeededFault).where(SeededFault.room_id == room_id, SeededFault.ended_at.is_(None))
    ).all()


def notice(visit: Check) -> None:
    """Mark what was made on purpose in the room and is found by this check for the first time.

    Whoever made it knows of it, so that person's own checks find nothing.
    """
    if visit.result is not Result.FAIL or visit.corrects_id:
        return
    failed = set(
        db.session.scalars(
            select(Finding.equipment_id).where(
                Finding.check_id == visit.id, Finding.result == Result.FAIL
            )
        )
    )
    for each in _standing(visit.room_id):
        in_time = each.seeded_at <= visit.done_at and each.found_id is None
        if in_time and each.equipment_id in failed and each.seeded_by_id != visit.person_id:
            each.found_id = visit.id
    db.session.flush()


def put_right(seeded: SeededFault, by: Person, *, close: bool, at: datetime) -> None:
    """It is as it was before; where `close`, the fault of the check that found it is closed too.

    What was put right before stays so.
    """
    if seeded.ended_at:
        return
    seeded.ended_at = at
    fault = queries.fault_of(seeded) if close else None
    if fault and fault.state.is_open:
        faults.move(fault, FaultState.RESTORED, by=by, note="", at=at)
    if fault and fault.state is FaultState.RESTORED:
        faults.move(fault, FaultState.CLOSED, by=by, note="", at=at)
    db.session.flush()
