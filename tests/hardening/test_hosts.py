"""Whatever a request says of where it came to, what we print, write and answer stays the same."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.codes.queries import address
from app.extensions import db
from app.people import service as people
from app.people.models import Role
from tests.builders import Builder
from tests.conftest import signed_in_client

EVIL = "evil.example"
OURS = "rooms.example.edu"
OTHER_NAMES = (
    *(EVIL, f"{EVIL}:443", f"{OURS}.{EVIL}", f"{EVIL}.{OURS}", f"{OURS}@{EVIL}", f"{EVIL}#{OURS}"),
    *(f"{EVIL}/{OURS}", f"{EVIL}\\{OURS}", f"{OURS}:80@{EVIL}", f"{OURS}, {EVIL}", f"{OURS}:x"),
    *(f" {OURS}.{EVIL}", "", ".", f".{OURS}", f"{OURS}.", "[::2]", "[::1]x", "127.0.0.1.nip.io"),
    *("localhost.", f"localhost.{EVIL}", "0.0.0.0", "169.254.169.254", "röoms.example.edu"),  # noqa: S104
)
"""What is not a name of ours, however much it looks like one."""
FORWARDED = (
    {"X-Forwarded-Host": EVIL},
    {"X-Forwarded-Host": f"{OURS}, {EVIL}"},
    {"X-Forwarded-Server": EVIL, "X-Host": EVIL},
    {"X-Original-Host": EVIL, "X-Original-URL": f"https://{EVIL}/"},
    {"X-Rewrite-URL": f"https://{EVIL}/", "X-HTTP-Host-Override": EVIL},
    {"Forwarded": f"for=1.2.3.4;host={EVIL};proto=https"},
    {"X-Forwarded-Proto": "https", "X-Forwarded-Port": "444", "X-Forwarded-Prefix": f"//{EVIL}"},
    {"X-Forwarded-Scheme": "javascript", "X-Script-Name": f"/{EVIL}", "X-Forwarded-For": EVIL},
    {"Origin": f"https://{EVIL}", "Referer": f"https://{EVIL}/rooms"},
)
"""What only a proxy that the settings name may say."""


def _told(headers: dict[str, str]) -> dict[str, str]:
    return headers | {"Accept-Language": "en"}


def test_thirty_ways_to_ask_for_another_place_are_tried() -> None:
    assert len(OTHER_NAMES) + len(FORWARDED) >= 30


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_a_name_that_is_not_ours_is_refused_in_a_sentence(client: FlaskClient, name: str) -> None:
    for path in ("/", "/sign-in", "/t/NOTHING", "/nothing/here", "/static/css/app.css"):
        answer = client.get(path, environ_overrides={"HTTP_HOST": name})
        assert answer.status_code == 400, path
        assert answer.mimetype == "text/plain"
        assert answer.text.startswith("This program does not go by the name that you asked for.")
        assert EVIL not in answer.text + str(answer.headers)


def test_a_scanned_tag_answers_to_our_names_alone(client: FlaskClient, make: Builder) -> None:
    path = f"/t/{make.tag().code}"
    assert client.get(path).status_code == 200  # kept in memory from now on
    assert client.get(path, environ_overrides={"HTTP_HOST": EVIL}).status_code == 400
    for name in (OURS, f"{OURS.upper()}:443", "localhost:8000", "127.0.0.1", "[::1]:8000"):
        assert client.get(path, environ_overrides={"HTTP_HOST": name}).status_code == 200, name


def test_a_supervisor_asks_by_whatever_name(client: FlaskClient) -> None:
    for path in ("/healthz", "/readyz"):
        answer = client.get(path, environ_overrides={"HTTP_HOST": "10.1.2.3:8000"})
        assert answer.status_code in {200, 503}
        assert "10.1.2.3" not in answer.text


def test_names_can_be_added(app: Flask, client: FlaskClient) -> None:
    told = {"trusted_hosts": "Rooms.campus.internal, 10.0.0.7", "public_url": ""}
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update=told)
    for name, status in (("rooms.campus.internal", 200), ("10.0.0.7:8000", 200), (OURS, 400)):
        answer = client.get("/sign-in", environ_overrides={"HTTP_HOST": name})
        assert answer.status_code == status, name


@pytest.fixture
def answers(app: Flask, make: Builder) -> Iterator[Any]:
    """What is asked for that bears addresses: pages, a drawn tag, a list, a link for a person."""
    tag, person = make.tag(), make.person(email="bo@example.edu", name="Bo")
    boss = signed_in_client(app, make.person(role=Role.ADMIN))

    def ask(headers: dict[str, str]) -> list[bytes]:
        told = _told(headers)
        found = [
            boss.get(path, headers=told) for path in ("/tags", "/people", "/exports/rooms.csv")
        ]
        found.append(app.test_client().get(f"/t/{tag.code}", headers=told))
        found.append(boss.get("/sheets/picture.png?all=1", headers=told))
        assert {each.status_code for each in found} == {200}
        with app.test_request_context(headers=told):
            link = people.welcome_address(person, app.config["SETTINGS"].address)
            assert link.startswith(f"https://{OURS}/welcome/")
            assert address(tag, f"https://{OURS}") == f"HTTPS://{OURS.upper()}/T/{tag.code}"
        assert not [
            each for each in found if EVIL.encode() in each.data + str(each.headers).encode()
        ]
        for each in found:
            each.close()
        return [re.sub(rb'csrf_token" value="[^"]+"', b"", each.data) for each in found]

    yield ask
    db.session.rollback()


@pytest.mark.parametrize("headers", FORWARDED, ids=lambda each: next(iter(each)))
def test_what_a_stranger_says_of_proxies_changes_no_byte(
    answers: Any, headers: dict[str, str]
) -> None:
    assert answers(headers) == answers({})
