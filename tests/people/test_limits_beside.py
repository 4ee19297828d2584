"""What a lock tells, and where tries are counted."""

import re
from collections.abc import Callable
from typing import Any

import fakeredis
import pytest
import redis
from argon2 import low_level
from flask import Flask
from limits import parse

from app import create_app
from app.counting import is_free, once_more
from app.extensions import db, limiter
from app.people import limits, service
from app.people.models import Role
from app.settings import Settings
from tests.builders import NOON
from tests.programs import entered

PASSWORD = "quiet rooms keep well"
TRIES = 3


@pytest.fixture
def app(guarded: Flask) -> Flask:
    """The program with its limits, without forms' tokens, and with one person."""
    guarded.config["WTF_CSRF_ENABLED"] = False
    person = service.add_person("ada@example.edu", "Ada", Role.TECHNICIAN, at=NOON)
    service.choose_password(person, PASSWORD)
    db.session.commit()
    return guarded


def _told(app: Flask, email: str, password: str, number: int = 0, **more: Any) -> tuple[int, str]:
    """The status and page of a try from an address of its own."""
    address = f"192.0.2.{number}"
    answer = app.test_client().post(
        "/sign-in",
        data={"email": email, "password": password} | more,
        environ_overrides={"REMOTE_ADDR": address},
    )
    return answer.status_code, answer.text.replace(email, "…")


def test_a_locked_account_tells_the_same_as_any_failure(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "OF_ONE_ACCOUNT", [parse(f"{TRIES} per hour")])
    failures = [_told(app, "ada@example.edu", "wrong", n) for n in range(TRIES)]
    locked = _told(app, "ada@example.edu", "wrong", 10)
    right = _told(app, "ADA@example.edu", PASSWORD, 11)
    of_nobody = [_told(app, "zoe@example.edu", "wrong", n) for n in range(TRIES + 2)]
    pages = {re.sub(r'value="[^"]*"', "", page) for _status, page in (*failures, locked, right)}
    assert {status for status, _page in (*failures, locked, right)} == {200}
    assert len(pages | {re.sub(r'value="[^"]*"', "", page) for _status, page in of_nobody}) == 1


def test_all_accounts_together_are_bounded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert limits.OF_ALL == "600 per minute; 6000 per hour"
    counter = limiter.limiter
    for _ in range(600):
        counter.hit(parse("600 per minute"), "all", "security.login")
    assert _told(app, "zoe@example.edu", "wrong", 7)[0] == 429


def test_what_is_no_form_signs_nobody_in(app: Flask) -> None:
    typed = {"email": "ada@example.edu", "password": PASSWORD}
    assert app.test_client().post("/sign-in", json=typed).status_code == 400


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each slow hash that is computed while somebody signs in."""
    seen: list[str] = []

    def noted(name: str) -> Callable[..., Any]:
        work: Callable[..., Any] = getattr(low_level, name)

        def do(*args: Any, **given: Any) -> Any:
            seen.append(name)
            return work(*args, **given)

        return do

    for name in ("hash_secret", "verify_secret"):
        monkeypatch.setattr(low_level, name, noted(name))
    return seen


@pytest.mark.parametrize("email", ["ada@example.edu", "zoe@example.edu", "new@example.edu"])
def test_one_slow_hash_is_computed_whoever_is_asked_for(
    app: Flask, hashed: list[str], email: str
) -> None:
    """So known, unknown and invited people take the same time; bench/sign_in.py measures it."""
    service.add_person("new@example.edu", "New", Role.TECHNICIAN, at=NOON)
    db.session.commit()
    assert _told(app, email, "wrong wrong")[0] == 200
    assert len(hashed) == 1


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> str:
    """Where processes count together: a Redis in memory, that each client reaches."""
    server = fakeredis.FakeServer()
    monkeypatch.setattr(redis, "from_url", lambda _uri, **_o: fakeredis.FakeRedis(server=server))
    return "redis://counter.example.edu:6379/0"


def test_processes_count_together_where_the_settings_say_where(
    settings: Settings, shared: str
) -> None:
    told = settings.model_copy(update={"testing": False, "shared_limits": shared})
    few = parse("2 per hour")
    answers = []
    for _ in range(2):  # as two processes would
        with entered(create_app(told)):
            answers += [once_more(few, "tries", "x"), is_free(few, "tries", "y")]
    with entered(create_app(told)):
        answers.append(once_more(few, "tries", "x"))
    limiter.enabled = False
    assert answers == [True, True, True, True, False]


def test_where_the_shared_counter_is_away_each_process_counts_alone(settings: Settings) -> None:
    away = {"testing": False, "shared_limits": "redis://127.0.0.1:9/0"}
    with entered(create_app(settings.model_copy(update=away))):
        few = parse("2 per hour")
        assert [once_more(few, "away", "x") for _ in range(3)] == [True, True, False]
        limiter.enabled = False
