"""What a technician takes along: the rooms of the open rounds, then those that are due."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.checks import queries as checks
from app.checks.audits import queries as audits
from app.checks.logging.failing import StillFailing, latest_findings
from app.checks.models import CheckItem, DueWork, Round, RoundStop, Scope, StopState
from app.codes import queries as codes
from app.equipment.models import Equipment, EquipmentModel, EquipmentType, SpareStock
from app.equipment.stock.queries import stocks_for
from app.extensions import db
from app.people.models import Person
from app.places.listing import overdue
from app.places.models import Building, Floor, Room
from app.places.queries import with_place
from app.places.words import where

MOST_ROOMS = 60
"""More nobody walks in a week without signal."""
AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Along:
    """A room with all that its check needs: tag's code, units with their lists, what failed."""

    room: Room
    code: str
    units: Sequence[Equipment]
    lists: dict[Scope, dict[int, tuple[CheckItem, ...]]]
    failing: Sequence[StillFailing]
    own: tuple[CheckItem, ...] = ()
    """What is asked of the room itself, in both scopes."""
    parts: Mapping[int, Sequence[SpareStock]] = field(default_factory=dict)
    """What its site has for its units, by their models."""

    @property
    def items(self) -> Iterator[CheckItem]:
        """All that may be asked in it."""
        yield from self.own
        for lists in self.lists.values():
            for unit in self.units:
                yield from lists.get(unit.id, ())

    @property
    def place(self) -> str:
        """Where the room is, in words."""
        return where(self.room)


def round_of(person: Person, at: datetime) -> list[Along]:
    """The person's open stops in their order, then the rooms due within a week by place."""
    rooms = [*_open_stops(person)]
    known = {room.id for room in rooms}
    rooms += [room for room in _due(at) if room.id not in known]
    return _along(rooms[:MOST_ROOMS], person, at)


def at_tag(code: str, person: Person, at: datetime) -> list[Along]:
    """The room behind a tag, if the code answers."""
    tag = codes.answering(code)
    return _along([tag.home], person, at) if tag else []


def _along(rooms: Sequence[Room], person: Person, at: datetime) -> list[Along]:
    tags = codes.of_rooms([room.id for room in rooms])
    units = _units([room.id for room in rooms])
    every = [unit for each in units.values() for unit in each]
    lists = {scope: checks.check_lists(every, scope) for scope in Scope}
    own = checks.room_items([room.id for room in rooms])
    blind = audits.blind_in([room.id for room in rooms], person.id, at)
    kept = _kept(rooms, every)
    return [
        Along(
            room,
            tags[room.id].code if room.id in tags else "",
            units.get(room.id, []),
            lists,
            () if room.id in blind else latest_findings(room.id),
            own.get(room.id, ()),
            kept.get(room.building.site_id, {}),
        )
        for room in rooms
    ]


def _kept(
    rooms: Iterable[Room], units: Iterable[Equipment]
) -> dict[int, dict[int, list[SpareStock]]]:
    """What lies in the stocks of the rooms' sites for these units, by site and model."""
    found: dict[int, dict[int, list[SpareStock]]] = {}
    models, sites = {unit.model_id for unit in units}, {room.building.site_id for room in rooms}
    for stock in stocks_for(models, *sites):
        if stock.count:
            of_site = found.setdefault(stock.site_id, {})
            of_site.setdefault(stock.spare.model_id, []).append(stock)
    return found


def _open_stops(person: Person) -> Sequence[Room]:
    return db.session.scalars(
        select(Room)
        .join(RoundStop, RoundStop.room_id == Room.id)
        .join(Round, Round.id == RoundStop.round_id)
        .where(Round.person_id == person.id, Round.ended_at.is_(None))
        .where(RoundStop.state == StopState.OPEN, Room.retired_at.is_(None))
        .options(*with_place())
        .order_by(Round.planned_on, Round.id, RoundStop.position)
        .limit(MOST_ROOMS)
    ).all()


def _due(at: datetime) -> Sequence[Room]:
    planned = select(DueWork.room_id).where(DueWork.due_on <= (at + AHEAD).date())
    return db.session.scalars(
        select(Room)
        .join(Building, Building.id == Room.building_id)
        .outerjoin(Floor, Floor.id == Room.floor_id)
        .where(Room.retired_at.is_(None), or_(overdue(at + AHEAD), Room.id.in_(planned)))
        .options(*with_place())
        .order_by(Building.name, Floor.position, Room.name, Room.id)
        .limit(MOST_ROOMS)
    ).all()


def _units(room_ids: Sequence[int]) -> dict[int, list[Equipment]]:
    found: dict[int, list[Equipment]] = {}
    for unit in db.session.scalars(
        select(Equipment)
        .join(Equipment.model)
        .join(EquipmentModel.type)
        .where(Equipment.room_id.in_(room_ids), Equipment.retired_at.is_(None))
        .options(joinedload(Equipment.model).joinedload(EquipmentModel.type))
        .order_by(EquipmentType.position, Equipment.name, Equipment.id)
    ):
        found.setdefault(unit.room_id, []).append(unit)
    return found
