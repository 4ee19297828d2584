"""What waits for the clock: promises in danger or missed, pauses that are over, what to close."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import and_, or_, select

from app.extensions import db
from app.faults import queries as faults
from app.faults import record
from app.faults.models import Fault, FaultState, Pause, Promise, Restoration, Stage
from app.faults.promises import queries
from app.faults.promises.clock import Clock
from app.places.models import Room

TOLD_OF = frozenset({Stage.ATTENDED, Stage.RESTORED})
"""What reporters are told to be late: that somebody comes, and that it works again."""

TELL_AFTER = 0.6
"""The part of what is left after the warning (three quarters) after which reporters are told: so
nine tenths of the whole have passed."""

TELL_BEFORE = 10.0
"""Reporters are told at least so many support minutes before, where there were as many."""

A_MOMENT = 1.0
"""So many minutes whoever was warned has before reporters are told."""

REPAIRED_KEPT = timedelta(days=14)
RESOLVED_KEPT = timedelta(days=7)
"""So long nobody has said otherwise, and what works again is closed."""

OPEN_PROMISE = (queries.STILL_OWED, Promise.turn == Fault.times_reopened)


def to_watch(at: datetime) -> list[int]:
    """The ids of faults of which somebody is to be warned or told now, the most late first."""
    due = select(Promise.fault_id).join(Promise.fault).where(*OPEN_PROMISE, faults.to_do())
    warn = and_(Promise.warn_at <= at, Promise.warned_at.is_(None))
    missed = and_(Promise.due_at <= at, Promise.escalated_at.is_(None))
    found = db.session.scalars(due.where(or_(warn, missed)).order_by(Promise.due_at))
    return list(dict.fromkeys([*found, *_to_tell(at)]))


def to_tell(promises: Sequence[Promise], clock: Clock, at: datetime) -> list[Promise]:
    """Of these, what is about to pass, or has, without a word to whoever reported it."""
    return [each for each in promises if _is_untold(each, at) and told_by(each, clock) <= at]


def told_by(promise: Promise, clock: Clock) -> datetime:
    """When reporters are told that a promise may slip: after the warning, before the target."""
    left = clock.passed(promise.warn_at, promise.due_at)
    wait = max(A_MOMENT, min(left * TELL_AFTER, left - TELL_BEFORE))
    return min(promise.due_at, clock.after(promise.warn_at, int(wait)))


def to_close(at: datetime) -> Sequence[int]:
    """The ids of faults that have worked again for so long that nobody will say otherwise."""
    repaired = and_(
        Fault.state == FaultState.RESTORED,
        Fault.restoration == Restoration.REPAIR,
        Fault.restored_at <= at - REPAIRED_KEPT,
    )
    resolved = and_(Fault.state == FaultState.RESOLVED, Fault.resolved_at <= at - RESOLVED_KEPT)
    return db.session.scalars(
        select(Fault.id).where(or_(repaired, resolved)).order_by(Fault.id)
    ).all()


def to_remind(at: datetime) -> list[int]:
    """The ids of faults that waited for a day that has come, in the hours of their support."""
    tomorrow = at.astimezone(UTC).date() + timedelta(days=1)
    rows = select(Pause).where(
        Pause.ended_at.is_(None), Pause.reminded_at.is_(None), Pause.next_on <= tomorrow
    )
    waits = db.session.scalars(rows.order_by(Pause.id)).all()
    return [each.fault_id for each in waits if day_has_come(each, _room(each.fault_id), at)]


def day_has_come(pause: Pause, room: Room, at: datetime) -> bool:
    """Whether somebody works on the day that a fault waited for, or has since."""
    begins = datetime.combine(pause.next_on, time(0), tzinfo=room.support.zone).astimezone(UTC)
    clock = Clock(room.support, queries.holidays(room))
    return begins <= at and clock.passed(begins, at) > 0


def _to_tell(at: datetime) -> Iterator[int]:
    rows = (
        select(Promise)
        .join(Promise.fault)
        .where(
            *OPEN_PROMISE,
            faults.to_do(),
            Promise.warn_at <= at,
            Promise.told_at.is_(None),
            Promise.stage.in_(TOLD_OF),
        )
    )
    for each in db.session.scalars(rows.order_by(Promise.due_at)).all():
        fault = db.session.get_one(Fault, each.fault_id)
        if told_by(each, queries.clock(fault, _room(fault.id))) <= at:
            yield each.fault_id


def _is_untold(promise: Promise, at: datetime) -> bool:
    return promise.stage in TOLD_OF and promise.told_at is None and promise.warn_at <= at


def _room(fault_id: int) -> Room:
    return record.room_of(db.session.get_one(Fault, fault_id))
