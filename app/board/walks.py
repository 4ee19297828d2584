"""The rounds of the day: one's own on top, and those of the team as they move."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from app import formats
from app.checks.models import DueWork, Round, RoundStop
from app.checks.rounds import beside, booked, queries, words
from app.checks.rounds.queries import Progress
from app.people.models import Person
from app.places.words import where


@dataclass(frozen=True)
class Card:
    """A round that is to be walked today, and the room that comes next in it."""

    id: int
    address: str
    name: str
    day: str
    how_far: Progress
    progress: str
    has_begun: bool
    next: str
    """Empty where no room is left."""
    next_address: str
    place: str
    due: tuple[str, ...]
    failed: tuple[str, ...]
    booked: str
    """When that room is booked and free; empty where it is free all day."""


@dataclass(frozen=True)
class Walk:
    """A round in a list: whose it is, how far it is."""

    address: str
    name: str
    detail: str
    how_far: Progress
    progress: str
    state: str
    word: str


@dataclass(frozen=True)
class Walks:
    """The rounds that one person's day begins with."""

    mine: Card | None
    others: tuple[Walk, ...]
    """One's further rounds, and those that nobody has taken yet."""
    team: tuple[Walk, ...]
    """For managers: the rounds of others that have begun, or that are late."""


def walks(person: Person, today: date, *, at: datetime) -> Walks:
    """The rounds of this person's day."""
    waiting = queries.theirs_or_nobodys(person)
    mine = [each for each in waiting if each.person_id == person.id]
    on_top = next((each for each in mine if each.started_at or each.planned_on <= today), None)
    nobodys = [each for each in waiting if each.person_id is None]
    others = [each for each in mine if each is not on_top] + nobodys
    team = _of_team(person, today) if person.is_manager else []
    far = queries.progress_of(each.id for each in (*mine, *others, *team))
    return Walks(
        _card(on_top, far.get(on_top.id, Progress()), today, at) if on_top else None,
        tuple(_walk(each, far, today) for each in others),
        tuple(_walk(each, far, today) for each in team),
    )


def _of_team(person: Person, today: date) -> list[Round]:
    return [each for each in queries.moving(today) if each.person_id not in {None, person.id}]


def _card(walk: Round, how_far: Progress, today: date, at: datetime) -> Card:
    left = queries.open_stops(walk)
    work = beside.due_in([each.room_id for each in left], today)
    how = booked.stands(walk, left, work, at=at)
    stop = next(iter(booked.free_first(left, how)), None)
    address = url_for("checks.round", round_id=walk.id)
    return Card(
        id=walk.id,
        address=address,
        name=walk.name,
        day=formats.day_in_words(walk.planned_on, today),
        how_far=how_far,
        progress=words.progress(how_far),
        has_begun=walk.started_at is not None,
        next=stop.room.name if stop else "",
        next_address=url_for("scan.room", room_id=stop.room_id) if stop else address,
        place=where(stop.room) if stop else "",
        due=_due(walk, stop, work, today) if stop else (),
        failed=_failed(walk, stop, at) if stop else (),
        booked=booked.told(stop, how, at) if stop else "",
    )


def _due(
    walk: Round, stop: RoundStop, work: dict[int, list[DueWork]], today: date
) -> tuple[str, ...]:
    return tuple(words.due(stop.room, work.get(stop.room_id, []), walk.scope, today))


def _failed(walk: Round, stop: RoundStop, at: datetime) -> tuple[str, ...]:
    failed = beside.failed_for([stop.room_id], walk.person_id, at).get(stop.room_id, [])
    return tuple(words.failed(each) for each in failed)


def _walk(walk: Round, far: dict[int, Progress], today: date) -> Walk:
    how_far = far.get(walk.id, Progress())
    state, word = words.state(walk, today)
    day = formats.day_in_words(walk.planned_on, today)
    return Walk(
        address=url_for("checks.round", round_id=walk.id),
        name=walk.name,
        detail=" · ".join((words.walker(walk), day)),
        how_far=how_far,
        progress=words.progress(how_far),
        state=state,
        word=word,
    )
