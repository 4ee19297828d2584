"""What the page of all tags shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from flask import url_for
from flask_babel import get_timezone, ngettext
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app import formats
from app.codes import listing
from app.codes.code import grouped
from app.codes.listing import Doomed, FieldReport, TagFilter, Which
from app.codes.models import Tag, TagState
from app.paging import Pages, pages
from app.places.words import where


@dataclass(frozen=True)
class TagLine:
    """A tag in the list."""

    id: int
    code: str
    title: str
    where: str
    address: str
    """Of its own page, or on which a blank one is claimed; where it doesn't answer, of its home."""
    unit_address: str
    """Beside its own page, that of its unit; the page of a room's tag is that of the room."""
    state: TagState
    retired: bool
    printed: str
    placed: str
    placed_by: str
    opened: str
    bears: str
    can_print: bool


@dataclass(frozen=True)
class Figure:
    """A number that wants something, and the list behind it."""

    number: str
    words: str
    address: str
    tone: str


@dataclass(frozen=True)
class OldAddress:
    """An address that still stands on paper, and on how many tags."""

    address: str
    tags: str


@dataclass(frozen=True)
class TagsPage:
    """The list of tags."""

    wanted: TagFilter
    tags: Sequence[TagLine]
    pages: Pages
    figures: Sequence[Figure]
    waiting: str
    waiting_address: str
    rolls: Sequence[tuple[str, str]]
    """In the list of blank ones, the printings of which some wait: words, and where all are voided.
    """
    tick_address: str
    choices: list[tuple[str, str]]
    meaning: str
    old_addresses: Sequence[OldAddress]
    unnoted: str
    public_url: str
    is_new: bool

    @property
    def can_print(self) -> bool:
        """Whether any tag on this page can be ticked."""
        return any(tag.can_print for tag in self.tags)


def tags_page(wanted: TagFilter, page: int, public_url: str, now: datetime) -> TagsPage:
    """The page's tags, the figures over all of them, and what the list means."""
    found = listing.listed(wanted, page, public_url, at=now)
    report = listing.field_report(public_url, at=now)
    elsewhere = wanted.which is Which.ELSEWHERE
    old = listing.old_addresses(public_url, at=now) if elsewhere else []
    return TagsPage(
        wanted=wanted,
        tags=[_line(tag, now) for tag in found.tags],
        pages=pages(found.part, lambda number: _address(wanted, number)),
        figures=_figures(report),
        waiting=_waiting(report),
        waiting_address=_address(TagFilter(which=Which.UNCLAIMED)),
        rolls=_rolls() if wanted.which is Which.UNCLAIMED else [],
        tick_address=_address(wanted, page, ticked="page"),
        choices=_choices(),
        meaning=_meaning(wanted.which),
        old_addresses=[OldAddress(each, _count(number)) for each, number in old],
        unnoted=_unnoted(report) if elsewhere else "",
        public_url=public_url,
        is_new=not report.tags,
    )


@dataclass(frozen=True)
class Voiding:
    """What is asked before many tags are void."""

    title: str
    in_use: str
    """How many of them stand for something; empty where none does."""
    fields: Sequence[tuple[str, str]]
    """What the answer names them by."""


def voiding(found: Doomed, asked: MultiDict[str, str]) -> Voiding:
    """The question before these tags are void, with what they were asked for by."""
    title = ngettext("Void %(num)d tag?", "Void %(num)d tags?", len(found.ids))
    in_use = ngettext(
        "%(num)d of them stands for a room or a unit, which has no tag then.",
        "%(num)d of them stand for a room or a unit, which has no tag then.",
        found.bound,
    )
    named = [(name, each) for name in ("printed", "tag") for each in asked.getlist(name)]
    return Voiding(title, in_use if found.bound else "", named)


def _figures(report: FieldReport) -> list[Figure]:
    told = (
        (Which.UNPLACED, report.unplaced, _("printed, not placed yet")),
        (Which.WORN, report.worn, _("torn or faded")),
        (Which.UNSEEN, report.unseen, _("not opened for 180 days")),
        (Which.ELSEWHERE, report.elsewhere, _("with an old address")),
    )
    return [
        Figure(
            number=formats.number(number),
            words=words,
            address=_address(TagFilter(which=which)),
            tone="limits" if number else "ok",
        )
        for which, number, words in told
    ]


def _waiting(report: FieldReport) -> str:
    return (
        ngettext(
            "%(num)d blank tag waits to be claimed.",
            "%(num)d blank tags wait to be claimed.",
            report.unclaimed,
        )
        if report.unclaimed
        else ""
    )


def _unnoted(report: FieldReport) -> str:
    return (
        ngettext(
            "%(num)d more tag was printed before addresses were noted. Look at its paper.",
            "%(num)d more tags were printed before addresses were noted. Look at the paper of one.",
            report.unnoted,
        )
        if report.unnoted
        else ""
    )


def _count(number: int) -> str:
    return ngettext("%(num)d tag", "%(num)d tags", number)


def _choices() -> list[tuple[str, str]]:
    words = {
        Which.ALL: _("All tags"),
        Which.UNPLACED: _("Printed, not placed yet"),
        Which.UNCLAIMED: _("Blank, to be claimed"),
        Which.WORN: _("Torn or faded"),
        Which.UNSEEN: _("Not opened for 180 days"),
        Which.ELSEWHERE: _("With an old address"),
        Which.REPLACED: _("Replaced"),
        Which.VOID: _("Void"),
    }
    return [(which.value, words[which]) for which in Which]


def _meaning(which: Which) -> str:
    return {
        Which.UNPLACED: _(
            "They came out of a printer, and nobody has told yet that they hang. Whoever hangs one"
            " scans it and taps “Yes, it hangs here”. The longest wait comes first."
        ),
        Which.UNCLAIMED: _(
            "They were printed ahead and stand for nothing yet. Hang one, scan it signed in, and"
            " say what it is for."
        ),
        Which.WORN: _("They answer as before. Print them again, and change them on the wall."),
        Which.UNSEEN: _(
            "Nobody has opened these for 180 days. Look whether they still hang where they belong."
        ),
        Which.REPLACED: _("They still answer, and lead on to the tag that took their place."),
        Which.VOID: _("They answer like a code that never was, for good."),
    }.get(which, "")


def _rolls() -> list[tuple[str, str]]:
    zone = get_timezone() or UTC
    return [
        (
            _("%(tags)s, printed %(when)s", tags=_count(each), when=formats.full_moment(at, zone)),
            url_for("codes.ask_void", printed=at.isoformat()),
        )
        for at, each in listing.rolls()
    ]


def _address(wanted: TagFilter, page: int = 1, **more: str) -> str:
    said: dict[str, Any] = {
        "q": wanted.words,
        "which": wanted.which.value,
        "page": page if page > 1 else None,
        **more,
    }
    return url_for("codes.listing", **{name: value for name, value in said.items() if value})


def _line(tag: Tag, now: datetime) -> TagLine:
    zone = tag.home.support.zone if tag.is_bound else get_timezone() or UTC
    title, place = _stands_for(tag)
    retired = tag.is_bound and (
        tag.home.is_retired or (tag.equipment is not None and tag.equipment.is_retired)
    )
    return TagLine(
        id=tag.id,
        code=grouped(tag.code),
        title=title,
        where=place,
        address=_own_page(tag, retired=retired),
        unit_address=_unit_page(tag) if _answers(tag, retired=retired) else "",
        state=tag.state,
        retired=retired,
        printed=_day(tag.printed_at, now, zone),
        placed=_day(tag.placed_at, now, zone),
        placed_by=_("by %(name)s", name=tag.placed_by.name) if tag.placed_by else "",
        opened=formats.utc_day_in_words(tag.scanned_on, now) if tag.scanned_on else _("never"),
        bears=tag.address or "",
        can_print=tag.is_live and not retired,
    )


def _day(moment: datetime | None, now: datetime, zone: tzinfo) -> str:
    if moment is None:
        return _("not yet")
    return formats.day_in_words(moment.astimezone(zone).date(), now.astimezone(zone).date())


def _stands_for(tag: Tag) -> tuple[str, str]:
    """The room or the unit that it stands for, if any, and where that is."""
    if not tag.is_bound:
        return "", ""
    room = tag.home
    if tag.equipment is None:
        return room.name, where(room)
    return tag.equipment.name, _("%(room)s · %(place)s", room=room.name, place=where(room))


def _answers(tag: Tag, *, retired: bool) -> bool:
    return tag.is_bound and tag.state is not TagState.VOID and not retired


def _own_page(tag: Tag, *, retired: bool) -> str:
    if _answers(tag, retired=retired):
        return url_for("scan.tag", code=tag.code, _anchor="tag")
    if tag.is_bound:
        return _unit_page(tag) or url_for("scan.room", room_id=tag.home.id)
    return url_for("scan.claim", code=tag.code) if tag.is_live else ""


def _unit_page(tag: Tag) -> str:
    unit_id = tag.equipment_id
    return url_for("equipment.edit_unit", unit_id=unit_id) if unit_id else ""
