"""All rows of a database, in a form that either engine writes and reads: for backups and moves.

A row is a list of plain values: text, numbers, None. Moments are UTC ("2026-11-23 01:00:00.0"),
flags 0 or 1, bytes are hexadecimal, JSON is its text. Which columns there are is asked of the
database itself, so that one of an older version is read as it is.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from itertools import islice
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection

AT_ONCE = 1000
"""So many rows are held in memory at a time."""
NOT_OURS = ("alembic_version", "huey_")
"""Beginnings of the names of tables that hold no data of the program."""
MODULUS = 2**256

Row = Sequence[Any]


class Kind(StrEnum):
    """How a column's values are written down."""

    PLAIN = "plain"
    MOMENT = "moment"
    LOCAL = "local"
    DATE = "date"
    TIME = "time"
    FLAG = "flag"
    JSON = "json"
    BYTES = "bytes"


TOLD: dict[str, dict[Kind, str]] = {
    "sqlite": {
        Kind.MOMENT: "CASE length({0}) WHEN 19 THEN {0} || '.000000' ELSE {0} END",
        Kind.LOCAL: "CASE length({0}) WHEN 19 THEN {0} || '.000000' ELSE {0} END",
        Kind.TIME: "CASE length({0}) WHEN 8 THEN {0} || '.000000' ELSE {0} END",
        Kind.BYTES: "hex({0})",
    },
    "postgresql": {
        Kind.MOMENT: "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
        Kind.LOCAL: "to_char({0}, 'YYYY-MM-DD HH24:MI:SS.US')",
        Kind.DATE: "to_char({0}, 'YYYY-MM-DD')",
        Kind.TIME: "to_char({0}, 'HH24:MI:SS.US')",
        Kind.FLAG: "{0}::int",
        Kind.JSON: "{0}::text",
        Kind.BYTES: "upper(encode({0}, 'hex'))",
    },
}
"""How each engine says a column of a kind; the others it says as they are."""


@dataclass(frozen=True)
class RowTable:
    """A table and its columns that are stored, not computed, each with its kind."""

    name: str
    columns: tuple[tuple[str, Kind], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(name for name, _kind in self.columns)


@dataclass
class Tally:
    """How many rows a table has, and a sum over them that any other row, value or number changes.

    The order of the rows counts for nothing: engines give them as they like.
    """

    rows: int = 0
    _sum: int = field(default=0, repr=False)

    def add(self, line: bytes) -> None:
        """Count a row, written by `line`."""
        self.rows += 1
        self._sum = (self._sum + int.from_bytes(sha256(line).digest())) % MODULUS

    @property
    def digest(self) -> str:
        """The sum over the rows, as 64 hexadecimal digits."""
        return f"{self._sum:064x}"

    @property
    def told(self) -> dict[str, Any]:
        """As it stands in a manifest."""
        return {"rows": self.rows, "digest": self.digest}


def line(row: Row) -> bytes:
    """A row as one line of JSON, without the line's end."""
    return json.dumps(list(row), ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def tables(connection: Connection) -> tuple[RowTable, ...]:
    """The program's tables in this database, by name, and their columns by theirs."""
    inspector = sa.inspect(connection)
    skipped = _made_by_the_engine(connection)
    names = [
        name
        for name in sorted(inspector.get_table_names())
        if name not in skipped and not name.startswith(NOT_OURS)
    ]
    return tuple(
        RowTable(
            name,
            tuple(
                (each["name"], _kind(each["type"]))
                for each in sorted(inspector.get_columns(name), key=itemgetter("name"))
                if not each.get("computed")
            ),
        )
        for name in names
    )


def count(connection: Connection, table: RowTable) -> int:
    """How many rows the engine itself counts."""
    name = connection.dialect.identifier_preparer.quote(table.name)
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one())  # noqa: S608 - a name that the engine gave


def read(connection: Connection, table: RowTable) -> Iterator[Row]:
    """The rows of a table, in no order that counts; a thousand in memory at a time."""
    quote = connection.dialect.identifier_preparer.quote
    told = TOLD[connection.dialect.name]
    columns = ", ".join(told.get(kind, "{0}").format(quote(n)) for n, kind in table.columns)
    asked = f"SELECT {columns} FROM {quote(table.name)}"  # noqa: S608 - names that the engine gave
    streamed = {"stream_results": True, "max_row_buffer": AT_ONCE}  # this statement's alone
    result = connection.exec_driver_sql(asked.replace("%", "%%"), execution_options=streamed)
    while batch := result.fetchmany(AT_ONCE):
        yield from batch


def write(connection: Connection, table: RowTable, rows: Iterable[Row]) -> None:
    """Store rows that `read` gave, of the same columns; inside `loading`."""
    binary = [n for n, (_name, kind) in enumerate(table.columns) if kind is Kind.BYTES]
    ready = (_with_bytes(row, binary) for row in rows) if binary else iter(rows)
    quote = connection.dialect.identifier_preparer.quote
    into = f"{quote(table.name)} ({', '.join(quote(name) for name in table.names)})"
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {into} FROM STDIN", ready)
        return
    marks = ", ".join("?" for _ in table.names)
    while batch := [tuple(row) for row in islice(ready, AT_ONCE)]:
        connection.exec_driver_sql(f"INSERT INTO {into} VALUES ({marks})", batch)  # noqa: S608


def tally(connection: Connection, table: RowTable) -> Tally:
    """What the rows of a table come to."""
    found = Tally()
    for row in read(connection, table):
        found.add(line(row))
    return found


@contextmanager
def loading(connection: Connection) -> Iterator[None]:
    """Rows may come in any order inside; at the end each key leads somewhere, and numbers go on.

    The connection is fresh, no transaction has begun; the caller commits.
    """
    if connection.dialect.name == "postgresql":
        with _loading_postgresql(connection):
            yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF").close()
    try:
        yield
        _insist_that_keys_lead_somewhere(connection)
        connection.commit()
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON").close()


def _made_by_the_engine(connection: Connection) -> frozenset[str]:
    if connection.dialect.name != "sqlite":
        return frozenset()
    asked = "SELECT name FROM pragma_table_list WHERE type IN ('virtual', 'shadow')"
    return frozenset(connection.exec_driver_sql(asked).scalars())


def _kind(of: Any) -> Kind:
    if isinstance(of, sa.DateTime):
        return (
            Kind.LOCAL if getattr(of, "timezone", None) is False and _says_so(of) else Kind.MOMENT
        )
    kinds = ((sa.Date, Kind.DATE), (sa.Time, Kind.TIME), (sa.Boolean, Kind.FLAG))
    kinds += ((sa.JSON, Kind.JSON), (sa.LargeBinary, Kind.BYTES))  # type: ignore[assignment]
    return next((kind for known, kind in kinds if isinstance(of, known)), Kind.PLAIN)


def _says_so(of: Any) -> bool:
    """Whether the engine tells moments with a zone from those without."""
    return isinstance(of, postgresql.TIMESTAMP)


def _with_bytes(row: Row, binary: list[int]) -> Row:
    ready = list(row)
    for place in binary:
        ready[place] = None if ready[place] is None else bytes.fromhex(ready[place])
    return ready


def _copy(connection: Connection, command: str, rows: Iterable[Row]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(command) as into:
        for row in rows:
            into.write_row(row)


def _insist_that_keys_lead_somewhere(connection: Connection) -> None:
    astray = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if astray:
        raise ValueError(f"a row of {astray[0]} leads to {astray[2]}, where there is none")


KEYS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""
NUMBERED = """
    SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name)
    FROM information_schema.columns WHERE table_schema = current_schema()
    AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL
"""


@contextmanager
def _loading_postgresql(connection: Connection) -> Iterator[None]:
    """Without its foreign keys, which are made anew, and so looked at, at the end."""
    connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
    keys = connection.exec_driver_sql(KEYS).all()
    for table, name, _definition in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    for table, name, definition in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    quote = connection.dialect.identifier_preparer.quote
    for table, column, sequence in connection.exec_driver_sql(NUMBERED).all():
        asked = f"SELECT max({quote(column)}) FROM {quote(table)}"  # noqa: S608
        if last := connection.exec_driver_sql(asked).scalar():
            connection.execute(
                sa.text("SELECT setval(CAST(:name AS regclass), :last)"),
                {"name": sequence, "last": last},
            )
