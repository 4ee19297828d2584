"""Commands on equipment: units and models."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.equipment.models import (
    ROOM_SLUG,
    Condition,
    Equipment,
    EquipmentModel,
    EquipmentType,
    Vendor,
)
from app.errors import Refusal
from app.extensions import db
from app.places.models import Room
from app.places.service import touch
from app.places.words import named

LONGEST_NUMBER = 100


class UnitDetails(TypedDict, total=False):
    """What a unit need not have when it is added."""

    asset_tag: str | None
    serial_number: str
    installed_on: date | None
    purchased_on: date | None
    warranty_until: date | None
    vendor: Vendor | None
    note: str


class UnitFields(UnitDetails, total=False):
    """What may be changed about a unit."""

    name: str
    model: EquipmentModel


def model_of(
    type: EquipmentType,  # noqa: A002 - the glossary's word
    maker: str = "",
    model_number: str = "",
) -> EquipmentModel:
    """The model of that type, maker and number, found or made; both empty: "not known"."""
    if type.slug == ROOM_SLUG:
        raise Refusal(_("A room is not equipment. Choose another type."), field="type")
    wanted = {
        "type_id": type.id,
        "maker": _optional(maker, "maker"),
        "model_number": _optional(model_number, "model_number"),
    }
    if found := db.session.scalar(select(EquipmentModel).filter_by(**wanted)):
        return found
    try:
        with db.session.begin_nested():
            model = EquipmentModel(**wanted, type=type)
            db.session.add(model)
    except IntegrityError:
        # Another transaction made it between our look and our insert.
        return db.session.scalars(select(EquipmentModel).filter_by(**wanted)).one()
    return model


def add_unit(  # noqa: PLR0913 - a unit has that many sides
    room: Room,
    model: EquipmentModel,
    name: str,
    *,
    at: datetime,
    asset_tag: str | None = None,
    serial_number: str = "",
    installed_on: date | None = None,
    purchased_on: date | None = None,
    warranty_until: date | None = None,
    vendor: Vendor | None = None,
    note: str = "",
    source: str | None = None,
    external_id: str | None = None,
) -> Equipment:
    """A new unit in the room, taken to work until somebody says otherwise."""
    asset_tag, serial_number = _numbers(asset_tag, serial_number)
    unit = Equipment(
        room=_in_use(room),
        model=model,
        name=named(name),
        asset_tag=asset_tag or None,
        serial_number=serial_number,
        installed_on=installed_on,
        purchased_on=purchased_on,
        warranty_until=warranty_until,
        vendor=vendor,
        note=note.replace("\0", ""),
        condition=Condition.UP,
        source=source,
        external_id=external_id,
        created_at=at,
    )
    db.session.add(unit)
    touch(room)
    db.session.flush()
    return unit


def add_once(
    key: str,
    room: Room,
    model: EquipmentModel,
    name: str,
    *,
    at: datetime,
    **details: Unpack[UnitDetails],
) -> Equipment:
    """The new unit that a form asks for; the form sent again gives the one it has added.

    Other words under the same key are another unit: one may go back, and type on.
    """
    touch(room)
    db.session.flush()  # from here on, nobody else adds to this room before we are done
    added = db.session.scalars(
        select(Equipment).where(
            Equipment.key == key, Equipment.room_id == room.id, Equipment.model_id == model.id
        )
    )
    told = _numbers(details.get("asset_tag"), details.get("serial_number"))
    for unit in added:
        if (unit.name, _numbers(unit.asset_tag, unit.serial_number)) == (named(name), told):
            return unit
    unit = add_unit(room, model, name, at=at, **details)
    unit.key = key
    db.session.flush()
    return unit


def _numbers(asset_tag: str | None, serial_number: str | None) -> tuple[str, str]:
    return (
        _optional(asset_tag or "", "asset_tag", LONGEST_NUMBER),
        _optional(serial_number or "", "serial_number", LONGEST_NUMBER),
    )


def change_unit(unit: Equipment, **fields: Unpack[UnitFields]) -> None:
    """Change what is given."""
    if "name" in fields:
        unit.name = named(fields["name"])
    if "asset_tag" in fields:
        unit.asset_tag = _optional(fields["asset_tag"] or "", "asset_tag", LONGEST_NUMBER) or None
    if "serial_number" in fields:
        unit.serial_number = _optional(fields["serial_number"], "serial_number", LONGEST_NUMBER)
    if "model" in fields:
        unit.model = fields["model"]
    if "vendor" in fields:
        unit.vendor = fields["vendor"]
    unit.installed_on = fields.get("installed_on", unit.installed_on)
    unit.purchased_on = fields.get("purchased_on", unit.purchased_on)
    unit.warranty_until = fields.get("warranty_until", unit.warranty_until)
    unit.note = fields.get("note", unit.note).replace("\0", "")
    _touch_room_of(unit)
    db.session.flush()


def move_unit(unit: Equipment, room: Room) -> None:
    """Put the unit into another room; both rooms' pages show it."""
    _touch_room_of(unit)
    unit.room = _in_use(room)
    touch(room)
    db.session.flush()


def retire_unit(unit: Equipment, *, at: datetime) -> None:
    """Take the unit out of use; its history stays."""
    if not unit.is_retired:
        unit.retired_at = at
        _touch_room_of(unit)
        db.session.flush()


def bring_back_unit(unit: Equipment) -> None:
    """Take the unit into use again, where its room is in use."""
    _in_use(db.session.get_one(Room, unit.room_id))
    unit.retired_at = None
    _touch_room_of(unit)
    db.session.flush()


def set_condition(unit: Equipment, condition: Condition) -> None:
    """Keep the unit's latest condition; the room's version grows only where it is another one."""
    if unit.condition is not condition:
        unit.condition = condition
        _touch_room_of(unit)
        db.session.flush()


def _touch_room_of(unit: Equipment) -> None:
    touch(db.session.get_one(Room, unit.room_id))


def _in_use(room: Room) -> Room:
    if room.is_retired:
        raise Refusal(
            _("Room %(room)s is not in use. Choose another room.", room=room.name), field="room"
        )
    return room


def _optional(text: str, field: str, longest: int = 200) -> str:
    return named(text, longest=longest, field=field) if text.strip("\0 \t\r\n") else ""
