"""Two units change places in one act: the broken one goes where the other stood.

Tags and history follow the units, and so does the fault: it stays open as the repair of the broken
unit, wherever that is now. For the room the loss is over: what was promised to whoever reported it
is kept, and they are told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.equipment import service as equipment
from app.equipment.models import Condition, Equipment, EquipmentModel
from app.errors import Refusal
from app.extensions import db
from app.faults import record
from app.faults.following.telling import tell_followers
from app.faults.models import Effect, Event, Fault, Stage
from app.faults.promises import keeping
from app.notices.service import Words
from app.people.models import Person
from app.places.models import Room


@dataclass(frozen=True)
class Chosen:
    """Which unit comes, and the rooms where it and the broken one stood when they were shown."""

    spare_id: int
    there: int
    here: int


def swap(fault: Fault, chosen: Chosen, *, by: Person, at: datetime) -> Equipment:
    """Put the spare in the place of the fault's unit, and the unit where the spare stood.

    What has moved since it was shown is refused. Both units are held, the smaller key first: of two
    who take one spare at once, the second finds that it has moved.
    """
    if fault.equipment_id is None or not fault.state.is_open:
        raise Refusal(_("Only the unit of an open fault is swapped."), field="spare")
    held = _held(fault.equipment_id, chosen.spare_id)
    broken = held[fault.equipment_id]
    spare = _fit(broken, held.get(chosen.spare_id), chosen)
    here, there = db.session.get_one(Room, broken.room_id), db.session.get_one(Room, spare.room_id)
    equipment.move_unit(broken, there)
    equipment.move_unit(spare, here)
    _tell(fault, here, by=by, at=at)
    return spare


def _tell(fault: Fault, room: Room, *, by: Person, at: datetime) -> None:
    if fault.effect is Effect.ROOM_DOWN:
        fault.effect = Effect.UNIT_DOWN
    keeping.meet(fault, Stage, at=at)
    note = works_there(room)
    record.log(fault, at, event=Event.SWAPPED, note=note, person=by)
    record.settle(fault)
    tell_followers(fault, lambda: Words(works_there(room), works_there(room)), at=at)


def works_there(room: Room) -> str:
    """What whoever reported it wants to know."""
    return _("Room %(room)s can be used again: another unit stands there now.", room=room.name)


def _held(*units: int) -> dict[int, Equipment]:
    wanted = select(Equipment).where(Equipment.id.in_(units)).order_by(Equipment.id)
    found = db.session.scalars(wanted.with_for_update().execution_options(populate_existing=True))
    return {unit.id: unit for unit in found}


def _fit(broken: Equipment, spare: Equipment | None, chosen: Chosen) -> Equipment:
    if broken.room_id != chosen.here:
        raise Refusal(_("It was moved a moment ago. Look again."), field="spare")
    if spare is None or spare.is_retired or spare.id == broken.id:
        raise Refusal(_("Choose a unit that is in use."), field="spare")
    types = select(EquipmentModel.type_id).where(
        EquipmentModel.id.in_((broken.model_id, spare.model_id))
    )
    if len(set(db.session.scalars(types))) > 1:
        raise Refusal(_("Choose a unit of the same type."), field="spare")
    has_moved = spare.room_id != chosen.there or spare.room_id == broken.room_id
    if has_moved or spare.condition is not Condition.UP:
        sentence = _("%(name)s is no longer free. Choose another one.", name=spare.name)
        raise Refusal(sentence, field="spare")
    return spare
