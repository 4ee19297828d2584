"""At each point where a check can be interrupted: none is lost, none is stored twice.

ROOMWORTHY_INTERRUPTIONS=50 walks each of them so many times.
"""

import os

import pytest

from tests.browsers import Browsers
from tests.journeys.interruptions import POINTS
from tests.journeys.walks import Walk
from tests.servers import Server

TIMES = int(os.environ.get("ROOMWORTHY_INTERRUPTIONS", "1"))


@pytest.mark.parametrize("time", range(TIMES))
@pytest.mark.parametrize("point", POINTS)
def test_what_the_phone_said_is_saved_is_on_it_or_stored_once(
    server: Server, visit: Browsers, point: str, time: int
) -> None:
    walk = Walk(server, visit)
    walk.take()
    POINTS[point](walk)
    assert walk.said, "nothing was promised"
    walk.account()
    walk.sent(len(walk.said))
    for _context, watch in visit.opened:
        watch.faults.clear()  # what could not be asked meanwhile is no fault

    assert [room for room, _grade in walk.stored()] == walk.keys[: len(walk.said)]
