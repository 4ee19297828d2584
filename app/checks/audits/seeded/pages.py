"""Faults made on purpose, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app import formats
from app.checks.audits.figures import Share
from app.checks.audits.pages import bounds, percents
from app.checks.audits.seeded.queries import TOO_LONG, Seeded
from app.checks.words import thing
from app.places.words import where


@dataclass(frozen=True)
class SeededLine:
    """One of them, and what came of it."""

    id: int
    title: str
    place: str
    what: str
    made: str
    state: str
    word: str
    told: str
    check_address: str
    fault_address: str
    fault_number: int | None
    is_fault_open: bool
    stands: bool
    reminder: str


@dataclass(frozen=True)
class SeededPage:
    """All of them, with how often they were found."""

    share: str
    bounds: str
    sentence: str
    lines: tuple[SeededLine, ...]


def seeded_page(found: Sequence[Seeded], at: datetime) -> SeededPage:
    """The page; what stands and was not looked at yet counts for nothing."""
    hits = sum(each.row.found_id is not None for each in found)
    share = Share(hits, hits + sum(each.missed for each in found))
    return SeededPage(
        share=percents(share.value) if share.is_telling else "",
        bounds=bounds(share),
        sentence=ngettext(
            "%(part)d of %(num)d check that could find one did.",
            "%(part)d of %(num)d checks that could find one did.",
            share.whole,
            part=share.part,
        ),
        lines=tuple(_line(each, at) for each in found),
    )


def _line(each: Seeded, at: datetime) -> SeededLine:
    row = each.row
    state, word = _state(each)
    made = _("made by %(who)s, %(when)s", who=row.seeded_by.name, when=_when(each))
    late = row.ended_at is None and at - row.seeded_at > TOO_LONG
    return SeededLine(
        id=row.id,
        title=_("%(room)s: %(what)s", room=row.room.name, what=_unit(each)),
        place=where(row.room),
        what=row.what,
        made=made,
        state=state,
        word=word,
        told=_told(each),
        check_address=url_for("checks.detail", check_id=row.found_id) if row.found_id else "",
        fault_address=url_for("checks.of_fault", fault_id=each.fault.id) if each.fault else "",
        fault_number=each.fault.id if each.fault else None,
        is_fault_open=each.fault is not None and each.fault.state.is_open,
        stands=row.ended_at is None,
        reminder=_reminder(at - row.seeded_at) if late else "",
    )


def _reminder(for_: timedelta) -> str:
    days = ngettext("%(num)d day", "%(num)d days", for_.days)
    return _("It has stood for %(days)s. Put it right.", days=days)


def _when(each: Seeded) -> str:
    return formats.full_moment(each.row.seeded_at, each.row.room.support.zone)


def _unit(each: Seeded) -> str:
    return thing(each.row.equipment.name if each.row.equipment else None)


def _state(each: Seeded) -> tuple[str, str]:
    if each.row.found_id:
        return "pass", _("Found")
    if each.row.ended_at is None:
        return "waiting", _("Stands")
    return ("fail", _("Missed")) if each.missed else ("unchecked", _("Nobody looked"))


def _told(each: Seeded) -> str:
    missed = ngettext("missed by %(num)d check", "missed by %(num)d checks", each.missed)
    if each.row.found:
        by = _("found by %(who)s", who=each.row.found.person.name)
        return f"{missed}, {by}" if each.missed else by
    return missed if each.missed else _("no check has looked at it")
