"""The faults that the proofs are there for, planted one by one: each is reported, and named."""

import re
from collections.abc import Callable
from contextlib import closing

import pytest
import sqlalchemy as sa

from app.sqlite import sqlite3
from tests.crash.conftest import Serve
from tests.crash.test_killed import storm
from tests.crash.world import World

pytestmark = pytest.mark.browser

ENOUGH = 8
"""Kills within which a fault has to show; it takes one or two."""
PHONES = 8


def without_the_unique_index(url: str) -> None:
    """Make the table of checks anew, so that it takes a key twice."""
    if not url.startswith("sqlite"):
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        with engine.begin() as connection:
            connection.execute(sa.text('ALTER TABLE "check" DROP CONSTRAINT uq_check_key'))
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        asked = "SELECT sql FROM sqlite_master WHERE name = 'check' AND type = 'table'"
        made = connection.execute(asked).fetchone()[0]
        without = re.sub(r"\s*CONSTRAINT uq_check_key UNIQUE \(\W?key\W?\),?", "", made)
        without = re.sub(r",\s*\)\s*$", ")", without)
        assert without != made
        connection.executescript(f'DROP TABLE "check"; {without};')


def with_it(url: str) -> None:
    """Leave the database as it is."""


DOUBLES = ("doubled: ", "doubles: the database takes a second")
PLANTED: dict[str, tuple[str, Callable[[str], None], int, tuple[str, ...]]] = {
    "acknowledged before the commit": ("acknowledge_first", with_it, ENOUGH, ("lost: ",)),
    "two transactions": ("two_transactions", with_it, ENOUGH, ("half stored: ",)),
    "no unique index": ("no_looking_back", without_the_unique_index, 2, DOUBLES),
}
"""A fault of the program, one of the database, the kills within which they show, and how."""


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_fault_is_reported(prepared: World, serve: Serve, what: str) -> None:
    plant, alter, kills, words = PLANTED[what]
    alter(prepared.url)
    came = storm(prepared, serve, kills=kills, phones=PHONES, plant=plant)

    for each in words:
        assert any(trouble.startswith(each) for trouble in came.troubles), came


def test_the_unique_index_alone_stands_against_doubles(prepared: World, serve: Serve) -> None:
    came = storm(prepared, serve, kills=3, phones=PHONES, plant="no_looking_back")

    assert came.troubles == []
