"""What is known of audits: which rooms want a second look, which checks had theirs, all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, select
from sqlalchemy.orm import aliased, selectinload

from app.checks.models import Check, Finding, Result, SpotAudit
from app.checks.queries import with_place
from app.extensions import db
from app.people.models import Person
from app.places.models import Room
from app.places.queries import with_place as rooms_with_place

MOST_LOOKS = 6
MOST = 50


@dataclass(frozen=True)
class SecondLook:
    """A room that wants to be looked at once more, and by when; not whose first look it was."""

    room: Room
    due_by: datetime


@cache
def _wanted() -> Select[int, datetime]:
    """The rooms, each with its end, that others checked and `person_id` has not since; made once.

    As things stand `at` a moment.
    """
    mine = aliased(Check)
    person_id: BindParameter[int] = bindparam("person_id")
    since = and_(
        mine.room_id == Check.room_id,
        mine.person_id == person_id,
        mine.done_at >= SpotAudit.drawn_at,
        mine.result != Result.NOT_CHECKED,
    )
    return (
        select(Check.room_id, SpotAudit.due_by)
        .select_from(SpotAudit)
        .join(Check, Check.id == SpotAudit.check_id)
        .where(
            SpotAudit.due_by > bindparam("at"),
            SpotAudit.again_id.is_(None),
            Check.person_id != person_id,
            ~select(mine.id).where(since).exists(),
        )
    )


def second_looks(person: Person, at: datetime) -> Sequence[SecondLook]:
    """Rooms that this person can give a second look, those that end soonest first."""
    wanted = _wanted().join(Room, Room.id == Check.room_id).where(Room.retired_at.is_(None))
    rows = db.session.execute(
        wanted.order_by(SpotAudit.due_by, Room.id).limit(MOST_LOOKS),
        {"person_id": person.id, "at": at},
    )
    soonest: dict[int, datetime] = {}
    for room_id, due_by in rows:
        soonest.setdefault(room_id, due_by)
    if not soonest:
        return ()
    found = select(Room).where(Room.id.in_(soonest)).options(*rooms_with_place())
    rooms = {room.id: room for room in db.session.scalars(found)}
    return tuple(SecondLook(rooms[key], due_by) for key, due_by in soonest.items())


def blind_in(room_ids: Iterable[int], person_id: int, at: datetime) -> frozenset[int]:
    """The rooms of these in which this person's check would be a second look: it is made blind."""
    wanted = _wanted().where(Check.room_id.in_(set(room_ids)))
    rows = db.session.execute(wanted, {"person_id": person_id, "at": at})
    return frozenset(room_id for room_id, _due_by in rows)


def was_blind(room_id: int, person_id: int, at: datetime) -> bool:
    """Whether, at that moment, others were asked for a second look there, and this person too."""
    asked = select(SpotAudit.id).join(Check, Check.id == SpotAudit.check_id)
    asked = asked.where(SpotAudit.drawn_at <= at, SpotAudit.due_by > at)
    asked = asked.where(Check.room_id == room_id, Check.person_id != person_id)
    return db.session.scalar(asked.limit(1)) is not None


def had_second_look() -> ColumnElement[bool]:
    """Whether a check was audited, in a query: somebody else has made it again, blind."""
    done = SpotAudit.again_id.is_not(None)
    return select(SpotAudit.id).where(SpotAudit.check_id == Check.id, done).exists()


def audited(check_ids: Iterable[int]) -> frozenset[int]:
    """Which of these checks were audited."""
    return frozenset(
        db.session.scalars(
            select(SpotAudit.check_id).where(
                SpotAudit.check_id.in_(set(check_ids)), SpotAudit.again_id.is_not(None)
            )
        )
    )


@dataclass(frozen=True)
class Ended:
    """An audit that was done, or has lapsed: the first check, and the second where there is one.

    Both bring room, place, person, and findings with their units.
    """

    audit: SpotAudit
    first: Check
    again: Check | None


def ended(at: datetime) -> tuple[Ended, ...]:
    """The newest audits that were done or have lapsed; one that waits is nobody's to know."""
    audits = db.session.scalars(
        select(SpotAudit)
        .where((SpotAudit.due_by <= at) | SpotAudit.again_id.is_not(None))
        .order_by(SpotAudit.drawn_at.desc(), SpotAudit.id.desc())
        .limit(MOST)
    ).all()
    keys = {each.check_id for each in audits} | {each.again_id for each in audits if each.again_id}
    findings = selectinload(Check.findings).joinedload(Finding.equipment)
    found = db.session.scalars(
        with_place(select(Check)).where(Check.id.in_(keys)).options(findings)
    )
    known = {check.id: check for check in found}
    return tuple(
        Ended(each, known[each.check_id], known[each.again_id] if each.again_id else None)
        for each in audits
    )


@dataclass(frozen=True)
class Draw:
    """An audit as figures need it."""

    drawn_at: datetime
    is_done: bool
    is_open: bool
    agreed: int
    compared: int


def draws(since: datetime, at: datetime) -> tuple[Draw, ...]:
    """All audits that were drawn since then, the newest first."""
    rows = db.session.execute(
        select(
            SpotAudit.drawn_at,
            SpotAudit.due_by,
            SpotAudit.again_id,
            SpotAudit.agreed,
            SpotAudit.compared,
        )
        .where(SpotAudit.drawn_at >= since)
        .order_by(SpotAudit.drawn_at.desc())
    )
    return tuple(
        Draw(
            drawn_at=drawn_at,
            is_done=again is not None,
            is_open=again is None and due_by > at,
            agreed=agreed or 0,
            compared=compared or 0,
        )
        for drawn_at, due_by, again, agreed, compared in rows
    )
