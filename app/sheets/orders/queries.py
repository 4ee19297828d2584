"""What orders are of, and in which buildings their tags hang."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.batches.models import BatchTag
from app.codes.models import Tag
from app.equipment.models import Equipment
from app.extensions import db
from app.places.models import Building, Room


@dataclass(frozen=True)
class Contents:
    """How many tags of an order are for what, in how many buildings; and the name of one."""

    rooms: int = 0
    units: int = 0
    blanks: int = 0
    buildings: int = 0
    building: str = ""


def contents(batch_ids: Collection[int]) -> dict[int, Contents]:
    """What orders are of, by their keys, as their tags stand now."""
    counted = (
        BatchTag.batch_id,
        func.count(Tag.room_id),
        func.count(Tag.equipment_id),
        func.count(),
        func.count(Room.building_id.distinct()),
        func.min(Building.name),
    )
    wanted = _tags(select(*counted)).where(BatchTag.batch_id.in_(batch_ids))
    return {
        batch_id: Contents(rooms, units, every - rooms - units, buildings, name or "")
        for batch_id, rooms, units, every, buildings, name in db.session.execute(
            wanted.group_by(BatchTag.batch_id)
        )
    }


def buildings(batch_id: int, until: int) -> Sequence[tuple[int, str]]:
    """Key and name of the building of each of the first tags of an order; 0 and "" for none."""
    wanted = _tags(select(Building.id, Building.name)).where(
        BatchTag.batch_id == batch_id, BatchTag.place < until
    )
    found = db.session.execute(wanted.order_by(BatchTag.place))
    return [(key or 0, name or "") for key, name in found]


def _tags(wanted: Any) -> Any:
    home = func.coalesce(Tag.room_id, Equipment.room_id)
    wanted = wanted.select_from(BatchTag).join(Tag, Tag.id == BatchTag.tag_id)
    wanted = wanted.outerjoin(Tag.equipment).outerjoin(Room, Room.id == home)
    return wanted.outerjoin(Building, Building.id == Room.building_id)
