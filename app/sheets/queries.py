"""Which rooms tags are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, false, func, or_, select, text

from app.codes.models import LIVE, Tag
from app.extensions import db
from app.paging import contains
from app.places.models import Building, Floor, Room
from app.places.queries import with_place

MOST = 20_000
"""Tags in one order."""


@dataclass(frozen=True)
class Choice:
    """Which rooms: some by their ids, or all of some buildings, or those that the words name."""

    room_ids: tuple[int, ...] = ()
    building_ids: tuple[int, ...] = ()
    words: str = ""
    unprinted: bool = False
    everything: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.room_ids or self.building_ids or self.words or self.everything)


def chosen(choice: Choice, most: int = MOST) -> Sequence[Room]:
    """The first rooms in use that the choice means, in the order of a walk, with their places."""
    return db.session.scalars(
        _meant(choice)
        .options(*with_place())
        .order_by(Building.name, Floor.position, Floor.label, Room.name, Room.id)
        .limit(most)
    ).all()


def counted(choice: Choice) -> int:
    """How many rooms the choice means."""
    ids = _meant(choice).with_only_columns(Room.id).subquery()
    return db.session.scalar(select(func.count()).select_from(ids)) or 0


def _meant(choice: Choice) -> Select[Room]:
    wanted = select(Room).join(Room.building).outerjoin(Room.floor).where(Room.retired_at.is_(None))
    if choice.is_empty:
        wanted = wanted.where(false())
    if choice.room_ids:
        wanted = wanted.where(Room.id.in_(choice.room_ids))
    if choice.building_ids:
        wanted = wanted.where(Room.building_id.in_(choice.building_ids))
    for word in choice.words.split():
        wanted = wanted.where(
            or_(contains(Room.searched, word), contains(func.lower(Building.name), word))
        )
    if choice.unprinted:
        has_one = select(Tag.room_id).where(Tag.printed_at.is_not(None), Tag.room_id.is_not(None))
        wanted = wanted.where(Room.id.not_in(has_one))
    return wanted


def live_tags(rooms: Sequence[Room]) -> dict[int, Tag]:
    """The tags that these rooms have, by the room's id."""
    ids = [room.id for room in rooms]
    found = select(Tag).where(Tag.room_id.in_(ids), text(LIVE))
    return {tag.room_id: tag for tag in db.session.scalars(found) if tag.room_id}
