"""How pressing a fault is: what it takes away x how much hangs on the room x is it booked now.

|                       | booked now | booked within 2 h | room of class A or S | else |
| --------------------- | ---------- | ----------------- | -------------------- | ---- |
| danger                | P1         | P1                | P1                   | P1   |
| the room can't be used| P1         | P2                | P2                   | P2   |
| a unit is down        | P1         | P2                | P2                   | P3   |
| it works with limits  | P2         | P2                | P2                   | P4   |

A question or a suggestion is P4. Where three people, and where six, have told of the same fault,
it is one step more pressing each, as far as P2: only danger, or a lesson standing still, is P1.

Source: the published targets of classroom support desks, as collected for the defaults P1 to P4:
P1 "booked now, teaching or meeting stopped; any danger", P2 "booked now but limping, or the next
booking in less than 2 h", P3 "no booking today, function lost", P4 "cosmetic, request, how-to".
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.faults.models import Effect, Kind, Priority
from app.places.models import Criticality

SOON = timedelta(hours=2)

PRESSING = frozenset({Criticality.A, Criticality.S})
"""Rooms in which nothing waits for a second day."""

ORDER = list(Priority)

BY_EFFECT = {
    Effect.ROOM_DOWN: Priority.P2,
    Effect.UNIT_DOWN: Priority.P3,
    Effect.DEGRADED: Priority.P4,
}

MANY = (3, 6)
"""So many people who told of it make it a step more pressing, and so many one more."""


@dataclass(frozen=True)
class Weight:
    """What the priority of a fault hangs on."""

    kind: Kind
    danger: bool
    effect: Effect
    criticality: Criticality
    people: int
    """Distinct people who have told of it."""
    booked_from: datetime | None
    """When the booking begins that is running now, or the next one; None where none is known."""


def priority(weight: Weight, *, at: datetime) -> Priority:
    """How pressing it is at the moment."""
    if weight.kind is not Kind.BROKEN:
        return Priority.P4
    if weight.danger:
        return Priority.P1
    found = _by_table(weight, at)
    steps = sum(weight.people >= many for many in MANY)
    raised = ORDER[max(ORDER.index(Priority.P2), ORDER.index(found) - steps)]
    return min(found, raised, key=ORDER.index)


def outweighs(one: Priority, other: Priority) -> bool:
    """Whether one is more pressing than the other."""
    return ORDER.index(one) < ORDER.index(other)


def _by_table(weight: Weight, at: datetime) -> Priority:
    begins = weight.booked_from
    if begins is not None and begins <= at:
        return Priority.P2 if weight.effect is Effect.DEGRADED else Priority.P1
    if weight.criticality in PRESSING or (begins is not None and begins <= at + SOON):
        return Priority.P2
    return BY_EFFECT[weight.effect]
