"""The first account goes to whoever can read what the program prints, and to one alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.people.first.service import first_word
from app.people.models import Person, Role
from app.settings import Settings
from tests import databases
from tests.builders import Builder
from tests.equipment.races import at_once
from tests.pages import fetch, read

PASSWORD = "quiet rooms keep well"
AT_ONCE = 50


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
def word(settings: Settings) -> str:
    """What the program prints."""
    return first_word(settings.signing_key())


def _typed(word: str, email: str = "ada@example.edu") -> dict[str, str]:
    return {"word": word, "name": "Ada", "email": email, "password": PASSWORD, "again": PASSWORD}


def _people() -> list[tuple[str, Role]]:
    return [(each.email, each.role) for each in db.session.scalars(select(Person))]


def test_whoever_knows_the_word_is_the_first_administrator(
    app: Flask, client: FlaskClient, word: str
) -> None:
    page = fetch(client, fetch(client, "/sign-in").link("Make the first account"))
    sent = page.form().send(_typed(word.lower().replace("-", " ")))
    assert fetch(client, sent.location).h1 == "Passkeys"
    assert _people() == [("ada@example.edu", Role.ADMIN)]
    assert fetch(client, "/people").h1 == "People"
    assert client.get("/welcome-first").status_code == 404
    assert "Make the first account" not in fetch(app.test_client(), "/sign-in").text


@pytest.mark.parametrize("guess", ["", "AAAA-AAAA-AAAA-AAAA", "-", "\u00e4" * 16])
def test_whoever_does_not_know_it_gets_nothing(client: FlaskClient, guess: str) -> None:
    page = read(fetch(client, "/welcome-first").form().send(_typed(guess)), 422)
    assert page.errors
    assert _people() == []


def test_another_installation_has_another_word() -> None:
    assert first_word("one key") != first_word("another key")
    assert len(first_word("one key").replace("-", "")) == 16


def test_once_there_is_anybody_the_word_is_worth_nothing(
    client: FlaskClient, make: Builder, word: str
) -> None:
    form = fetch(client, "/welcome-first").form()
    make.person()
    said = read(form.send(_typed(word)), 422).main
    assert "there is an account already" in said
    assert len(_people()) == 1


def test_of_fifty_at_once_one_is_the_administrator(
    app: Flask, client: FlaskClient, word: str
) -> None:
    form = fetch(client, "/welcome-first").form()
    cookie = client.get_cookie("session")
    assert cookie

    def sender(number: int) -> Any:
        def send() -> int:
            twin = FlaskClient(app, app.response_class)
            twin.set_cookie("session", cookie.value)
            sent = dict(form.filled) | _typed(word, f"first-{number}@example.edu")
            return twin.post(form.action, data=sent).status_code

        return send

    answers = at_once([sender(number) for number in range(AT_ONCE)])
    assert answers == [303] + [422] * (AT_ONCE - 1)
    assert [role for _email, role in _people()] == [Role.ADMIN]
