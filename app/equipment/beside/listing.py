"""The lists of vendors, of spares and of systems, searched by words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict

from app.equipment.models import Equipment, EquipmentModel, Spare, System, SystemUnit, Vendor
from app.extensions import db
from app.paging import Slice, contains, slice_of
from app.places.models import Building


def wanted_words(asked: MultiDict[str, str]) -> str:
    """The words that an address searches for."""
    return " ".join(asked.get("q", "").split())[:200]


def vendor_keys(words: str) -> Sequence[int]:
    """The keys of the vendors that bear all words, by name."""
    return db.session.scalars(_vendors(words)).all()


def spare_keys(words: str) -> Sequence[int]:
    """The keys of the spares that bear all words, by name."""
    return db.session.scalars(_spares(words)).all()


def vendors(words: str, page: int) -> tuple[Slice, Sequence[tuple[Vendor, int]]]:
    """One page of the vendors, each with how many units in use it stands for."""
    part = slice_of(_vendors(words), page)
    found = db.session.scalars(select(Vendor).where(Vendor.id.in_(part.ids)))
    counted = (
        select(Equipment.vendor_id, func.count())
        .where(Equipment.vendor_id.in_(part.ids), Equipment.retired_at.is_(None))
        .group_by(Equipment.vendor_id)
    )
    units = dict(db.session.execute(counted).all())
    by_id = {each.id: each for each in found}
    return part, [(by_id[key], units.get(key, 0)) for key in part.ids]


def spares(words: str, page: int) -> tuple[Slice, Sequence[Spare]]:
    """One page of the spares, with model, type and vendor."""
    part = slice_of(_spares(words), page)
    found = db.session.scalars(_with_all(select(Spare).where(Spare.id.in_(part.ids))))
    by_id = {each.id: each for each in found}
    return part, [by_id[key] for key in part.ids]


def systems(words: str, page: int) -> tuple[Slice, Sequence[tuple[System, int]]]:
    """One page of the systems that bear all words, each with how many units in use it has."""
    ids = select(System.id).join(System.building)
    for word in words.split():
        said = (System.name + " " + System.category, Building.name)
        ids = ids.where(or_(*(contains(func.lower(each), word) for each in said)))
    part = slice_of(ids.order_by(Building.name, System.name, System.id), page)
    found = select(System).where(System.id.in_(part.ids)).options(joinedload(System.building))
    by_id = {each.id: each for each in db.session.scalars(found)}
    units = _units_in_use(part.ids)
    return part, [(by_id[key], units.get(key, 0)) for key in part.ids]


def spare(spare_id: int) -> Spare | None:
    """The spare with model, type and vendor; None where there is none."""
    return db.session.scalar(_with_all(select(Spare).where(Spare.id == spare_id)))


def uses_of(vendor_id: int) -> tuple[int, int]:
    """How many units, retired ones too, and how many spares name the vendor."""
    units = select(func.count(Equipment.id)).where(Equipment.vendor_id == vendor_id)
    spares = select(func.count(Spare.id)).where(Spare.vendor_id == vendor_id)
    return db.session.scalar(units) or 0, db.session.scalar(spares) or 0


def spares_of(model_id: int) -> Sequence[Spare]:
    """The spares of a model, with their vendors."""
    wanted = select(Spare).where(Spare.model_id == model_id).order_by(Spare.name)
    return db.session.scalars(_with_all(wanted)).all()


def systems_of(unit_id: int) -> Sequence[System]:
    """The systems that a unit belongs to."""
    wanted = select(System).join(SystemUnit, SystemUnit.system_id == System.id)
    wanted = wanted.where(SystemUnit.equipment_id == unit_id)
    return db.session.scalars(wanted.order_by(System.name)).all()


def _with_all(wanted: Select[Spare]) -> Select[Spare]:
    model = joinedload(Spare.model).joinedload(EquipmentModel.type)
    return wanted.options(model, joinedload(Spare.vendor))


def _vendors(words: str) -> Select[int]:
    said = func.lower(Vendor.name + " " + Vendor.email + " " + Vendor.phone)
    return _that_say(select(Vendor.id), said, words).order_by(func.lower(Vendor.name), Vendor.id)


def _spares(words: str) -> Select[int]:
    model = EquipmentModel.maker + " " + EquipmentModel.model_number
    said = func.lower(Spare.name + " " + Spare.part_number + " " + model)
    wanted = select(Spare.id).join(Spare.model)
    return _that_say(wanted, said, words).order_by(func.lower(Spare.name), Spare.id)


def _that_say(wanted: Select[int], said: Any, words: str) -> Select[int]:
    return wanted.where(*(contains(said, word.lower()) for word in words.split()))


def _units_in_use(systems: Sequence[int]) -> dict[int, int]:
    counted = (
        select(SystemUnit.system_id, func.count())
        .join(Equipment, Equipment.id == SystemUnit.equipment_id)
        .where(SystemUnit.system_id.in_(systems), Equipment.retired_at.is_(None))
        .group_by(SystemUnit.system_id)
    )
    return dict(db.session.execute(counted).all())
