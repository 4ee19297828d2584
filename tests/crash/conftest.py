"""A database that several processes share, the world in it, and servers that can be killed."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.extensions import db
from app.settings import Settings
from tests import databases
from tests.builders import Builder
from tests.conftest import KEY
from tests.crash.mortal import Mortal, mortal
from tests.crash.world import World, world
from tests.programs import Browser

Serve = Callable[..., AbstractContextManager[Mortal]]

WAITS_FOR_ITS_LOG = "ALTER DATABASE {} SET synchronous_commit = on"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each engine with its tables, as durable as in life."""
    if request.param == "sqlite":
        yield databases.with_tables(f"sqlite:///{tmp_path / 'roomworthy.db'}")
        return
    url: str = databases.with_tables(request.getfixturevalue("postgres_url"))
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text(WAITS_FOR_ITS_LOG.format(engine.url.database)))
    yield url


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The program in this process, for those who prepare and look."""
    app = create_app(settings)
    app.test_client_class = Browser
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def prepared(app: Flask, settings: Settings, make: Builder) -> World:
    """Rooms and people, and nobody who holds the database."""
    made = world(app, make, settings.database_url, settings.data)
    db.session.remove()
    db.engine.dispose()
    return made


@pytest.fixture
def serve(settings: Settings, prepared: World) -> Serve:
    """Servers on the database; `plant` names a fault in `plants`."""
    environment = os.environ | {
        "ROOMWORTHY_DATA": str(settings.data),
        "ROOMWORTHY_DATABASE_URL": settings.database_url,
        "ROOMWORTHY_SECRET_KEY": KEY,
        "ROOMWORTHY_PUBLIC_URL": settings.public_url,
        "ROOMWORTHY_COOKIE_SECURE": "false",
        "ROOMWORTHY_BACKUP_AT": "",
        "ROOMWORTHY_MAIL_HOST": settings.mail_host,
        "ROOMWORTHY_MAIL_PORT": str(settings.mail_port),
        "ROOMWORTHY_MAIL_TLS": settings.mail_tls,
        "ROOMWORTHY_MAIL_FROM": settings.mail_from,
        "ROOMWORTHY_OUTGOING_ALLOW": settings.outgoing_allow,
    }
    return lambda plant="nothing": mortal(environment, settings.data / "server.log", plant)
