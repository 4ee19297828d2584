"""A database as an earlier version left it: its own tables, with as many of today's rows as fit."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app import rows, schema
from app.rows import Kind, RowTable

FILLED = {Kind.PLAIN: "", Kind.FLAG: 0, Kind.JSON: "{}", Kind.DATE: "2026-01-01"}
MOMENT = "2026-01-01 00:00:00.000000"


def made(url: str, revision: str, source: sa.Engine) -> sa.Engine:
    """A database with the tables of a revision, and rows of `source` in them."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    schema.make(engine, revision)
    with source.connect() as today, engine.connect() as connection:
        _without_keys(connection)
        newer = {table.name: table for table in rows.tables(today)}
        for table in rows.tables(connection):
            if table.name in newer and not rows.count(connection, table):
                _fill(connection, table, _fitting(today, newer[table.name], connection, table))
        _drop_what_leads_nowhere(connection)
        connection.commit()
    return engine


def held(engine: sa.Engine) -> dict[str, int]:
    """How many rows each table has."""
    with engine.connect() as connection:
        return {table.name: rows.count(connection, table) for table in rows.tables(connection)}


def _without_keys(connection: Connection) -> None:
    connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]


def _fitting(
    today: Connection, newer: RowTable, connection: Connection, table: RowTable
) -> Iterator[Sequence[object]]:
    """Today's rows with the columns of then; what was dropped since is filled with something."""
    columns = sa.inspect(connection).get_columns(table.name)
    needs = {each["name"]: each for each in columns}
    for row in rows.read(today, newer):
        known = dict(zip(newer.names, row, strict=True))
        yield [
            known.get(name, None if needs[name]["nullable"] else _some(kind, needs[name]["type"]))
            for name, kind in table.columns
        ]


def _some(kind: Kind, of: object) -> object:
    if kind in {Kind.MOMENT, Kind.LOCAL}:
        return MOMENT
    return 1 if isinstance(of, sa.Integer | sa.Numeric) else FILLED.get(kind, "")


def _fill(connection: Connection, table: RowTable, found: Iterator[Sequence[object]]) -> None:
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in table.names)
    marks = ", ".join("?" for _ in table.names)
    for row in found:
        into = f"INSERT OR IGNORE INTO {quote(table.name)} ({names}) VALUES ({marks})"  # noqa: S608
        connection.exec_driver_sql(into, tuple(row))


def _drop_what_leads_nowhere(connection: Connection) -> None:
    while astray := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        for table, number, *_rest in astray:
            connection.exec_driver_sql(f'DELETE FROM "{table}" WHERE rowid = ?', (number,))  # noqa: S608


def of_file(path: Path) -> str:
    """The address of an SQLite file."""
    return f"sqlite:///{path}"
