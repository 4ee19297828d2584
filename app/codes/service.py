"""What can be done with a tag: issue, print, claim, place, report as worn, replace, void."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import and_, case, or_, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from app.audit import service as audit
from app.audit.acts import Act
from app.codes.code import new_code
from app.codes.models import LIVE, MOVES, Tag, TagState
from app.database import insert_missing, rows_changed
from app.equipment.models import Equipment
from app.errors import Refusal
from app.extensions import db
from app.people.models import Person
from app.photos.models import Photo
from app.places.models import Room
from app.places.service import touch

BATCH = 500
"""Rooms asked for in one query; SQLite takes at most 32,766 values in one."""


def _move(tag: Tag, state: TagState) -> None:
    if state in MOVES[tag.state]:
        tag.state = state
    elif tag.state is TagState.REPLACED:
        raise Refusal(_("Another tag took the place of this one."))
    elif tag.state is TagState.VOID:
        raise Refusal(_("This tag is void. A void tag never answers again; print a new one."))
    else:
        raise Refusal(_("This tag is not on paper yet."))


def issue(room: Room, *, at: datetime) -> Tag:
    """The room's live tag, or a new one with a fresh code where it has none."""
    return issue_all([room.id], at=at)[room.id]


def issue_all(room_ids: Sequence[int], *, at: datetime) -> dict[int, Tag]:
    """The live tag of each room, by the room's id; missing ones are made, all at once.

    Where somebody else makes one at the same moment, theirs is the room's tag for both.
    """
    return _issued(Tag.room_id, room_ids, at)


def issue_for_units(unit_ids: Sequence[int], *, at: datetime) -> dict[int, Tag]:
    """The live tag of each unit, by the unit's id; missing ones are made, as for rooms."""
    return _issued(Tag.equipment_id, unit_ids, at)


def issue_blank(count: int, *, at: datetime) -> Sequence[Tag]:
    """New tags that stand for nothing yet: they are printed ahead, and claimed when scanned."""
    tags = [Tag(code=new_code(), state=TagState.BLANK, issued_at=at) for _n in range(count)]
    db.session.add_all(tags)
    db.session.flush()
    return tags


Home = InstrumentedAttribute[int | None]


def _issued(home: Home, ids: Sequence[int], at: datetime) -> dict[int, Tag]:
    found = _live_tags(home, ids)
    missing = sorted(set(ids) - set(found))  # in one order, or two could wait for each other
    if missing:
        fresh = {"state": TagState.BLANK, "issued_at": at}
        db.session.execute(
            insert_missing(db.session, Tag, [home.key], LIVE),
            [{home.key: id_, "code": new_code(), **fresh} for id_ in missing],
        )
        found |= _live_tags(home, missing)
    return found


def _live_tags(home: Home, ids: Sequence[int]) -> dict[int, Tag]:
    tags: dict[int, Tag] = {}
    for start in range(0, len(ids), BATCH):
        wanted = select(Tag).where(home.in_(ids[start : start + BATCH]), text(LIVE))
        tags |= {getattr(tag, home.key): tag for tag in db.session.scalars(wanted)}
    return tags


def mark_printed(tags: Iterable[Tag], *, address: str, at: datetime) -> None:
    """Note that these tags came out of a printer, bearing that public address.

    One that is in its place stays so, as its old paper is still on the wall. Refused for one that
    is void or replaced.
    """
    printed = list(tags)
    for tag in printed:
        if tag.state is not TagState.PLACED:
            _move(tag, TagState.PRINTED)
    mark_all_printed([tag.id for tag in printed], address=address, at=at)


def mark_all_printed(tag_ids: Sequence[int], *, address: str, at: datetime) -> None:
    """Note the same of many tags, thousands in a second; void and replaced ones stay so.

    What was on paper before bears its old address until somebody says that the new paper hangs:
    not all that is printed is hung.
    """
    first = and_(Tag.printed_at.is_(None), Tag.placed_at.is_(None))
    differs = or_(Tag.address.is_(None), Tag.address != address)
    noted = {
        "printed_at": at,
        "address": case((first, address), else_=Tag.address),
        "fresh_address": case((and_(~first, differs), address)),
    }
    fresh = {**noted, "state": TagState.PRINTED}
    for start in range(0, len(tag_ids), BATCH):
        these = update(Tag).where(Tag.id.in_(tag_ids[start : start + BATCH]))
        db.session.execute(these.where(Tag.state == TagState.PLACED).values(noted))
        becoming = [state for state in TagState if TagState.PRINTED in MOVES[state]]
        db.session.execute(these.where(Tag.state.in_(becoming)).values(fresh))


def place(tag: Tag, by: Person, *, photo: Photo | None = None, at: datetime) -> None:
    """Note that somebody saw the tag where it belongs, perhaps with a photo of it there."""
    _move(tag, TagState.PLACED)
    tag.placed_at, tag.placed_by_id = at, by.id
    tag.address, tag.fresh_address = tag.fresh_address or tag.address, None
    tag.photo_id = photo.id if photo else tag.photo_id
    seen(tag, at=at)


def claim(
    tag: Tag, home: Room | Equipment, by: Person, *, photo: Photo | None = None, at: datetime
) -> None:
    """Let a blank tag stand for this room or unit from now on, and be in its place.

    Where the room or unit has a tag already, that one is replaced: it answers, and leads on.
    Refused for a tag that stands for something already; a unit comes with its room.
    """
    if tag.is_bound:
        raise Refusal(_("This tag stands for something already."))
    _hold(home if isinstance(home, Room) else home.room)
    column = Tag.room_id if isinstance(home, Room) else Tag.equipment_id
    live = select(Tag).where(column == home.id, text(LIVE)).with_for_update()
    if old := db.session.scalar(live):
        _end(old, tag, at)
    with _alone():
        setattr(tag, column.key, home.id)
        db.session.flush()
    place(tag, by, photo=photo, at=at)


def replace(tag: Tag, *, at: datetime) -> Tag:
    """A new tag in the place of this one, which answers on and leads to the same page.

    Refused for one that is void or replaced; the tag comes with its home.
    """
    _hold(tag.home)
    db.session.refresh(tag, ["state"], with_for_update=True)  # it may have changed meanwhile
    new = Tag(code=new_code(), state=TagState.BLANK, issued_at=at)
    db.session.add(new)
    db.session.flush()
    _end(tag, new, at)
    with _alone():
        new.room_id, new.equipment_id = tag.room_id, tag.equipment_id
        db.session.flush()
    return new


def _hold(room: Room) -> None:
    """Let nobody else change a tag of the room, or of a unit in it, before we are done."""
    touch(room)
    db.session.flush()


def _end(old: Tag, new: Tag, at: datetime) -> None:
    """End the life of a tag in favour of another; first, as only one of a home may be live."""
    _move(old, TagState.REPLACED)
    old.replaced_at, old.replaced_by_id = at, new.id
    db.session.flush()


@contextmanager
def _alone() -> Iterator[None]:
    """Let the block give a home its tag, or refuse where it was given another just now."""
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError as error:
        raise Refusal(_("Another tag was made for this just now. Please try again.")) from error


def mark_worn(tag: Tag, *, at: datetime) -> None:
    """Note that the tag is torn or faded and wants to be printed again; it answers as before."""
    _move(tag, TagState.WORN)
    tag.worn_at = at
    db.session.flush()


def seen(tag: Tag, *, at: datetime) -> None:
    """Note the day on which the tag was opened; only the day, and only the last one."""
    if tag.scanned_on is None or tag.scanned_on < at.date():
        tag.scanned_on = at.date()
    db.session.flush()


def void(tag: Tag, *, at: datetime) -> None:
    """Make the tag answer like one that never was, for good: it was lost or taken away."""
    _move(tag, TagState.VOID)
    tag.voided_at = at
    db.session.flush()


def void_all(tag_ids: Sequence[int], *, at: datetime) -> None:
    """Void many tags, as a stolen roll of them; those that are void already stay as they are."""
    ending, count = [state for state in TagState if TagState.VOID in MOVES[state]], 0
    for start in range(0, len(tag_ids), BATCH):
        these = update(Tag).where(Tag.id.in_(tag_ids[start : start + BATCH]))
        voided = these.where(Tag.state.in_(ending)).values(state=TagState.VOID, voided_at=at)
        count += rows_changed(db.session.execute(voided))
    audit.note(Act.TAG_VOIDED, name=str(count), changes={"tags": (None, count)}, at=at)
