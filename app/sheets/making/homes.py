"""What the tags of a wish stand for: rooms, units, or nothing yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from app.codes import queries as codes
from app.codes.models import LIVE, Tag
from app.equipment.models import Equipment, EquipmentModel
from app.errors import Refusal
from app.extensions import db
from app.places.models import Building, Room, Site
from app.places.queries import with_place
from app.sheets.making.wishes import Of, Wished

T = TypeVar("T")

CHUNK = 500
"""Keys in one query; SQLite takes at most 32,766 values in one."""
NAMED = 3
"""How many of those that are gone are called by their names."""


@dataclass(frozen=True)
class Stand:
    """A code, None where none was issued yet, and what it stands for, None for nothing yet."""

    code: str | None
    home: Room | Equipment | None

    @property
    def building(self) -> Building | None:
        """The building in which it is; None for what stands for nothing yet."""
        room = self.home.room if isinstance(self.home, Equipment) else self.home
        return room.building if room else None


def stands(wished: Wished, most: int) -> list[Stand]:
    """The first of what is wished for, in its order, with all that their faces say."""
    ids = wished.ids[:most]
    if wished.of is Of.BLANK:
        return [Stand(None, None)] * min(wished.count, most)
    if wished.of is Of.TAGS:
        tags = {tag.id: tag for tag in _rows(select(Tag).options(*codes.with_home()), Tag.id, ids)}
        return [Stand(tag.code, tag.equipment or tag.room) for tag in map(tags.get, ids) if tag]
    if wished.of is Of.UNITS:
        units, on = _units(ids), _codes(Tag.equipment_id, ids)
        return [Stand(on.get(id_), units[id_]) for id_ in ids if id_ in units]
    rooms = {room.id: room for room in _rows(select(Room).options(*with_place()), Room.id, ids)}
    on = _codes(Tag.room_id, ids)
    return [Stand(on.get(id_), rooms[id_]) for id_ in ids if id_ in rooms]


def _codes(home: InstrumentedAttribute[int | None], ids: Sequence[int]) -> dict[int, str]:
    live = _rows(select(Tag).where(text(LIVE)), home, ids)
    return {getattr(tag, home.key): tag.code for tag in live}


def stand_of(tag: Tag) -> Stand:
    """What a tag stands for; its home is loaded. Refused where it answers no more."""
    home = tag.equipment or tag.room
    room = tag.home if home else None
    if not tag.is_live or (home and home.is_retired) or (room and room.is_retired):
        raise Refusal(
            _(
                "Tag %(code)s was voided or replaced, or what it stands for was taken out of use,"
                " after this was ordered. Order again without it.",
                code=tag.code,
            )
        )
    return Stand(tag.code, home)


def _units(ids: Sequence[int]) -> dict[int, Equipment]:
    wanted = select(Equipment).options(
        joinedload(Equipment.room).options(*with_place()),
        joinedload(Equipment.model).joinedload(EquipmentModel.type),
    )
    return {unit.id: unit for unit in _rows(wanted, Equipment.id, ids)}


def _rows(wanted: Select[T], key: Any, ids: Sequence[int]) -> list[T]:
    return [
        row
        for start in range(0, len(ids), CHUNK)
        for row in db.session.scalars(wanted.where(key.in_(ids[start : start + CHUNK])))
    ]


def refuse_the_gone(wished: Wished) -> None:
    """Refuse rooms and units that were taken out of use since the page was opened, by name."""
    if wished.of is Of.ROOMS:
        rooms = _rows(select(Room).where(Room.retired_at.is_not(None)), Room.id, wished.ids)
        gone = [room.name for room in rooms]
    elif wished.of is Of.UNITS:
        out = or_(Equipment.retired_at.is_not(None), Room.retired_at.is_not(None))
        wanted = select(Equipment).join(Equipment.room).where(out)
        gone = [unit.name for unit in _rows(wanted, Equipment.id, wished.ids)]
    else:
        return
    if gone:
        names = ", ".join(gone[:NAMED])
        raise Refusal(
            ngettext(
                "%(names)s was taken out of use since you opened this page. Press Show again.",
                "%(num)d of these were taken out of use since you opened this page, such as"
                " %(names)s. Press Show again.",
                len(gone),
                names=names,
            ),
            status=422,
        )


def phone_of_all() -> str:
    """The number that answers for every room, where one site is all there is; else empty."""
    sites = db.session.scalars(
        select(Site).options(joinedload(Site.support_calendar)).limit(2)
    ).all()
    return sites[0].support_calendar.phone if len(sites) == 1 else ""
