"""What people do with rounds: make, take, start, skip a room, hand over, end. Callers commit."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.checks.models import (
    STOP_MOVES,
    Check,
    Reason,
    Result,
    Round,
    RoundStop,
    Scope,
    StopState,
)
from app.checks.rounds import queries
from app.checks.rounds.order import in_order
from app.errors import Refusal
from app.extensions import db
from app.people.models import Person
from app.places.models import Room
from app.places.serving.queries import does_serve, sites_of_rooms
from app.places.words import named

MOST_ROOMS = 200
"""More rooms nobody walks in a day, nor in a week."""


def make(  # noqa: PLR0913 - a round has this many sides
    name: str,
    rooms: Sequence[Room],
    person: Person | None,
    by: Person,
    *,
    planned_on: date,
    scope: Scope,
    key: str,
    at: datetime,
) -> Round:
    """The round of these rooms, each once and in the order of a walk; `person` None: nobody's yet.

    Rooms out of use are left out. The same key again gives the first round; with other words, day
    or work it is refused. The rooms' buildings and floors must be loaded.
    """
    made = Round(
        name=named(name),
        scope=scope,
        planned_on=planned_on,
        person_id=person.id if person else None,
        made_by_id=by.id,
        made_at=at,
        key=key,
    )
    if earlier := _made_before(made):
        return earlier
    walk = in_order(room for room in rooms if not room.is_retired)
    _refuse_size(len(walk))
    _refuse_walker(person, [room.id for room in walk])
    if earlier := _stored_before(made):
        return earlier
    db.session.add_all(
        RoundStop(round_id=made.id, room_id=room.id, position=place)
        for place, room in enumerate(walk)
    )
    db.session.flush()
    return made


def _made_before(made: Round) -> Round | None:
    earlier = db.session.scalar(select(Round).where(Round.key == made.key))
    if earlier is None:
        return None
    said = (made.name, made.scope, made.planned_on, made.made_by_id)
    if (earlier.name, earlier.scope, earlier.planned_on, earlier.made_by_id) != said:
        raise Refusal(
            _("This form has made a round already, “%(name)s”. Begin a new one.", name=earlier.name)
        )
    return earlier


def _stored_before(made: Round) -> Round | None:
    """Store the round, or the one that another process made of the same form at this moment."""
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        if earlier := _made_before(made):
            return earlier
        raise
    return None


def _refuse_size(rooms: int) -> None:
    if not rooms:
        raise Refusal(_("Tick at least one room that is in use."), field="rooms", status=422)
    if rooms > MOST_ROOMS:
        sentence = _(
            "A round can have %(most)d rooms at most; these are %(num)d. "
            "Choose a building or a zone.",
            most=MOST_ROOMS,
            num=rooms,
        )
        raise Refusal(sentence, field="rooms", status=422)


def _refuse_walker(person: Person | None, room_ids: Collection[int]) -> None:
    if person and not does_serve(person, sites_of_rooms(room_ids)):
        sentence = _("%(name)s does not serve all of its sites.", name=person.name)
        raise Refusal(sentence, field="person", status=422)
    if person and not person.active:
        sentence = _("%(name)s is switched off. Choose somebody else.", name=person.name)
        raise Refusal(sentence, field="person", status=422)


def start(walk: Round, by: Person, *, at: datetime) -> Round:
    """Begin it, once; who begins a round that nobody has taken takes it."""
    _hold(walk)
    _refuse_ended(walk)
    if walk.person_id is None:
        walk.person_id = by.id
    _refuse_stranger(walk, by)
    walk.started_at = walk.started_at or at
    db.session.flush()
    return walk


def take(walk: Round, by: Person) -> Round:
    """Make it one's own, where nobody has taken it yet."""
    _hold(walk)
    _refuse_ended(walk)
    if walk.person_id not in {None, by.id}:
        raise Refusal(_("Somebody else took this round a moment ago. Look at the others."))
    walk.person_id = by.id
    db.session.flush()
    return walk


def hand_over(walk: Round, person: Person | None, by: Person) -> Round:
    """Give it to another person, or to nobody; what was done in it stays done."""
    _hold(walk)
    _refuse_ended(walk)
    _refuse_stranger(walk, by)
    _refuse_walker(person, [stop.room_id for stop in walk.stops])
    walk.person_id = person.id if person else None
    db.session.flush()
    return walk


def skip(stop: RoundStop, reason: Reason, note: str, by: Person, *, at: datetime) -> RoundStop:
    """Leave a room out, and say why; it can still be done. Statutory work can't be skipped.

    Skipped again it bears the latest reason. The stop's round must be loaded.
    """
    _hold(stop.round, stop)
    _refuse_stranger(stop.round, by)
    if stop.state is not StopState.SKIPPED:
        _refuse_move(stop, StopState.SKIPPED)
    if stop.id in queries.statutory_stops(stop.round):
        raise Refusal(
            _(
                "The law asks for the work that is due here: it can't be skipped, only done late. "
                "Leave the room open, or hand the round over."
            ),
            field="reason",
        )
    stop.state, stop.reason, stop.note = StopState.SKIPPED, reason, note.strip()
    _settle(stop.round, at)
    return stop


def take_up(stop: RoundStop, by: Person) -> RoundStop:
    """A room that was skipped is to be done after all. The stop's round must be loaded."""
    _hold(stop.round, stop)
    _refuse_stranger(stop.round, by)
    if stop.state is StopState.OPEN:
        return stop
    _refuse_move(stop, StopState.OPEN)
    stop.state, stop.reason, stop.note = StopState.OPEN, None, ""
    stop.round.ended_at = None
    db.session.flush()
    return stop


def end(walk: Round, by: Person, *, reason: Reason | None, note: str, at: datetime) -> Round:
    """End it. Rooms that are left are skipped for this reason; statutory ones keep it open."""
    _hold(walk)
    _refuse_stranger(walk, by)
    left = queries.open_stops(walk)
    if left and walk.ended_at is None:
        if reason is None:
            raise Refusal(_("Say why the rooms that are left are not done."), field="reason")
        must = queries.statutory_stops(walk)
        for stop in left:
            if stop.id in must:
                raise Refusal(
                    _(
                        "The law asks for the work that is due in %(room)s: it can't be skipped, "
                        "only done late. Hand the round over instead.",
                        room=stop.room.name,
                    ),
                    field="reason",
                )
            stop.state, stop.reason, stop.note = StopState.SKIPPED, reason, note.strip()
    walk.ended_at = walk.ended_at or at
    db.session.flush()
    return walk


def done(check: Check) -> RoundStop | None:
    """The stop whose room this check visited, in its person's round or one that nobody has taken.

    A check that saw something makes it done, a visit that could check nothing skips it for the
    reason that was given; statutory work stays open then. None where no round waited for it.
    """
    stop = queries.stop_for(check)
    if stop is None:
        return None
    _hold(stop.round, stop)
    state = StopState.SKIPPED if check.result is Result.NOT_CHECKED else StopState.DONE
    if state not in STOP_MOVES[stop.state]:
        return None
    reason = queries.reason_of(check) if state is StopState.SKIPPED else None
    stop.round.started_at = stop.round.started_at or check.done_at
    if state is StopState.DONE:
        stop.state, stop.reason, stop.note, stop.check_id = state, None, "", check.id
    elif reason and stop.id not in queries.statutory_stops(stop.round):
        stop.state, stop.reason, stop.note = state, reason, ""
    _settle(stop.round, check.done_at)
    return stop


def _refuse_move(stop: RoundStop, state: StopState) -> None:
    if state not in STOP_MOVES[stop.state]:
        sentence = _("%(room)s was checked a moment ago: it is done.", room=stop.room.name)
        raise Refusal(sentence)


def _settle(walk: Round, at: datetime) -> None:
    """A round whose last room is done or skipped has ended."""
    db.session.flush()
    if walk.ended_at is None and not queries.open_stops(walk):
        walk.ended_at = at
        db.session.flush()


def _hold(walk: Round, stop: RoundStop | None = None) -> None:
    """Two at once in one round: the second waits here, and finds what the first has done."""
    db.session.refresh(walk, ["person_id", "started_at", "ended_at"], with_for_update=True)
    if stop:
        db.session.refresh(stop, ["state", "reason", "note", "check_id"])


def _refuse_ended(walk: Round) -> None:
    if walk.ended_at:
        raise Refusal(_("This round has ended."))


def _refuse_stranger(walk: Round, by: Person) -> None:
    if by.is_manager or walk.person_id == by.id:
        return
    if walk.person_id is None:
        raise Refusal(_("Nobody has taken this round yet. Take it first."))
    raise Refusal(_("This round is somebody else's by now. Ask a manager to hand it to you."))
