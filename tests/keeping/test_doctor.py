"""`flask doctor`: one sentence for each thing, what to do, and an exit status."""

import json
import shutil
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app import clock
from app.keeping import folder
from app.keeping.doctor import machine
from app.keeping.folder import Good
from app.keeping.jobs import SEEN
from app.settings import Settings
from tests.keeping.conftest import photo

Findings = dict[str, dict[str, Any]]


def doctor(app: Flask, *words: str) -> tuple[int, Findings]:
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


def test_tables_that_are_not_ours_are_told(settings: Settings, app: Flask) -> None:
    status, found = doctor(app)
    assert (status, found["tables"]["state"]) == (1, "wrong")
    assert "flask --app wsgi prepare" in found["tables"]["do"]
