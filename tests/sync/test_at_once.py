"""The same checks arrive many times at one moment, or again after the server was killed."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.checks.models import Check, Finding
from app.extensions import db
from app.faults.models import Fault
from app.people.models import Person
from app.settings import Settings
from tests import databases
from tests.builders import Builder
from tests.conftest import signed_in_client
from tests.sync.sending import message, send, token

SENDERS = 32
KEYS = 8

DYING = """
import json, os, signal, sys
from flask import request
from sqlalchemy import event
from app import create_app
from app.extensions import db
from app.settings import Settings

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

given = json.load(sys.stdin)
app = create_app(Settings.model_validate(given["settings"]))
if given["moment"] == "answer":
    app.after_request(die)
with app.app_context():
    if given["moment"] == "commit":
        event.listen(db.session, "before_commit", die)
    client = app.test_client()
    client.set_cookie("session", given["cookie"])
    client.post("/sync/checks", json=given["said"], headers={"X-CSRFToken": given["token"]})
"""


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that several connections share: a file, or the server."""
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{tmp_path / 'shared.db'}"
        return
    url: str = request.getfixturevalue("postgres_with_tables")
    yield url
    databases.empty(url)


@pytest.fixture
def me(make: Builder) -> Person:
    return make.person()


def _counts() -> tuple[int, ...]:
    tables = (Check, Finding, Fault)
    return tuple(db.session.scalar(select(func.count()).select_from(each)) or 0 for each in tables)


def _twin(app: Flask, client: FlaskClient) -> FlaskClient:
    twin = FlaskClient(app, app.response_class)
    cookie = client.get_cookie("session")
    assert cookie
    twin.set_cookie("session", cookie.value)
    return twin


def test_the_same_checks_sent_by_many_at_one_moment_are_each_stored_once(
    app: Flask, me: Person, make: Builder
) -> None:
    client = signed_in_client(app, me)
    header = {"X-CSRFToken": token(client)}
    make.symptom(code="OTHER")
    said = []
    for _ in range(KEYS):
        unit = make.equipment()
        dark = {"unit": unit.id, "result": "fail", "note": "Dark"}
        said.append(message(unit, person=me.id, findings=[dark]))
    db.session.remove()
    barrier = Barrier(SENDERS)

    def sender(number: int) -> list[tuple[int, str]]:
        twin = _twin(app, client)
        barrier.wait()
        order = said[number % KEYS :] + said[: number % KEYS]
        answers = [twin.post("/sync/checks", json=each, headers=header) for each in order]
        return sorted((each.status_code, json.dumps(each.json)) for each in answers)

    with ThreadPoolExecutor(SENDERS) as pool:
        answers = list(pool.map(sender, range(SENDERS)))

    assert {status for each in answers for status, _ in each} == {200}
    assert len({tuple(each) for each in answers}) == 1
    assert _counts() == (KEYS, KEYS, KEYS)


@pytest.mark.parametrize(("moment", "stored"), [("commit", 0), ("answer", 1)])
def test_a_server_killed_before_its_commit_or_its_answer_has_the_check_once_after_the_retry(
    app: Flask, settings: Settings, me: Person, make: Builder, moment: str, stored: int
) -> None:
    client = signed_in_client(app, me)
    said = message(make.equipment(), person=me.id)
    given = {"settings": settings.model_dump(mode="json"), "said": said, "moment": moment}
    given |= {"token": token(client)}
    cookie = client.get_cookie("session")
    assert cookie
    db.session.remove()
    died = subprocess.run(
        [sys.executable, "-c", DYING],
        input=json.dumps(given | {"cookie": cookie.value}),
        text=True,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert died.returncode == -signal.SIGKILL, died.stderr
    assert _counts()[0] == stored
    assert send(client, said).status_code == 200
    assert _counts() == (1, 1, 0)
