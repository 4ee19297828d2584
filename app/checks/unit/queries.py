"""What is planned for a unit."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, or_, select

from app.checks.models import JobPlan
from app.equipment.models import Equipment
from app.extensions import db


def plans_of(unit: Equipment) -> Sequence[JobPlan]:
    """The job plans for the unit itself, for its model, and for its type; the nearest first."""
    of_type = and_(
        JobPlan.type_id == unit.model.type_id,
        JobPlan.model_id.is_(None),
        JobPlan.equipment_id.is_(None),
        JobPlan.room_id.is_(None),
    )
    own = or_(JobPlan.equipment_id == unit.id, JobPlan.model_id == unit.model_id, of_type)
    order = (JobPlan.equipment_id.is_(None), JobPlan.model_id.is_(None), JobPlan.name)
    asked = select(JobPlan).where(own, JobPlan.retired_at.is_(None)).order_by(*order)
    return db.session.scalars(asked).all()
