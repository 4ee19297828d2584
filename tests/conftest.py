"""What tests share: a fresh program and database each, people signed in, a fixed moment.

`--database=postgresql` runs everything that has a database on PostgreSQL instead of SQLite.
"""

import gc
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache, FileSystemBytecodeCache

from app import create_app
from app.configuration import SIGN_IN
from app.extensions import db, limiter
from app.people.models import Person, Role
from app.settings import Settings
from tests import databases
from tests.builders import Builder
from tests.examples import ENGINE
from tests.programs import Programs, entered, new
from tests.sign_ins import enter

KEY = "a key for tests only, long enough to sign with"
NUMBERS = count(1)
MEANT_FOR_TESTS = {
    "ROOMWORTHY_BACKUPS",
    "ROOMWORTHY_CHROOT",
    "ROOMWORTHY_CODES",
    "ROOMWORTHY_EVERY_PAIR",
    "ROOMWORTHY_EXAMPLES",
    "ROOMWORTHY_FLIPS",
    "ROOMWORTHY_INTERRUPTIONS",
    "ROOMWORTHY_KILLS",
    "ROOMWORTHY_NOTICE_KILLS",
    "ROOMWORTHY_QUEUE",
    "ROOMWORTHY_RESTORES",
    "ROOMWORTHY_UPGRADES",
}
"""How thorough they are: see tests/tags/pairs.py, tests/journeys and tests/crash."""
QUICK_HASH = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
"""What passwords cost in tests' own process: a real hash takes 180 ms of a processor."""
REAL_SIGN_IN = dict(SIGN_IN)
"""The program's own, before tests made passwords cheap."""
HASHED_BY = "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"
MARKED_BY_FIXTURE = {"postgres_url": "postgres", "chromium": "browser"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """The engine that the tests run on."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_configure(config: pytest.Config) -> None:
    """The settings of whoever runs the tests are not those of the program under test.

    Passwords cost less; servers of their own and `tests/people/test_people.py` have the real cost.
    """
    SIGN_IN[HASHED_BY] = QUICK_HASH
    ENGINE.is_postgresql = config.getoption("--database") == "postgresql"
    for name in [each for each in os.environ if each.startswith("ROOMWORTHY_")]:
        if name not in MEANT_FOR_TESTS:
            del os.environ[name]


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs PostgreSQL or a browser; on PostgreSQL, keep what has a database."""
    left_out = []
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        for fixture, mark in MARKED_BY_FIXTURE.items():
            if fixture in fixtures:
                item.add_marker(mark)
        if config.getoption("--database") == "postgresql" and (
            not fixtures & {"settings", "postgres_url", "server"}
            or item.get_closest_marker("sqlite")
        ):
            left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[sa.URL]:
    """A PostgreSQL server of these tests' own."""
    with databases.postgresql() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: sa.URL) -> Iterator[str]:
    """A new, empty PostgreSQL database without tables."""
    name = f"empty_{next(NUMBERS)}"
    yield databases.new_database(postgres_server, name)
    databases.drop_database(postgres_server, name)


@pytest.fixture(scope="session")
def postgres_with_tables(postgres_server: sa.URL) -> str:
    """The one PostgreSQL database that tests run in, one after another."""
    return databases.with_tables(databases.new_database(postgres_server, "tests"))


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database without rows, of the engine that the tests run on."""
    if request.config.getoption("--database") == "sqlite":
        yield "sqlite://"
        return
    url: str = request.getfixturevalue("postgres_with_tables")
    yield url
    databases.empty(url)


@pytest.fixture(scope="session")
def plain_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """What the settings of all tests have in common; to read them anew takes 2 ms."""
    return Settings(
        testing=True,
        data=tmp_path_factory.mktemp("nowhere"),
        database_url="sqlite://",
        secret_key=KEY,
        public_url="https://rooms.example.edu",
        cookie_secure=False,
        log_format="console",
        backup_at="",
    )


@pytest.fixture
def settings(plain_settings: Settings, tmp_path: Path, database_url: str) -> Settings:
    """Settings of a program under test: an empty database, a public address."""
    own = {"data": tmp_path, "database_url": database_url}
    return plain_settings.model_copy(update=own)


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Templates compiled once for all tests: the first page of a fresh program takes 130 ms."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def programs(compiled_templates: BytecodeCache) -> Programs:
    """The programs that tests share, each as good as new when a test gets it."""
    return Programs(compiled_templates)


@pytest.fixture
def app(settings: Settings, programs: Programs) -> Iterator[Flask]:
    """The program with empty tables, inside its context; not to be given routes or hooks."""
    with programs.as_new(settings) as app:
        yield app


@pytest.fixture
def own_app(settings: Settings, compiled_templates: BytecodeCache) -> Iterator[Flask]:
    """A program for a test that builds on to it, with empty tables, inside its context."""
    with new(settings, compiled_templates) as app:
        yield app


@pytest.fixture
def guarded(settings: Settings, compiled_templates: BytecodeCache) -> Iterator[Flask]:
    """The program as it runs outside tests: with its limits, and no error raised through it."""
    app = create_app(settings.model_copy(update={"testing": False}))
    app.jinja_env.bytecode_cache = compiled_templates
    with entered(app):
        if settings.database_url.startswith("sqlite"):
            db.create_all()
        yield app
    limiter.reset()
    limiter.enabled = False


@pytest.fixture
def make(app: Flask) -> Builder:
    """Builders of everything, each with defaults for all that a test does not name."""
    return Builder()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser."""
    return app.test_client()


def signed_in_client(app: Flask, person: Person) -> FlaskClient:
    """A browser in which the person has signed in."""
    client = app.test_client()
    enter(client, person)
    return client


@pytest.fixture
def technician(app: Flask, make: Builder) -> FlaskClient:
    """A technician's browser."""
    return signed_in_client(app, make.person(role=Role.TECHNICIAN))


@pytest.fixture
def manager(app: Flask, make: Builder) -> FlaskClient:
    """A manager's browser."""
    return signed_in_client(app, make.person(role=Role.MANAGER))


@pytest.fixture
def auditor(app: Flask, make: Builder) -> FlaskClient:
    """An auditor's browser."""
    return signed_in_client(app, make.person(role=Role.AUDITOR))


@pytest.fixture
def admin(app: Flask, make: Builder) -> FlaskClient:
    """An admin's browser."""
    return signed_in_client(app, make.person(role=Role.ADMIN))
