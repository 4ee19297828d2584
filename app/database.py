"""The database: the base of all tables, their column types, and the rules of each engine.

SQLite is the embedded default, PostgreSQL the outgrown one; everything that differs between the
two, other than a query's own words, stands in this module.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from enum import StrEnum
from time import sleep
from typing import Any, cast

from sqlalchemy import (
    JSON,
    ColumnElement,
    CursorResult,
    Date,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Insert,
    MetaData,
    String,
    Table,
    TypeDecorator,
    event,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Session, registry, scoped_session

from app.sqlite import sqlite3

LOCK_WAIT_SECONDS = 30
"""How long a writer waits for another before SQLite gives up."""
LOOK_AGAIN_SECONDS = 0.002
"""SQLite's own wait looks ever less often, up to ten times a second: a lock lies free meanwhile."""
MOST_JOURNAL_BYTES = 64 * 2**20
"""What the write-ahead log may keep of the disk once a long writer is through."""

_reads_only: ContextVar[bool] = ContextVar("reads_only", default=False)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: an aware datetime in UTC, in Python and in every engine; naive ones are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment as the engine stores it: UTC, without its zone on SQLite."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The stored moment, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every table inherits: constraint names that migrations can rely on."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: UtcDateTime, date: Date, str: String(200)},
    )


def choice(enum: type[StrEnum]) -> Enum:
    """A column type for one of the enum's values, stored as its text and checked by the engine."""
    return Enum(
        enum,
        name=enum.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


def insert_missing(
    session: Session | scoped_session[Any], table: type[Base], columns: list[str], where: str
) -> Insert:
    """An INSERT that passes over rows of which the partial unique index has one already."""
    engine = session.get_bind().dialect.name
    into: Any = postgresql.insert(table) if engine == "postgresql" else sqlite.insert(table)
    missing: Insert = into.on_conflict_do_nothing(index_elements=columns, index_where=text(where))
    return missing


def insert_many(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows that give the values of these columns; others get the engine's own default.

    As SQLAlchemy would, but values are prepared a column at a time, equal ones once, and handed to
    the driver together; of some hundred thousand rows that spares seconds.
    """
    dialect = connection.dialect
    compiled = table.insert().compile(dialect=dialect, column_keys=list(names))
    values = dict(zip(names, zip(*rows, strict=True), strict=True))
    order = compiled.positiontup or list(names)
    prepared = []
    for name in order:
        way = table.columns[name].type.dialect_impl(dialect).bind_processor(dialect)
        told = {value: way(value) for value in set(values[name])} if way else {}
        prepared.append([told[value] for value in values[name]] if way else values[name])
    ready: Any = list(zip(*prepared, strict=True))
    if not compiled.positional:
        ready = [dict(zip(order, row, strict=True)) for row in ready]
    connection.exec_driver_sql(str(compiled), ready)


def json_of(
    session: Session | scoped_session[Any], columns: Mapping[str, Any]
) -> ColumnElement[Any]:
    """A JSON object of columns by name, built by the engine itself; names are the program's own."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    build = func.json_build_object if is_postgresql else func.json_object
    parts: list[Any] = []
    for name, each in columns.items():
        parts += (literal_column(f"'{name}'"), each)
    return build(*parts, type_=JSON)


def rows_changed(result: object) -> int:
    """How many rows an UPDATE or DELETE touched."""
    return cast("CursorResult[Any]", result).rowcount


def take_turns(session: Session | scoped_session[Any], about: str) -> None:
    """Let whoever does this at the same moment wait until our transaction ends.

    SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(about))))


@contextmanager
def reading(*, only: bool = True) -> Iterator[None]:
    """Transactions begun inside only read, so that they never wait for a writer; or write again."""
    token = _reads_only.set(only)
    try:
        yield
    finally:
        _reads_only.reset(token)


def set_reading(only: bool) -> None:
    """Whether the transactions of this request only read; called once as a request begins."""
    _reads_only.set(only)


@contextmanager
def in_no_time(engine: Engine) -> Iterator[Connection]:
    """A transaction of its own that gives up at once where another writes, and commits at its end.

    For what may be left out: its `OperationalError` says that somebody else was at it.
    """
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if sqlite:
            driver.set_busy_handler(None)
        try:
            with reading(only=False), connection.begin():
                if not sqlite:
                    connection.exec_driver_sql("SET LOCAL lock_timeout = '100ms'")
                yield connection
        finally:
            if sqlite:
                driver.set_busy_handler(_look_again)


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite has the fix of the WAL-reset fault (3.51.3, 3.50.7 and 3.44.6 on)."""
    return (
        version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    )


def _look_again(turn: int) -> bool:
    """Whether to go on waiting for another's lock, after a moment; SQLite asks for the nth time."""
    sleep(LOOK_AGAIN_SECONDS)
    return turn * LOOK_AGAIN_SECONDS < LOCK_WAIT_SECONDS


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    driver: Any = connection
    driver.set_busy_handler(_look_again)
    connection.isolation_level = None  # transactions are begun below, never by the driver
    journal = "WAL" if wal_is_safe(sqlite3.sqlite_version_info) else "TRUNCATE"
    for pragma in (
        f"journal_mode={journal}",
        f"journal_size_limit={MOST_JOURNAL_BYTES}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_spill=OFF",  # else, without WAL, a long writer shuts its readers out until it ends
    ):
        connection.execute(f"PRAGMA {pragma}").close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if _reads_only.get() else "BEGIN IMMEDIATE")
