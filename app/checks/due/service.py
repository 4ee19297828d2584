"""Making due work anew: of some rooms, of those whose rows are stale, or of all."""

import hashlib
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from app import scope
from app.checks.due.computing.places import Days, Pair
from app.checks.due.computing.plans import Plans, in_force
from app.checks.due.computing.rows import facts_of, work_of, write
from app.checks.models import DueWork, JobPlan
from app.extensions import db
from app.places.models import Holiday, Room, Site, SupportCalendar, SupportHours, Term

CHUNK = 500
"""So many rooms are computed, and committed, at once: no writer waits long for us."""
NIGHT = timedelta(hours=2)
"""How long after midnight, in UTC, the day's whole recompute begins."""


def refresh(room_ids: Collection[int]) -> None:
    """Make the due work of these rooms anew: what is due after something was done, or changed.

    Rooms out of use lose theirs. To be called after all that changes the room in the same
    transaction. Rows made from other plans or calendars than today's stay marked as stale, and so
    do new ones until the worker has looked at them; their dates are right already.
    """
    db.session.flush()
    with scope.everything():  # plans and history of all sites bear on it, and nobody is shown any
        _refresh(room_ids)


def _refresh(room_ids: Collection[int]) -> None:
    if room_ids:
        known = select(DueWork.room_id, DueWork.made_from).where(
            DueWork.room_id.in_(room_ids), DueWork.plan_id.is_(None)
        )
        marks = {row[0]: row[1] for row in db.session.execute(known)}
        made = work_of(facts_of(room_ids, None), {each: marks.get(each) for each in room_ids})
        write(room_ids, dict(made))


def recompute(*, at: datetime) -> Iterator[int]:
    """Make the due work of all rooms anew, some hundred at a time.

    Gives how many rooms were done each time; then the caller commits, so that memory stays flat.
    """
    yield from _in_chunks(made_from(at=at), everything=True)


def recompute_stale(*, at: datetime) -> Iterator[int]:
    """The same for the rooms of which a row may be wrong: see `stale`."""
    yield from _in_chunks(made_from(at=at), everything=False)


def _in_chunks(mark: str, *, everything: bool) -> Iterator[int]:
    plans: Plans | None = None
    days: dict[Pair, Days] = {}
    last = 0
    while room_ids := _following(last, mark, everything=everything):
        plans = plans or in_force()
        made = work_of(facts_of(room_ids, plans, days), dict.fromkeys(room_ids, mark))
        write(room_ids, dict(made))
        last = room_ids[-1]
        yield len(room_ids)


def _following(last: int, mark: str, *, everything: bool) -> list[int]:
    asked = select(Room.id).where(Room.id > last).order_by(Room.id).limit(CHUNK)
    if not everything:
        own = and_(DueWork.room_id == Room.id, DueWork.plan_id.is_(None))
        asked = asked.outerjoin(DueWork, own).where(stale(mark))
    return list(db.session.scalars(asked))


def stale(mark: str) -> ColumnElement[bool]:
    """Whether a room's rows may be wrong: it has changed, or what they follow from has.

    A room's version grows with all that happens to it and its units: they came, moved, were
    retired, were checked. Of a room out of use, it is whether it has rows at all.
    """
    in_use = Room.retired_at.is_(None)
    changed = or_(
        DueWork.id.is_(None),
        DueWork.room_version.is_distinct_from(Room.version),
        DueWork.made_from.is_distinct_from(mark),
    )
    return or_(in_use & changed, ~in_use & DueWork.id.is_not(None))


def is_any_stale(*, at: datetime) -> bool:
    """Whether there is anything to be made anew."""
    return bool(_following(0, made_from(at=at), everything=False))


def made_from(*, at: datetime) -> str:
    """What tells the plans and calendars, as they are now, from all others; and the night.

    The night is in it so that all is computed anew once a day, whatever was overlooked.
    """
    told = hashlib.sha256(str((at - NIGHT).date()).encode())
    for table in (JobPlan, Term, Holiday, SupportCalendar, SupportHours, Site):
        for row in db.session.execute(select(table.__table__).order_by(table.id)):
            told.update(repr(tuple(row)).encode())
    return told.hexdigest()
