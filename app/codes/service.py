"""What can be done with a tag: issue, mark as printed, void, replace."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.codes.code import new_code
from app.codes.models import LIVE, MOVES, Tag, TagState
from app.database import insert_missing
from app.errors import Refusal
from app.extensions import db
from app.places.models import Room

BATCH = 500
"""Rooms asked for in one query; SQLite takes at most 32,766 values in one."""


def _move(tag: Tag, state: TagState) -> None:
    if state not in MOVES[tag.state]:
        raise Refusal(_("This tag is void. A void tag never answers again; print a new one."))
    tag.state = state


def issue(room: Room, *, at: datetime) -> Tag:
    """The room's live tag, or a new one with a fresh code where it has none."""
    return issue_all([room.id], at=at)[room.id]


def issue_all(room_ids: Sequence[int], *, at: datetime) -> dict[int, Tag]:
    """The live tag of each room, by the room's id; missing ones are made, all at once.

    Where somebody else makes one at the same moment, theirs is the room's tag for both.
    """
    found = _live_tags(room_ids)
    missing = sorted(set(room_ids) - set(found))  # in one order, or two could wait for each other
    if missing:
        db.session.execute(
            insert_missing(db.session, Tag, ["room_id"], LIVE),
            [
                {"room_id": id_, "code": new_code(), "state": TagState.ISSUED, "issued_at": at}
                for id_ in missing
            ],
        )
        found |= _live_tags(missing)
    return found


def _live_tags(room_ids: Sequence[int]) -> dict[int, Tag]:
    tags: dict[int, Tag] = {}
    for start in range(0, len(room_ids), BATCH):
        wanted = select(Tag).where(
            Tag.room_id.in_(room_ids[start : start + BATCH]), Tag.state != TagState.VOID
        )
        tags |= {tag.room_id: tag for tag in db.session.scalars(wanted)}
    return tags


def mark_printed(tags: Iterable[Tag], *, at: datetime) -> None:
    """Note that these tags came out of a printer; refused for a void one."""
    for tag in tags:
        _move(tag, TagState.PRINTED)
        tag.printed_at = at
    db.session.flush()


def void(tag: Tag, *, at: datetime) -> None:
    """Make the tag answer like one that never was, for good: it was lost or taken away."""
    _move(tag, TagState.VOID)
    tag.voided_at = at
    db.session.flush()
