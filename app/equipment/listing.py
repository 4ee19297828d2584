"""The list of equipment: searched, filtered, sorted, and quick at 400,000 units."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict

from app.equipment.models import Condition, Equipment, EquipmentModel, SystemUnit
from app.extensions import db
from app.numbers import number_of
from app.paging import Slice, contains, slice_of
from app.places.models import Building, Room

ORDERS = ("name", "-name")
"""What the list can be sorted by, a minus for the other way."""


@dataclass(frozen=True)
class UnitFilter:
    """Which units are asked for, and in which order."""

    words: str = ""
    type_id: int | None = None
    building_id: int | None = None
    room_id: int | None = None
    vendor_id: int | None = None
    system_id: int | None = None
    condition: Condition | None = None
    retired: bool = False
    order: str = "name"


@dataclass(frozen=True)
class Units:
    """One page of the list."""

    units: Sequence[Equipment]
    part: Slice


def wanted_units(asked: MultiDict[str, str]) -> UnitFilter:
    """The filter that an address asks for; what makes no sense is left out."""
    condition = asked.get("condition", "")
    order = asked.get("sort", "name")
    return UnitFilter(
        words=" ".join(asked.get("q", "").split())[:200],
        type_id=number_of(asked, "type"),
        building_id=number_of(asked, "building"),
        room_id=number_of(asked, "room"),
        vendor_id=number_of(asked, "vendor"),
        system_id=number_of(asked, "system"),
        condition=Condition(condition) if condition in set(Condition) else None,
        retired=condition == "retired",
        order=order if order in ORDERS else "name",
    )


def listed(wanted: UnitFilter, page: int) -> Units:
    """The page's units with all that a line shows, and where the page stands."""
    part = slice_of(_ordered(wanted), page, count=not wanted.words)
    found = db.session.scalars(
        select(Equipment)
        .where(Equipment.id.in_(part.ids))
        .options(
            joinedload(Equipment.model).joinedload(EquipmentModel.type),
            joinedload(Equipment.room).joinedload(Room.building).joinedload(Building.site),
        )
    )
    by_id = {unit.id: unit for unit in found}
    return Units([by_id[key] for key in part.ids], part)


def keys(wanted: UnitFilter) -> Sequence[int]:
    """The keys of all units asked for, in the order of the list."""
    return db.session.scalars(_ordered(wanted)).all()


def _ordered(wanted: UnitFilter) -> Select[int]:
    key = Equipment.searched
    order = (key.desc(), Equipment.id) if wanted.order == "-name" else (key, Equipment.id)
    return _ids(wanted).order_by(*order)


def _ids(wanted: UnitFilter) -> Select[int]:
    ids = select(Equipment.id).where(
        Equipment.retired_at.is_not(None) if wanted.retired else Equipment.retired_at.is_(None)
    )
    if wanted.room_id is not None:
        ids = ids.where(Equipment.room_id == wanted.room_id)
    if wanted.condition is not None:
        ids = ids.where(Equipment.condition == wanted.condition)
    if wanted.building_id is not None:
        there = select(Room.id).where(Room.building_id == wanted.building_id)
        ids = ids.where(Equipment.room_id.in_(there))
    if wanted.type_id is not None:
        models = select(EquipmentModel.id).where(EquipmentModel.type_id == wanted.type_id)
        ids = ids.where(Equipment.model_id.in_(models))
    if wanted.vendor_id is not None:
        ids = ids.where(Equipment.vendor_id == wanted.vendor_id)
    if wanted.system_id is not None:
        members = select(SystemUnit.equipment_id).where(SystemUnit.system_id == wanted.system_id)
        ids = ids.where(Equipment.id.in_(members))
    return ids.where(*(_says(word) for word in wanted.words.split()))


def _says(word: str) -> ColumnElement[bool]:
    label = func.lower(EquipmentModel.maker + " " + EquipmentModel.model_number)
    models = select(EquipmentModel.id).where(contains(label, word))
    return or_(contains(Equipment.searched, word), Equipment.model_id.in_(models))
