"""What stands on the inspection record of a room; no technician's name, no reporter's word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import formats
from app.checks.models import Grade, Result
from app.checks.queries import History, PastCheck
from app.checks.readiness import Readiness, readiness
from app.checks.words import GRADES, REASONS, SCOPES, how
from app.codes.code import grouped
from app.codes.models import Tag
from app.equipment.models import Condition, Equipment
from app.faults import words
from app.faults.models import Fault
from app.places.models import Room
from app.places.words import where
from tags import Columns, Record

STATES: Mapping[Readiness, Any] = {
    Readiness.WORKING: _l("Everything here was found working."),
    Readiness.LIMITS: _l("This room can be used, but something in it is broken."),
    Readiness.NOT_WORKING: _l("This room should not be used for now."),
    Readiness.UNCHECKED: _l("Nobody has checked this room lately."),
}
CONDITIONS: Mapping[Condition, Any] = {
    Condition.UP: _l("Working"),
    Condition.DEGRADED: _l("Limited"),
    Condition.DOWN: _l("Not working"),
}


@dataclass(frozen=True)
class Facts:
    """A room with everything that its record tells; `left_out` are units that nobody looked at."""

    room: Room
    tag: Tag | None
    units: Sequence[Equipment]
    faults: Sequence[Fault]
    history: History
    left_out: frozenset[int]


def record(facts: Facts, house: str, accent: str, address: str, now: datetime) -> Record:
    """The record as it is at this moment; `address` is where codes lead, "" where nowhere."""
    room, zone = facts.room, facts.room.support.zone
    code = facts.tag.code if facts.tag else ""
    printed = _("Printed %(when)s", when=formats.full_moment(now, zone))
    locale = get_locale()
    return Record(
        title=_("Inspection record"),
        house=house,
        name=room.name,
        place=" \u00b7 ".join(part for part in (room.description, where(room)) if part),
        state=state_words(state_of(facts, now.astimezone(zone).date()), facts),
        facts=tuple(_facts(room, zone)),
        tables=(_units(facts), _faults(facts, now, zone), _checks(facts, zone)),
        note=_note(facts),
        foot=f"{room.name} \u00b7 {printed}",
        address=f"{address}/T/{code}".upper() if address and code else "",
        code=grouped(code) if code else "",
        locale=str(locale or "en").replace("_", "-"),
        direction=locale.text_direction if locale else "ltr",
        accent=accent,
    )


def state_of(facts: Facts, today: date) -> Readiness:
    """How the room is on that local date."""
    effects = [fault.effect for fault in facts.faults]
    return readiness(effects, facts.room.last_checked_at, facts.room.check_due_on, today)


def state_words(state: Readiness, facts: Facts) -> str:
    """The same in words that claim no more than was seen."""
    if state is Readiness.WORKING and facts.left_out:
        return ngettext(
            "Everything that was looked at works. %(num)d unit was not checked.",
            "Everything that was looked at works. %(num)d units were not checked.",
            len(facts.left_out),
        )
    return str(STATES[state])


def _facts(room: Room, zone: tzinfo) -> Iterator[tuple[str, str]]:
    checked = _("not yet")
    if room.last_checked_at:
        checked = formats.full_moment(room.last_checked_at, zone)
    if room.last_checked_grade is not None:
        checked = f"{checked}, {GRADES[Grade(room.last_checked_grade)]}"
    yield _("Last checked"), checked
    yield _("Next check"), formats.full_date(room.check_due_on)
    yield _("Support"), room.support.phone


def _units(facts: Facts) -> Columns:
    rows = [
        (
            unit.name,
            " ".join(part for part in (unit.model.label, unit.asset_tag) if part),
            _("Not checked") if _is_unseen(unit, facts) else str(CONDITIONS[unit.condition]),
        )
        for unit in facts.units
    ]
    return Columns(_("What stands here"), (_("Equipment"), _("Model, asset tag"), _("State")), rows)


def _is_unseen(unit: Equipment, facts: Facts) -> bool:
    never = facts.room.last_checked_at is None
    return unit.condition is Condition.UP and (never or unit.id in facts.left_out)


def _faults(facts: Facts, now: datetime, zone: tzinfo) -> Columns:
    rows = [
        (
            f"{words.place(fault)}: {_(words.title(fault))}",
            words.noticed(fault, now, zone),
            words.promised(fault, now, zone),
        )
        for fault in facts.faults
    ]
    return Columns(_("Known to be wrong"), (_("What"), _("Since"), _("Until")), rows)


def _checks(facts: Facts, zone: tzinfo) -> Columns:
    rows = [
        (
            formats.full_moment(check.done_at, zone),
            str(SCOPES[check.scope]),
            _result(check),
            how(check.grade, check.no_tag),
        )
        for check in facts.history.checks
    ]
    names = (_("When"), _("What"), _("Result"), _("How"))
    return Columns(_("The last checks"), names, rows)


def _result(check: PastCheck) -> str:
    if check.is_corrected:
        return _("corrected since: see the later entry")
    if check.result is Result.NOT_CHECKED:
        reason = REASONS[check.reason] if check.reason else _("see the page of the room")
        return _("Not checked: %(reason)s", reason=reason)
    parts = []
    if check.tally.failed:
        parts.append(ngettext("%(num)d problem", "%(num)d problems", check.tally.failed))
    fine = ngettext("%(num)d unit fine", "%(num)d units fine", check.tally.fine)
    parts.append(_("the room itself fine") if check.tally.of_room and not parts else fine)
    if check.tally.left_out:
        parts.append(ngettext("%(num)d not checked", "%(num)d not checked", check.tally.left_out))
    return ", ".join(parts)


def _note(facts: Facts) -> str:
    said = _(
        "Each line was logged by a member of our team who answered for each unit; nothing is ever"
        " marked as fine by default. A code can be photographed, so \u201cscanned at the tag\u201d"
        " alone does not prove that somebody stood here."
    )
    if facts.tag is None:
        return said
    return " ".join((said, _("This is a print: the code above leads to how it is now.")))
