"""A reporter's own page, and those that confirm and stop, as plain values.

What is not built here can't be read by whoever holds a report's address: no name, no contact, no
words of another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.faults import words
from app.faults.following import queries
from app.faults.following.forms import STARS
from app.faults.following.service import MOST_PHOTOS, RATED
from app.faults.meanwhile.queries import instead
from app.faults.models import (
    Channel,
    Event,
    Fault,
    FaultState,
    Follower,
    FollowVia,
    Kind,
    Promise,
    Report,
    Restoration,
)
from app.faults.pages import Line, line
from app.faults.promises.words import next_promise
from app.photos.models import Photo
from app.places.contingency.words import Advice
from app.places.models import Room
from app.places.support import is_open
from app.places.words import where


@dataclass(frozen=True)
class Picture:
    """A photo as the page shows it."""

    address: str
    width: int
    height: int


@dataclass(frozen=True)
class Followed:
    """An address that is told, or was asked: as its owner knows it, and nobody else."""

    id: int
    words: str
    icon: str = "mail"
    asks: bool = False
    """Whether it is confirmed here: it wrote the report, and only its owner was sent this page."""


@dataclass(frozen=True)
class ReporterPage:
    """What somebody who reported a fault may read of it: no names, no contacts.

    Of the notes only the public ones and, in `note`, the lines that they wrote themselves.
    """

    secret: str
    title: str
    place: str
    room: str
    where: str
    tone: FaultState
    """Whose colour and shape it has: to have reported is no alarm to whoever did."""
    state_word: str
    merged: bool
    """Whether others had told of it before: what is shown is how that stands."""
    meaning: str
    """What is promised now; where nothing is, what the state means."""
    told: str
    note: tuple[str, ...]
    photos: tuple[Picture, ...]
    can_add_photo: bool
    detail: str
    instead: Advice | None
    """What to use until it works; None where nothing is down."""
    danger: bool
    help: tuple[str, ...]
    phone: str
    phone_title: str
    can_confirm: bool
    can_contradict: bool
    can_follow: bool
    followed: tuple[Followed, ...]
    can_rate: bool
    rated: str
    """The rating that was given, in words; empty where none was."""
    rated_note: str
    timeline: tuple[Line, ...]


@dataclass(frozen=True)
class Around:
    """What belongs to a report besides its fault."""

    fault: Fault
    """What it is of by now: where its fault was merged, the one that it was merged into."""
    room: Room
    """The room that reporters know it by, which a unit may have left that broke there."""
    promises: Sequence[Promise]
    followers: Sequence[Follower]
    photos: Sequence[Photo]
    told: int


def reporter_page(report: Report, around: Around, now: datetime) -> ReporterPage:
    """The page that the report's secret opens, at this moment."""
    fault, room = around.fault, around.room
    zone, swapped = room.support.zone, _swapped(fault)
    is_down = fault.state.is_open and not swapped
    state = FaultState.RESTORED if swapped else fault.state
    public = [entry for entry in fault.timeline if entry.public]
    promise = next_promise(around.promises, fault, now, zone)
    return ReporterPage(
        secret=report.secret,
        title=str(_(words.title(fault))),
        place=words.place(fault),
        room=room.name,
        where=where(room),
        tone=FaultState.SEEN if state is FaultState.REPORTED else state,
        state_word=str(words.STATES[state]),
        merged=fault is not report.fault,
        meaning=swapped or promise or _meaning(fault),
        told=ngettext("%(num)d report", "%(num)d reports", around.told),
        note=tuple(each for each in report.note.split("\n") if each.strip()),
        photos=tuple(_picture(report, each) for each in around.photos),
        can_add_photo=is_down and len(around.photos) < MOST_PHOTOS,
        detail=fault.detail,
        instead=instead(room, [fault], now) if is_down else None,
        danger=fault.symptom.danger and is_down,
        help=() if swapped else _help(report, fault),
        phone=room.support.phone,
        phone_title=_("Can't wait? Call, we are there.")
        if is_open(room.support, now)
        else _("Can't wait? Call in the support hours."),
        can_confirm=fault.state in {FaultState.RESTORED, FaultState.RESOLVED}
        and not _confirmed(fault),
        can_contradict=fault.state in {FaultState.RESTORED, FaultState.RESOLVED, FaultState.CLOSED},
        can_follow=is_down or fault.state is FaultState.RESTORED,
        followed=tuple(_followed(each, report) for each in around.followers),
        can_rate=_can_rate(report, fault),
        rated=str(STARS[report.rating]) if report.rating else "",
        rated_note=report.rating_note,
        timeline=tuple(line(entry, words.role_of(entry), now, zone) for entry in reversed(public)),
    )


def _swapped(fault: Fault) -> str:
    """What was told when another unit took the broken one's place; empty where none has since.

    The fault is still open then, as the repair of the broken unit, and nobody waits for that.
    """
    for entry in reversed(fault.timeline):
        if entry.event is Event.SWAPPED and fault.state.is_open:
            return entry.note
        if entry.state in {FaultState.REPORTED, FaultState.REOPENED}:
            return ""
    return ""


def _meaning(fault: Fault) -> str:
    """What its state means; what was mended is not said to be looked for any more."""
    if fault.state is FaultState.RESTORED and fault.restoration is Restoration.REPAIR:
        return _("It is mended, and you can use it.")
    return str(words.MEANINGS[fault.state])


def _help(report: Report, fault: Fault) -> tuple[str, ...]:
    """What to try meanwhile, where something is broken; what keeps one safe stays in view.

    A tag offers the rest before the report: whoever told us there has tried it.
    """
    tried = report.channel is Channel.TAG and not fault.symptom.danger
    if tried or not fault.state.is_open or fault.kind is not Kind.BROKEN:
        return ()
    return tuple(str(_(each)) for each in fault.symptom.self_help.split("\n") if each)


def _picture(report: Report, photo: Photo) -> Picture:
    address = url_for("faults.reporter_photo", secret=report.secret, key=photo.key)
    return Picture(address, photo.width, photo.height)


def _followed(follower: Follower, report: Report) -> Followed:
    if follower.via is FollowVia.PUSH:
        return Followed(follower.id, _("A phone or browser is told."), "phone")
    address = queries.masked(follower.address)
    if queries.confirms_here(follower, report):
        return Followed(
            follower.id, _("Shall we write to %(address)s?", address=address), asks=True
        )
    if follower.confirmed_at:
        return Followed(follower.id, _("%(address)s is told.", address=address))
    asked = _("%(address)s: open our message there and confirm it.", address=address)
    return Followed(follower.id, asked)


def _can_rate(report: Report, fault: Fault) -> bool:
    return fault.state in RATED and not (fault.state is FaultState.CLOSED and report.rating)


def _confirmed(fault: Fault) -> bool:
    """Whether a reporter has confirmed since it was last restored."""
    for entry in reversed(fault.timeline):
        if entry.event is Event.WORKS_AGAIN:
            return True
        if entry.state is FaultState.RESTORED:
            return False
    return False


@dataclass(frozen=True)
class FollowerPage:
    """The pages that a message leads to: what it is about, and whose address it is."""

    secret: str
    what: str
    address: str
    confirmed: bool
    stopped: bool


def _whose(follower: Follower) -> str:
    if not follower.address:
        return ""
    is_push = follower.via is FollowVia.PUSH
    return _("a phone or browser") if is_push else queries.masked(follower.address)


def follower_page(follower: Follower) -> FollowerPage:
    """What the owner of an address is asked; nothing on it was typed by a stranger."""
    fault = follower.report.fault
    return FollowerPage(
        secret=follower.secret,
        what=queries.called(fault, queries.room_of(fault)),
        address=_whose(follower),
        confirmed=follower.confirmed_at is not None,
        stopped=follower.stopped_at is not None,
    )
