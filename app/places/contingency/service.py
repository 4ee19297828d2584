"""What can be done with the plan for a room that can't be used: write it down."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete

from app.errors import Refusal
from app.extensions import db
from app.places import queries as places
from app.places.contingency import queries
from app.places.models import Contingency, Room, RoomAlternative
from app.places.service import touch

MOST_ROOMS = 20


@dataclass(frozen=True)
class Helps:
    """What helps besides another room, in words that everybody may read."""

    loan_kit: str = ""
    call: str = ""
    note: str = ""


def provide(room: Room, equals: Sequence[Room], helps: Helps) -> None:
    """Keep which rooms can stand in for the room, the nearest first, and what else helps."""
    kept = queries.plan(room.id) or Contingency(room_id=room.id)
    kept.loan_kit, kept.call, kept.note = helps.loan_kit, helps.call, helps.note
    db.session.add(kept)
    db.session.execute(delete(RoomAlternative).where(RoomAlternative.room_id == room.id))
    db.session.add_all(
        RoomAlternative(room_id=room.id, other_id=each.id, position=place)
        for place, each in enumerate(equals)
    )
    touch(room)
    db.session.flush()


def rooms_named(room: Room, lines: Sequence[str]) -> list[Room]:
    """The rooms that lines name, each once: "2.15" in the same building, "Hall: 2.15" elsewhere.

    Refused where a line names no room in use, or the room itself.
    """
    buildings = {each.name.casefold(): each.id for each in places.buildings()}
    found: dict[int, Room] = {}
    for line in lines[: MOST_ROOMS + 1]:
        other = _named(room, line, buildings)
        if other is None or other.id == room.id:
            raise Refusal(_("No other room in use is called “%(name)s”.", name=line), field="rooms")
        found[other.id] = other
    if len(lines) > MOST_ROOMS:
        raise Refusal(_("Name at most %(most)s rooms.", most=MOST_ROOMS), field="rooms")
    return list(found.values())


def _named(room: Room, line: str, buildings: dict[str, int]) -> Room | None:
    if here := places.room_named(room.building_id, line):
        return here
    building, _colon, name = line.rpartition(":")
    elsewhere = buildings.get(" ".join(building.split()).casefold())
    return places.room_named(elsewhere, name) if elsewhere else None
