"""What a scanned tag shows in the list of those that were scanned."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _

from app.checks.models import Scope
from app.checks.rounds import beside, queries, words
from app.codes.code import grouped
from app.codes.models import Tag, TagState
from app.people.models import Person
from app.places.models import Room
from app.places.words import where


@dataclass(frozen=True)
class Card:
    """A tag of ours: what it is on, how things stand there, and where it leads."""

    code: str
    title: str
    place: str
    address: str
    check_address: str
    scan: str
    """What a check that begins here says of its scan; empty where the code was typed."""
    state: str
    word: str
    lines: tuple[str, ...]
    failed: tuple[str, ...]


def card(tag: Tag, person: Person, scan: str, *, at: datetime) -> Card:
    """The card of a tag that stands for something; it comes with its home and all its places."""
    room = tag.home
    today = at.astimezone(room.support.zone).date()
    work = beside.due_in([room.id], today).get(room.id, [])
    state, word = _state(room, today, is_work_due=bool(work))
    failed = beside.failed_for([room.id], person.id, at).get(room.id, [])
    return Card(
        code=tag.code,
        title=f"{room.name}: {tag.equipment.name}" if tag.equipment else room.name,
        place=where(room),
        address=url_for("scan.tag", code=tag.code, scan=scan or None),
        check_address=url_for("scan.check", code=tag.code, scan=scan or None),
        scan=scan,
        state=state,
        word=word,
        lines=(
            *words.due(room, work, Scope.ROOM_CHECK, today),
            *_of_round(room, person, at),
            *_of_tag(tag),
        ),
        failed=tuple(words.failed(each) for each in failed),
    )


def _state(room: Room, today: date, *, is_work_due: bool) -> tuple[str, str]:
    """How a room stands to the day: as a state of our badges, and as a word."""
    if room.check_due_on < today:
        return "overdue", _("Overdue")
    checked = room.last_checked_at
    if checked and checked.astimezone(room.support.zone).date() == today:
        return "pass", _("Checked today")
    if is_work_due or room.check_due_on == today:
        return "due", _("Due")
    return "na", _("Not due")


def _of_round(room: Room, person: Person, at: datetime) -> Iterator[str]:
    """Which of the person's rounds the room is in; that it is in none, to whoever walks one."""
    walk = queries.here(room.id, person, at=at)
    if walk:
        yield _("In your round “%(round)s”", round=walk.name)
    elif any(each.started_at for each in queries.waiting_for(person)):
        yield _("Not in your round")


def _of_tag(tag: Tag) -> Iterator[str]:
    if tag.state is TagState.REPLACED:
        yield _("Another tag hangs for it now: take this one down.")


@dataclass(frozen=True)
class Blank:
    """A tag that stands for nothing yet."""

    code: str
    written: str
    address: str


def blank(tag: Tag) -> Blank:
    """The card of a tag that waits to be claimed."""
    return Blank(tag.code, grouped(tag.code), url_for("scan.claim", code=tag.code))
