"""The demo's tags: most hang in their places, some are in a drawer, one is torn."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from app.codes import service as codes
from app.codes.models import Tag
from app.equipment.models import Equipment
from app.people.models import Person
from app.places.models import Room

UNITS_TAGGED = 12
"""Projectors with a tag of their own, one in each of so many rooms."""
IN_A_DRAWER = range(40, 43)
FORGOTTEN = range(50, 53)
"""By the rooms' places in their list: tags never hung, and tags that nobody opens any more."""
WORN = 20


def hang_tags(
    rooms: Mapping[str, Room],
    units: Mapping[str, Equipment],
    by: Person,
    *,
    address: str,
    since: datetime,
    at: datetime,
) -> dict[str, Tag]:
    """The tags of the rooms by the rooms' keys; some units have one as well."""
    tags = codes.issue_all([room.id for room in rooms.values()], at=since)
    of_rooms = {key: tags[room.id] for key, room in rooms.items()}
    of_units = codes.issue_for_units(_tagged(units), at=since)
    everything = [*of_rooms.values(), *of_units.values()]
    codes.mark_printed(everything, address=address, at=since)
    for place, tag in enumerate(everything):
        if place not in IN_A_DRAWER:
            codes.place(tag, by, at=since + timedelta(days=1, minutes=6 * place))
            opened = (
                timedelta(days=200 + place) if place in FORGOTTEN else timedelta(days=place % 9)
            )
            codes.seen(tag, at=at - opened)
    codes.mark_worn(everything[WORN], at=at - timedelta(days=3))
    return of_rooms


def _tagged(units: Mapping[str, Equipment]) -> list[int]:
    """One projector in use of each of the first rooms that have one."""
    first: dict[int, int] = {}
    for unit in units.values():
        if unit.name.startswith("Projector") and not unit.is_retired:
            first.setdefault(unit.room_id, unit.id)
    return list(first.values())[:UNITS_TAGGED]
