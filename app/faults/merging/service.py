"""Merging a fault into another, and splitting it off again. Callers commit.

Reports stay with the fault that they were made of; wherever it is shown what people told of a
fault, those of its duplicates are shown with it. So splitting off loses nothing either.
"""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.equipment.models import Equipment
from app.errors import Refusal
from app.extensions import db
from app.faults import record, service
from app.faults.models import Event, Fault, FaultState, room_id_now
from app.people.models import Person
from app.places.models import Room


def merge(fault_id: int, into_id: int, *, note: str, by: Person, at: datetime) -> Fault:
    """One fault is the same as another: it becomes that one's duplicate. The other is answered.

    Of two people who merge the same faults at once, the second finds what the first has done.
    A fault that has duplicates can't become one: no chain and no circle comes about.
    """
    held = _hold({fault_id, into_id})
    fault, into = held.get(fault_id), held.get(into_id)
    if fault is None or into is None or fault is into:
        raise Refusal(_("Choose another fault that is the same."), field="into")
    if fault.merged_into_id == into.id:
        return into
    _insist_mergeable(fault, into)
    service.move(fault, FaultState.DUPLICATE, by=by, note=note, at=at)
    fault.merged_into_id = into.id
    said = _("Fault %(number)s is the same.", number=fault.id)
    record.log(into, at, event=Event.MERGED, note=said, person=by, public=False)
    db.session.flush()
    record.press(into, by=by, at=at)
    record.settle(into)
    return into


def split(fault_id: int, *, by: Person, at: datetime) -> Fault:
    """A duplicate was none after all: it is open again, with new promises."""
    found = db.session.get(Fault, fault_id)
    held = _hold({fault_id, found.merged_into_id} if found and found.merged_into_id else {fault_id})
    fault = held.get(fault_id)
    if fault is None or fault.state is not FaultState.DUPLICATE:
        raise Refusal(_("This is no duplicate (any more)."))
    was = held.get(fault.merged_into_id) if fault.merged_into_id else None
    service.move(fault, FaultState.REOPENED, by=by, note="", at=at, event=Event.SPLIT)
    if was is not None:
        said = _("Fault %(number)s is another after all.", number=fault.id)
        record.log(was, at, event=Event.SPLIT, note=said, person=by, public=False)
        record.settle(was)
    db.session.flush()
    return fault


def _insist_mergeable(fault: Fault, into: Fault) -> None:
    if not fault.state.is_open:
        raise Refusal(_("This fault is settled. Only an open one can be merged."))
    if not into.state.is_open:
        sentence = _("Fault %(number)s is settled, or was merged itself.", number=into.id)
        raise Refusal(sentence, field="into")
    if db.session.scalar(select(Fault.id).where(Fault.merged_into_id == fault.id).limit(1)):
        sentence = _("Others were merged into this one. Merge the other fault into this instead.")
        raise Refusal(sentence, field="into")
    if fault.kind is not into.kind or not _same_place(fault, into):
        sentence = _("Only faults of the same kind, in one room or of one model, can be merged.")
        raise Refusal(sentence, field="into")


def _same_place(one: Fault, other: Fault) -> bool:
    """Whether both are of one room, or of units of one model."""
    rooms = select(Fault.id, room_id_now()).where(Fault.id.in_((one.id, other.id)))
    if len({room_id for _id, room_id in db.session.execute(rooms)}) == 1:
        return True
    units = {each for each in (one.equipment_id, other.equipment_id) if each is not None}
    models = select(Equipment.id, Equipment.model_id).where(Equipment.id.in_(units))
    found = [model_id for _id, model_id in db.session.execute(models)]
    both = one.equipment_id is not None and other.equipment_id is not None
    return both and len(set(found)) == 1


def _hold(fault_ids: set[int]) -> Mapping[int, Fault]:
    """The faults, held with their rooms in one order, so that two never hold each other up."""
    rooms = select(room_id_now()).where(Fault.id.in_(fault_ids))
    here = sorted(set(db.session.scalars(rooms)))
    db.session.execute(select(Room.id).where(Room.id.in_(here)).order_by(Room.id).with_for_update())
    held = db.session.scalars(
        select(Fault)
        .where(Fault.id.in_(fault_ids))
        .order_by(Fault.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {fault.id: fault for fault in held}
