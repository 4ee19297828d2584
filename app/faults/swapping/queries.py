"""Which units could stand in for a broken one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.equipment.models import Condition, Equipment, EquipmentModel
from app.extensions import db
from app.paging import contains
from app.places.models import Building, Criticality, Room

MOST = 20


def stand_ins(broken: Equipment, words: str) -> Sequence[Equipment]:
    """Working units of the same type that stand elsewhere at the site and bear all the words.

    Those of the same model come first, and of these the ones in rooms of low use, such as stores.
    The words may stand in name, asset tag, serial number, or in what the room is called and is.
    """
    elsewhere = select(Room.id).join(Room.building).where(Building.site_id == _site(broken))
    wanted = (
        select(Equipment)
        .join(Equipment.model)
        .join(Equipment.room)
        .where(
            EquipmentModel.type_id == broken.model.type_id,
            Equipment.retired_at.is_(None),
            Equipment.condition == Condition.UP,
            Equipment.id != broken.id,
            Equipment.room_id != broken.room_id,
            Equipment.room_id.in_(elsewhere),
        )
        .options(joinedload(Equipment.model), joinedload(Equipment.room).joinedload(Room.building))
    )
    said = func.lower(Room.name + " " + Room.description)
    for word in words.split():
        wanted = wanted.where(or_(contains(Equipment.searched, word), contains(said, word)))
    most_used = Room.criticality != Criticality.C
    other = Equipment.model_id != broken.model_id
    order = (other, most_used, Room.name, Equipment.searched, Equipment.id)
    return db.session.scalars(wanted.order_by(*order).limit(MOST)).all()


def _site(unit: Equipment) -> int:
    of_room = select(Building.site_id).join(Room, Room.building_id == Building.id)
    return db.session.scalars(of_room.where(Room.id == unit.room_id)).one()
