"""What faults turned out to be: this one, and the last ones of the same thing."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import db
from app.faults.models import Diagnosis, Fault

LAST = 3


def diagnosis(fault: Fault) -> Diagnosis | None:
    """What the fault turned out to be, when it was last closed."""
    return db.session.get(Diagnosis, fault.id)


def last_causes(fault: Fault) -> Sequence[Diagnosis]:
    """What the last three other faults of the same unit were, or of the room itself.

    Each with its fault and symptom, and who said it; the newest first.
    """
    same = (
        (Fault.room_id == fault.room_id, Fault.equipment_id.is_(None))
        if fault.equipment_id is None
        else (Fault.equipment_id == fault.equipment_id,)
    )
    return db.session.scalars(
        select(Diagnosis)
        .join(Diagnosis.fault)
        .where(*same, Fault.id != fault.id)
        .options(contains_eager(Diagnosis.fault).joinedload(Fault.symptom))
        .options(joinedload(Diagnosis.by))
        .order_by(Diagnosis.at.desc(), Diagnosis.fault_id.desc())
        .limit(LAST)
    ).all()
