"""What goes out beside rooms and units: vendors, spares, zones, systems and job plans."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import select

from app.checks.models import JobPlan
from app.equipment.models import (
    Equipment,
    EquipmentModel,
    EquipmentType,
    Spare,
    SpareStock,
    System,
    SystemUnit,
    Vendor,
)
from app.exports.queries import Line, Lines, each_of
from app.extensions import db
from app.places.models import Site, Zone, ZoneRoom

Of = tuple[str, int]
"""Whose job plans: all of a type, or those of one model."""

SPARE = (
    *(Spare.id, Spare.model_id, Spare.name, Spare.part_number, Spare.set_number),
    *(Spare.category, Spare.note, Spare.vendor_id, Vendor.name.label("vendor")),
)


def vendors(keys: Sequence[int]) -> Lines:
    """Vendors, by their keys in their order."""
    wanted = select(
        *(Vendor.id, Vendor.name, Vendor.email, Vendor.phone, Vendor.address),
        *(Vendor.hours, Vendor.contract, Vendor.contract_until, Vendor.note),
    )
    return each_of(wanted, Vendor.id, keys)


def spares(keys: Sequence[int]) -> Lines:
    """Spares with their models and vendors, by their keys in their order."""
    wanted = select(
        *SPARE,
        EquipmentType.slug.label("equipment_type"),
        EquipmentModel.maker,
        EquipmentModel.model_number,
    )
    wanted = wanted.select_from(Spare).join(Spare.model).join(EquipmentModel.type)
    return each_of(wanted.outerjoin(Spare.vendor), Spare.id, keys)


def stock(keys: Sequence[int]) -> Lines:
    """What sites have of their spares, by the keys of the stocks in their order."""
    wanted = select(
        *(SpareStock.id, SpareStock.count.label("counted"), SpareStock.minimum, SpareStock.place),
        *(SpareStock.ordered_at, Site.name.label("site"), Spare.name, Spare.part_number),
        *(EquipmentType.slug.label("equipment_type"), EquipmentModel.maker),
        *(EquipmentModel.model_number, Vendor.name.label("vendor")),
    )
    wanted = wanted.select_from(SpareStock).join(SpareStock.site).join(SpareStock.spare)
    wanted = wanted.join(Spare.model).join(EquipmentModel.type).outerjoin(Spare.vendor)
    return each_of(wanted, SpareStock.id, keys)


def spares_of(models: Collection[int]) -> Iterator[Line]:
    """The spares of these models."""
    wanted = select(*SPARE).outerjoin(Spare.vendor).order_by(Spare.id)
    yield from (each for each in db.session.execute(wanted) if each.model_id in models)


def vendors_of(units: Collection[int], models: Collection[int]) -> list[int]:
    """The keys of the vendors of these units, and of the spares of these models."""
    of_units = select(Equipment.id, Equipment.vendor_id).where(Equipment.vendor_id.is_not(None))
    of_spares = select(Spare.model_id, Spare.vendor_id).where(Spare.vendor_id.is_not(None))
    found = {vendor for unit, vendor in db.session.execute(of_units) if unit in units}
    found |= {vendor for model, vendor in db.session.execute(of_spares) if model in models}
    return sorted(each for each in found if each is not None)


def zones_of(building_id: int) -> Iterator[tuple[Line, list[int]]]:
    """The zones of a building, each with the keys of its rooms."""
    return _sets(Zone, building_id, ZoneRoom.zone_id, ZoneRoom.room_id)


def systems_of(building_id: int) -> Iterator[tuple[Line, list[int]]]:
    """The systems of a building, each with the keys of its units."""
    return _sets(System, building_id, SystemUnit.system_id, SystemUnit.equipment_id)


def _sets(
    table: type[Zone | System], building_id: int, key: Any, member: Any
) -> Iterator[tuple[Line, list[int]]]:
    found: dict[int, list[int]] = {}
    members = select(key, member).join(table, table.id == key)
    members = members.where(table.building_id == building_id).order_by(key, member)
    for whole, one in db.session.execute(members):
        found.setdefault(whole, []).append(one)
    wanted = select(table.id, table.name, table.category).where(table.building_id == building_id)
    for line in db.session.execute(wanted.order_by(table.id)):
        yield line, found.get(line.id, [])


def job_plans() -> dict[Of, list[Line]]:
    """The job plans of each type and of each model; those of one unit or room have no place."""
    found: dict[Of, list[Line]] = {}
    wanted = select(
        JobPlan.type_id,
        JobPlan.model_id,
        JobPlan.name,
        JobPlan.description,
        JobPlan.scope,
        JobPlan.rrule,
        JobPlan.minutes,
        JobPlan.qualification,
    ).where(JobPlan.equipment_id.is_(None), JobPlan.room_id.is_(None))
    for plan in db.session.execute(wanted.order_by(JobPlan.id)):
        of = ("model", plan.model_id) if plan.model_id else ("type", plan.type_id)
        found.setdefault(of, []).append(plan)
    return found
