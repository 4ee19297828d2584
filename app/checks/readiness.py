"""The state of a room in one word, rolled up from its open faults and its last check."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from app.faults.models import Effect


class Readiness(StrEnum):
    """Whether a room can be used for what it is there for."""

    WORKING = "working"
    LIMITS = "limits"
    NOT_WORKING = "not_working"
    UNCHECKED = "unchecked"


def readiness(
    open_effects: Iterable[Effect], last_checked_at: datetime | None, due_on: date, today: date
) -> Readiness:
    """The state of a room with these open faults and a room check due on that local date.

    A fault that takes the room down outweighs all; any other leaves limits; without a fault the
    room is only called working where somebody has checked it, and while that is not overdue.
    """
    effects = set(open_effects)
    if Effect.ROOM_DOWN in effects:
        return Readiness.NOT_WORKING
    if effects:
        return Readiness.LIMITS
    lately = last_checked_at is not None and due_on >= today
    return Readiness.WORKING if lately else Readiness.UNCHECKED
