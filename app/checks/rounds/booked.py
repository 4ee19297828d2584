"""Rooms of a round that are booked: they wait until they are free, and it is said when that is."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.checks.models import DueWork, Round, RoundStop, Scope
from app.places.bookings import queries, words
from app.places.bookings.windows import Stand

Stands = Mapping[int, Stand]
"""How rooms stand, by their keys; rooms without bookings are not in it."""


def stands(
    walk: Round, stops: Sequence[RoundStop], due: Mapping[int, Sequence[DueWork]], *, at: datetime
) -> Stands:
    """How the rooms of the stops stand, for as long as the round's work there takes."""
    minutes = {each.room_id: _minutes(walk, due.get(each.room_id, ())) for each in stops}
    return queries.stands([each.room for each in stops], minutes, at=at)


def _minutes(walk: Round, due: Sequence[DueWork]) -> int:
    """What a round of this size does there: the services, or else the room's own check."""
    is_service = walk.scope is Scope.SERVICE
    return sum(each.minutes for each in due if (each.scope is Scope.SERVICE) == is_service)


def is_booked(stop: RoundStop, how: Stands) -> bool:
    """Whether the room is booked now."""
    return stop.room_id in how and how[stop.room_id].is_booked


def told(stop: RoundStop, how: Stands, now: datetime) -> str:
    """When the room is booked and free, as a sentence; empty where it is free all day."""
    return words.stands(how.get(stop.room_id), now, stop.room.support.zone)


def free_first(stops: Sequence[RoundStop], how: Stands) -> list[RoundStop]:
    """The same stops, in their order, those behind that are booked now."""
    return sorted(stops, key=lambda stop: is_booked(stop, how))
