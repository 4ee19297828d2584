"""What people do with faults: report, join, find, take, move. Callers commit."""

from datetime import datetime, timedelta
from functools import cache

from flask_babel import gettext as _
from sqlalchemy import Update, bindparam, func, select, text, update

from app.equipment.models import Equipment, Symptom
from app.errors import Refusal
from app.extensions import db
from app.faults import queries, record, words
from app.faults.models import (
    MOVES,
    Channel,
    Diagnosis,
    Effect,
    Event,
    Fault,
    FaultState,
    Kind,
    Report,
    Restoration,
    TimelineEntry,
)
from app.faults.promises import reached
from app.faults.promises.reached import Step
from app.faults.record import Origin, Wrong
from app.people.models import Person
from app.places.models import Room

NEEDS_REASON = frozenset({FaultState.WAITING, FaultState.REJECTED, FaultState.DUPLICATE})
"""States that a reporter would not understand without a reason."""

CONTACT_KEPT = timedelta(days=30)
"""How long a contact outlives its fault."""

WITH_CONTACT = text("report.contact <> ''")
"""Literal, because a partial index is not found behind bound values."""

AT_A_TAG = Origin(Channel.TAG)
PLAINLY = Step()


def report(
    room: Room,
    equipment: Equipment | None,
    symptom: Symptom,
    *,
    note: str,
    contact: str,
    key: str,
    at: datetime,
) -> Report:
    """One person's report: of a new fault, or of the open one that has the same symptom.

    "Something else" is never joined, as two of them are seldom the same. The same form sent
    twice gives the first report again; the same key with other words is refused.
    """
    queue_up(room)
    if earlier := queries.sent_with(key):
        place = _place(room.id, equipment.id if equipment else None)
        return _the_same(earlier, (place, symptom.id, note, contact))
    if symptom not in queries.symptoms_of(equipment):
        raise Refusal(_("Choose one of the words below."), field="symptom")
    if symptom.code == words.OTHER and not note:
        raise Refusal(_("Say in a few words what is wrong."), field="note")
    fault = with_symptom(room, equipment, symptom)
    known = fault is not None
    if fault is None:
        effect = record.taken_away(equipment, symptom)
        fault = record.opened(room, equipment, symptom, effect, origin=AT_A_TAG, at=at)
    return record.told(fault, note=note, contact=contact, key=key, me_too=known, at=at)


def join(fault: Fault, *, note: str, contact: str, key: str, at: datetime) -> Report:
    """ "Me too": one more person's report of an open fault."""
    queries.hold_room_of(fault.id)
    if earlier := queries.sent_with(key):
        place = _place(fault.room_id, fault.equipment_id)
        return _the_same(earlier, (place, fault.symptom_id, note, contact))
    db.session.refresh(fault, ["state"], with_for_update=True)
    if not fault.state.is_open:
        raise Refusal(_("This was settled just now. If it is still broken, report it below."))
    return record.told(fault, note=note, contact=contact, key=key, me_too=True, at=at)


def found_in_check(
    room: Room, equipment: Equipment | None, wrong: Wrong, *, by: Person, at: datetime
) -> Fault:
    """The fault that a check found: an open one of the unit, or a new one.

    Of open ones it is that of the same symptom, or else the oldest. What fails a statutory check
    must not be used, however small its known fault was: the type of the unit says so, or the plan
    that it was checked by.

    A technician's note is for staff; the public learns that a check found it, and its symptom.
    """
    queue_up(room)
    effect = wrong.takes_away(equipment)
    same = with_symptom(room, equipment, wrong.symptom) if wrong.symptom else None
    if fault := same or next(iter(queries.open_of(room, equipment)), None):
        record.log(fault, at, event=Event.FOUND_AGAIN, person=by)
        record.weigh(fault, max(fault.effect, effect, key=list(Effect).index), by=by, at=at)
    else:
        symptom, origin = wrong.symptom or record.something_else(), Origin(Channel.CHECK, by)
        fault = record.opened(room, equipment, symptom, effect, origin=origin, at=at)
    if wrong.note:
        record.log(fault, at, note=wrong.note, person=by, public=False)
    record.settle(fault)
    return fault


def done_before(
    fault: Fault, *, seen: int, by: Person, moved_to: FaultState | None, note: str, remark: str
) -> bool:
    """Whether a form was sent before: all that it says was said by the same person since.

    `seen` is the last entry of the timeline when the form was shown; the timeline must be loaded.
    """
    mine = [entry for entry in fault.timeline if entry.id > seen and entry.person_id == by.id]
    said = {(entry.state, entry.note, entry.public) for entry in mine}
    says = {(moved_to, note, True)} if moved_to or note else set()
    says |= {(None, remark, False)} if remark else set()
    return bool(says) and says <= said


def insist_unchanged(fault: Fault, *, state: str) -> None:
    """Refuse what was decided on a page that showed another state; the timeline must be loaded."""
    if fault.state == state:
        return
    last = next((entry for entry in reversed(fault.timeline) if entry.state), None)
    sentence = _(
        "%(who)s made it “%(state)s” while you were writing. "
        "What you wrote is still here: look again, then send it.",
        who=last.person.name if last and last.person else _("A reporter"),
        state=words.STATES[fault.state],
    )
    raise Refusal(sentence, field="state")


def take(fault: Fault, by: Person, *, at: datetime) -> Fault:
    """Somebody of the staff answers for it from now on; an unread fault counts as seen."""
    if not fault.state.is_open:
        raise Refusal(_("This fault is settled. Open it again before you take it."))
    if fault.assignee_id == by.id:
        return fault
    fault.assignee_id = by.id
    unread = fault.state in {FaultState.REPORTED, FaultState.REOPENED}
    if unread:
        fault.state = FaultState.SEEN
        reached.follow(fault, record.room_of(fault), FaultState.SEEN, None, at=at)
    record.log(fault, at, state=FaultState.SEEN if unread else None, event=Event.TAKEN, person=by)
    record.settle(fault)
    return fault


def move(
    fault: Fault,
    state: FaultState,
    *,
    by: Person | None,
    note: str,
    at: datetime,
    how: Step = PLAINLY,
    event: Event | None = None,
) -> TimelineEntry:
    """Move a fault to a state that may follow; the note is public. `by` None: a visitor, or time.

    `how` says what it waits for, or whether it was restored for good; `event` what brought it.
    """
    if state is FaultState.RESOLVED:
        _insist_said_what_it_was(fault)
    if state not in MOVES[fault.state]:
        now, then = words.STATES[fault.state], words.STATES[state]
        sentence = _("What is “%(now)s” can't become “%(then)s”.", now=now, then=then)
        raise Refusal(sentence, field="state")
    if state in NEEDS_REASON and not note:
        raise Refusal(_("Say why: whoever reported it will ask."), field="note")
    fault.state = state
    _mark(fault, how.restoration, at)
    reached.follow(fault, record.room_of(fault), state, how.wait, at=at)
    entry = record.log(fault, at, state=state, event=event, note=note, person=by)
    record.settle(fault)
    forget_contacts(at=at)
    return entry


def _insist_said_what_it_was(fault: Fault) -> None:
    """What was broken is resolved only once it was said what it was, this time."""
    if fault.kind is not Kind.BROKEN:
        return
    said = db.session.scalar(select(Diagnosis.at).where(Diagnosis.fault_id == fault.id))
    if said is None or said < (fault.restored_at or said):
        raise Refusal(_("Say what it was: choose “Close it with what it was”."), field="state")


def _mark(fault: Fault, restoration: Restoration | None, at: datetime) -> None:
    """Write down when a fault came into the state that it is in now."""
    match fault.state:
        case FaultState.REOPENED:
            record.promise_again(fault, at=at)
        case FaultState.RESTORED:
            fault.restored_at, fault.restoration = at, restoration
        case FaultState.RESOLVED | FaultState.REJECTED | FaultState.DUPLICATE:
            fault.resolved_at = at
        case FaultState.CLOSED:
            fault.closed_at = at


def remark(fault: Fault, text: str, *, by: Person, public: bool, at: datetime) -> None:
    """Write a note on the timeline, for everyone or for staff alone."""
    record.log(fault, at, note=text, person=by, public=public)
    record.settle(fault)


def set_effect(fault: Fault, effect: Effect, *, detail: str, by: Person, at: datetime) -> Fault:
    """What staff saw: what the fault takes away, and words about it for the public."""
    record.weigh(fault, effect, by=by, at=at)
    fault.detail = detail
    record.settle(fault)
    return fault


def works_again(report: Report, *, at: datetime) -> None:
    """A reporter confirms: what was mended is closed.

    What works only around its cause stays restored: only staff can say that the cause is gone.
    """
    fault = record.in_hand(report)
    if fault.state not in {FaultState.RESTORED, FaultState.RESOLVED}:
        raise Refusal(_("Nobody has said yet that it works again. Thank you all the same."))
    told = select(func.max(TimelineEntry.id)).where(TimelineEntry.fault_id == fault.id)
    restored = db.session.scalar(told.where(TimelineEntry.state == FaultState.RESTORED)) or 0
    confirmed = db.session.scalar(told.where(TimelineEntry.event == Event.WORKS_AGAIN)) or 0
    if confirmed < restored:
        record.log(fault, at, event=Event.WORKS_AGAIN)
    if fault.state is FaultState.RESOLVED or fault.restoration is Restoration.REPAIR:
        move(fault, FaultState.CLOSED, by=None, note="", at=at)


def still_broken(report: Report, *, at: datetime) -> None:
    """A reporter contradicts: the fault is open again, with a new promise."""
    fault = record.in_hand(report)
    if fault.state.is_open:
        return
    if fault.state in {FaultState.REJECTED, FaultState.DUPLICATE}:
        raise Refusal(_("This was closed without repair. Please report it again at the tag."))
    move(fault, FaultState.REOPENED, by=None, note="", at=at, event=Event.STILL_BROKEN)


def forget_contacts(*, at: datetime) -> None:
    """Erase the contacts of faults that have worked again, or been closed, for 30 days."""
    db.session.execute(_forgetting(), {"before": at - CONTACT_KEPT})


@cache
def _forgetting() -> Update:
    """Made once, and of the few reports with a contact: each report that is sent asks for it."""
    settled = func.coalesce(Fault.resolved_at, Fault.restored_at) < bindparam("before")
    old = select(Fault.id).where(Fault.id == Report.fault_id, settled).exists()
    forgotten = update(Report).where(WITH_CONTACT, old).values(contact="")
    return forgotten.execution_options(synchronize_session="fetch")


def queue_up(room: Room) -> None:
    """Two at once in one room: the second waits, and finds what the first has reported."""
    db.session.execute(select(Room.id).where(Room.id == room.id).with_for_update())


def _place(room_id: int, equipment_id: int | None) -> tuple[str, int]:
    """What a report is about, wherever that stands by now."""
    return ("room", room_id) if equipment_id is None else ("unit", equipment_id)


def _the_same(earlier: Report, told: tuple[object, ...]) -> Report:
    fault = earlier.fault
    place = _place(fault.room_id, fault.equipment_id)
    before = (place, fault.symptom_id, earlier.note, earlier.contact)
    if before != told:
        sentence = _("This form was sent before, with other words. Send it again to add these.")
        raise Refusal(sentence, field="note")
    return earlier


def with_symptom(room: Room, equipment: Equipment | None, symptom: Symptom) -> Fault | None:
    """The open fault that a report of this symptom is of; "something else" is never the same."""
    if symptom.code == words.OTHER:
        return None
    same = (f for f in queries.open_of(room, equipment) if f.symptom_id == symptom.id)
    return next(same, None)
