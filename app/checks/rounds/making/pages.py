"""A new round as a page: by what its rooms are chosen, and the rooms that this comes to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.checks.models import DueWork, Scope
from app.checks.rounds import beside, words
from app.checks.rounds.making import choosing
from app.checks.rounds.making.choosing import ALL, WEEK_DUE, Choice
from app.checks.rounds.queries import today_here
from app.checks.rounds.service import MOST_ROOMS
from app.checks.words import SCOPES
from app.places import queries as places
from app.places.models import Building, Floor, Room, Zone
from app.places.words import where

Options = list[tuple[str, str]]


@dataclass(frozen=True)
class RoomTick:
    """A room that can be ticked."""

    id: int
    name: str
    due: str
    ticked: bool


@dataclass(frozen=True)
class NewRoundPage:
    """What can be chosen by, the rooms of the choice, and where the form goes."""

    scopes: Options
    scope: str
    whichs: Options
    which: str
    places: Options
    place: str
    zones: Options
    zone: str
    groups: tuple[tuple[str, tuple[RoomTick, ...]], ...]
    count: int
    too_many: str
    address: str
    untick_address: str
    tick_address: str


def suggested_name(choice: Choice, zones: Sequence[Zone]) -> str:
    """What the round could be called."""
    zone = next((each for each in zones if each.id == choice.zone_id), None)
    label = next((named for value, named in _places() if value and value == _place(choice)), "")
    due = _("due this week") if choice.which == WEEK_DUE else ""
    parts = (str(SCOPES[choice.scope]), zone.name if zone else label, due)
    return ", ".join(filter(None, parts))


def new_round_page(choice: Choice, ticked: Collection[int] | None, now: datetime) -> NewRoundPage:
    """The page for this choice; `ticked` None: every room is ticked."""
    today = today_here(now)
    found = choosing.chosen(choice, today, at=now)
    said: dict[str, Any] = {
        "scope": choice.scope.value if choice.scope is not Scope.ROOM_CHECK else None,
        "which": choice.which if choice.which != WEEK_DUE else None,
        "place": _place(choice) or None,
        "zone": choice.zone_id,
    }
    return NewRoundPage(
        scopes=[(each.value, str(named)) for each, named in SCOPES.items()],
        scope=choice.scope.value,
        whichs=[(WEEK_DUE, _("Due by Sunday")), (ALL, _("All in use"))],
        which=choice.which,
        places=_places(),
        place=_place(choice),
        zones=[("", _("Any")), *_zones(choosing.zones())],
        zone=str(choice.zone_id or ""),
        groups=_groups(found.rooms, ticked, choice.scope, today),
        count=len(found.rooms),
        too_many=_too_many() if found.has_more else "",
        address=url_for("checks.new_round", **said),
        untick_address=url_for("checks.new_round", **said, ticked="none"),
        tick_address=url_for("checks.new_round", **said),
    )


def _too_many() -> str:
    return _(
        "These are more than a round can have. The first %(most)d stand here: "
        "choose a building, a floor or a zone.",
        most=MOST_ROOMS,
    )


def _place(choice: Choice) -> str:
    if choice.floor_id is not None:
        return f"f{choice.floor_id}"
    return f"b{choice.building_id}" if choice.building_id is not None else ""


def _places() -> Options:
    storeys = places.storeys()
    found = [("", _("Anywhere"))]
    for building in places.buildings():
        found.append((f"b{building.id}", building.name))
        floors = storeys.get(building.id, [])
        found += [(f"f{each.id}", _floor(building, each)) for each in floors]
    return found


def _floor(building: Building, floor: Floor) -> str:
    return _("%(building)s · Floor %(floor)s", building=building.name, floor=floor.label)


def _zones(zones: Sequence[Zone]) -> Options:
    return [(str(each.id), f"{each.building.name} · {each.name}") for each in zones]


def _groups(
    rooms: Sequence[Room], ticked: Collection[int] | None, scope: Scope, today: date
) -> tuple[tuple[str, tuple[RoomTick, ...]], ...]:
    due = beside.due_in([room.id for room in rooms], choosing.end_of_week(today))
    return tuple(
        (
            place,
            tuple(
                RoomTick(
                    id=room.id,
                    name=" ".join(filter(None, (room.name, room.description))),
                    due=_due(room, due.get(room.id, []), scope, today),
                    ticked=ticked is None or room.id in ticked,
                )
                for room in part
            ),
        )
        for place, part in groupby(rooms, key=where)
    )


def _due(room: Room, work: Sequence[DueWork], scope: Scope, today: date) -> str:
    if scope is Scope.ROOM_CHECK:
        return words.due(room, [], scope, today)[0]
    services = [each for each in work if each.scope is scope]
    return words.in_all(services) if services else _("no service due")
