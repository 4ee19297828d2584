"""The order in which rooms are walked."""

import re
from collections.abc import Iterable
from typing import Any

from app.places.models import Room

DIGITS = re.compile(r"(\d+)")
NO_FLOOR = 10_000
"""Rooms without a floor come after those of all floors."""


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """The name as people sort it: room 9 before room 10, whatever the case of its letters."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold())
        for part in DIGITS.split(name)
        if part
    )


def walked(room: Room) -> tuple[Any, ...]:
    """Where a room stands in a walk: building, floor from the lowest up, number on the door.

    Its building and floor must be loaded.
    """
    building, floor = room.building, room.floor
    storey = (floor.position, floor.label) if floor else (NO_FLOOR, "")
    return (natural(building.name), building.id, storey, natural(room.name), room.id)


def in_order(rooms: Iterable[Room]) -> list[Room]:
    """Each of the rooms once, in the order of a walk."""
    return sorted({room.id: room for room in rooms}.values(), key=walked)
