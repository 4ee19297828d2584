"""For which rooms, which units, or again, tags are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, text

from app.batches.models import BatchTag
from app.codes.code import grouped
from app.codes.models import LIVE, Tag
from app.equipment.models import Equipment, EquipmentModel, EquipmentType
from app.extensions import db
from app.paging import contains
from app.places.models import Building, Floor, Room
from app.sheets.making.wishes import Of

MOST = 20_000
"""Tags in one order."""

WALK = (Building.name, Building.id, Floor.position, Floor.label, Room.name, Room.id)
"""The order in which somebody with a bag of tags comes by the doors."""


@dataclass(frozen=True)
class Choice:
    """What the tags are for: some by their ids, or all that stand where the words say."""

    of: Of = Of.ROOMS
    room_ids: tuple[int, ...] = ()
    unit_ids: tuple[int, ...] = ()
    tag_ids: tuple[int, ...] = ()
    batch_id: int | None = None
    building_ids: tuple[int, ...] = ()
    type_id: int | None = None
    words: str = ""
    unprinted: bool = False
    everything: bool = False

    @property
    def named(self) -> tuple[int, ...]:
        """The ids that were named one by one; empty where none was."""
        return {Of.ROOMS: self.room_ids, Of.UNITS: self.unit_ids, Of.TAGS: self.tag_ids}.get(
            self.of, ()
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        places = self.room_ids or self.building_ids or self.words or self.everything
        if self.of is Of.TAGS:
            return not (self.tag_ids or self.batch_id)
        return not (places or self.named)


@dataclass(frozen=True)
class Gone:
    """What can't be printed any more: the names of some, and how many there are in all."""

    names: Sequence[str] = ()
    count: int = 0

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.names)


def ids(choice: Choice, most: int = MOST) -> Sequence[int]:
    """The ids of the first rooms, units or tags that are meant and in use, in their order.

    Rooms and units come in the order of a walk, tags as they were named or once printed.
    """
    if choice.of is Of.TAGS:
        return _in_order(choice)[:most]
    key, wanted = _meant(choice)
    order = (*WALK, *_WITHIN_ROOM) if choice.of is Of.UNITS else WALK
    found = wanted.with_only_columns(key).where(_in_use(choice)).order_by(*order)
    return db.session.scalars(found.limit(most)).all()


def counted(choice: Choice) -> int:
    """How many rooms, units or tags in use are meant."""
    if choice.of is Of.BLANK:
        return 0
    key, wanted = _meant(choice)
    return _count(wanted.with_only_columns(key).where(_in_use(choice)))


def names(choice: Choice) -> Sequence[str]:
    """What stands largest on the tags of what is meant and in use, as far as it has a name."""
    if choice.of is Of.BLANK:
        return ()
    title: Any = {Of.ROOMS: Room.name, Of.UNITS: Equipment.name}.get(
        choice.of, func.coalesce(Equipment.name, Room.name)
    )
    _key, wanted = _meant(choice)
    wanted = wanted.with_only_columns(title).where(_in_use(choice), title.is_not(None))
    return db.session.scalars(wanted.limit(MOST)).all()


def gone(choice: Choice, since: datetime | None = None, most: int = 5) -> Gone:
    """What is meant and out of use: all that were named, of others those that left `since`."""
    if choice.of is Of.BLANK or not (since or choice.named or choice.batch_id):
        return Gone()
    key, wanted = _meant(choice)
    wanted = wanted.where(~_in_use(choice))
    if not choice.named and choice.of is not Of.TAGS:
        left = (Room.retired_at, Equipment.retired_at)[: 1 if choice.of is Of.ROOMS else 2]
        wanted = wanted.where(or_(*(moment > since for moment in left)))
    name = {Of.ROOMS: Room.name, Of.UNITS: Equipment.name, Of.TAGS: Tag.code}[choice.of]
    names = db.session.scalars(wanted.with_only_columns(name).order_by(name).limit(most)).all()
    said = [grouped(each) for each in names] if choice.of is Of.TAGS else names
    return Gone(said, _count(wanted.with_only_columns(key)))


def _count(wanted: Select[int]) -> int:
    return db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


_WITHIN_ROOM = (EquipmentType.position, Equipment.name, Equipment.id)


def _meant(choice: Choice) -> tuple[Any, Select[Any]]:
    """The key of what is meant, and the query for it, in use or not."""
    if choice.of is Of.TAGS:
        return Tag.id, _tags(choice)
    wanted = select(Room) if choice.of is Of.ROOMS else select(Equipment).join(Equipment.room)
    if choice.of is Of.UNITS:
        wanted = wanted.join(Equipment.model).join(EquipmentModel.type)
    wanted = wanted.join(Room.building).outerjoin(Room.floor).where(*_conditions(choice))
    return (Room.id if choice.of is Of.ROOMS else Equipment.id), wanted


def _conditions(choice: Choice) -> list[ColumnElement[bool]]:
    units = choice.of is Of.UNITS
    found: list[ColumnElement[bool]] = [false()] if choice.is_empty else []
    if choice.room_ids:
        found.append(Room.id.in_(choice.room_ids))
    if choice.building_ids:
        found.append(Room.building_id.in_(choice.building_ids))
    if units and choice.unit_ids:
        found.append(Equipment.id.in_(choice.unit_ids))
    if units and choice.type_id is not None:
        found.append(EquipmentModel.type_id == choice.type_id)
    found += [_says(word, units=units) for word in choice.words.split()]
    if choice.unprinted:
        found.append(_never_printed(units=units))
    return found


def _says(word: str, *, units: bool) -> ColumnElement[bool]:
    places = (contains(Room.searched, word), contains(func.lower(Building.name), word))
    return or_(*places, contains(Equipment.searched, word)) if units else or_(*places)


def _never_printed(*, units: bool) -> ColumnElement[bool]:
    """Whether the tag that it goes by was never on paper, or it has none."""
    home = Tag.equipment_id if units else Tag.room_id
    printed = select(home).where(Tag.printed_at.is_not(None), home.is_not(None), text(LIVE))
    return (Equipment.id if units else Room.id).not_in(printed)


def _in_use(choice: Choice) -> ColumnElement[bool]:
    if choice.of is Of.ROOMS:
        return Room.retired_at.is_(None)
    there = Room.retired_at.is_(None) & Equipment.retired_at.is_(None)
    return there & text(f"tag.{LIVE}") if choice.of is Of.TAGS else there


def _tags(choice: Choice) -> Select[Any]:
    home = func.coalesce(Tag.room_id, Equipment.room_id)
    wanted = select(Tag).outerjoin(Tag.equipment).outerjoin(Room, Room.id == home)
    if choice.batch_id is not None:
        printed = select(BatchTag.tag_id).where(BatchTag.batch_id == choice.batch_id)
        return wanted.where(Tag.id.in_(printed))
    return wanted.where(Tag.id.in_(choice.tag_ids))


def _in_order(choice: Choice) -> list[int]:
    usable = set(db.session.scalars(_tags(choice).with_only_columns(Tag.id).where(_in_use(choice))))
    if choice.batch_id is None:
        return [id_ for id_ in choice.tag_ids if id_ in usable]
    lines = select(BatchTag.tag_id).where(BatchTag.batch_id == choice.batch_id)
    return [id_ for id_ in db.session.scalars(lines.order_by(BatchTag.place)) if id_ in usable]
