"""The list of tags: what waits to be hung, printed again or looked for; quick at 50,000 tags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict

from app.codes.code import read_code
from app.codes.models import Tag, TagState
from app.codes.queries import with_home
from app.equipment.models import Equipment
from app.extensions import db
from app.numbers import LARGEST
from app.paging import Slice, contains, slice_of
from app.places.models import Building, Room

UNSEEN_AFTER = timedelta(days=180)
"""After which a tag that nobody opened is looked for: a term and the break behind it."""
ON_PAPER = (TagState.PRINTED, TagState.PLACED, TagState.WORN)
BOUND = or_(Tag.room_id.is_not(None), Tag.equipment_id.is_not(None))
"""Whether it stands for a room or a unit."""
UNCLAIMED = and_(Tag.state.in_((TagState.BLANK, TagState.PRINTED)), ~BOUND)
ROLLS = 10
"""Printings of blank tags that are told of."""
PART_OF_CODE = 3
"""Characters from which on a word is looked for in codes as well."""


class Which(StrEnum):
    """The lists that there are. All but the first and the last two leave out what is retired."""

    ALL = ""
    """Whatever stands for something; with words, whatever answers to them."""
    UNPLACED = "unplaced"
    """Printed, perhaps once more, and nobody told that this paper hangs."""
    UNCLAIMED = "unclaimed"
    """Printed ahead: it stands for nothing yet."""
    WORN = "worn"
    UNSEEN = "unseen"
    """On paper, and not opened for 180 days."""
    ELSEWHERE = "elsewhere"
    """On paper that bears another address than the public one: in its place, or on the way."""
    REPLACED = "replaced"
    VOID = "void"


@dataclass(frozen=True)
class TagFilter:
    """Which tags are asked for."""

    words: str = ""
    which: Which = Which.ALL


@dataclass(frozen=True)
class Tags:
    """One page of the list."""

    tags: Sequence[Tag]
    part: Slice


@dataclass(frozen=True)
class Doomed:
    """Tags that are to be void together."""

    ids: Sequence[int]
    bound: int
    """How many of them stand for a room or a unit."""


@dataclass(frozen=True)
class FieldReport:
    """How many tags there are, and how many of them want something."""

    tags: int
    unplaced: int
    unclaimed: int
    worn: int
    unseen: int
    elsewhere: int
    unnoted: int
    """On paper since before the address on it was noted."""


def wanted_tags(asked: MultiDict[str, str]) -> TagFilter:
    """The filter that an address asks for; what makes no sense is left out."""
    which = asked.get("which", "")
    return TagFilter(
        words=" ".join(asked.get("q", "").split())[:200],
        which=Which(which) if which in set(Which) else Which.ALL,
    )


def listed(wanted: TagFilter, page: int, public_url: str, *, at: datetime) -> Tags:
    """The page's tags with all that a line shows, and where the page stands."""
    ids = _ids(wanted, public_url, at)
    if wanted == TagFilter():
        ids = ids.where(BOUND)  # or a roll of blank ones would stand before all others
    part = slice_of(ids, page, count=not wanted.words)
    found = db.session.scalars(
        select(Tag).where(Tag.id.in_(part.ids)).options(*with_home(), joinedload(Tag.placed_by))
    )
    by_id = {tag.id: tag for tag in found}
    return Tags([by_id[key] for key in part.ids], part)


def keys(wanted: TagFilter, public_url: str, *, at: datetime) -> Sequence[int]:
    """The keys of all tags asked for, in the order of the list; of all tags, blank ones as well."""
    return db.session.scalars(_ids(wanted, public_url, at)).all()


def doomed(asked: MultiDict[str, str], *, to_change: bool = False) -> Doomed:
    """The tags that are to be void together: those of `tag`, or the unclaimed ones of `printed`.

    What is void already is left out. With `to_change`, nobody else changes them before we are done.
    """
    ticked = [int(each) for each in asked.getlist("tag") if _is_key(each)]
    wanted: ColumnElement[bool] = Tag.id.in_(ticked)
    if printed := _moment(asked.get("printed", "")):
        wanted = and_(Tag.printed_at == printed, UNCLAIMED)
    rows = select(Tag.id, BOUND).where(wanted, Tag.state != TagState.VOID)
    found = db.session.execute(rows.with_for_update() if to_change else rows).all()
    return Doomed([each[0] for each in found], sum(1 for each in found if each[1]))


def _is_key(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) <= 10 and int(typed) <= LARGEST


def _moment(typed: str) -> datetime | None:
    """A moment with its zone, or None where the words are none."""
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def rolls() -> list[tuple[datetime, int]]:
    """The last printings of which blank tags wait to be claimed, and how many of each do."""
    number = func.count()
    rows = select(Tag.printed_at, number).where(UNCLAIMED, Tag.printed_at.is_not(None))
    rows = rows.group_by(Tag.printed_at).order_by(Tag.printed_at.desc()).limit(ROLLS)
    return [(printed, count) for printed, count in db.session.execute(rows) if printed]


def field_report(public_url: str, *, at: datetime) -> FieldReport:
    """The figures of all tags at this moment, in one query."""
    wanted = (Which.UNPLACED, Which.UNCLAIMED, Which.WORN, Which.UNSEEN, Which.ELSEWHERE)
    unnoted = and_(Tag.state.in_(ON_PAPER), Tag.printed_at.is_not(None), Tag.address.is_(None))
    told = [_is(which, public_url, at) for which in wanted] + [and_(unnoted, _in_use())]
    counts: list[Any] = [func.count(), *(func.count().filter(each) for each in told)]
    return FieldReport(*db.session.execute(select(*counts).select_from(Tag)).one())


def old_addresses(public_url: str, *, at: datetime) -> list[tuple[str, int]]:
    """The other addresses that stand on paper, each with how many tags bear it, most first."""
    number = func.count()
    rows = select(Tag.address, number).where(_is(Which.ELSEWHERE, public_url, at))
    return [
        (address, count)
        for address, count in db.session.execute(
            rows.group_by(Tag.address).order_by(number.desc(), Tag.address)
        )
        if address
    ]


def _ids(wanted: TagFilter, public_url: str, at: datetime) -> Select[int]:
    ids = select(Tag.id)
    if wanted.which is not Which.ALL:
        ids = ids.where(_is(wanted.which, public_url, at))
    return ids.where(*_said(wanted.words)).order_by(*_order(wanted.which))


def _in_use() -> ColumnElement[bool]:
    """Whether neither its room nor its unit is retired; the few that are come from an index."""
    rooms = select(Room.id).where(Room.retired_at.is_not(None))
    units = select(Equipment.id).where(
        or_(Equipment.retired_at.is_not(None), Equipment.room_id.in_(rooms))
    )
    return and_(
        or_(Tag.room_id.is_(None), Tag.room_id.not_in(rooms)),
        or_(Tag.equipment_id.is_(None), Tag.equipment_id.not_in(units)),
    )


def _is(which: Which, public_url: str, at: datetime) -> ColumnElement[bool]:
    since = at - UNSEEN_AFTER
    never = and_(Tag.scanned_on.is_(None), Tag.printed_at < since)
    on_paper = Tag.state.in_(ON_PAPER)
    told = {
        Which.UNPLACED: and_(Tag.state == TagState.PRINTED, BOUND),
        Which.UNCLAIMED: UNCLAIMED,
        Which.WORN: Tag.state == TagState.WORN,
        Which.UNSEEN: and_(on_paper, BOUND, or_(Tag.scanned_on < since.date(), never)),
        Which.ELSEWHERE: and_(on_paper, func.lower(Tag.address) != public_url.lower()),
        Which.REPLACED: Tag.state == TagState.REPLACED,
        Which.VOID: Tag.state == TagState.VOID,
    }[which]
    return told if which in {Which.REPLACED, Which.VOID} else and_(told, _in_use())


def _order(which: Which) -> tuple[Any, ...]:
    """What has waited longest comes first; of all tags the newest."""
    return {
        Which.UNPLACED: (Tag.printed_at, Tag.id),
        Which.UNCLAIMED: (Tag.printed_at.desc(), Tag.id),
        Which.WORN: (Tag.worn_at, Tag.id),
        Which.UNSEEN: (Tag.scanned_on.asc().nulls_first(), Tag.printed_at, Tag.id),
        Which.ELSEWHERE: (Tag.printed_at, Tag.id),
        Which.REPLACED: (Tag.replaced_at.desc(), Tag.id),
        Which.VOID: (Tag.voided_at.desc(), Tag.id),
    }.get(which, (Tag.id.desc(),))


def _said(words: str) -> list[ColumnElement[bool]]:
    """A whole code in any spelling, alone or at the end of its address; else each of the words."""
    if code := read_code(words.rpartition("/")[2]):
        return [Tag.code == code]
    return [_says(word) for word in words.split()]


def _says(word: str) -> ColumnElement[bool]:
    named = select(Building.id).where(contains(func.lower(Building.name), word))
    rooms = select(Room.id).where(or_(contains(Room.searched, word), Room.building_id.in_(named)))
    units = select(Equipment.id).where(
        or_(contains(Equipment.searched, word), Equipment.room_id.in_(rooms))
    )
    said: list[ColumnElement[bool]] = [Tag.room_id.in_(rooms), Tag.equipment_id.in_(units)]
    part = word.replace("-", "")
    if len(part) >= PART_OF_CODE:
        said.append(contains(func.lower(Tag.code), part))
    return or_(*said)
