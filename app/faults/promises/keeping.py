"""What happens to promises: given, met, brought forward, put off with a reason, paused, void.

Callers hold the fault and commit. `Fault.restore_by` follows the promise that it works again.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from app.errors import Refusal
from app.extensions import db
from app.faults.models import Awaiting, Fault, Pause, Priority, Promise, PromiseMove, Stage
from app.faults.promises import queries
from app.faults.promises.priorities import Weight, outweighs, priority
from app.faults.promises.targets import stages
from app.people.models import Person
from app.places.models import Room

WARN_AT = 0.75
"""The part of a promise's minutes after which the person responsible is warned."""


def weigh(fault: Fault, room: Room, *, danger: bool, at: datetime) -> Priority:
    """How pressing a fault is now: danger, effect, people, class of the room, its bookings."""
    weight = Weight(
        kind=fault.kind,
        danger=danger,
        effect=fault.effect,
        criticality=room.criticality,
        people=queries.people(fault) if fault.id else 0,
        booked_from=queries.booked_from(room, at),
    )
    return priority(weight, at=at)


def give(fault: Fault, room: Room, *, at: datetime) -> None:
    """Promise every stage, counted from this moment; a new fault is stored with it.

    The room's support calendar must be loaded.
    """
    for promise in list(_fresh(fault, room, at)):
        db.session.add(promise)
        _follow(fault, promise)
    db.session.flush()


def hasten(fault: Fault, room: Room, pressing: Priority, *, at: datetime) -> None:
    """A fault is more pressing than it was: what is owed comes forward, counted from now.

    A promise once given is kept: nothing is put off by this, and a new stage is promised too.
    """
    if not outweighs(pressing, fault.priority):
        return
    fault.priority = pressing
    given = {each.stage: each for each in queries.of_fault(fault)}
    for fresh in _fresh(fault, room, at):
        promise = given.get(fresh.stage)
        if promise is None:
            db.session.add(fresh)
        elif promise.met_at is None and fresh.due_at < promise.due_at:
            promise.due_at, promise.warn_at = fresh.due_at, fresh.warn_at
            promise.first_due_at = min(fresh.due_at, promise.first_due_at)
            promise.minutes, promise.began_at = fresh.minutes, at
            promise.warned_at = promise.escalated_at = promise.told_at = None
        _follow(fault, promise or fresh)
    db.session.flush()


def meet(fault: Fault, reached: Iterable[Stage], *, at: datetime) -> None:
    """These stages are reached; what was reached before stays as it was."""
    wanted = set(reached)
    for promise in queries.owed(fault):
        if promise.stage in wanted:
            promise.met_at = at
    db.session.flush()


def void(fault: Fault, *, at: datetime) -> None:
    """Nothing is owed any more: the fault is none, or another's duplicate."""
    for promise in queries.owed(fault):
        promise.void_at = at
    db.session.flush()


def put_off(
    promise: Promise, fault: Fault, due: datetime, *, reason: str, by: Person, at: datetime
) -> PromiseMove:
    """Promise a later moment, or an earlier one, and say why: whoever reported it is told."""
    if promise.met_at or promise.void_at:
        raise Refusal(_("This was reached just now; there is nothing to put off."), field="due")
    if due <= at:
        raise Refusal(_("Promise a moment that is still to come."), field="due")
    if not reason:
        raise Refusal(_("Say why: whoever reported it will ask."), field="reason")
    move = _move(promise, due, reason=reason, by=by, at=at)
    _follow(fault, promise)
    db.session.flush()
    return move


def pause(fault: Fault, room: Room, awaiting: Awaiting, next_on: date, *, at: datetime) -> None:
    """The clock stands still until a day, for a stated reason; what is owed moves by as much."""
    today = at.astimezone(room.support.zone).date()
    if next_on <= today:
        sentence = _("Say on which day you look at it again: tomorrow, or later.")
        raise Refusal(sentence, field="next_on")
    resume(fault, room, at=at)
    db.session.add(Pause(fault_id=fault.id, awaiting=awaiting, next_on=next_on, began_at=at))
    db.session.flush()
    recount(fault, room, at=at)


def resume(fault: Fault, room: Room, *, at: datetime) -> None:
    """The clock goes on."""
    if waits := queries.open_pause(fault):
        waits.ended_at = at
        db.session.flush()
        recount(fault, room, at=at)


def recount(fault: Fault, room: Room, *, at: datetime) -> None:
    """Count what is owed anew, by its pauses as they are now.

    What somebody has put off keeps the moment that was said.
    """
    clock, moved = queries.clock(fault, room), queries.put_off_by_hand(fault)
    for promise in queries.owed(fault):
        if promise.id not in moved:
            before, promise.due_at = promise.due_at, clock.after(promise.began_at, promise.minutes)
            promise.warn_at = clock.after(promise.began_at, int(promise.minutes * WARN_AT))
            _begin_to_watch(promise, before, at)
        _follow(fault, promise)
    db.session.flush()


def _begin_to_watch(promise: Promise, before: datetime, at: datetime) -> None:
    """What is said now is watched as if it were new, where it is later than what was said before.

    Reporters who were told late stay told late: that is what is measured.
    """
    if promise.due_at <= before:
        return
    promise.escalated_at = None
    if promise.warn_at > at:
        promise.warned_at = None
    if at < before:
        promise.told_at = None


def _move(promise: Promise, due: datetime, **why: Any) -> PromiseMove:
    before, promise.due_at = promise.due_at, due
    promise.warn_at = max(why["at"], due - (due - why["at"]) * (1 - WARN_AT))
    told, promise.told_at = promise.told_at, None
    promise.warned_at = promise.escalated_at = None
    move = PromiseMove(
        promise_id=promise.id,
        due_before=before,
        due_after=due,
        told_at=told or why["at"],
        at=why["at"],
        reason=why["reason"],
        by_id=why["by"].id,
    )
    db.session.add(move)
    return move


def _follow(fault: Fault, promise: Promise) -> None:
    if promise.stage is Stage.RESTORED:
        fault.restore_by = promise.due_at


def _fresh(fault: Fault, room: Room, at: datetime) -> Iterator[Promise]:
    """What would be promised of a fault now, stage by stage; not stored."""
    clock = queries.clock(fault, room)
    for stage, minutes in stages(queries.targets(room.support.id), fault.priority).items():
        due = clock.after(at, minutes)
        if stage is Stage.RESTORED:
            due = _before_next_booking(due, fault.priority, room, at)
        left = min(minutes, clock.passed(at, due))
        yield Promise(
            fault=fault,
            stage=stage,
            turn=fault.times_reopened,
            minutes=minutes,
            began_at=at,
            first_due_at=due,
            due_at=due,
            warn_at=min(due, clock.after(at, int(left * WARN_AT))),
        )


def _before_next_booking(due: datetime, pressing: Priority, room: Room, at: datetime) -> datetime:
    """What is most pressing works again before the next booking begins, if that is sooner."""
    if pressing is not Priority.P1:
        return due
    begins = queries.next_booking(room, at)
    return due if begins is None else min(due, begins)
