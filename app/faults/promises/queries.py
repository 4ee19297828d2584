"""Answers about promises: those of a fault, the clock they are counted by, what slips."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.faults.models import Fault, Pause, Promise, PromiseMove, PromiseTarget, Report
from app.faults.models.promises import UNMET
from app.faults.promises.clock import Clock, Still
from app.faults.promises.targets import DEFAULTS, Targets
from app.places.models import Booking, Holiday, Room

STILL_OWED = text(f"promise.{UNMET.replace(' AND ', ' AND promise.')}")
"""Literal, because a partial index is not found behind bound values."""


def of_fault(fault: Fault) -> list[Promise]:
    """The promises of a fault since it was last opened, in the order of their stages."""
    rows = db.session.scalars(
        select(Promise)
        .where(Promise.fault_id == fault.id, Promise.turn == fault.times_reopened)
        .order_by(Promise.due_at, Promise.minutes)
    )
    return list(rows)


def owed(fault: Fault) -> list[Promise]:
    """Of those, what is neither met nor void."""
    return [each for each in of_fault(fault) if each.met_at is None and each.void_at is None]


def owed_by(fault_ids: Collection[int]) -> dict[int, list[Promise]]:
    """What is owed by each of many faults, the soonest first; those that owe nothing are not in."""
    found: dict[int, list[Promise]] = {}
    rows = select(Promise).where(Promise.fault_id.in_(fault_ids), STILL_OWED)
    for each in db.session.scalars(rows.order_by(Promise.due_at)):
        found.setdefault(each.fault_id, []).append(each)
    return found


def clock(fault: Fault, room: Room) -> Clock:
    """What counts the minutes of a fault; the room's support calendar must be loaded."""
    return Clock(room.support, holidays(room), _pauses(fault, room))


def holidays(room: Room) -> frozenset[date]:
    """The days on which nobody works at the room's site; its building must be loaded."""
    days = select(Holiday.day).where(Holiday.site_id == room.building.site_id)
    return frozenset(db.session.scalars(days))


def open_pause(fault: Fault) -> Pause | None:
    """What a fault waits for just now."""
    waits = select(Pause).where(Pause.fault_id == fault.id, Pause.ended_at.is_(None))
    return db.session.scalars(waits).one_or_none()


def put_off_by_hand(fault: Fault) -> set[int]:
    """The ids of its promises that somebody has put off."""
    moved = select(PromiseMove.promise_id).join(Promise).where(Promise.fault_id == fault.id)
    return set(db.session.scalars(moved))


def targets(calendar_id: int) -> Targets:
    """The targets of a support calendar: its own, and the defaults where it says nothing."""
    own = select(PromiseTarget).where(PromiseTarget.calendar_id == calendar_id)
    said = {(each.priority, each.stage): each.minutes for each in db.session.scalars(own)}
    return {**DEFAULTS, **said}


def people(fault: Fault) -> int:
    """How many have told of it: each browser, caller or sender makes one report."""
    merged = select(Fault.id).where(Fault.merged_into_id == fault.id)
    told = select(func.count()).where(or_(Report.fault_id == fault.id, Report.fault_id.in_(merged)))
    return db.session.scalar(told) or 0


def booked_from(room: Room, at: datetime) -> datetime | None:
    """When the booking began that runs now, or else when the next one begins."""
    ahead = select(func.min(Booking.starts_at)).where(
        Booking.room_id == room.id, Booking.ends_at > at
    )
    return db.session.scalar(ahead)


def next_booking(room: Room, at: datetime) -> datetime | None:
    """When the next booking begins, after the one that runs now."""
    ahead = select(func.min(Booking.starts_at)).where(
        Booking.room_id == room.id, Booking.starts_at > at
    )
    return db.session.scalar(ahead)


def to_warn(at: datetime, most: int) -> Sequence[Promise]:
    """Promises three quarters of whose minutes have passed, of which nobody was warned yet."""
    return _owed_with_fault(Promise.warn_at <= at, Promise.warned_at.is_(None), most=most)


def missed(at: datetime, most: int) -> Sequence[Promise]:
    """Promises whose moment has passed, of which the next person was not told yet."""
    return _owed_with_fault(Promise.due_at <= at, Promise.escalated_at.is_(None), most=most)


def _owed_with_fault(*which: object, most: int) -> Sequence[Promise]:
    found = select(Promise).where(STILL_OWED, *which)  # type: ignore[arg-type]
    return db.session.scalars(
        found.options(joinedload(Promise.fault)).order_by(Promise.due_at).limit(most)
    ).all()


def _pauses(fault: Fault, room: Room) -> tuple[Still, ...]:
    if not fault.id:  # it is new, and has waited for nothing yet
        return ()
    rows = db.session.scalars(select(Pause).where(Pause.fault_id == fault.id))
    return tuple(Still(each.began_at, _end(each, room)) for each in rows)


def _end(pause: Pause, room: Room) -> datetime:
    """When the clock goes on: when somebody did, and by itself as the day that was said begins."""
    begins = datetime.combine(pause.next_on, time(0), tzinfo=room.support.zone).astimezone(UTC)
    said = max(begins, pause.began_at)
    return said if pause.ended_at is None else min(said, pause.ended_at)
