"""What names a vendor: the units that it sold or mends, the spares that it sells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.equipment.models import Equipment, EquipmentModel, Spare
from app.extensions import db

MOST = 20
"""Units and spares that stand on a vendor's page; the lists have all."""


@dataclass(frozen=True)
class Named:
    """What names a vendor: the first of each, and how many there are."""

    units: Sequence[Equipment]
    unit_count: int
    spares: Sequence[Spare]
    spare_count: int


def named_by(vendor_id: int) -> Named:
    """The units in use and the spares that name the vendor, with their models and rooms."""
    units = select(Equipment).where(
        Equipment.vendor_id == vendor_id, Equipment.retired_at.is_(None)
    )
    spares = select(Spare).where(Spare.vendor_id == vendor_id)
    model, of_spare = joinedload(Equipment.model), joinedload(Spare.model)
    return Named(
        units=db.session.scalars(
            units.options(model.joinedload(EquipmentModel.type), joinedload(Equipment.room))
            .order_by(Equipment.searched, Equipment.id)
            .limit(MOST)
        ).all(),
        unit_count=db.session.scalar(select(func.count()).select_from(units.subquery())) or 0,
        spares=db.session.scalars(
            spares.options(of_spare.joinedload(EquipmentModel.type))
            .order_by(func.lower(Spare.name), Spare.id)
            .limit(MOST)
        ).all(),
        spare_count=db.session.scalar(select(func.count()).select_from(spares.subquery())) or 0,
    )
