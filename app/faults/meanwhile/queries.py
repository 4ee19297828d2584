"""What to do until it works: another room, the loan kit, a spare; only where something is down."""

from collections.abc import Collection
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from app.equipment.models import Equipment, EquipmentModel, EquipmentType, Spare, SpareStock
from app.extensions import db
from app.faults.models import Effect, Fault
from app.faults.queries import OPEN_NOW
from app.places.contingency import queries as contingency
from app.places.contingency.words import Advice, advice
from app.places.models import Room
from app.places.support import is_open

DOWN = {Effect.UNIT_DOWN, Effect.ROOM_DOWN}
_WHOLE = func.lower(Spare.name).in_(
    (
        func.lower(EquipmentType.title),
        func.lower(EquipmentModel.model_number),
        func.lower(EquipmentModel.maker + " " + EquipmentModel.model_number),
    )
)
"""A spare that is named as the unit itself: a filter on the shelf helps nobody in the room."""


def instead(room: Room, faults: Collection[Fault], now: datetime) -> Advice | None:
    """What to do in the room, which came with its places; None where nothing in it is down."""
    effects = {fault.effect for fault in faults} & DOWN
    if not effects or room.is_retired:
        return None
    found = contingency.instead(room.id, _rooms_down(), at=now)
    spare = _spare(room, [fault.equipment_id for fault in faults if fault.equipment_id], now)
    leave = Effect.ROOM_DOWN in effects
    return advice(found, now, room.support.zone, leave=leave, spare=spare) or None


def _rooms_down() -> Select[int]:
    """The keys of the rooms that can't be used: a fault is open that takes all of one."""
    here = func.coalesce(Equipment.room_id, Fault.room_id)
    faults = select(here).select_from(Fault).outerjoin(Equipment)
    return faults.where(OPEN_NOW, Fault.effect == Effect.ROOM_DOWN)


def _spare(room: Room, unit_ids: Collection[int], now: datetime) -> str:
    """The first of the units of which the site keeps a whole one, said; never its shelf."""
    if not unit_ids:
        return ""
    name = db.session.scalar(
        select(Equipment.name)
        .join(Equipment.model)
        .join(EquipmentModel.type)
        .join(Spare, Spare.model_id == Equipment.model_id)
        .join(SpareStock, SpareStock.spare_id == Spare.id)
        .where(Equipment.id.in_(unit_ids), SpareStock.count > 0, _WHOLE)
        .where(SpareStock.site_id == room.building.site_id)
        .order_by(Equipment.name)
        .limit(1)
    )
    if name is None:
        return ""
    if is_open(room.support, now):
        return _("We have a spare for %(unit)s at hand. Call, and we bring it.", unit=name)
    return _("We have a spare for %(unit)s. Call when we are back, and we bring it.", unit=name)
