"""Answers about rounds: which there are, one with its rooms, how far they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.checks.models import (
    Check,
    DueWork,
    Finding,
    JobPlan,
    Reason,
    Result,
    Round,
    RoundStop,
    Scope,
    StopState,
)
from app.extensions import db
from app.paging import Slice, slice_of
from app.people.models import Person
from app.places.models import Room, Site, SupportCalendar
from app.places.queries import with_place

EARLY = timedelta(days=6)
"""How long before its day a round's room may be checked for it: the week that it was made for."""
BACK_AGAIN = timedelta(hours=12)
"""How long after the end of a round a room that was skipped in it may still be done for it."""


@dataclass(frozen=True)
class Progress:
    """How far a round is. Rooms that went out of use before they were done are `gone`."""

    rooms: int = 0
    done: int = 0
    skipped: int = 0
    gone: int = 0

    @property
    def left(self) -> int:
        """How many rooms are still to be walked to."""
        return self.rooms - self.done - self.skipped - self.gone


@dataclass(frozen=True)
class Listing:
    """One page of the list of rounds, and how far each is, by its key."""

    rounds: Sequence[Round]
    progress: dict[int, Progress]
    part: Slice


def today_here(at: datetime) -> date:
    """The day where the first site is; UTC's where there is none."""
    named = select(SupportCalendar.timezone).join(Site).order_by(Site.name).limit(1)
    zone = db.session.scalar(named)
    return at.astimezone(ZoneInfo(zone) if zone else UTC).date()


def may_see(person: Person) -> ColumnElement[bool]:
    """Whose rounds a person sees: managers all, others their own and those that nobody has."""
    if person.is_manager:
        return true()
    return or_(Round.person_id == person.id, Round.person_id.is_(None))


def listing(person: Person, page: int) -> Listing:
    """The rounds that the person sees: those that have not ended first, then the newest first."""
    ids = select(Round.id).where(may_see(person))
    ended = Round.ended_at.is_not(None)
    day = case((ended, None), else_=Round.planned_on)
    part = slice_of(ids.order_by(ended, day, Round.planned_on.desc(), Round.id.desc()), page)
    by_id = {each.id: each for each in _rounds(Round.id.in_(part.ids))}
    return Listing([by_id[key] for key in part.ids], progress_of(part.ids), part)


def moving(today: date) -> Sequence[Round]:
    """All rounds that have begun or are late, and have not ended, with who walks them."""
    begun = or_(Round.started_at.is_not(None), Round.planned_on < today)
    return _rounds(begun, Round.ended_at.is_(None))


def waiting_for(person: Person) -> Sequence[Round]:
    """The person's rounds that have not ended: those that have begun first, then by their day."""
    return _rounds(Round.person_id == person.id, Round.ended_at.is_(None))


def theirs_or_nobodys(person: Person) -> Sequence[Round]:
    """The person's rounds that have not ended and those that nobody has taken.

    Those that have begun come first, then by their day.
    """
    own_or_none = or_(Round.person_id == person.id, Round.person_id.is_(None))
    return _rounds(own_or_none, Round.ended_at.is_(None))


def _rounds(*conditions: ColumnElement[bool]) -> Sequence[Round]:
    return db.session.scalars(
        select(Round)
        .where(*conditions)
        .options(joinedload(Round.person))
        .order_by(Round.started_at.is_(None), Round.planned_on, Round.id)
    ).all()


def progress_of(round_ids: Iterable[int]) -> dict[int, Progress]:
    """How far the rounds are, by their keys."""
    wanted = list(round_ids)
    if not wanted:
        return {}
    is_open = RoundStop.state == StopState.OPEN
    rows = db.session.execute(
        select(
            RoundStop.round_id,
            func.count(),
            _sum(RoundStop.state == StopState.DONE),
            _sum(RoundStop.state == StopState.SKIPPED),
            _sum(and_(is_open, Room.retired_at.is_not(None))),
        )
        .join(Room, Room.id == RoundStop.room_id)
        .where(RoundStop.round_id.in_(wanted))
        .group_by(RoundStop.round_id)
    )
    return {key: Progress(*counts) for key, *counts in rows}


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def round_(round_id: int, person: Person) -> Round | None:
    """The round with its rooms in order and their places; None where it is not for that person."""
    stops = selectinload(Round.stops)
    return db.session.scalar(
        select(Round)
        .where(Round.id == round_id, may_see(person))
        .options(
            joinedload(Round.person),
            joinedload(Round.made_by),
            stops.joinedload(RoundStop.round),
            stops.joinedload(RoundStop.room).options(*with_place()),
            stops.joinedload(RoundStop.check).joinedload(Check.person),
        )
    )


def open_stops(walk: Round) -> Sequence[RoundStop]:
    """The stops still to be walked to, in order, each with its room; those out of use are not."""
    return db.session.scalars(
        select(RoundStop)
        .join(Room, Room.id == RoundStop.room_id)
        .where(
            RoundStop.round_id == walk.id,
            RoundStop.state == StopState.OPEN,
            Room.retired_at.is_(None),
        )
        .options(joinedload(RoundStop.room).options(*with_place()))
        .order_by(RoundStop.position)
    ).all()


def statutory_stops(walk: Round) -> frozenset[int]:
    """The keys of its stops where work is due that the law asks for, by the day of the round.

    Work that only a qualified person may sign is not the round's: whoever walks it can't do it.
    """
    scopes = list(Scope) if walk.scope is Scope.SERVICE else [Scope.ROOM_CHECK]
    rows = db.session.scalars(
        select(RoundStop.id)
        .join(DueWork, DueWork.room_id == RoundStop.room_id)
        .outerjoin(JobPlan, JobPlan.id == DueWork.plan_id)
        .where(
            RoundStop.round_id == walk.id,
            DueWork.statutory,
            func.coalesce(JobPlan.qualification, "") == "",
            DueWork.due_on <= walk.planned_on,
            DueWork.scope.in_(scopes),
        )
    )
    return frozenset(rows)


def stop_for(check: Check) -> RoundStop | None:
    """The stop that waits for this check, with its round; one's own before one that nobody has.

    A service goes through the room check as well, so it counts for both kinds of rounds.
    """
    scopes = list(Scope) if check.scope is Scope.SERVICE else [Scope.ROOM_CHECK]
    in_time = or_(Round.ended_at.is_(None), Round.ended_at > check.done_at - BACK_AGAIN)
    return db.session.scalar(
        select(RoundStop)
        .join(RoundStop.round)
        .where(
            RoundStop.room_id == check.room_id,
            RoundStop.state != StopState.DONE,
            or_(Round.person_id == check.person_id, Round.person_id.is_(None)),
            Round.scope.in_(scopes),
            Round.planned_on <= (check.done_at + EARLY).date(),
            in_time,
        )
        .options(contains_eager(RoundStop.round))
        .order_by(Round.person_id.is_(None), Round.planned_on, Round.id)
        .limit(1)
    )


def reason_of(check: Check) -> Reason | None:
    """Why nothing could be checked: of the room as a whole, or else what was said first."""
    said = select(Finding.reason).where(
        Finding.check_id == check.id, Finding.result == Result.NOT_CHECKED
    )
    return check.reason or db.session.scalar(said.order_by(Finding.id).limit(1))


def here(room_id: int, person: Person, *, at: datetime) -> Round | None:
    """The person's round in which this room is, whole; one that ended some hours ago too."""
    ended = Round.ended_at.is_not(None)
    found = db.session.scalar(
        select(Round.id)
        .join(RoundStop, RoundStop.round_id == Round.id)
        .where(
            RoundStop.room_id == room_id,
            Round.person_id == person.id,
            or_(~ended, Round.ended_at > at - BACK_AGAIN),
        )
        .order_by(ended, Round.started_at.is_(None), Round.planned_on, Round.id)
        .limit(1)
    )
    return round_(found, person) if found else None
