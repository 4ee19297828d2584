"""A passkey opens the house that it was made in, for whom it was made, once for each question."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.notices.models import Notice
from app.people import service as people
from app.people.models import Passkey, Person, Proof, Role, SignIn
from app.people.passkeys.house import House, house_of
from tests.builders import NOON, Builder
from tests.pages import fetch
from tests.people.conftest import PASSWORD, sent
from tests.people.keys import Device

Entering = Callable[..., FlaskClient]
Asked = tuple[FlaskClient, dict[str, Any]]


@pytest.fixture(autouse=True)
def _noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


def _ask(client: FlaskClient, page: str, question: str) -> dict[str, Any]:
    inputs = fetch(client, page).document.all("input")
    token = next(each for each in inputs if each.get("name") == "csrf_token").get("value", "")
    answer = client.post(question, headers={"X-CSRFToken": token})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = json.loads(answer.text)
    return told


def _made(client: FlaskClient, device: Device) -> int:
    wish = _ask(client, "/account/passkeys", "/account/passkeys/ask")
    answer = device.makes(wish)
    return sent(client, "/account/passkeys/add", credential=answer, name="My phone")


@pytest.fixture
def device(ada: Person, sign_in: Entering) -> Device:
    """What Ada added to her account a minute ago."""
    device = Device()
    assert _made(sign_in(ada), device) == 303
    return device


@pytest.fixture
def asked(device: Device, app: Flask, time_machine: Any) -> Asked:
    """A browser that is asked for a passkey, and the question."""
    time_machine.move_to(NOON + timedelta(minutes=1), tick=False)
    client = app.test_client()
    return client, _ask(client, "/sign-in?next=/rooms", "/sign-in/passkey/ask")


def _enter(client: FlaskClient, answer: str) -> bool:
    form = fetch(client, "/sign-in").form("/sign-in/passkey")
    assert form.send({"credential": answer}).status_code == 303
    return client.get("/account").status_code == 200


def test_a_passkey_lets_its_owner_in_and_is_strong(device: Device, asked: Asked) -> None:
    client, wish = asked
    assert wish["userVerification"] == "required"
    assert "allowCredentials" not in wish or wish["allowCredentials"] == []  # tells no names
    assert _enter(client, device.signs(wish))
    newest = db.session.scalars(select(SignIn).order_by(SignIn.id.desc())).first()
    assert newest is not None
    assert newest.proof is Proof.PASSKEY
    assert db.session.scalars(select(Passkey.sign_count)).one() == device.count
    assert "A passkey was added" in str(db.session.scalars(select(Notice.body)).all())


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "https://evil.example"},
        {"origin": "https://rooms.example.edu.evil.example"},
        {"origin": "http://rooms.example.edu"},
        {"host": "evil.example"},
        {"verifies": False},
        {"handle": b"somebody else"},
        {"count": -1},
        {"id": b"a key of nobody's"},
    ],
)
def test_what_comes_from_elsewhere_or_from_nobody_is_refused(
    device: Device, asked: Asked, lie: dict[str, Any]
) -> None:
    client, wish = asked
    for name, value in lie.items():
        setattr(device, name, value)
    assert not _enter(client, device.signs(wish))


def test_the_house_is_the_one_of_the_settings_whatever_a_request_says(
    device: Device, app: Flask
) -> None:
    wish = _ask(app.test_client(), "/sign-in", "/sign-in/passkey/ask")
    assert wish["rpId"] == "rooms.example.edu"


def test_an_answer_counts_once(device: Device, asked: Asked, app: Flask) -> None:
    client, wish = asked
    cookie = client.get_cookie("session")
    assert cookie
    device.count = -1  # it counts nothing, as many do: then the count can't tell
    db.session.execute(db.update(Passkey).values(sign_count=0))
    db.session.commit()
    answer = device.signs(wish)
    assert device.count == 0
    assert _enter(client, answer)
    thief = app.test_client()
    thief.set_cookie("session", cookie.value)
    assert not _enter(thief, answer)


def test_an_answer_that_comes_late_or_to_no_question_is_refused(
    device: Device, asked: Asked, app: Flask, time_machine: Any
) -> None:
    client, wish = asked
    time_machine.move_to(NOON + timedelta(minutes=6), tick=False)
    assert not _enter(client, device.signs(wish))
    form = fetch(stranger := app.test_client(), "/sign-in").form("/sign-in/passkey")
    assert form.send({"credential": device.signs(wish)}).status_code == 409
    assert stranger.get("/account").status_code == 302
    assert not _enter(asked_again(app)[0], "no JSON")


def asked_again(app: Flask) -> Asked:
    """Another browser, and what it is asked."""
    client = app.test_client()
    return client, _ask(client, "/sign-in", "/sign-in/passkey/ask")


def test_one_who_is_switched_off_is_not_let_in(
    ada: Person, device: Device, asked: Asked, make: Builder
) -> None:
    client, wish = asked
    people.switch_off(ada, make.person(role=Role.ADMIN))
    db.session.commit()
    assert not _enter(client, device.signs(wish))


def test_a_removed_passkey_opens_nothing_and_nobody_removes_anothers(
    ada: Person, device: Device, asked: Asked, sign_in: Entering, technician: FlaskClient
) -> None:
    client, wish = asked
    [key] = db.session.scalars(select(Passkey.id))
    assert sent(technician, f"/account/passkeys/{key}/remove") == 404
    desk = sign_in(ada)
    assert "My phone" in fetch(desk, "/account/passkeys").text
    assert sent(desk, f"/account/passkeys/{key}/remove") == 303
    assert not _enter(client, device.signs(wish))


def test_only_the_owner_adds_one_and_shows_it_by_another_too(
    ada: Person, device: Device, sign_in: Entering, time_machine: Any
) -> None:
    desk = sign_in(ada)
    time_machine.move_to(NOON + timedelta(minutes=20), tick=False)
    assert desk.get("/account/passkeys").status_code == 200
    assert sent(desk, "/account/passkeys/ask") == 303
    wish = _ask(desk, "/account/again", "/sign-in/passkey/ask")
    form = fetch(desk, "/account/again?next=/account/passkeys").form("/account/again/passkey")
    assert form.send({"credential": device.signs(wish)}).location == "/account/passkeys"
    assert _made(desk, Device()) == 303


def test_a_passkey_of_another_shows_nothing_of_oneself(
    device: Device, make: Builder, sign_in: Entering, time_machine: Any
) -> None:
    bo = make.person(name="Bo", email="bo@example.edu")
    people.choose_password(bo, PASSWORD)
    db.session.commit()
    time_machine.move_to(NOON + timedelta(minutes=2), tick=False)
    desk = sign_in(bo)
    _made(desk, Device())
    time_machine.move_to(NOON + timedelta(minutes=22), tick=False)
    wish = _ask(desk, "/account/again", "/sign-in/passkey/ask")
    form = fetch(desk, "/account/again").form("/account/again/passkey")
    assert form.send({"credential": device.signs(wish)}).status_code == 409


def test_a_key_is_made_here_and_now_and_belongs_to_one(ada: Person, sign_in: Entering) -> None:
    desk = sign_in(ada)
    assert _made(desk, Device(origin="https://evil.example")) == 400
    assert _made(desk, Device(verifies=False)) == 400
    known = Device()
    assert _made(desk, known) == 303
    assert _made(desk, known) == 400


def test_a_stolen_password_gives_itself_no_second_factor(
    ada: Person, device: Device, sign_in: Entering, app: Flask
) -> None:
    told = {"second_factor_for": "technician"}
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update=told)
    thief = sign_in(ada)
    assert thief.get("/rooms").location == "/account/second-factor"
    assert sent(thief, "/account/second-factor/begin") == 409
    wish = _ask(thief, "/account/passkeys", "/account/passkeys/ask")
    answer = Device().makes(wish)
    assert sent(thief, "/account/passkeys/add", credential=answer, name="x") == 409


@pytest.mark.parametrize(
    ("address", "house"),
    [
        ("https://Rooms.example.edu", House("rooms.example.edu", "https://rooms.example.edu")),
        ("https://rooms.example.edu:443", House("rooms.example.edu", "https://rooms.example.edu")),
        ("https://a.edu:8443", House("a.edu", "https://a.edu:8443")),
        ("http://localhost:8123", House("localhost", "http://localhost:8123")),
        ("http://rooms.example.edu", None),
        ("https://10.0.0.7", None),
        ("http://[::1]:8123", None),
        ("", None),
    ],
)
def test_passkeys_need_a_name_and_tls(address: str, house: House | None) -> None:
    assert house_of(address) == house
