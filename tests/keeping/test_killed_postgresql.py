"""The same kills on PostgreSQL: backups and restores, held to what SQLite is held to.

`ROOMWORTHY_BACKUPS` and `ROOMWORTHY_RESTORES` say how many there are.
"""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from threading import Event, Thread

import pytest
import sqlalchemy as sa

from app import schema
from app.database import Base
from app.extensions import db
from app.keeping.proving import scratch
from app.keeping.restoring import changing
from app.keeping.restoring.staging import SCHEMA
from app.settings import Settings
from tests import databases
from tests.keeping.conftest import stamp
from tests.keeping.killing import (
    Again,
    backups_under_load,
    files_again,
    killed_restores,
    program,
    tear,
)

BACKUPS = int(os.environ.get("ROOMWORTHY_BACKUPS", "1"))
RESTORES = int(os.environ.get("ROOMWORTHY_RESTORES", "4"))
NUMBERS = count(1)


@pytest.fixture
def here(settings: Settings, tmp_path: Path, postgres_url: str) -> Iterator[Settings]:
    """A program with a database of the server, some rows and photos."""
    given = {"data": tmp_path / "data", "database_url": postgres_url, "secret_key": ""}
    found = settings.model_copy(update=given)

    def tables() -> None:
        Base.metadata.create_all(db.engine)
        stamp()
        with scratch(tmp_path / "scratch.db") as proof:  # made here, or anew in each child
            schema.make(proof, schema.known()[-1])

    with program(found, tables):
        yield found


@pytest.fixture
def again(here: Settings, postgres_server: sa.URL) -> Iterator[Callable[[], Again]]:
    """What keeps database and files as they are when it is called, and gives the way back."""
    name = str(sa.make_url(here.database_url).database)
    kept = f"kept_{next(NUMBERS)}"

    def keep() -> Again:
        databases.copy_database(postgres_server, name, kept)
        files = files_again(here)

        def both() -> None:
            databases.drop_database(postgres_server, name)
            databases.copy_database(postgres_server, kept, name)
            files()

        return both

    yield keep
    databases.drop_database(postgres_server, kept)


def schemas(here: Settings) -> set[str]:
    engine = sa.create_engine(here.database_url, poolclass=sa.NullPool)
    return set(sa.inspect(engine).get_schema_names())


def test_whoever_is_killed_leaves_whole_backups_and_the_old_or_the_new(
    here: Settings,
    again: Callable[[], Again],
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    backups_under_load(here, tmp_path, BACKUPS)
    torn = tear(here)
    assert killed_restores(torn, again(), RESTORES) == []
    record_property("killed restores", RESTORES)
    assert len({SCHEMA, "roomworthy_before_20260303t120000"} & schemas(here)) == 1


def test_a_start_waits_for_the_end_of_a_change_whose_program_was_killed(
    settings: Settings, postgres_url: str
) -> None:
    """Its last words may be on their way: the server goes on with them by itself."""
    killed, next_ = (sa.create_engine(postgres_url, poolclass=sa.NullPool) for _ in "12")
    with killed.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    renamed = Event()

    def commits_late(_connection: object) -> None:
        renamed.set()
        Event().wait(0.3)

    sa.event.listen(killed, "commit", commits_late)
    change = Thread(target=changing._change_schemas, args=(killed, "before-then"))
    change.start()
    assert renamed.wait(10)
    changing._change_schemas(next_, "before-now")
    change.join()
    names = set(sa.inspect(next_).get_schema_names())
    assert "roomworthy_before_then" in names
    assert not {SCHEMA, "roomworthy_before_now"} & names
