"""The server is killed again and again while phones send: no check is lost, doubled or half stored.

See `tests.crash` for what is real in this, and `test_planted` for what it would see.
"""

import os
import random

import pytest
import sqlalchemy as sa

from tests.crash.conftest import Serve
from tests.crash.storm import Storm
from tests.crash.world import World
from tests.telling import Telling

pytestmark = pytest.mark.browser

KILLS = int(os.environ.get("ROOMWORTHY_KILLS", "100"))
PHONES = 16


def storm(world: World, serve: Serve, *, kills: int, phones: int, plant: str = "nothing") -> Storm:
    engine = sa.create_engine(world.url, poolclass=sa.NullPool)
    with serve(plant) as server:
        came = Storm(world, server, engine, random.Random())  # noqa: S311 - no secret
        came.begin(phones)
        while came.kills < kills and not came.troubles:
            came.strike()
        came.end()
    return came


def test_a_server_killed_a_hundred_times_loses_and_doubles_no_check(
    prepared: World, serve: Serve, record_property: Telling
) -> None:
    came = storm(prepared, serve, kills=KILLS, phones=PHONES)
    print(came)  # noqa: T201 - the figures
    record_property("kills", came.kills)
    record_property("checks", came.checks)
    assert came.troubles == [], "\n".join(came.troubles)
    assert came.kills >= KILLS
    assert came.checks > KILLS, "the kills fell into no work"
