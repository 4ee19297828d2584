"""What staff want to know before they begin: guides for what stands here, and the last causes."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app import formats
from app.equipment.models import Equipment, EquipmentModel
from app.extensions import db
from app.faults.closing.words import in_short
from app.faults.models import Diagnosis, Fault
from app.guides.trying import Line, known_of
from app.scan.queries import RoomFacts

MOST = 3
"""So many causes are told: the last."""


@dataclass(frozen=True)
class KnownHere:
    """What is known of what stands in a room."""

    guides: tuple[Line, ...]
    causes: tuple[Line, ...]


def known_here(facts: RoomFacts) -> KnownHere:
    """Of the unit whose tag was scanned, else of all that stands in the room."""
    unit_id = facts.tag.equipment_id if facts.tag else None
    ids = [unit_id] if unit_id else [unit.id for unit in facts.units]
    return KnownHere(known_of(ids), tuple(map(_cause, _last(ids))))


def _last(unit_ids: Sequence[int]) -> Sequence[Diagnosis]:
    """The last that units of the same models turned out to have; those of the very units first."""
    models = select(Equipment.model_id).where(Equipment.id.in_(unit_ids))
    known = select(EquipmentModel.id).where(
        EquipmentModel.id.in_(models), EquipmentModel.model_number != ""
    )
    found = (
        select(Diagnosis)
        .join(Fault, Fault.id == Diagnosis.fault_id)
        .join(Equipment, Equipment.id == Fault.equipment_id)
        .where(or_(Equipment.id.in_(unit_ids), Equipment.model_id.in_(known)))
        .options(joinedload(Diagnosis.fault).joinedload(Fault.equipment))
        .order_by(Equipment.id.not_in(unit_ids), Diagnosis.at.desc())
    )
    return db.session.scalars(found.limit(MOST)).all()


def _cause(found: Diagnosis) -> Line:
    unit = found.fault.equipment
    name = unit.name if unit else ""
    address = url_for("faults.fault", fault_id=found.fault_id)
    return Line(address, in_short(found), f"{name} · {formats.full_date(found.at.date())}")
