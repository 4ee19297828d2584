"""Which faults one could be the same as, and which were merged into it."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.equipment.models import Equipment
from app.extensions import db
from app.faults.models import Fault, room_id_now
from app.faults.queries import OPEN_NOW

MOST = 20


def candidates(fault: Fault) -> Sequence[Fault]:
    """Open faults of the same kind in its room, or of units of its model; the oldest first.

    `room_now` and `equipment` must be loaded; each comes with room, unit and symptom.
    """
    near = [room_id_now() == fault.room_now.id]
    if fault.equipment is not None:
        siblings = select(Equipment.id).where(Equipment.model_id == fault.equipment.model_id)
        near.append(Fault.equipment_id.in_(siblings))
    same = (Fault.id != fault.id, Fault.kind == fault.kind, OPEN_NOW, or_(*near))
    return db.session.scalars(
        _named().where(*same).order_by(Fault.reported_at, Fault.id).limit(MOST)
    ).all()


def merged_into(fault: Fault) -> Sequence[Fault]:
    """The duplicates of a fault."""
    return db.session.scalars(
        _named().where(Fault.merged_into_id == fault.id).order_by(Fault.id)
    ).all()


def _named():  # type: ignore[no-untyped-def]
    return select(Fault).options(
        joinedload(Fault.room_now), joinedload(Fault.equipment), joinedload(Fault.symptom)
    )
