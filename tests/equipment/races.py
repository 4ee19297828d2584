"""Two browsers that send at the same moment, on a database that several connections share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.extensions import db
from tests import databases
from tests.pages import fetch

ROUNDS = 6
"""What goes wrong only sometimes is tried some times."""


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that several connections share: a file, or the server."""
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{tmp_path / 'shared.db'}"
        return
    url: str = request.getfixturevalue("postgres_with_tables")
    yield url
    databases.empty(url)


def ready(
    app: Flask, client: FlaskClient, page: str, button: str, **typed: str
) -> Callable[[], int]:
    """The form of that button, typed and ready to be sent by a browser of its own."""
    form = fetch(client, page).form(button=button)
    sent, cookie = form.filled, client.get_cookie("session")
    for name, value in typed.items():
        sent[name] = value
    assert cookie

    def send() -> int:
        twin = FlaskClient(app, app.response_class)
        twin.set_cookie("session", cookie.value)
        return twin.post(form.action, data=sent).status_code

    return send


def at_once(senders: list[Callable[[], int]]) -> list[int]:
    """What each was answered, the smallest first."""
    db.session.remove()  # the test's own transaction would hold the others up
    barrier = Barrier(len(senders))

    def send(one: Callable[[], int]) -> int:
        barrier.wait()
        return one()

    with ThreadPoolExecutor(len(senders)) as pool:
        return sorted(pool.map(send, senders))
