"""Reading rows as they lie there, whatever somebody made of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table

from app.audit.chaining.canonical import selected
from app.sqlite import sqlite3

CHUNK = 1000
Row = tuple[Any, ...]


@contextmanager
def as_it_lies(connection: Connection) -> Iterator[None]:
    """Texts that are no UTF-8 are read, too, while this lasts."""
    driver: Any = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    before = driver.text_factory
    driver.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = before


def rows(
    connection: Connection, table: Table, names: Sequence[str], where: str, most: int = CHUNK
) -> list[Row]:
    """The rows' columns as they are hashed, in the order of the first, which is the key."""
    what = selected(table, names, connection.dialect.name)
    order = f'ORDER BY "{names[0]}" LIMIT {most}'
    cursor = connection.connection.cursor()
    try:
        cursor.execute(f'SELECT {what} FROM "{table.name}" WHERE {where} {order}')  # noqa: S608
        return [tuple(each) for each in cursor.fetchall()]
    finally:
        cursor.close()


def in_order(
    connection: Connection, table: Table, names: Sequence[str], unreadable: list[int]
) -> Iterator[Row]:
    """All rows of a table, some at a time; the keys of those that can't be read are told."""
    key, last = names[0], 0
    while True:
        try:
            chunk = rows(connection, table, names, f'"{key}" > {last}')
        except errors(connection):
            chunk = list(_one_by_one(connection, table, names, last, unreadable))
            last += CHUNK
        else:
            last = chunk[-1][0] if chunk else last
        if not chunk:
            return
        yield from chunk


def _one_by_one(
    connection: Connection, table: Table, names: Sequence[str], last: int, unreadable: list[int]
) -> Iterator[Row]:
    for key in range(last + 1, last + CHUNK + 1):
        try:
            yield from rows(connection, table, names, f'"{names[0]}" = {key}')
        except errors(connection):
            unreadable.append(key)


def errors(connection: Connection) -> tuple[type[Exception], ...]:
    """What a driver raises where a file is damaged; its own words may be no text any more."""
    return connection.dialect.loaded_dbapi.Error, UnicodeDecodeError
