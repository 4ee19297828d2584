"""What is known of tags and their codes."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.codes.code import read_code
from app.codes.models import Tag, TagState
from app.extensions import db
from app.places.models import Building, Room, Site


def answering(typed: str) -> Tag | None:
    """The tag that answers to a code, however it is written, with its room and all its places.

    None for a mistyped, unknown or void code, and for the tag of a retired room: a stranger is
    told the same of all of these.
    """
    code = read_code(typed)
    if code is None:
        return None
    place = joinedload(Tag.room)
    wanted = (
        select(Tag)
        .join(Tag.room)
        .where(Tag.code == code, Tag.state != TagState.VOID, Room.retired_at.is_(None))
        .options(
            place.joinedload(Room.floor),
            place.joinedload(Room.support_calendar),
            place.joinedload(Room.building)
            .joinedload(Building.site)
            .joinedload(Site.support_calendar),
        )
    )
    return db.session.scalar(wanted)


def of_room(room_id: int) -> Tag | None:
    """The live tag of a room, if it has one."""
    return db.session.scalar(
        select(Tag)
        .where(Tag.room_id == room_id, Tag.state != TagState.VOID)
        .order_by(Tag.id.desc())
        .limit(1)
    )


def address(tag: Tag, public_url: str) -> str:
    """What the tag's QR code says, in upper case so that it is encoded alphanumerically."""
    return f"{public_url}/t/{tag.code}".upper()
