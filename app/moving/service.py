"""Carrying every row to another database, and proving that each arrived as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app import rows, schema
from app.schema import Standing


class NotMoved(Exception):
    """Why nothing was moved, in a sentence; the database that we have is as it was."""


@dataclass(frozen=True)
class Moved:
    """One table that arrived: its rows, and the digest over them, the same on both sides."""

    table: str
    rows: int
    digest: str


def move(source: sa.Engine, target: sa.Engine) -> list[Moved]:
    """Carry all rows over; every table that arrived, by name.

    Nobody can store anything in the source meanwhile; reading goes on. Raises `NotMoved` where the
    target holds anything, or a table does not arrive as it was: then nothing of it stays there.
    """
    with _held(source) as here:
        revision = _revision(here)
        _make_tables(target, revision)
        with target.connect() as there, rows.loading(there):
            _insist_on_room(there)
            moved = list(_carried(here, there))
            there.commit()
    return moved


@contextmanager
def _held(source: sa.Engine) -> Iterator[Connection]:
    """A connection to the source that keeps everybody else from writing."""
    with source.connect() as connection:
        if connection.dialect.name == "postgresql":
            names = ", ".join(f'"{each.name}"' for each in rows.tables(connection))
            connection.exec_driver_sql(f"LOCK TABLE {names} IN SHARE MODE")
        else:
            connection.exec_driver_sql("SELECT 1")  # the transaction begins as a writer's
        yield connection
        connection.rollback()


def _revision(here: Connection) -> str:
    if schema.standing(here) is not Standing.SAME:
        raise NotMoved("Bring this database up to date first: flask --app wsgi prepare.")
    return schema.known()[-1]


def _make_tables(target: sa.Engine, revision: str) -> None:
    with target.connect() as there:
        standing = schema.standing(there)
        strangers = sa.inspect(there).get_table_names()
    if standing is Standing.EMPTY and strangers:
        raise NotMoved(f"{_name(target)} holds other tables. Give it an empty database.")
    if standing is Standing.EMPTY:
        schema.make(target, revision)
    elif standing is not Standing.SAME:
        raise NotMoved(f"{_name(target)} has tables of another version. Give it an empty database.")


def _insist_on_room(there: Connection) -> None:
    """Refuse a target with rows, but for those that migrations plant, which are taken out.

    A move that was cut off has left tables, and no rows: it can be done again.
    """
    if there.exec_driver_sql("SELECT count(*) FROM person").scalar():
        raise NotMoved(
            f"{_name(there.engine)} is somebody's already: people sign in there."
            " Give it an empty database."
        )
    for table in rows.tables(there):
        if rows.count(there, table):
            there.exec_driver_sql(f'DELETE FROM "{table.name}"')  # noqa: S608 - a name of ours


def _carried(here: Connection, there: Connection) -> Iterator[Moved]:
    known = {table.name: table for table in rows.tables(there)}
    for table in rows.tables(here):
        rows.write(there, known.pop(table.name), rows.read(here, table))
        sent, came = rows.tally(here, table), rows.tally(there, table)
        if sent.told != came.told or came.rows != rows.count(here, table):
            raise NotMoved(f"The table {table.name} did not arrive as it was: nothing was moved.")
        yield Moved(table.name, came.rows, came.digest)
    if known:
        raise NotMoved(f"Tables were left out: {', '.join(sorted(known))}.")


def _name(engine: sa.Engine) -> str:
    return engine.url.render_as_string(hide_password=True)
