"""Answers about equipment: its types and their symptom words, the units of a room."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.equipment.models import (
    ROOM_SLUG,
    Equipment,
    EquipmentModel,
    EquipmentType,
    Symptom,
    System,
    TypeSymptom,
    Vendor,
)
from app.extensions import db
from app.numbers import number
from app.places.models import Building, Room, Site


def types() -> Sequence[EquipmentType]:
    """The types that equipment can be of, in their order, with their symptom words."""
    return db.session.scalars(
        select(EquipmentType)
        .where(EquipmentType.slug != ROOM_SLUG)
        .options(selectinload(EquipmentType.symptoms).joinedload(TypeSymptom.symptom))
        .order_by(EquipmentType.position, EquipmentType.title)
    ).all()


def type_of_id(type_id: int) -> EquipmentType | None:
    """The type, or None where there is none."""
    return db.session.get(EquipmentType, type_id)


def makers() -> Sequence[str]:
    """Every maker that some model names."""
    named = select(EquipmentModel.maker).where(EquipmentModel.maker != "").distinct()
    return db.session.scalars(named.order_by(EquipmentModel.maker)).all()


def type_of_slug(slug: str) -> EquipmentType | None:
    """The type of that slug; "room" gives the one that stands for the room itself."""
    return db.session.scalar(select(EquipmentType).where(EquipmentType.slug == slug))


def symptoms_of(type_id: int) -> Sequence[Symptom]:
    """The symptom words that a type offers, the likeliest first."""
    return db.session.scalars(
        select(Symptom)
        .join(TypeSymptom)
        .where(TypeSymptom.type_id == type_id)
        .order_by(TypeSymptom.position)
    ).all()


def symptoms_of_rooms() -> Sequence[Symptom]:
    """The symptom words for a fault of a room itself, without a unit."""
    return db.session.scalars(
        select(Symptom)
        .join(TypeSymptom)
        .join(EquipmentType, EquipmentType.id == TypeSymptom.type_id)
        .where(EquipmentType.slug == ROOM_SLUG)
        .order_by(TypeSymptom.position)
    ).all()


def symptoms(codes: Collection[str]) -> dict[str, Symptom]:
    """The symptom words of these codes; what no word has any more is left out."""
    if not codes:
        return {}
    found = db.session.scalars(select(Symptom).where(Symptom.code.in_(codes)))
    return {each.code: each for each in found}


def units_in(room_id: int) -> Sequence[Equipment]:
    """The units in use of a room, in the order of their types, with model and type."""
    return db.session.scalars(
        select(Equipment)
        .join(Equipment.model)
        .join(EquipmentModel.type)
        .where(Equipment.room_id == room_id, Equipment.retired_at.is_(None))
        .options(joinedload(Equipment.model).joinedload(EquipmentModel.type))
        .order_by(EquipmentType.position, Equipment.name, Equipment.id)
    ).all()


def unit_in(room_id: int, typed: str) -> Equipment | None:
    """The unit in use of a room whose key somebody sent, with model and type; None for none."""
    key = number(typed)
    if key is None or str(key) != typed:
        return None
    return db.session.scalar(
        select(Equipment)
        .where(Equipment.id == key, Equipment.room_id == room_id, Equipment.retired_at.is_(None))
        .options(joinedload(Equipment.model).joinedload(EquipmentModel.type))
    )


def unit(unit_id: int) -> Equipment | None:
    """The unit with its model, type, and room with its place and support; None for none."""
    room = joinedload(Equipment.room)
    site = room.joinedload(Room.building).joinedload(Building.site)
    return db.session.scalar(
        select(Equipment)
        .where(Equipment.id == unit_id)
        .options(
            joinedload(Equipment.model).joinedload(EquipmentModel.type),
            site.joinedload(Site.support_calendar),
            room.joinedload(Room.support_calendar),
            room.joinedload(Room.floor),
        )
    )


def vendor_names() -> Sequence[str]:
    """The names of all vendors."""
    return db.session.scalars(select(Vendor.name).order_by(Vendor.name)).all()


def vendor(vendor_id: int) -> Vendor | None:
    """The vendor, or None where there is none."""
    return db.session.get(Vendor, vendor_id)


def system(system_id: int) -> System | None:
    """The system, or None where there is none."""
    return db.session.get(System, system_id)


def vendor_of(unit: Equipment) -> Vendor | None:
    """The vendor of a unit; None where none is known."""
    return db.session.get(Vendor, unit.vendor_id) if unit.vendor_id else None


def model(model_id: int) -> EquipmentModel | None:
    """The model with its type; None where there is none."""
    wanted = select(EquipmentModel).where(EquipmentModel.id == model_id)
    return db.session.scalar(wanted.options(joinedload(EquipmentModel.type)))
