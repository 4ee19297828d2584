"""The page of a tag as plain values: what a visitor may read, and what staff read besides.

What is not built here can't reach a public page: no name of a technician, no reporter's words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app import formats
from app.checks.models import Grade, Result
from app.checks.queries import Noted, PastCheck
from app.checks.readiness import Readiness, readiness
from app.checks.words import GRADES, REASONS, SCOPES, how, who
from app.codes.code import grouped
from app.codes.models import TagState
from app.faults import words
from app.faults.meanwhile.queries import instead
from app.faults.models import Effect, Fault, Promise
from app.faults.promises.words import next_promise
from app.places.bookings import queries as bookings
from app.places.bookings import words as booked
from app.places.contingency.words import Advice
from app.places.models import Room
from app.places.words import where
from app.scan.phone import Phone, phone
from app.scan.queries import RoomFacts, UnitLine
from app.scan.unit_pages import UnitFace, state_of, unit_face, warning

SENTENCES = {
    Readiness.WORKING: _l("Everything here was found working."),
    Readiness.LIMITS: _l("You can use this room, but something in it is broken."),
    Readiness.NOT_WORKING: _l("Please don't use this room for now."),
    Readiness.UNCHECKED: _l("Nobody has checked this room lately."),
}
EFFECT_STATES = {
    Effect.DEGRADED: "degraded",
    Effect.UNIT_DOWN: "down",
    Effect.ROOM_DOWN: "room_down",
}


@dataclass(frozen=True)
class FaultCard:
    """An open fault in plain words."""

    id: int
    title: str
    state: str
    text: str
    since: str
    until: str
    me_too_address: str


@dataclass(frozen=True)
class UnitRow:
    """A unit with its state: nobody's word is no "working"."""

    id: int
    name: str
    model: str
    icon: str
    state: str
    report_address: str
    """Where it is said what is wrong with it; empty where nobody can report."""


@dataclass(frozen=True)
class Visit:
    """One check of the history."""

    when_words: str
    when_iso: str
    title: str
    text: str
    who: str
    state: str


@dataclass(frozen=True)
class TagPage:
    """Everything on the page of a room, ready to be shown."""

    name: str
    unit: UnitFace | None
    """Whose tag was scanned, where it is a unit's: the page begins with it."""
    description: str
    place: str
    code: str
    is_replaced: bool
    """Whether another tag took the place of the one that was scanned."""
    state: Readiness
    sentence: str
    checked_words: str
    checked_note: str
    checked_iso: str | None
    next_words: str
    next_iso: str
    units: tuple[UnitRow, ...]
    faults: tuple[FaultCard, ...]
    phone: Phone
    instead: Advice | None
    """What to do now; None where nothing is down."""
    booked: str
    """When it is booked and free; empty where it is free all day. For staff."""
    history: tuple[Visit, ...]
    page: int
    older_address: str
    newer_address: str
    report_address: str
    """Empty where nobody can report: without a tag, or out of use."""
    seen_address: str
    """Where the page tells, once, that somebody opened it."""
    out_of_use: str
    """Since when the room is retired, as a sentence; empty for a room in use."""


def tag_page(facts: RoomFacts, now: datetime) -> TagPage:
    """The page of a room as a visitor may read it, at this moment."""
    room, zone = facts.room, facts.room.support.zone
    today, due_on = now.astimezone(zone).date(), room.check_due_on
    effects = [fault.effect for fault in facts.faults]
    state = readiness(effects, room.last_checked_at, due_on, today)
    code = facts.tag.code if facts.tag else ""
    answers = code if not room.is_retired else ""
    visits = tuple(_visit(each, now, zone) for each in facts.history.checks)
    advice = instead(room, facts.faults, now)
    unit, stand = unit_face(facts, today), bookings.stand_of(room, at=now)
    return TagPage(
        name=room.name,
        unit=unit,
        description=room.description,
        place=where(room),
        code=grouped(code) if code else "",
        is_replaced=facts.tag is not None and facts.tag.state is TagState.REPLACED,
        state=state,
        sentence=" ".join(filter(None, (warning(facts), _sentence(state, facts, advice)))),
        checked_words=_checked_words(room, now, zone),
        checked_note=_how(room),
        checked_iso=room.last_checked_at.isoformat() if room.last_checked_at else None,
        next_words=_next_words(room, now, zone),
        next_iso=due_on.isoformat(),
        units=tuple(_unit(each, facts, answers) for each in facts.units),
        faults=tuple(
            _card(fault, facts.owed.get(fault.id, ()), answers, now, zone) for fault in facts.faults
        ),
        phone=phone(room, stand, now),
        instead=advice,
        booked=booked.stands(stand, now, zone),
        history=visits,
        page=facts.history.page,
        older_address=_turned(facts, 1) if facts.history.has_more else "",
        newer_address=_turned(facts, -1) if facts.history.page > 1 else "",
        report_address=_report_address(answers, unit),
        seen_address=url_for("scan.seen", code=answers) if answers else "",
        out_of_use=_out_of_use(room, zone),
    )


def _report_address(code: str, unit: UnitFace | None) -> str:
    return url_for("scan.report", code=code, unit=unit.id if unit else None) if code else ""


def _unit(line: UnitLine, facts: RoomFacts, code: str) -> UnitRow:
    address = url_for("scan.report", code=code, unit=line.id) if code else ""
    return UnitRow(line.id, line.name, line.model, line.icon, state_of(line, facts), address)


def _sentence(state: Readiness, facts: RoomFacts, advice: Advice | None) -> str:
    """The state in words that claim no more than was seen; where nobody can stay, where to go."""
    if state is Readiness.NOT_WORKING and advice and advice.room:
        return f"{SENTENCES[state]} {advice.room}"
    if state is Readiness.UNCHECKED and facts.room.last_checked_at is None:
        return _("Nobody has checked this room yet.")
    if state is Readiness.WORKING and facts.left_out:
        return ngettext(
            "Everything that was looked at works. %(num)d unit was not checked.",
            "Everything that was looked at works. %(num)d units were not checked.",
            len(facts.left_out),
        )
    return str(SENTENCES[state])


def _out_of_use(room: Room, zone: tzinfo) -> str:
    if room.retired_at is None:
        return ""
    day = formats.full_date(room.retired_at.astimezone(zone).date())
    return _("Out of use since %(day)s", day=day)


def _turned(facts: RoomFacts, by: int) -> str:
    page = facts.history.page + by
    if facts.tag and not facts.room.is_retired:
        return url_for("scan.tag", code=facts.tag.code, page=page)
    return url_for("scan.room", room_id=facts.room.id, page=page)


def _checked_words(room: Room, now: datetime, zone: tzinfo) -> str:
    if room.last_checked_at is None:
        return _("not yet")
    return formats.ago(room.last_checked_at, now, zone)


def _how(room: Room) -> str:
    """How the last check was made, in words that claim no more than is known."""
    grade = room.last_checked_grade
    return "" if grade is None else str(GRADES[Grade(grade)])


def _next_words(room: Room, now: datetime, zone: tzinfo) -> str:
    today, due = now.astimezone(zone).date(), room.check_due_on
    if due < today:
        return _("was due %(when)s", when=formats.day_in_words(due, today))
    return formats.day_in_words(due, today)


def _card(
    fault: Fault, owed: Sequence[Promise], code: str, now: datetime, zone: tzinfo
) -> FaultCard:
    return FaultCard(
        id=fault.id,
        title=f"{words.place(fault)}: {_(words.title(fault))}",
        state=EFFECT_STATES[fault.effect],
        text=fault.detail,
        since=words.noticed(fault, now, zone),
        until=next_promise(owed, fault, now, zone),
        me_too_address=url_for("scan.report", code=code, unit=fault.equipment_id or "room")
        if code
        else "",
    )


def _visit(check: PastCheck, now: datetime, zone: tzinfo) -> Visit:
    return Visit(
        when_words=formats.ago(check.done_at, now, zone),
        when_iso=check.done_at.isoformat(),
        title=_("Corrected since. It said: %(what)s", what=_visit_title(check))
        if check.is_corrected
        else _visit_title(check),
        text="; ".join(_finding(each) for each in check.noted),
        who=_(
            "%(scope)s by %(role)s, %(how)s",
            scope=SCOPES[check.scope],
            role=who(check.role, check.name),
            how=how(check.grade, check.no_tag),
        ),
        state=Result.NOT_CHECKED if check.is_corrected else check.result,
    )


def _visit_title(check: PastCheck) -> str:
    if check.result is Result.NOT_CHECKED:
        reason = REASONS[check.reason] if check.reason else _("see below")
        return _("Not checked: %(reason)s", reason=reason)
    tally = check.tally
    if tally.failed:
        return ngettext(
            "%(num)d problem found, %(fine)d fine",
            "%(num)d problems found, %(fine)d fine",
            tally.failed,
            fine=tally.fine,
        )
    if tally.of_room:
        return _("The room itself: fine")
    if tally.left_out:
        return ngettext(
            "%(num)d unit fine, %(left_out)d not checked",
            "%(num)d units fine, %(left_out)d not checked",
            tally.fine,
            left_out=tally.left_out,
        )
    return ngettext("%(num)d unit, all fine", "%(num)d units, all fine", tally.fine)


def _finding(noted: Noted) -> str:
    what = f"{noted.unit_name}: {_(noted.item)}" if noted.item else noted.unit_name
    if noted.result is Result.NOT_CHECKED and noted.reason:
        return _("%(what)s (not checked: %(why)s)", what=what, why=REASONS[noted.reason])
    if noted.reading is not None:
        return f"{what}: {formats.number(noted.reading)} {noted.measure}".rstrip()
    if noted.read_on is not None:
        return f"{what}: {formats.full_date(noted.read_on)}"
    return what
