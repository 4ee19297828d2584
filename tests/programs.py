"""The program under test: made once, and as good as new for each test.

To make it takes 60 ms and to make its tables 30, and a new engine compiles every statement anew;
what a test can have changed in it takes one.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from sqlalchemy import Engine, QueuePool

from app import create_app, jobs, logs
from app.database import set_reading
from app.extensions import db, limiter, security
from app.scan.lane import lay_lane
from app.settings import Settings
from app.sqlite import sqlite3

SHARED = (limiter, security)
"""Extensions that keep what they were bound to last in themselves."""
IN_MEMORY = "sqlite://"


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


@contextmanager
def entered(app: Flask, *, again: bool = False) -> Iterator[Flask]:
    """The program inside its context, which is left without a trace.

    Where it will be entered `again`, idle connections are kept: new ones of PostgreSQL learn of
    every table anew.
    """
    set_reading(only=False)  # a request before has left what it was
    with app.app_context():
        yield app
        db.session.remove()
        pool = db.engine.pool
        if isinstance(pool, QueuePool) and pool.checkedout():
            gc.collect()  # an answer that nobody read to its end lets go of what it held
        if not again or cast("QueuePool", pool).checkedout():
            db.engine.dispose()


@contextmanager
def new(settings: Settings, templates: BytecodeCache) -> Iterator[Flask]:
    """A program of the test's own, with empty tables, inside its context."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = templates
    app.test_client_class = Browser
    with entered(app):
        if settings.database_url.startswith("sqlite"):
            db.create_all()
        yield app


class Kept:
    """A program for all tests whose settings differ in their folder alone."""

    def __init__(self, settings: Settings, templates: BytecodeCache) -> None:
        self._tables = sqlite3.connect(":memory:")
        with new(settings, templates) as self.app:
            if settings.database_url == IN_MEMORY:
                _driver().backup(self._tables)
            self._engine = db.engine
        self._config = dict(self.app.config)
        self._sweeps = self.app.extensions["jobs"].sweeps
        self._extensions = dict(self.app.extensions)
        self._bound = [(each, dict(vars(each))) for each in SHARED]
        self._made_of = self._parts()

    @contextmanager
    def as_new(self, settings: Settings) -> Iterator[Flask]:
        """The program with empty tables, inside its context; fails where the test rebuilt it."""
        self._forget(settings)
        with entered(self.app, again=settings.database_url != IN_MEMORY):
            engines = cast("dict[str | None, Engine]", db.engines)
            engines[None] = self._engine.execution_options()  # what listens to it goes with it
            if settings.database_url == IN_MEMORY:
                self._tables.backup(_driver())
            yield self.app
        assert self._parts() == self._made_of, "rebuilt for all: ask for `own_app` instead"

    def _forget(self, settings: Settings) -> None:
        logs.configure(settings.log_format)
        settings.data.mkdir(parents=True, exist_ok=True)
        self.app.config.clear()
        self.app.config.update(self._config, SETTINGS=settings)
        self.app.extensions.clear()
        self.app.extensions.update(self._extensions)  # what the worker learned is forgotten
        jobs.start(self.app, self._sweeps)
        for each, bound in self._bound:
            vars(each).clear()
            vars(each).update(bound)
        del self.app.wsgi_app
        lay_lane(self.app)

    def _parts(self) -> tuple[Any, ...]:
        app = self.app
        hooks = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
        counted = [len(each) for by_name in hooks for each in by_name.values()]
        return dict(app.view_functions), len(list(app.url_map.iter_rules())), counted


def _driver() -> sqlite3.Connection:
    """The one connection of the database in memory."""
    with db.engine.connect() as connection:
        found = connection.connection.driver_connection
    assert isinstance(found, sqlite3.Connection)
    return found


class Programs:
    """The programs of one run of the tests, each made when first asked for."""

    def __init__(self, templates: BytecodeCache) -> None:
        self._templates = templates
        self._kept: dict[str, Kept] = {}

    @contextmanager
    def as_new(self, settings: Settings) -> Iterator[Flask]:
        """A kept program; a new one where the database is a file, which is one test's own."""
        if settings.database_url.startswith("sqlite:///"):
            with new(settings, self._templates) as app:
                yield app
            return
        known = settings.model_dump_json(exclude={"data"})
        if known not in self._kept:
            self._kept[known] = Kept(settings, self._templates)
        with self._kept[known].as_new(settings) as app:
            yield app
