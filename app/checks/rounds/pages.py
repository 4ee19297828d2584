"""Rounds as plain values: the list of them, and one with its rooms in the order of the walk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app import formats
from app.checks.models import Reason, Round, RoundStop, StopState
from app.checks.rounds import beside, booked, queries, words
from app.checks.rounds.queries import Progress
from app.checks.words import REASONS
from app.paging import Pages, pages
from app.people.models import Person
from app.places.words import where


@dataclass(frozen=True)
class RoundLine:
    """A round in a list."""

    address: str
    name: str
    who: str
    day: str
    progress: str
    state: str
    word: str


@dataclass(frozen=True)
class RoundsPage:
    """The list of rounds."""

    lines: tuple[RoundLine, ...]
    pages: Pages


@dataclass(frozen=True)
class StopLine:
    """A room of a round."""

    id: int
    address: str
    name: str
    what: str
    due: tuple[str, ...]
    failed: tuple[str, ...]
    booked: str
    """When it is booked and free; empty where it is free all day, or done."""
    is_booked: bool
    """Whether it is booked now: it stands behind those that are free."""
    told: str
    """Why it was skipped, by whom it was checked, or that it is out of use."""
    note: str
    state: str
    """Empty where it is still to be walked to, and nothing more is to be said."""
    word: str
    is_open: bool
    is_skipped: bool


@dataclass(frozen=True)
class RoundPage:
    """A round with its rooms, and what the reader may do with it."""

    id: int
    name: str
    kind: str
    who: str
    day: str
    state: str
    word: str
    how_far: Progress
    progress: str
    next: StopLine | None
    groups: tuple[tuple[str, tuple[StopLine, ...]], ...]
    is_mine: bool
    is_nobodys: bool
    has_begun: bool
    has_ended: bool
    may_act: bool
    """Whether the reader may skip rooms, hand it over and end it."""


@dataclass(frozen=True)
class Strip:
    """On the page of a room: the round that the reader is on, and where it leads next."""

    address: str
    name: str
    how_far: Progress
    progress: str
    next_name: str
    """Empty while this room is still to be done, and where nothing is left."""
    next_address: str


def rounds_page(person: Person, page: int, now: datetime) -> RoundsPage:
    """The rounds that the person sees, page by page."""
    found = queries.listing(person, page)
    lines = (line(each, found.progress.get(each.id, Progress()), now) for each in found.rounds)
    return RoundsPage(
        tuple(lines), pages(found.part, lambda number: url_for("checks.rounds", page=number))
    )


def line(walk: Round, how_far: Progress, now: datetime, zone: tzinfo = UTC) -> RoundLine:
    """A round in a list; its person must be loaded."""
    today = now.astimezone(zone).date()
    state, word = words.state(walk, today)
    return RoundLine(
        address=url_for("checks.round", round_id=walk.id),
        name=walk.name,
        who=words.walker(walk),
        day=formats.day_in_words(walk.planned_on, today),
        progress=words.progress(how_far),
        state=state,
        word=word,
    )


def zone_of(walk: Round) -> tzinfo:
    """The time zone in which a round is walked: that of its first room; its stops are loaded."""
    return walk.stops[0].room.support.zone if walk.stops else UTC


def round_page(walk: Round, person: Person, now: datetime) -> RoundPage:
    """The page of a round that is loaded whole."""
    today = now.astimezone(zone_of(walk)).date()
    how_far = queries.progress_of([walk.id]).get(walk.id, Progress())
    state, word = words.state(walk, today)
    lines = stop_lines(walk, walk.stops, now)
    is_mine = walk.person_id == person.id
    has_ended = walk.ended_at is not None
    return RoundPage(
        id=walk.id,
        name=walk.name,
        kind=words.size(walk.scope),
        who=words.walker(walk),
        day=formats.day_in_words(walk.planned_on, today),
        state=state,
        word=word,
        how_far=how_far,
        progress=words.progress(how_far),
        next=None if has_ended else _next(lines),
        groups=_groups(walk, lines),
        is_mine=is_mine,
        is_nobodys=walk.person_id is None,
        has_begun=walk.started_at is not None,
        has_ended=has_ended,
        may_act=not has_ended and (is_mine or person.is_manager),
    )


def _next(lines: Sequence[StopLine]) -> StopLine | None:
    """The first room that is open, one that is free before one that is booked now."""
    left = [each for each in lines if each.is_open]
    return min(left, key=lambda each: each.is_booked, default=None)


def strip(room_id: int, person: Person, now: datetime) -> Strip | None:
    """The way back from a room to the person's round; None where it is on none."""
    walk = queries.here(room_id, person, at=now)
    if walk is None:
        return None
    how_far = queries.progress_of([walk.id])[walk.id]
    onward = _onward(walk, room_id, now)
    return Strip(
        address=url_for("checks.round", round_id=walk.id),
        name=walk.name,
        how_far=how_far,
        progress=words.progress(how_far),
        next_name=onward.room.name if onward else "",
        next_address=url_for("scan.room", room_id=onward.room_id) if onward else "",
    )


def _onward(walk: Round, room_id: int, now: datetime) -> RoundStop | None:
    """The next room that is open after this one, or else from the beginning; booked ones last."""
    place = next(each.position for each in walk.stops if each.room_id == room_id)
    left = [each for each in walk.stops if each.state is StopState.OPEN]
    left = [each for each in left if not each.room.is_retired]
    if any(each.room_id == room_id for each in left):
        return None
    how = booked.stands(walk, left, {}, at=now)
    onward = sorted(left, key=lambda each: (each.position < place, each.position))
    return next(iter(booked.free_first(onward, how)), None)


def _groups(walk: Round, lines: Sequence[StopLine]) -> tuple[tuple[str, tuple[StopLine, ...]], ...]:
    """The lines by building and floor, as they are walked; those booked now come last."""
    both = sorted(zip(walk.stops, lines, strict=True), key=lambda pair: pair[1].is_booked)
    grouped = groupby(both, key=lambda pair: _heading(*pair))
    return tuple((place, tuple(each for _stop, each in part)) for place, part in grouped)


def _heading(stop: RoundStop, line: StopLine) -> str:
    place = where(stop.room)
    return _("Booked now: %(place)s", place=place) if line.is_booked else place


def stop_lines(walk: Round, stops: Sequence[RoundStop], now: datetime) -> tuple[StopLine, ...]:
    """These stops of a round with what is due there, what failed last time and what was said."""
    rooms, today = [each.room_id for each in stops], now.astimezone(zone_of(walk)).date()
    due = beside.due_in(rooms, max(today, walk.planned_on))
    failed = beside.failed_for(rooms, walk.person_id, now)
    visits = beside.not_checked(rooms, walk.made_at)
    left = [each for each in stops if _is_left(walk, each)]
    how = booked.stands(walk, left, due, at=now)
    return tuple(
        StopLine(
            id=stop.id,
            address=url_for("scan.room", room_id=stop.room_id),
            name=stop.room.name,
            what=stop.room.description,
            due=tuple(words.due(stop.room, due.get(stop.room_id, []), walk.scope, today)),
            failed=tuple(words.failed(each) for each in failed.get(stop.room_id, [])),
            booked=booked.told(stop, how, now),
            is_booked=booked.is_booked(stop, how),
            **_told(stop, visits),
        )
        for stop in stops
    )


def _is_left(walk: Round, stop: RoundStop) -> bool:
    """Whether somebody may still walk there: nothing else has to wait for a free room."""
    return walk.ended_at is None and stop.state is StopState.OPEN and not stop.room.is_retired


def _told(stop: RoundStop, visits: dict[int, Reason | None]) -> dict[str, Any]:
    """What became of a room in the round."""
    told: dict[str, Any] = {"note": stop.note, "is_open": False, "is_skipped": False, "told": ""}
    if stop.state is StopState.DONE:
        by = stop.check.person.name if stop.check else ""
        return told | {"state": "pass", "word": _("Done"), "told": by}
    if stop.state is StopState.SKIPPED and stop.reason:
        why = str(REASONS[stop.reason])
        return told | {"state": "na", "word": _("Skipped"), "told": why, "is_skipped": True}
    if stop.room.is_retired:
        return told | {"state": "na", "word": _("Out of use")}
    if stop.room_id in visits:
        why = _("Not checked: %(why)s", why=_why(visits[stop.room_id]))
        return told | {
            "state": "not_checked",
            "word": _("Still open"),
            "told": why,
            "is_open": True,
        }
    return told | {"state": "", "word": "", "is_open": True}


def _why(reason: Reason | None) -> str:
    return str(REASONS[reason]) if reason else _("see the check")
