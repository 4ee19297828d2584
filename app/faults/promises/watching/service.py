"""What the clock does with one fault. Each holds it and looks again; callers commit.

Nothing is done twice: what was done is marked in the same transaction, and whoever comes second
finds the mark.
"""

from dataclasses import dataclass
from datetime import datetime

from app.extensions import db
from app.faults import queries as faults
from app.faults import record
from app.faults import service as faults_service
from app.faults.models import Event, Fault, FaultState, Promise
from app.faults.promises import queries, telling
from app.faults.promises.watching import people, words
from app.faults.promises.watching import queries as waiting
from app.faults.promises.watching.announcing import announce
from app.faults.words import AWAITING
from app.notices import service as notices
from app.notices.models import Topic
from app.notices.service import Words
from app.places.models import Room


@dataclass(frozen=True)
class Held:
    """A fault that nobody else changes meanwhile, its room, and what is owed."""

    fault: Fault
    room: Room
    owed: list[Promise]

    @property
    def about(self) -> str:
        """What notices call it."""
        return f"fault-{self.fault.id}"


def watch(fault_id: int, *, at: datetime) -> None:
    """Warn whoever answers for it, tell the next, and tell reporters, where it is time for it."""
    if held := _held(fault_id):
        _warn(held, at)
        _tell_the_next(held, at)
        _tell_reporters(held, at)
        db.session.flush()


def remind(fault_id: int, *, at: datetime) -> None:
    """The day has come that a fault waited for: tell whoever answers for it."""
    held = _held(fault_id)
    waits = queries.open_pause(held.fault) if held else None
    if held is None or waits is None or waits.reminded_at is not None:
        return
    waits.reminded_at = at
    whom, waited = people.responsible(held.fault, held.room, at), AWAITING[waits.awaiting]

    def said() -> Words:
        return words.day_has_come(held.fault, held.room, str(waited))

    notices.tell(whom, Topic.MINE, said, about=held.about, at=at)


def close(fault_id: int, *, at: datetime) -> None:
    """Close what has worked again for long enough, if it does still."""
    fault = faults.fault(fault_id, to_change=True)
    if fault is not None and fault_id in waiting.to_close(at):
        closed = FaultState.CLOSED
        faults_service.move(fault, closed, by=None, note="", at=at, event=Event.BY_TIME)


def _held(fault_id: int) -> Held | None:
    fault = faults.fault(fault_id, to_change=True)
    if fault is None or not fault.state.is_open:
        return None
    return Held(fault, record.room_of(fault), queries.owed(fault))


def _warn(held: Held, at: datetime) -> None:
    due = [each for each in held.owed if each.warned_at is None and each.warn_at <= at]
    for each in due:
        each.warned_at = at
    ahead = [each for each in due if each.due_at > at]
    if due:
        record.log(held.fault, at, event=Event.WARNED, public=False)
    if ahead:
        whom = people.responsible(held.fault, held.room, at)

        def said() -> Words:
            return words.in_danger(held.fault, held.room, ahead, at)

        notices.tell(whom, Topic.WARNING, said, about=held.about, at=at)
        announce(Topic.WARNING, held.fault, held.room, said, at=at)


def _tell_the_next(held: Held, at: datetime) -> None:
    late = [each for each in held.owed if each.escalated_at is None and each.due_at <= at]
    if not late:
        return
    for each in late:
        each.escalated_at = at

    def said() -> Words:
        return words.missed(held.fault, held.room, late, at)

    by_name, next_up = people.answering(held.fault, held.room, at), people.next_up(held.room, at)
    again = [each for each in by_name if each not in next_up]
    notices.tell(again, Topic.WARNING, said, about=held.about, at=at)
    notices.tell(next_up, Topic.ESCALATION, said, about=held.about, at=at)
    announce(Topic.ESCALATION, held.fault, held.room, said, at=at)


def _tell_reporters(held: Held, at: datetime) -> None:
    clock = queries.clock(held.fault, held.room)
    untold = waiting.to_tell(held.owed, clock, at)
    if not untold:
        return
    for each in untold:
        each.told_at = at
    record.log(held.fault, at, event=Event.MAY_SLIP)
    telling.may_slip(held.fault, at=at)
    record.settle(held.fault)
