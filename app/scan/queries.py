"""What the page of a tag shows, read in a handful of queries whatever the room's history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, select

from app.checks.logging.statutory import unfit
from app.checks.queries import History, history, units_left_out
from app.codes import queries as codes
from app.codes.models import Tag, TagState
from app.equipment.models import Condition, Equipment, EquipmentModel, EquipmentType
from app.extensions import db
from app.faults.models import Fault, Promise
from app.faults.promises.queries import owed_by
from app.faults.queries import open_in_room
from app.people.models import Person
from app.photos.models import Photo
from app.places.models import Room


@dataclass(frozen=True)
class UnitLine:
    """A unit as the page lists it."""

    id: int
    name: str
    condition: Condition
    icon: str
    model: str


@dataclass(frozen=True)
class RoomFacts:
    """A room with everything that its page shows."""

    room: Room
    tag: Tag | None
    units: tuple[UnitLine, ...]
    faults: Sequence[Fault]
    history: History
    left_out: frozenset[int]
    """The units that the last real check did not look at."""
    unfit: frozenset[int]
    """The units that failed statutory work: nobody may use them."""
    owed: Mapping[int, Sequence[Promise]]
    """What is promised of the faults and still owed, by their keys."""


def unit_lines(room_id: int) -> tuple[UnitLine, ...]:
    """The units in use in a room, in the order of their types."""
    return tuple(
        UnitLine(id_, name, condition, icon, " ".join(filter(None, (maker, number))))
        for id_, name, condition, icon, maker, number in db.session.execute(
            _units(), {"room_id": room_id}
        )
    )


@cache
def _units() -> Select[int, str, Condition, str, str, str]:
    """Made once, as each page of a room asks it."""
    model = (EquipmentType.icon, EquipmentModel.maker, EquipmentModel.model_number)
    return (
        select(Equipment.id, Equipment.name, Equipment.condition, *model)
        .join(EquipmentModel, EquipmentModel.id == Equipment.model_id)
        .join(EquipmentType, EquipmentType.id == EquipmentModel.type_id)
        .where(Equipment.room_id == bindparam("room_id"), Equipment.retired_at.is_(None))
        .order_by(EquipmentType.position, Equipment.name, Equipment.id)
    )


def facts(room: Room, tag: Tag | None, page: int = 1) -> RoomFacts:
    """Everything that the page of this room shows; the room comes with its places loaded.

    What is about the unit whose tag it is stands first.
    """
    mine = tag.equipment_id if tag else None
    units, faults = unit_lines(room.id), open_in_room(room.id)
    return RoomFacts(
        room,
        tag,
        tuple(sorted(units, key=lambda unit: unit.id != mine)),
        sorted(faults, key=lambda fault: mine is None or fault.equipment_id != mine),
        history(room.id, page),
        units_left_out(room.id),
        unfit(fault.id for fault in faults),
        owed_by([fault.id for fault in faults]) if faults else {},
    )


@dataclass(frozen=True)
class TagFacts:
    """What staff see of a tag beside its room: who hung it, and which tags there are besides."""

    tag: Tag
    placed_by: Person | None
    photo: Photo | None
    successor: Tag | None
    """Of a tag that was replaced: the one by which its room or unit goes now."""


def tag_facts(tag: Tag) -> TagFacts:
    """Everything that the section about a tag shows."""
    successor = None
    if tag.state is TagState.REPLACED:
        of_unit = tag.equipment_id
        successor = codes.of_unit(of_unit) if of_unit else codes.of_room(tag.home.id)
    return TagFacts(
        tag,
        db.session.get(Person, tag.placed_by_id) if tag.placed_by_id else None,
        db.session.get(Photo, tag.photo_id) if tag.photo_id else None,
        successor,
    )
