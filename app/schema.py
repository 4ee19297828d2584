"""The revision of a database's tables, beside those that this program knows."""

from contextlib import closing
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from app.configuration import ROOT
from app.sqlite import sqlite3


class Standing(StrEnum):
    """How a database stands to the program."""

    EMPTY = "empty"
    """No migration has made tables in it."""
    OLDER = "older"
    SAME = "same"
    NEWER = "newer"
    """It has been under a later version of the program."""


def _config() -> Config:
    found = Config()
    found.set_main_option("script_location", str(ROOT / "migrations").replace("%", "%%"))
    return found


@cache
def known() -> tuple[str, ...]:
    """The revisions that this program knows, the oldest first."""
    script = ScriptDirectory.from_config(_config())
    return tuple(each.revision for each in reversed(list(script.walk_revisions())))


def revision(connection: Connection) -> str | None:
    """The revision of the database's tables; None where no migration has made any."""
    if "alembic_version" not in sa.inspect(connection).get_table_names():
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return str(found) if found else None


def standing(connection: Connection) -> Standing:
    """How this database stands to the program."""
    found = revision(connection)
    if found is None:
        return Standing.EMPTY
    if found not in known():
        return Standing.NEWER
    return Standing.SAME if found == known()[-1] else Standing.OLDER


def make(engine: sa.Engine, to: str) -> None:
    """Make the tables of a revision in an empty database.

    A new file of SQLite is copied from one that was made before in this process: the migrations
    take two seconds.
    """
    if engine.dialect.name == "sqlite" and engine.url.database:
        with closing(sqlite3.connect(engine.url.database)) as file:
            _made(to).backup(file)
        return
    with engine.connect() as connection:
        migrate(connection, to)
        connection.commit()


@cache
def _made(to: str) -> sqlite3.Connection:
    """A database in memory with the tables of a revision."""
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        migrate(connection, to)
        connection.commit()
        driver: Any = connection.connection.driver_connection
        driver.backup(kept)
    engine.dispose()
    return kept


def upgrade(engine: sa.Engine) -> None:
    """Bring the tables of a live database to this program's, all or nothing.

    SQLite's keys are looked at when all is done: a table that is made anew is away for a moment.
    """
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            driver.execute("PRAGMA foreign_keys=OFF").close()
        try:
            migrate(connection)
            if is_sqlite and (
                astray := connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            ):
                raise ValueError(f"a row of {astray[0]} leads to {astray[2]}, where there is none")
            connection.commit()
        finally:
            connection.rollback()
            if is_sqlite:
                driver.execute("PRAGMA foreign_keys=ON").close()


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the tables to a revision, in the connection's own transaction, which the caller ends.

    Killed before, all is as it was: Alembic would end a transaction after each step on SQLite, but
    leaves one alone that had begun before. The connection is fresh: no transaction has begun.
    """
    connection.begin()
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)
