"""A look at the database at one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError

from app.database import reading
from app.sqlite import sqlite3


class DatabaseDamaged(Exception):
    """The database itself says that it is not sound."""


@contextmanager
def snapshot(engine: sa.Engine, folder: Path) -> Iterator[Connection]:
    """A connection that sees one moment; of SQLite, of a copy that is made in `folder` meanwhile.

    Nobody waits meanwhile; only without a write-ahead log, whoever writes to SQLite waits for the
    seconds that the copy takes.
    """
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with engine.connect().execution_options(**options) as connection:
            yield connection
            connection.rollback()
        return
    path = folder / f"snapshot-{token_hex(8)}.part"
    try:
        copy_sqlite(engine, path)
        with opened(path) as connection:
            insist_on_soundness(connection)
            yield connection
    finally:
        path.unlink(missing_ok=True)


def copy_sqlite(engine: sa.Engine, path: Path) -> None:
    """Copy an SQLite database as it is at one moment to a new file."""
    with engine.connect() as live, closing(sqlite3.connect(path)) as copy:
        path.chmod(0o600)
        driver: Any = live.connection.driver_connection
        driver.backup(copy)


@contextmanager
def opened(path: Path) -> Iterator[Connection]:
    """A connection to an SQLite file, to read it."""
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.NullPool)
    with reading(), engine.connect() as connection:
        yield connection


def insist_on_soundness(connection: Connection) -> None:
    """Raises `DatabaseDamaged` where SQLite finds its own file broken."""
    if connection.dialect.name != "sqlite":
        return
    try:
        found = connection.exec_driver_sql("PRAGMA integrity_check(3)").scalars().all()
    except DatabaseError as error:
        raise DatabaseDamaged(f"The database is damaged: {error.orig}") from None
    if found != ["ok"]:
        raise DatabaseDamaged(f"The database is damaged: {'; '.join(found)}")
