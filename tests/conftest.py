"""What tests share: a fresh program and database each, people signed in, a fixed moment."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.extensions import db
from app.people.models import Person, Role
from app.settings import Settings
from tests.builders import Builder

KEY = "a key for tests only, long enough to sign with"


class Browser(FlaskClient):
    """A client whose every request has a context and a session of its own, as in life.

    The test's own session ends its transaction before, and forgets what it had read after.
    """

    def open(self, *args: Any, **given: Any) -> Any:
        """Send one request."""
        db.session.commit()
        with self.application.app_context():
            answer = super().open(*args, **given)
        db.session.expire_all()
        return answer


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a program under test: an embedded database in memory, a public address."""
    return Settings(
        testing=True,
        data=tmp_path,
        database_url="sqlite://",
        secret_key=KEY,
        public_url="https://rooms.example.edu",
        cookie_secure=False,
        log_format="console",
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The program with empty tables, inside its context."""
    app = create_app(settings)
    app.test_client_class = Browser
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


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
    with client.session_transaction() as session:
        session["_user_id"] = person.fs_uniquifier
        session["_fresh"] = True
        session["fs_cc"] = "set"
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
def admin(app: Flask, make: Builder) -> FlaskClient:
    """An admin's browser."""
    return signed_in_client(app, make.person(role=Role.ADMIN))
