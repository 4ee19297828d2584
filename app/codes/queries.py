"""What is known of tags and their codes."""

from sqlalchemy import func, select, text
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.codes.code import read_code
from app.codes.models import LIVE, Tag, TagState
from app.equipment.models import Equipment, EquipmentModel
from app.extensions import db
from app.places.models import Room
from app.places.queries import with_place


def answering(typed: str) -> Tag | None:
    """The tag that answers to a code, however it is written, with its home and all its places.

    None for a mistyped, unknown, unclaimed or void code, and for the tag of a retired room or
    unit: a stranger is told the same of all of these. A replaced tag answers.
    """
    code = read_code(typed)
    if code is None:
        return None
    home = func.coalesce(Tag.room_id, Equipment.room_id)
    wanted = (
        select(Tag)
        .outerjoin(Tag.equipment)
        .join(Room, Room.id == home)
        .where(Tag.code == code, Tag.state != TagState.VOID)
        .where(Room.retired_at.is_(None), Equipment.retired_at.is_(None))
        .options(*with_home())
    )
    return db.session.scalar(wanted)


def unclaimed(typed: str) -> Tag | None:
    """The tag of a code that stands for nothing yet and waits to be claimed."""
    code = read_code(typed)
    free = select(Tag).where(Tag.room_id.is_(None), Tag.equipment_id.is_(None))
    return db.session.scalar(free.where(Tag.code == code, Tag.state != TagState.VOID))


def with_home() -> tuple[ORMOption, ...]:
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


def address(tag: Tag, public_url: str) -> str:
    """What the tag's QR code says, in upper case so that it is encoded alphanumerically."""
    return f"{public_url}/t/{tag.code}".upper()
