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
from app.scan.unit_pages import words_of

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
    unprinted_id: int | None
    """Of a replaced one: the tag that took its place, where that is on no paper yet."""
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
        asks=scanned
        and TagState.PLACED in moves
        and (tag.state in UNPLACED or tag.fresh_address is not None),
        question=_question(tag),
        successor=_successor(facts) if tag.state is TagState.REPLACED else "",
        unprinted_id=new.id if (new := facts.successor) and new.printed_at is None else None,
        can_hang=TagState.PLACED in moves and (tag.state is TagState.WORN or tag.is_printed_again),
        can_wear=TagState.WORN in moves and tag.state is not TagState.WORN,
        can_replace=TagState.REPLACED in moves,
    )


def _question(tag: Tag) -> str:
    what = words_of(tag)
    if address := tag.fresh_address:
        return _(
            "Does the new paper of %(what)s hang here, with %(address)s on it?",
            what=what,
            address=address,
        )
    return _("Is this tag in its place, %(what)s?", what=what)


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


@dataclass(frozen=True)
class Ending:
    """What is asked before a tag is replaced or void."""

    shown: str
    what: str
    """What it stands for; empty for a blank one."""
    title: str
    sentence: str
    act: str
    address: str
    back: str


def replacing(tag: Tag) -> Ending:
    """The question before another tag takes the place of this one."""
    sentence = _("A new code takes its place. The old one still answers, and leads on.")
    address = url_for("scan.replace", code=tag.code)
    return _ending(tag, _("Replace this tag?"), sentence, _("Replace this tag"), address)


def voiding(tag: Tag) -> Ending:
    """The question before a tag, perhaps a blank one, is void."""
    sentence = _("A void tag never answers again.")
    address = url_for("scan.void", code=tag.code)
    return _ending(tag, _("Void this tag?"), sentence, _("Void this tag"), address)


def _ending(tag: Tag, title: str, sentence: str, act: str, address: str) -> Ending:
    back = url_for("scan.claim", code=tag.code)
    return Ending(
        shown=grouped(tag.code),
        what=words_of(tag) if tag.is_bound else "",
        title=title,
        sentence=sentence,
        act=act,
        address=address,
        back=url_for("scan.tag", code=tag.code, _anchor="tag") if tag.is_bound else back,
    )
