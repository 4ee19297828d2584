"""`flask demo`: fills an empty database, says how to look around, never overwrites anything."""

import re
import stat
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.checks.models import Check
from app.demo.facts import FILE
from app.extensions import db
from app.people import queries as people
from app.places.models import Room
from app.settings import Settings
from tests.builders import Builder
from tests.pages import fetch

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)(/t/\w{12})")


@pytest.fixture
def app(app: Flask) -> Flask:
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def _run(app: Flask, *options: str) -> tuple[int, str]:
    answer = app.test_cli_runner().invoke(args=["demo", *options])
    return answer.exit_code, answer.output


def _count(model: type[Room | Check]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_first_run_says_what_to_try_and_how_to_sign_in_and_later_ones_change_nothing(
    app: Flask, client: FlaskClient, settings: Settings
) -> None:
    status, told = _run(app, "--port", "8123")
    assert status == 0, told
    file = settings.data / FILE
    assert file.read_text() == told
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    addresses = ADDRESS.findall(told)
    assert [port for port, _path in addresses] == ["8123"] * 3
    states = ("Working", "Limited", "Out of order")
    for (_port, path), state in zip(addresses, states, strict=True):
        assert state in fetch(client, path).text
    _can_sign_in(client, told, "mara")
    _changes_nothing_again(app, file, told)


def _can_sign_in(client: FlaskClient, told: str, name: str) -> None:
    found = re.search(rf"{name}@demo\.example +(\S+)", told)
    assert found
    form = {"email": f"{name}@demo.example", "password": found.group(1)}
    assert client.get("/today").status_code == 302
    assert client.post("/sign-in", data=form).status_code == 302
    assert client.get("/today").status_code == 200


def _changes_nothing_again(app: Flask, file: Path, told: str) -> None:
    checks = _count(Check)
    status, refusal = _run(app)
    assert status == 1
    assert "There are rooms or people here already." in refusal
    assert _run(app, "--if-empty") == (0, "")
    assert _run(app, "--show", "--port", "8123") == (0, told)
    assert _run(app, "--show", "--if-empty") == (0, told.replace(":8123", ":8000"))
    assert _count(Check) == checks
    assert file.read_text() == told


def test_an_estate_of_ones_own_is_left_alone(app: Flask, make: Builder, settings: Settings) -> None:
    make.room()
    status, refusal = _run(app)
    assert status == 1
    assert "ROOMWORTHY_DATA" in refusal
    assert _run(app, "--if-empty") == (0, "")
    assert _run(app, "--if-empty", "--show") == (0, "")
    assert _run(app, "--show")[0] == 1
    assert _count(Room) == 1
    assert people.is_empty()
    assert not (settings.data / FILE).exists()


def test_nobody_gets_a_colleague_from_the_demo(app: Flask, make: Builder) -> None:
    make.person()
    assert _run(app)[0] == 1
    assert _count(Room) == 0
