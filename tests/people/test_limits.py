"""Guessing passwords is slowed; a campus behind one address is not."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.people import service
from app.people.models import Role
from tests.builders import NOON
from tests.pages import read

PASSWORD = "quiet rooms keep well"


@pytest.fixture
def guarded(guarded: Flask) -> Flask:
    """With two people in it, and without forms' tokens."""
    guarded.config["WTF_CSRF_ENABLED"] = False
    for name in ("ada", "bo"):
        person = service.add_person(f"{name}@example.edu", name, Role.TECHNICIAN, at=NOON)
        service.choose_password(person, PASSWORD)
    db.session.commit()
    return guarded


def _tried(app: Flask, email: str, password: str, address: str = "192.0.2.1") -> int:
    """The status of one try to sign in from a browser of its own."""
    typed = {"email": email, "password": password}
    sent = app.test_client().post(
        "/sign-in", data=typed, environ_overrides={"REMOTE_ADDR": address}
    )
    return sent.status_code


def test_many_people_sign_in_from_one_address(guarded: Flask) -> None:
    signed_in = [_tried(guarded, "ada@example.edu", PASSWORD) for _ in range(12)]
    assert set(signed_in) == {302}


def test_guessing_one_account_is_slowed_and_holds_up_nobody_else(guarded: Flask) -> None:
    guessed = [_tried(guarded, " Ada@Example.edu", "wrong wrong") for _ in range(10)]
    assert set(guessed) == {200}
    assert _tried(guarded, "ada@example.edu", PASSWORD) == 429
    assert _tried(guarded, "bo@example.edu", PASSWORD) == 302
    assert _tried(guarded, "ada@example.edu", PASSWORD, "192.0.2.2") == 302


def test_whoever_has_to_wait_is_told_for_how_long(guarded: Flask, time_machine: Any) -> None:
    client, typed = guarded.test_client(), {"email": "ada@example.edu", "password": "wrong wrong"}
    for minute in range(0, 12, 2):
        time_machine.move_to(NOON + timedelta(minutes=minute), tick=False)
        assert {client.post("/sign-in", data=typed).status_code for _ in range(10)} == {200}
    assert "Try again in a minute." in read(client.post("/sign-in", data=typed), 429).text
    time_machine.move_to(NOON + timedelta(minutes=13), tick=False)
    page = read(client.post("/sign-in", data=typed), 429)
    assert "Try again in 47 minutes." in page.text
    assert page.link("Sign in") == "/sign-in"


def test_guessing_many_accounts_from_one_address_is_slowed(
    guarded: Flask, time_machine: Any
) -> None:
    time_machine.move_to(NOON, tick=False)  # a slow machine must not outlast the limit
    guessed = [_tried(guarded, f"person{n}@example.edu", "x") for n in range(101)]
    assert guessed[-2:] == [200, 429]
    assert _tried(guarded, "bo@example.edu", PASSWORD) == 429


def test_guessing_links_is_slowed(guarded: Flask) -> None:
    client = guarded.test_client()
    assert [client.post(f"/welcome/{n}").status_code for n in range(101)][-2:] == [404, 429]
