"""Which units could stand in for a broken one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Row, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from app.equipment.models import Condition, Equipment, EquipmentModel
from app.extensions import db
from app.paging import contains
from app.places.models import Building, Criticality, Room


def stand_ins(broken: Equipment, words: str, most: int) -> Sequence[Equipment]:
    """Working units of the same type that stand elsewhere at the site and bear all the words.

    What fits best comes first: the same model, then rooms of low use, such as stores, then what
    is near: on the same floor, in the same building. The words may stand in name, asset tag,
    serial number, or in what the room is called and is.
    """
    here = _place(broken)
    elsewhere = select(Room.id).join(Room.building).where(Building.site_id == here.site_id)
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
    near = Room.building_id == here.building_id
    far = case((and_(near, Room.floor_id == here.floor_id), 0), (near, 1), else_=2)
    order = (other, most_used, far, Room.name, Equipment.searched, Equipment.id)
    return db.session.scalars(wanted.order_by(*order).limit(most)).all()


def _place(unit: Equipment) -> Row[int | None, int, int]:
    """The floor, the building and the site of a unit."""
    place = select(Room.floor_id, Room.building_id, Building.site_id).join(Room.building)
    return db.session.execute(place.where(Room.id == unit.room_id)).one()
