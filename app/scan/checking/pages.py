"""The check of a room as a page: a card for each unit, what failed last time, what to mend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app import formats
from app.checks import queries as checks
from app.checks.logging.failing import latest_findings
from app.checks.models import Check, Scope
from app.codes.models import Tag
from app.equipment.models import Equipment
from app.equipment.queries import units_in
from app.faults.models import Channel, Fault
from app.faults.queries import open_in_room, symptoms_by_type
from app.places.bookings import queries as bookings
from app.places.bookings import words as booked
from app.places.models import Room
from app.places.words import where
from app.scan.checking import parts, still
from app.scan.checking.answers import Sent, UnitAnswer, answers
from app.scan.checking.parts import PartLine, Parts, part_lines
from app.scan.checking.still import Asked, asked


@dataclass(frozen=True)
class CheckSheet:
    """The list for a room with what was answered so far; `tag` None: it is checked without."""

    room: Room
    tag: Tag | None
    scope: Scope
    answered: Sequence[UnitAnswer]
    asked: Sequence[Asked]
    corrects: Check | None = None
    """The check that this one puts right."""
    has_service: bool = False
    """Whether there is more to do here than a look at the room as a whole."""
    is_blind: bool = False
    """Whether it is a second look: what others found is not shown."""
    parts: Parts = field(default_factory=dict)


@dataclass(frozen=True)
class UnitCard:
    """A unit of the form."""

    answer: UnitAnswer
    icon: str
    detail: str
    faults: tuple[str, ...]
    parts: Sequence[PartLine]
    has_parts: bool
    """Whether any was typed: then its fold is open."""


@dataclass(frozen=True)
class Mend:
    """A sentence about a field, and where it stands."""

    name: str
    label: str
    sentence: str


@dataclass(frozen=True)
class CheckPage:
    """Everything on the page of a check."""

    room: str
    place: str
    scope: Scope
    units: tuple[UnitCard, ...]
    failing: Sequence[Asked]
    errors: Mapping[str, str]
    mends: tuple[Mend, ...]
    address: str
    back: str
    other_address: str
    booked: str
    """Until when the room is booked now, and when it is free; empty where it is free."""
    correcting: str
    """Of when the check is that is put right; empty where none is."""
    has_tag: bool
    is_blind: bool


def sheet_of(
    room: Room, tag: Tag | None, scope: Scope, sent: Sent, corrects: Check | None = None
) -> CheckSheet:
    """The units in use in the room, or the room itself, with what was sent for each."""
    units = units_in(room.id)
    lists = checks.check_lists(units, scope)
    failing = latest_findings(room.id)
    own = checks.room_items([room.id]).get(room.id, ())
    asked_of_room = checks.in_scope(own, scope)
    things = [*units, *([None] if asked_of_room or not units else [])]
    words = symptoms_by_type(things)
    answered = answers(units, lists, scope, sent, asked_of_room, words=words)
    more = bool(units or own)
    kept = part_lines(room, units, sent, corrects)
    return CheckSheet(room, tag, scope, answered, asked(failing, sent), corrects, more, parts=kept)


def blinded(sheet: CheckSheet) -> CheckSheet:
    """The same list for a second look: nothing of what others found."""
    return replace(sheet, asked=(), is_blind=True)


def check_page(
    sheet: CheckSheet, errors: Mapping[str, str], scan: str = "", *, at: datetime
) -> CheckPage:
    """The page of the sheet, with a sentence beside each field that has to be mended.

    `scan` is what the way to it said of a scan; the other scope's page is told it too.
    """
    room, old = sheet.room, sheet.corrects
    faults = [] if sheet.is_blind else open_in_room(room.id)
    scope = sheet.scope if sheet.scope is Scope.SERVICE else None
    other = None if sheet.scope is Scope.SERVICE else Scope.SERVICE
    return CheckPage(
        room=room.name,
        place=where(room),
        scope=sheet.scope,
        units=tuple(_card(each, faults, sheet.parts) for each in sheet.answered),
        failing=sheet.asked,
        errors=errors,
        mends=tuple(_mends(sheet, errors)),
        address=_address(sheet, scope, corrects=old.id if old else None),
        back=back_to(sheet),
        other_address=_address(sheet, other, scan=scan or None)
        if sheet.has_service and not old
        else "",
        booked="" if old else booked.booked(bookings.stand_of(room, at=at), at, room.support.zone),
        correcting=formats.full_moment(old.done_at, room.support.zone) if old else "",
        has_tag=sheet.tag is not None,
        is_blind=sheet.is_blind,
    )


def _address(sheet: CheckSheet, scope: Scope | None, **more: Any) -> str:
    """Where the form is; a `scan` is known at a tag alone."""
    if sheet.tag:
        return url_for("scan.check", code=sheet.tag.code, scope=scope, **more)
    return url_for("scan.check_untagged", room_id=sheet.room.id, scope=scope, **more)


def back_to(sheet: CheckSheet) -> str:
    """The page on which the check began."""
    if sheet.tag:
        return url_for("scan.tag", code=sheet.tag.code)
    return url_for("scan.room", room_id=sheet.room.id)


def _card(answer: UnitAnswer, faults: Sequence[Fault], kept: Parts) -> UnitCard:
    unit = answer.unit
    lines = kept.get(unit.id, ()) if unit else ()
    known = [each for each in faults if each.equipment_id == (unit.id if unit else None)]
    return UnitCard(
        answer,
        unit.model.type.icon if unit else "door",
        _kind(unit) if unit else _kind_of_room(answer),
        tuple(_fault_words(fault) for fault in known),
        lines,
        any(line.typed for line in lines),
    )


def _kind_of_room(answer: UnitAnswer) -> str:
    return "" if answer.lines else _("No equipment is listed for this room.")


def _kind(unit: Equipment) -> str:
    return " · ".join(part for part in (_(unit.model.type.title), unit.model.label) if part)


def _fault_words(fault: Fault) -> str:
    if fault.detail or fault.channel is not Channel.CHECK:
        return fault.detail or _(fault.symptom.label)
    return _("Found in a check")


def _mends(sheet: CheckSheet, errors: Mapping[str, str]) -> list[Mend]:
    again = still.labels(sheet.asked)
    used = parts.labels(sheet.parts)
    found = [Mend(name, again[name], errors[name]) for name in again if name in errors]
    for each in sheet.answered:
        labels = {each.name: each.title}
        labels |= {f"{each.name}-{part}": each.title for part in ("why", "note", "photo")}
        for line in each.lines:
            words = f"{each.title}: {_(line.item.text)}"
            labels |= {line.name: words, f"{line.name}-why": words}
        found += [Mend(name, labels[name], errors[name]) for name in labels if name in errors]
    return found + [Mend(name, used[name], errors[name]) for name in used if name in errors]
