"""Signals as an auditor reads them: what was seen, and what may be behind it. Never a ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app import formats
from app.checks.audits.signals import queries
from app.checks.audits.signals.noticing import FEWEST_AT_A_TAG, Kind, Signal
from app.checks.models import Check
from app.paging import PAGE_SIZE, Pages, Slice, pages
from app.places.words import where

KINDS: dict[Kind, Any] = {
    Kind.DWELL: _l("Quick checks"),
    Kind.TRAVEL: _l("Far apart"),
    Kind.TEXTS: _l("Same words"),
    Kind.READINGS: _l("Same readings"),
    Kind.PHOTOS: _l("Same photo"),
}
INNOCENT: dict[Kind, Any] = {
    Kind.DWELL: _l("An easy day, one unit instead of six, or somebody who knows the room."),
    Kind.TRAVEL: _l(
        "Two people with one account, a building entered under the wrong name, or checks "
        "that were looked at on the way and sent together."
    ),
    Kind.TEXTS: _l("The same fault in many rooms, or a phrase kept for it."),
    Kind.READINGS: _l("A gauge with a coarse scale, or something that has become steady."),
    Kind.PHOTOS: _l("One picture that shows both, or one chosen by mistake from the phone."),
}


@dataclass(frozen=True)
class SignalLine:
    """One signal of one check."""

    address: str
    room: str
    place: str
    when: str
    who: str
    kind: str
    seen: str
    innocent: str
    other_address: str
    other: str


@dataclass(frozen=True)
class SignalsPage:
    """The signals of a kind, or of all, newest first."""

    kinds: list[tuple[str, str]]
    chosen: str
    lines: tuple[SignalLine, ...]
    pages: Pages
    fewest: int


def signals_page(found: Sequence[Signal], kind: Kind | None, page: int) -> SignalsPage:
    """One page of them, with their checks."""
    number = min(page, max(-(-len(found) // PAGE_SIZE), 1))
    shown = found[(number - 1) * PAGE_SIZE :][:PAGE_SIZE]
    others = [each.other_id for each in shown if each.other_id]
    checks = queries.checks([*(each.check_id for each in shown), *others])
    part = Slice([each.check_id for each in shown], len(found), number)
    return SignalsPage(
        kinds=[("", _("All")), *((each.value, str(words)) for each, words in KINDS.items())],
        chosen=kind or "",
        lines=tuple(_line(each, checks) for each in shown),
        pages=pages(part, lambda number: url_for("checks.signals", kind=kind, page=number)),
        fewest=FEWEST_AT_A_TAG,
    )


def _line(signal: Signal, checks: dict[int, Check]) -> SignalLine:
    check = checks[signal.check_id]
    other = checks[signal.other_id] if signal.other_id else None
    return SignalLine(
        address=_address(check),
        room=check.room.name,
        place=where(check.room),
        when=_moment(check),
        who=check.person.name,
        kind=str(KINDS[signal.kind]),
        seen=" ".join(filter(None, (_seen(signal), _by_whose_clock(signal, check, other)))),
        innocent=str(INNOCENT[signal.kind]),
        other_address=_address(other) if other else "",
        other=_("%(room)s, %(when)s", room=other.room.name, when=_moment(other)) if other else "",
    )


def _address(check: Check) -> str:
    return url_for("checks.detail", check_id=check.id)


def _moment(check: Check) -> str:
    return formats.full_moment(check.done_at, check.room.support.zone)


def _by_whose_clock(signal: Signal, check: Check, other: Check | None) -> str:
    if signal.kind is not Kind.TRAVEL or not (check.is_offline or (other and other.is_offline)):
        return ""
    return _("Made without signal: the times are the phone's own.")


def _seen(signal: Signal) -> str:
    told = [formats.number(round(each, 2)) for each in signal.figures]
    match signal.kind:
        case Kind.DWELL:
            return _(
                "%(took)s s from scan to end. Nine in ten of %(count)s checks of this room took "
                "%(usual)s s or more.",
                took=formats.number(round(signal.figures[0])),
                usual=formats.number(round(signal.figures[1])),
                count=told[2],
            )
        case Kind.TRAVEL:
            gap = formats.number(round(signal.figures[0]))
            return _("It began %(gap)s s after another check, too far away for that.", gap=gap)
        case Kind.TEXTS:
            rooms = int(signal.figures[0])
            return ngettext(
                "“%(words)s” was written in %(num)d room, by the same person.",
                "“%(words)s” was written in %(num)d rooms, by the same person.",
                rooms,
                words=signal.words,
            )
        case Kind.READINGS:
            return _(
                "%(value)s was read %(count)s times in a row; those before vary.",
                value=told[0],
                count=told[1],
            )
    return _("The photo is, to the byte, that of an earlier check.")
