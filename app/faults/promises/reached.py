"""What a state means for the promises of a fault: which are reached, whether the clock runs."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from app.errors import Refusal
from app.faults.models import Awaiting, Fault, FaultState, Restoration, Stage
from app.faults.promises import keeping
from app.places.models import Room

REACHED = {
    FaultState.REPORTED: frozenset[Stage](),
    FaultState.REOPENED: frozenset[Stage](),
    FaultState.SEEN: frozenset({Stage.SEEN}),
    FaultState.WAITING: frozenset({Stage.SEEN}),
    FaultState.ATTENDED: frozenset({Stage.SEEN, Stage.ATTENDED}),
    FaultState.RESTORED: frozenset(Stage),
    FaultState.RESOLVED: frozenset(Stage),
    FaultState.CLOSED: frozenset(Stage),
}
"""The stages that a fault has reached in a state. Made to work around the cause, it works again:
what is then still to be done, that the cause goes, is no promise to whoever reported it."""

NOTHING_OWED = frozenset({FaultState.REJECTED, FaultState.DUPLICATE})


@dataclass(frozen=True)
class Wait:
    """What a fault waits for, and the day on which somebody looks again."""

    awaiting: Awaiting
    next_on: date


@dataclass(frozen=True)
class Step:
    """What a move says besides its state, where the state asks for it."""

    wait: Wait | None = None
    restoration: Restoration | None = None


def follow(fault: Fault, room: Room, state: FaultState, wait: Wait | None, *, at: datetime) -> None:
    """Bring the promises in step with a state that the fault comes into."""
    if state in NOTHING_OWED:
        keeping.void(fault, at=at)
    else:
        keeping.meet(fault, REACHED[state], at=at)
    if state is not FaultState.WAITING:
        keeping.resume(fault, room, at=at)
    elif wait is None:
        raise Refusal(_("Say what it waits for, and when you look again."), field="awaiting")
    else:
        keeping.pause(fault, room, wait.awaiting, wait.next_on, at=at)
