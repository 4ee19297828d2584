"""`flask doctor`: one sentence for each thing, what to do, and an exit status."""

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from flask import Flask

from app import clock
from app.extensions import db
from app.keeping import folder
from app.keeping.doctor import machine
from app.keeping.folder import Good
from app.keeping.jobs import SEEN
from app.settings import Settings
from tests.keeping.conftest import photo
from tests.talkers import Listener, listening

NOON_TOLD = {"Date": "Tue, 03 Mar 2026 12:00:00 GMT"}

Findings = dict[str, dict[str, Any]]


def doctor(app: Flask, *words: str) -> tuple[int, Findings]:
    db.session.rollback()  # in memory there is one connection
    ran = app.test_cli_runner().invoke(args=["doctor", "--json", *words])
    return ran.exit_code, {each["what"]: each for each in json.loads(ran.stdout)}


@pytest.fixture
def sound(campus: Settings, app: Flask) -> Settings:
    """A program that lacks nothing."""
    given = campus.model_copy(
        update={"backup_at": "02:00", "backup_passphrase": "x", "mail_host": "mail.example.edu"}
    )
    given = given.model_copy(update={"mail_from": "rooms@example.edu"})
    app.config["SETTINGS"] = given
    (given.data / SEEN).touch()
    made = Good((clock.now() - timedelta(hours=3)).isoformat(), "x", 1)
    folder.note_good(folder.begun(given), made)
    return given


def test_where_all_is_well_it_says_so(sound: Settings, app: Flask) -> None:
    status, found = doctor(app)
    assert (status, [each for each in found.values() if each["state"] == "wrong"]) == (0, [])
    assert {"versions", "drawing", "disk", "tables", "photos", "worker", "backups"} <= found.keys()
    assert "--try" in found["mail"]["says"]
    ran = app.test_cli_runner().invoke(args=["doctor"])
    assert "[  ok  ] worker: The worker is at it." in ran.output


def test_what_is_wrong_comes_with_what_to_do(
    sound: Settings, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sound.data / SEEN).unlink()
    late = Good((clock.now() - timedelta(hours=27)).isoformat(), "x", 1)
    folder.note_good(sound.backups, late)
    photo(b"gone")
    shutil.rmtree(sound.data / "photos")
    (sound.data / "restoring").mkdir()
    monkeypatch.setattr(machine, "TOO_LITTLE", 2**60)
    status, found = doctor(app)
    assert status == 1
    for what in ("worker", "backups", "photos", "disk"):
        assert found[what]["state"] == "wrong", what
        assert found[what]["do"], what
    assert found["restore"]["state"] == "look"


def test_what_is_not_set_is_told(sound: Settings, app: Flask) -> None:
    given = {"mail_host": "", "public_url": "", "backup_passphrase": ""}
    app.config["SETTINGS"] = sound.model_copy(update=given)
    status, found = doctor(app)
    assert status == 0
    for what in ("mail", "address", "seal"):
        assert found[what]["state"] == "look", what


def test_the_mail_server_is_asked_only_where_that_is_wanted(sound: Settings, app: Flask) -> None:
    nobody = {"mail_host": "127.0.0.1", "mail_port": 9, "mail_tls": "none"}
    app.config["SETTINGS"] = sound.model_copy(update=nobody)
    assert doctor(app)[1]["mail"]["state"] == "fine"
    status, found = doctor(app, "--try")
    assert (status, found["mail"]["state"]) == (1, "wrong")


@pytest.fixture
def outside(sound: Settings, app: Flask) -> Iterator[Listener]:
    """Whoever answers at the public address, which the settings allow to ask."""
    with listening() as found:
        host = f"127.0.0.1:{found.port}"
        told = {"public_url": f"http://{host}", "outgoing_allow": host}
        app.config["SETTINGS"] = sound.model_copy(update=told)
        yield found


def answers(listener: Listener, off: float, **more: str) -> None:
    """Let it tell a time that is so many seconds off."""
    at = format_datetime(clock.now() + timedelta(seconds=off), usegmt=True)
    listener.says("200 OK", {"Date": at, "Content-Length": "0", **more})


def test_a_clock_that_is_half_a_minute_off_is_told(app: Flask, outside: Listener) -> None:
    for off, state in ((0, "fine"), (-20, "fine"), (20, "fine"), (-40, "look"), (3600, "look")):
        answers(outside, off)
        found = doctor(app)[1]["time"]
        assert found["state"] == state, found
    assert "3600 seconds from that of http://127.0.0.1" in found["says"].replace("3599", "3600")
    answers(outside, -300, Age="300")
    assert doctor(app)[1]["time"]["state"] == "fine", "it was kept on the way"


def test_where_the_clock_cannot_be_compared_it_says_so_and_why(
    app: Flask, outside: Listener, sound: Settings
) -> None:
    def said() -> str:
        status, found = doctor(app)
        wrong = [each for each in found.values() if each["state"] == "wrong"]
        assert (status, found["time"]["state"], wrong) == (0, "look", [])
        assert "can't be told: " in found["time"]["says"]
        return f"{found['time']['says']} {found['time']['do']}"

    for date in (
        {},
        {"Date": "soon"},
        {**NOON_TOLD, "Age": "9" * 30},
        {"Date": "Mon, 99 Nov 2026 12:00:00 GMT"},
    ):
        outside.says("200 OK", {**date, "Content-Length": "0"})
        assert "tells no time" in said()
    given = app.config["SETTINGS"]
    app.config["SETTINGS"] = given.model_copy(update={"outgoing_allow": ""})
    before = outside.came
    assert "Name it in ROOMWORTHY_OUTGOING_ALLOW (127.0.0.1" in said()
    assert outside.came == before, "nobody inside is asked unless the settings say so"
    app.config["SETTINGS"] = sound.model_copy(update={"public_url": "https://nobody.invalid"})
    assert "No machine is known as nobody.invalid" in said()
    app.config["SETTINGS"] = sound.model_copy(update={"public_url": ""})
    assert "no public address is set" in said()


def test_tables_that_are_not_ours_are_told(settings: Settings, app: Flask) -> None:
    status, found = doctor(app)
    assert (status, found["tables"]["state"]) == (1, "wrong")
    assert "flask --app wsgi prepare" in found["tables"]["do"]
