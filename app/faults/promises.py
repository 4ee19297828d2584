"""The promise: by when a fault will be restored, counted in support hours.

| what is wrong                                     | restored within       | as in  |
| ------------------------------------------------- | --------------------- | ------ |
| danger (smell, spark, water)                      | 4 support hours       | P1     |
| the room can't be used, or the room is of class A | 8 support hours: the  | P2     |
| (lectures, exams) or S (statutory)                | same day              |        |
| a unit is down                                    | 3 support days        | P3     |
| a unit works with limits                          | 10 support days       | P4     |

Source: the published targets of classroom support desks (one business day for a teaching room,
three for a lost function, ten for the cosmetic), as collected for the defaults P1 to P4. A
support day is counted as 8 support hours, so that a promise never depends on how long one team's
day is; the minutes run only while the room's support calendar is open.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.equipment.models import Symptom
from app.faults.models import Effect
from app.places import support
from app.places.models import Criticality, Room

HOUR = 60
DAY = 8 * HOUR

PRESSING = frozenset({Criticality.A, Criticality.S})
"""Rooms in which nothing waits for a second day."""


@dataclass(frozen=True)
class Target:
    """Support minutes until a fault of one kind is restored."""

    minutes: int


DANGER = Target(4 * HOUR)
SAME_DAY = Target(8 * HOUR)
BY_EFFECT = {
    Effect.ROOM_DOWN: SAME_DAY,
    Effect.UNIT_DOWN: Target(3 * DAY),
    Effect.DEGRADED: Target(10 * DAY),
}


def target(symptom: Symptom, effect: Effect, criticality: Criticality) -> Target:
    """The first line of the table that fits."""
    if symptom.danger:
        return DANGER
    if criticality in PRESSING:
        return SAME_DAY
    return BY_EFFECT[effect]


def restore_by(room: Room, symptom: Symptom, effect: Effect, *, at: datetime) -> datetime:
    """The moment promised for a fault known at `at`; the room's calendar must be loaded.

    Where the calendar names no hours, a support day is a day of the calendar on the wall.
    """
    minutes = target(symptom, effect, room.criticality).minutes
    if not room.support.hours:
        return at + timedelta(minutes=minutes) * (24 * HOUR // DAY)
    return support.after(room.support, at, minutes)
