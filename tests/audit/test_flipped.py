"""Each flipped byte is found, and its place named: in SQLite's file, in PostgreSQL's rows.

100 flips of each engine at each run; `ROOMWORTHY_FLIPS` says how many otherwise.
"""

import os
import random
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from app import create_app
from app.audit import jobs
from app.audit import service as audit
from app.audit.acts import Act
from app.audit.models import AuditEntry, Seal
from app.audit.proving import history, walking
from app.audit.proving.breaks import Break
from app.audit.proving.raw import as_it_lies
from app.audit.staying import SEALED
from app.database import Base
from app.extensions import db
from app.settings import Settings
from app.sqlite import sqlite3
from tests.builders import NOON, Builder
from tests.programs import entered
from tests.telling import Telling

FLIPS = int(os.environ.get("ROOMWORTHY_FLIPS", "100"))
PROVED = {
    "audit_entry": tuple(AuditEntry.__table__.c.keys()),
    "seal": tuple(Seal.__table__.c.keys()),
    **SEALED,
}
Rows = dict[str, dict[int, tuple[Any, ...]]]


def fill() -> None:
    """Checks, findings, timelines and acts, all sealed and chained."""
    make = Builder()
    unit = make.equipment()
    for number in range(40):
        check = make.check(room=unit.room, note=f"All fine, said the technician, {number} times")
        make.finding(check=check, equipment=unit, note="Lamp at 80 %")
        audit.note(Act.PLACE_CHANGED, unit.room, at=NOON + timedelta(hours=number))
    make.fault(equipment=unit)
    db.session.commit()
    for name in list(SEALED):
        jobs.seal(name, at=NOON)


def found_in(connection: sa.Connection) -> list[Break]:
    """All places that do not fit."""
    with as_it_lies(connection):
        log = walking.prove(connection, {})
        seals, tables = history.prove(connection, {})
    return [each for proof in (log, seals, *tables.values()) for each in proof.breaks]


def insist_named(touched: dict[str, set[int]], found: list[Break], flip: object) -> None:
    """Each row that is another now is named, or lies in what is named as a whole."""
    for table, keys in touched.items():
        for key in keys:
            assert any(_covers(each, table, key) for each in found), (flip, table, key, found)


def _covers(each: Break, table: str, key: int) -> bool:
    if each.table != table or each.key is None:
        return each.table == table
    return each.key <= key <= (each.until or each.key)


@pytest.mark.sqlite
def test_each_byte_that_is_flipped_in_the_file_is_found(
    settings: Settings, tmp_path: Path, record_property: Telling
) -> None:
    whole = tmp_path / "whole.db"
    url = f"sqlite:///{whole}"
    with entered(create_app(settings.model_copy(update={"database_url": url}))):
        db.create_all()
        fill()
    with closing(sqlite3.connect(whole)) as own:
        own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        own.execute("PRAGMA journal_mode=DELETE")
        before = rows_of(own)
    dice, tried, named = random.Random(7), 0, 0  # noqa: S311 - dice
    engine = sa.create_engine(f"sqlite:///{whole}", poolclass=sa.NullPool)
    places = _places(whole)
    while tried < FLIPS:
        with _flipped_at(whole, dice.choice(places), 1 << dice.randrange(8)) as at:
            touched, columns = _touched(whole, before)
            if not touched:
                continue  # a place that holds nothing
            tried += 1
            with engine.connect() as connection:
                found = found_in(connection)
        insist_named(touched, found, at)
        named += columns is None or any(columns & {*each.columns} for each in found)
    record_property("flips", tried)
    assert named >= FLIPS * 0.98, "the column is named as well"
    assert not _all_named(whole), "the file itself is whole"


def _places(path: Path) -> range | list[int]:
    """Where bytes of what is chained or sealed lie in the file, as far as SQLite tells."""
    with closing(sqlite3.connect(path)) as own:
        names = ", ".join(f"'{each}'" for each in PROVED)
        pages = f"SELECT pageno, pgsize FROM dbstat WHERE name IN ({names})"  # noqa: S608
        try:
            found = own.execute(pages).fetchall()
        except sqlite3.OperationalError:  # this SQLite was built without it
            return range(100, path.stat().st_size)
    return [at for page, size in found for at in range((page - 1) * size, page * size)]


@contextmanager
def _flipped_at(path: Path, at: int, bit: int) -> Iterator[int]:
    """One bit is another inside."""
    _turn(path, at, bit)
    try:
        yield at
    finally:
        _turn(path, at, bit)


def _turn(path: Path, at: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ bit]))


def _all_named(path: Path) -> list[Break]:
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.NullPool)
    with engine.connect() as connection:
        return found_in(connection)


def rows_of(own: sqlite3.Connection) -> Rows:
    """All that is chained or sealed, as it lies there."""
    own.text_factory = bytes
    found: Rows = {}
    for table, columns in PROVED.items():
        what = ", ".join(f'"{each}", typeof("{each}")' for each in columns)
        asked = own.execute(f'SELECT {what} FROM "{table}"')  # noqa: S608
        found[table] = {row[0]: row for row in asked}
    return found


def _touched(path: Path, before: Rows) -> tuple[dict[str, set[int]], set[str] | None]:
    """The rows that are others now, by table, and the column, where it is one of one row.

    Of a table that can't be read as a whole, nothing is known but that: any place in it will do.
    """
    after: Rows = {}
    with closing(sqlite3.connect(path)) as own:
        try:
            after = rows_of(own)
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return {}, None
    touched = {
        table: {key for key in _known(rows, now) if rows.get(key) != now.get(key)}
        for table, rows in before.items()
        if rows != (now := after[table])
    }
    return touched, _column(touched, before, after)


def _known(rows: dict[int, Any], now: dict[int, Any]) -> set[int]:
    """The keys up to the last that was sealed: what comes after it may come."""
    return {key for key in rows.keys() | now.keys() if key <= max(rows)}


def _column(touched: dict[str, set[int]], before: Rows, after: Rows) -> set[str] | None:
    if sum(len(keys) for keys in touched.values()) != 1:
        return None
    ((table, (key,)),) = touched.items()
    old, new = before[table].get(key), after[table].get(key)
    if old is None or new is None:
        return None
    return {PROVED[table][at // 2] for at in range(len(old)) if old[at] != new[at]}


def test_each_value_that_is_flipped_in_a_row_is_found(app: Flask, record_property: Telling) -> None:
    fill()
    dice, tried = random.Random(8), 0  # noqa: S311 - dice
    with db.engine.connect() as connection:
        assert not found_in(connection)
    while tried < FLIPS:
        name = dice.choice([*PROVED])
        table = Base.metadata.tables[name]
        column = table.c[dice.choice(PROVED[name][1:])]
        key = table.c[PROVED[name][0]]
        with db.engine.connect() as connection:
            _unguard(connection, name)
            keys = list(connection.scalars(sa.select(key)))
            one = dice.choice(keys)
            value = connection.scalar(sa.select(column).where(key == one))
            other = _flipped(value, dice)
            if other is None or not _set(connection, column, key == one, other):
                continue
            tried += 1
            found = found_in(connection)
            insist_named({name: {one}}, found, (column.name, value, other))
            if name not in {"seal"}:
                assert any(column.name in each.columns for each in found), (column.name, found)
            connection.rollback()
    record_property("flips", tried)


def _unguard(connection: sa.Connection, name: str) -> None:
    connection.execute(sa.text("INSERT INTO history_pass (of) VALUES (:of)"), {"of": name})


def _set(connection: sa.Connection, column: Any, where: Any, other: object) -> bool:
    """Whether the engine takes the value: it holds some columns to their words."""
    change = sa.update(column.table).where(where).values({column.name: other})
    try:
        connection.execute(change)
    except (DBAPIError, LookupError, sa.exc.StatementError):
        connection.rollback()
        return False
    return True


def _flipped(value: Any, dice: random.Random) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value ^ (1 << dice.randrange(20))
    if isinstance(value, bytes) and value:
        at = dice.randrange(len(value))
        return value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
    if isinstance(value, str) and value:
        at = dice.randrange(len(value))
        return value[:at] + chr(ord(value[at]) ^ (1 << dice.randrange(5))) + value[at + 1 :]
    if hasattr(value, "microsecond"):
        return value.replace(microsecond=value.microsecond ^ 1)
    return None
