"""A place beside the live database, in which a backup becomes a whole program's data.

On SQLite it is a file in the folder `restoring`, on PostgreSQL a schema of the same database.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import cast

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.engine import Connection

from app import rows, schema
from app.keeping.restoring.unpacking import Unpacked, unpack
from app.keeping.sealed.sealing import Opener

FOLDER, DATABASE, SCHEMA = "restoring", "database.db", "roomworthy_restoring"


def place(data: Path) -> Path:
    """The folder of what is being restored."""
    return data / FOLDER


@contextmanager
def engine_of(live: sa.Engine, data: Path) -> Iterator[sa.Engine]:
    """The engine of the place, which may be empty or gone."""
    if live.dialect.name == "postgresql":
        url = live.url.update_query_dict({"options": f"-csearch_path={SCHEMA}"})
        engine = sa.create_engine(url, poolclass=sa.NullPool)
    else:
        engine = sa.create_engine(f"sqlite:///{place(data) / DATABASE}", poolclass=sa.NullPool)
    yield engine
    engine.dispose()


def clear(live: sa.Engine, data: Path) -> None:
    """Take away what a restore before this one has left."""
    shutil.rmtree(place(data), ignore_errors=True)
    if live.dialect.name == "postgresql":
        with live.begin() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def stage(file: Path, passphrase: str, live: sa.Engine, data: Path) -> Unpacked:
    """Unpack and compare a backup in the place, and bring its tables to this program's."""
    with file.open("rb") as opened:
        opener = Opener(opened, passphrase)
        clear(live, data)
        place(data).mkdir(mode=0o700, parents=True)
        if live.dialect.name == "postgresql":
            with live.begin() as connection:
                connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
        with engine_of(live, data) as engine:
            found = unpack(opener, engine, place(data))
            schema.upgrade(engine)
    return found


@contextmanager
def speaking_to(db: SQLAlchemy, engine: sa.Engine) -> Iterator[None]:
    """Inside, the program's own session speaks to this database; one process, one thread."""
    engines = cast("dict[str | None, sa.Engine]", db.engines)
    real = engines[None]
    db.session.remove()
    engines[None] = engine
    try:
        yield
        db.session.commit()
    finally:
        db.session.remove()
        engines[None] = real


def carry(live: Connection, staged: Connection, name: str) -> None:
    """Add the rows of a table that are in the live database, and not in the restored one.

    What a row leads to has to be there: else there is nothing that the row could be about.
    """
    ours, theirs = (
        {table.name: table for table in rows.tables(each)}.get(name) for each in (live, staged)
    )
    if ours is None or theirs is None or ours != theirs:
        return
    columns = tuple(each for each in ours.columns if each[0] != "id")
    narrow = rows.RowTable(name, columns)
    there = {rows.line(row) for row in rows.read(staged, narrow)}
    for row in list(rows.read(live, narrow)):
        if rows.line(row) not in there:
            _add(staged, narrow, row)


def _add(staged: Connection, table: rows.RowTable, row: rows.Row) -> None:
    broken = (sa.exc.IntegrityError, staged.dialect.loaded_dbapi.IntegrityError)
    with suppress(*broken), staged.begin_nested():
        rows.write(staged, table, [row])


def end_sessions(staged: Connection) -> None:
    """Nobody who was signed in is so any more."""
    known = rows.tables(staged)
    if any(table.name == "person" and "fs_uniquifier" in table.names for table in known):
        for (number,) in staged.exec_driver_sql("SELECT id FROM person").all():
            new = {"new": token_hex(32), "id": number}
            staged.execute(sa.text("UPDATE person SET fs_uniquifier = :new WHERE id = :id"), new)
    if any(table.name == "sign_in" for table in known):
        staged.exec_driver_sql("DELETE FROM sign_in")
