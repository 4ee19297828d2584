"""The life of a tag as staff see it: where it is in it, who hung it, and what they can do."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from app import formats
from app.codes.code import grouped
from app.codes.models import MOVES, Tag, TagState
from app.places.models import Room
from app.scan.queries import TagFacts

UNPLACED = (TagState.BLANK, TagState.PRINTED)


@dataclass(frozen=True)
class TagLife:
    """Everything in the section about a tag."""

    id: int
    code: str
    """As addresses bear it."""
    shown: str
    state: TagState
    is_on_paper: bool
    printed: str
    placed: str
    placed_by: str
    placed_iso: str | None
    photo_address: str
    opened: str
    worn: str
    asks: bool
    """Whether whoever scanned it is asked whether it hangs in its place."""
    question: str
    successor: str
    """Of a replaced one: what to do about it, as a sentence."""
    can_hang: bool
    can_wear: bool
    can_replace: bool


def tag_life(facts: TagFacts, room: Room, now: datetime, *, scanned: bool) -> TagLife:
    """The section as it stands at this moment, in the local time of the room."""
    tag, zone = facts.tag, room.support.zone
    today, moves = now.astimezone(zone).date(), MOVES[tag.state]

    def day(moment: datetime | None) -> str:
        return formats.day_in_words(moment.astimezone(zone).date(), today) if moment else ""

    return TagLife(
        id=tag.id,
        code=tag.code,
        shown=grouped(tag.code),
        state=tag.state,
        is_on_paper=tag.printed_at is not None,
        printed=day(tag.printed_at) or _("not yet"),
        placed=day(tag.placed_at) or _("not yet"),
        placed_by=_("by %(name)s", name=facts.placed_by.name) if facts.placed_by else "",
        placed_iso=tag.placed_at.isoformat() if tag.placed_at else None,
        photo_address=url_for("photos.show", key=facts.photo.key) if facts.photo else "",
        opened=formats.utc_day_in_words(tag.scanned_on, now) if tag.scanned_on else _("not yet"),
        worn=day(tag.worn_at) if tag.state is TagState.WORN else "",
        asks=scanned and (tag.state in UNPLACED or tag.fresh_address is not None),
        question=_question(tag),
        successor=_successor(facts) if tag.state is TagState.REPLACED else "",
        can_hang=tag.state is TagState.WORN or tag.is_printed_again,
        can_wear=TagState.WORN in moves and tag.state is not TagState.WORN,
        can_replace=TagState.REPLACED in moves,
    )


def _question(tag: Tag) -> str:
    if address := tag.fresh_address:
        return _("Does its new paper hang here, with %(address)s on it?", address=address)
    return _("Is this tag in its place?")


def _successor(facts: TagFacts) -> str:
    new: Tag | None = facts.successor
    if new is None:
        return _("It still works, but no other tag stands for this now. Print a new one.")
    values = {"code": grouped(new.code)}
    if new.state is TagState.PLACED:
        return _("It still works, but %(code)s hangs here now. Take this one down.", **values)
    return _(
        "It still works. Hang the new one, %(code)s, in its place, then take this one down.",
        **values,
    )
