"""What is known of tags and their codes."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, func, select, text
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.strategy_options import _AbstractLoad

from app.codes.code import read_code
from app.codes.models import LIVE, Tag, TagState
from app.equipment.models import Equipment, EquipmentModel
from app.extensions import db
from app.places.models import Room
from app.places.queries import with_place


def answering(typed: str, *, to_change: bool = False) -> Tag | None:
    """The tag that answers to a code, however it is written, with its home and all its places.

    None for a mistyped, unknown, unclaimed or void code, and for the tag of a retired room or
    unit: a stranger is told the same of all of these. A replaced tag answers. With `to_change`,
    nobody else changes the tag before we are done.
    """
    wanted = _with_room().with_for_update(of=Tag) if to_change else _with_room()
    found = db.session.execute(wanted, {"code": _code(typed)}).one_or_none()
    return _at_home(*found) if found else None


@cache
def _with_room() -> Select[Tag, Room]:
    """Made once, as every page of a tag begins with it: a tag has one home, so one is loaded."""
    return _answering().add_columns(Room).options(*with_place())


def _at_home(tag: Tag, room: Room) -> Tag:
    """The tag with its unit, if it is one's, at the room that was loaded beside it."""
    if tag.equipment_id is None:
        set_committed_value(tag, "room", room)
        return tag
    unit = select(Equipment).where(Equipment.id == tag.equipment_id)
    whole = joinedload(Equipment.model).joinedload(EquipmentModel.type)
    set_committed_value(tag, "equipment", db.session.scalars(unit.options(whole)).one())
    set_committed_value(tag.equipment, "room", room)
    return tag


def unseen(typed: str, day: date) -> Tag | None:
    """The tag that answers to a code, if nobody has noted yet that it was opened on this day."""
    never = Tag.scanned_on.is_(None)
    asked = _answering().where(never | (Tag.scanned_on < day))
    return db.session.scalar(asked, {"code": _code(typed)})


def _code(typed: str) -> str:
    return read_code(typed) or ""


def _answering() -> Select[Tag]:
    home = func.coalesce(Tag.room_id, Equipment.room_id)
    return (
        select(Tag)
        .outerjoin(Tag.equipment)
        .join(Room, Room.id == home)
        .where(Tag.code == bindparam("code"), Tag.state != TagState.VOID)
        .where(Room.retired_at.is_(None), Equipment.retired_at.is_(None))
    )


def unclaimed(typed: str, *, to_change: bool = False) -> Tag | None:
    """The tag of a code that stands for nothing yet and waits to be claimed.

    With `to_change`, nobody else claims it before we are done.
    """
    free = select(Tag).where(Tag.room_id.is_(None), Tag.equipment_id.is_(None))
    wanted = free.where(Tag.code == _code(typed), Tag.state != TagState.VOID)
    return db.session.scalar(wanted.with_for_update() if to_change else wanted)


def with_home() -> tuple[_AbstractLoad, ...]:
    """Options that bring a tag's unit, and its room with building, site, floor and calendars."""
    unit = joinedload(Tag.equipment)
    return (
        joinedload(Tag.room).options(*with_place()),
        unit.joinedload(Equipment.room).options(*with_place()),
        unit.joinedload(Equipment.model).joinedload(EquipmentModel.type),
    )


def of_room(room_id: int) -> Tag | None:
    """The live tag of a room, if it has one."""
    return db.session.scalar(select(Tag).where(Tag.room_id == room_id, text(LIVE)))


def of_unit(equipment_id: int) -> Tag | None:
    """The live tag of a unit, if it has one."""
    return db.session.scalar(select(Tag).where(Tag.equipment_id == equipment_id, text(LIVE)))


def of_rooms(room_ids: Sequence[int]) -> dict[int, Tag]:
    """The live tags of some rooms, a page of a list at most, by the rooms' keys."""
    found = db.session.scalars(select(Tag).where(Tag.room_id.in_(room_ids), text(LIVE)))
    return {tag.room_id: tag for tag in found if tag.room_id}


def of_units(unit_ids: Sequence[int]) -> dict[int, Tag]:
    """The live tags of some units, those of a room at most, by the units' keys."""
    found = db.session.scalars(select(Tag).where(Tag.equipment_id.in_(unit_ids), text(LIVE)))
    return {tag.equipment_id: tag for tag in found if tag.equipment_id}


def building_of_last_placed(person_id: int) -> int | None:
    """The building in which somebody last hung a room's tag: the next one is likely there too."""
    return db.session.scalar(
        select(Room.building_id)
        .join(Tag, Tag.room_id == Room.id)
        .where(Tag.placed_by_id == person_id)
        .order_by(Tag.placed_at.desc())
        .limit(1)
    )


def address(tag: Tag, public_url: str) -> str:
    """What the tag's QR code says, in upper case so that it is encoded alphanumerically."""
    return f"{public_url}/t/{tag.code}".upper()
