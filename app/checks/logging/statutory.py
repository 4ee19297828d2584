"""Work that the law asks for: what fails it must not be used, and it is never skipped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select

from app.checks.logging.found import Found
from app.checks.models import Check, CheckItem, Finding, JobPlan, Result
from app.checks.words import thing
from app.equipment.models import Equipment, EquipmentModel, EquipmentType
from app.extensions import db

BY_LAW = or_(EquipmentType.statutory, JobPlan.statutory)


def is_statutory(findings: Sequence[Found]) -> bool:
    """Whether any of these lines is of a statutory plan; faults know statutory types themselves."""
    items = {each.item_id for each in findings if each.item_id}
    planned = select(CheckItem.id).join(CheckItem.job_plan).where(JobPlan.statutory)
    return bool(items and db.session.scalar(planned.where(CheckItem.id.in_(items)).limit(1)))


def unfit(open_faults: Iterable[int]) -> frozenset[int]:
    """The units that must not be used: they failed statutory work, by these open faults.

    So they stay until the fault is settled, as a later check does by saying that it is fixed.
    """
    faults = set(open_faults)
    if not faults:
        return frozenset()
    failed = (
        select(Finding.equipment_id)
        .join(Equipment, Equipment.id == Finding.equipment_id)
        .join(EquipmentModel, EquipmentModel.id == Equipment.model_id)
        .join(EquipmentType, EquipmentType.id == EquipmentModel.type_id)
        .outerjoin(CheckItem, CheckItem.id == Finding.item_id)
        .outerjoin(JobPlan, JobPlan.id == CheckItem.job_plan_id)
    )
    found = failed.where(Finding.fault_id.in_(faults), Finding.result == Result.FAIL, BY_LAW)
    return frozenset(key for key in db.session.scalars(found) if key)


def left_due(check_id: int) -> Sequence[str]:
    """The units, and the room, whose statutory work a check left undone: it stays due."""
    return [*_units_left(check_id), *([thing(None)] if _is_room_left(check_id) else [])]


def _is_room_left(check_id: int) -> bool:
    planned = select(JobPlan.id).where(
        JobPlan.statutory, JobPlan.retired_at.is_(None), JobPlan.room_id == Check.room_id
    )
    found = (
        select(Finding.id)
        .join(Check, Check.id == Finding.check_id)
        .where(
            Check.id == check_id,
            Finding.equipment_id.is_(None),
            Finding.result == Result.NOT_CHECKED,
            planned.exists(),
        )
    )
    return db.session.scalar(found.limit(1)) is not None


def _units_left(check_id: int) -> Sequence[str]:
    planned = select(JobPlan.id).where(
        JobPlan.statutory,
        JobPlan.retired_at.is_(None),
        JobPlan.type_id == EquipmentModel.type_id,
        or_(JobPlan.model_id.is_(None), JobPlan.model_id == Equipment.model_id),
        or_(JobPlan.equipment_id.is_(None), JobPlan.equipment_id == Equipment.id),
        or_(JobPlan.room_id.is_(None), JobPlan.room_id == Equipment.room_id),
    )
    return db.session.scalars(
        select(Equipment.name)
        .join(EquipmentModel, EquipmentModel.id == Equipment.model_id)
        .join(EquipmentType, EquipmentType.id == EquipmentModel.type_id)
        .join(Finding, Finding.equipment_id == Equipment.id)
        .where(
            Finding.check_id == check_id,
            Finding.result == Result.NOT_CHECKED,
            or_(EquipmentType.statutory, planned.exists()),
        )
        .distinct()
        .order_by(Equipment.name)
    ).all()
