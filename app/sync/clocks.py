"""When a check was made, from a phone's clock that may be wrong and a server's that is not.

Only the phone knows how long ago it was; only the server knows what time it is. So the moment is
the server's receipt less the age by the phone's own clock: a clock that is off by ten years, and
always was, tells the age all the same.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.sync.message import Message

OLDEST = timedelta(days=60)
"""No phone keeps a check for longer; an age beyond it is a clock that was changed meanwhile."""
MOST_OFF = 2**31 - 1
"""The most seconds that are told of a clock: 68 years."""


@dataclass(frozen=True)
class Times:
    """When a check was made, and by how many seconds the phone's clock was ahead of ours.

    Where the phone's clock was set while the check waited, nobody knows when it was made: then
    `done_at` is the moment of receipt itself, which nothing else ever is.
    """

    done_at: datetime
    clock_off: int


def times(message: Message, *, received_at: datetime) -> Times:
    """The times of a check that arrived at this moment; no clock is refused."""
    off = message.sent / 1000 - received_at.timestamp()
    clock_off = int(max(-MOST_OFF, min(MOST_OFF, off)))
    age = message.sent - message.done
    if not 0 <= age <= OLDEST // timedelta(milliseconds=1):
        return Times(received_at, clock_off)
    done_at = received_at - timedelta(milliseconds=max(age, 1))
    if done_at.timestamp() < min(message.taken, received_at.timestamp()):
        return Times(received_at, clock_off)
    return Times(done_at, clock_off)
