"""Which rooms a new round is made of: those due this week, of a zone, of a building or floor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict

from app.checks.models import DueWork, Scope
from app.checks.rounds.order import in_order
from app.checks.rounds.service import MOST_ROOMS
from app.extensions import db
from app.numbers import number_of
from app.places.listing import overdue
from app.places.models import Building, Floor, Room, Zone, ZoneRoom
from app.places.queries import with_place

WEEK = 7
WEEK_DUE, ALL = "week", "all"
"""Which rooms are offered: those due by the end of this week, or all in use."""


@dataclass(frozen=True)
class Choice:
    """What the rooms of a new round are chosen by; None leaves a side open."""

    scope: Scope = Scope.ROOM_CHECK
    which: str = WEEK_DUE
    zone_id: int | None = None
    building_id: int | None = None
    floor_id: int | None = None


@dataclass(frozen=True)
class Chosen:
    """The rooms in use that a choice comes to, in the order of a walk; at most `MOST_ROOMS`."""

    rooms: Sequence[Room]
    has_more: bool


def asked_for(asked: MultiDict[str, str]) -> Choice:
    """What an address asks for; what makes no sense is left out."""
    place = asked.get("place", "")
    key = number_of(MultiDict({"of": place[1:]}), "of")
    scope = asked.get("scope", "")
    return Choice(
        scope=Scope(scope) if scope in set(Scope) else Scope.ROOM_CHECK,
        which=ALL if asked.get("which") == ALL else WEEK_DUE,
        zone_id=number_of(asked, "zone"),
        building_id=key if place.startswith("b") else None,
        floor_id=key if place.startswith("f") else None,
    )


def end_of_week(today: date) -> date:
    """The Sunday of that day's week."""
    return today + timedelta(days=WEEK - 1 - today.weekday())


def chosen(choice: Choice, today: date, *, at: datetime) -> Chosen:
    """The rooms of the choice on that day, each with its building, floor and calendars."""
    wanted = select(Room).where(Room.retired_at.is_(None), *_in_place(choice))
    if choice.which == WEEK_DUE:
        wanted = wanted.where(_due(choice.scope, end_of_week(today), today, at))
    wanted = wanted.join(Building, Building.id == Room.building_id)
    wanted = wanted.outerjoin(Floor, Floor.id == Room.floor_id)
    order = (Building.name, Building.id, Floor.position, Room.name, Room.id)
    found = db.session.scalars(
        wanted.options(*with_place()).order_by(*order).limit(MOST_ROOMS + 1)
    ).all()
    return Chosen(in_order(found[:MOST_ROOMS]), len(found) > MOST_ROOMS)


def _in_place(choice: Choice) -> list[ColumnElement[bool]]:
    sides = []
    if choice.building_id is not None:
        sides.append(Room.building_id == choice.building_id)
    if choice.floor_id is not None:
        sides.append(Room.floor_id == choice.floor_id)
    if choice.zone_id is not None:
        of_zone = select(ZoneRoom.room_id).where(ZoneRoom.zone_id == choice.zone_id)
        sides.append(Room.id.in_(of_zone))
    return sides


def _due(scope: Scope, until: date, today: date, at: datetime) -> ColumnElement[bool]:
    """Whether work of this size is due in a room by that day; see `Room.check_due_on`."""
    if scope is Scope.ROOM_CHECK:
        return overdue(at + (until - today) + timedelta(days=1))
    planned = select(DueWork.room_id).where(DueWork.scope == scope, DueWork.due_on <= until)
    return Room.id.in_(planned)


def rooms_of(keys: Sequence[int]) -> Sequence[Room]:
    """The rooms of these keys with their places, those out of use too."""
    return db.session.scalars(
        select(Room).where(Room.id.in_(keys)).options(*with_place()).order_by(Room.id)
    ).all()


def zones() -> Sequence[Zone]:
    """All zones by building and name, each with its building."""
    return db.session.scalars(
        select(Zone)
        .join(Zone.building)
        .options(joinedload(Zone.building))
        .order_by(Building.name, Building.id, Zone.name)
    ).all()
