"""Somebody signs in at an issuer outside, and is here what their groups say."""

import base64
import hashlib
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock, outgoing
from app.doors.models import Identity
from app.extensions import db
from app.people import service as people
from app.people.models import Person, Role
from tests.builders import NOON, Builder
from tests.conftest import signed_in_client
from tests.doors.issuers import (
    Claims,
    Issuer,
    asked_of,
    by_strange_key,
    come_in,
    sent_back,
    unsigned,
)
from tests.pages import fetch, read

PASSWORD = "quiet rooms keep well"


@pytest.fixture
def ada(issuer: Issuer) -> str:
    """Somebody whom the issuer knows, in the team that mends."""
    issuer.knows("ada-1", email="ada@example.edu", name="Ada Byron", groups=["staff", "av-team"])
    return "ada-1"


def _people() -> list[tuple[str, Role, bool]]:
    found = db.session.scalars(select(Person).order_by(Person.id))
    return [(each.email, each.role, each.active) for each in found]


def _refused(answer: Any, status: int) -> str:
    assert not answer.headers.getlist("Set-Cookie") or "_user_id" not in str(answer.headers)
    return read(answer, status).main


def test_whoever_is_in_a_group_comes_in_and_has_an_account(
    client: FlaskClient, issuer: Issuer, ada: str
) -> None:
    page = fetch(client, "/sign-in?next=/rooms")
    assert "Sign in by Campus login" in page.text
    answer = come_in(issuer, client, ada, "/rooms?q=1")

    assert (answer.status_code, answer.location) == (302, "/rooms?q=1")
    assert "Ada Byron" in fetch(client, "/today").text
    assert _people() == [("ada@example.edu", Role.TECHNICIAN, True)]
    identity = db.session.scalars(select(Identity)).one()
    assert (identity.issuer, identity.subject) == (issuer.address, ada)


def test_the_code_is_worth_nothing_without_what_this_browser_keeps(
    client: FlaskClient, issuer: Issuer, ada: str
) -> None:
    back = sent_back(issuer, client, ada)
    asked = asked_of(issuer.asked[-1][0] + "?" + issuer.queries[-1])
    assert asked["redirect_uri"] == "https://rooms.example.edu/sign-in/other/back"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    client.get(back)
    sent = next(form for path, form in issuer.asked if path == "/oauth2/token")
    digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
    assert "client_secret" not in sent


def test_no_token_is_kept(client: FlaskClient, issuer: Issuer, ada: str) -> None:
    come_in(issuer, client, ada)
    [said] = issuer.tokens
    with client.session_transaction() as session:
        kept = str(dict(session)) + str(db.session.execute(select(Identity.__table__)).all())
    assert "_user_id" in kept
    for name in ("access_token", "id_token", "refresh_token"):
        assert said[name] not in kept


@pytest.mark.parametrize(
    ("lie", "forge"),
    [
        (lambda told: told | {"nonce": "another"}, None),
        (lambda told: {name: told[name] for name in told if name != "nonce"}, None),
        (lambda told: told | {"iss": "https://evil.example"}, None),
        (lambda told: told | {"aud": "another-client"}, None),
        (lambda told: told | {"aud": ["roomworthy", "other"], "azp": "other"}, None),
        (lambda told: told | {"exp": told["iat"] - 600, "iat": told["iat"] - 4200}, None),
        (lambda told: {name: told[name] for name in told if name != "exp"}, None),
        (lambda told: told | {"iat": told["iat"] + 600}, None),
        (lambda told: told | {"sub": ""}, None),
        (lambda told: told | {"sub": ["ada-1"]}, None),
        (None, unsigned),
        (None, by_strange_key),
        (None, lambda _told: "no.token.atall"),
        (None, lambda _told: ""),
    ],
    ids=[
        *("wrong nonce", "no nonce", "wrong issuer", "for another", "handed on", "expired"),
        *("without end", "of the future", "of nobody", "of a list", "alg none", "strange key"),
        *("rubbish", "none"),
    ],
)
def test_a_token_that_is_not_as_it_should_be_lets_nobody_in(
    client: FlaskClient, issuer: Issuer, ada: str, lie: Any, forge: Any
) -> None:
    issuer.lie, issuer.forge = lie, forge
    answer = come_in(issuer, client, ada)
    assert len(issuer.tokens) == 1
    assert "does not work now" in _refused(answer, 409)
    assert client.get("/today").status_code == 302
    assert _people() == []


def test_clocks_may_be_two_minutes_apart(client: FlaskClient, issuer: Issuer, ada: str) -> None:
    def late(told: Claims) -> Claims:
        return told | {"exp": told["iat"] - 60, "iat": told["iat"] - 3660}

    issuer.lie = late
    assert come_in(issuer, client, ada).status_code == 302


def test_an_answer_to_what_another_browser_began_lets_nobody_in(
    app: Flask, client: FlaskClient, issuer: Issuer, ada: str
) -> None:
    back = sent_back(issuer, app.test_client(), ada)
    assert "not begun in this browser" in _refused(client.get(back), 400)
    client.get("/sign-in/other")
    assert "not begun in this browser" in _refused(client.get(back), 400)
    assert _people() == []


def test_a_code_is_taken_once(client: FlaskClient, issuer: Issuer, ada: str) -> None:
    back = sent_back(issuer, client, ada)
    kept = client.get_cookie("session")
    assert kept
    assert client.get(back).status_code == 302
    client.post("/sign-out")
    assert "not begun" in _refused(client.get(back), 400)
    client.set_cookie("session", kept.value)  # as somebody who copied it before
    assert "does not work now" in _refused(client.get(back), 409)


def test_an_answer_by_another_issuer_or_none_lets_nobody_in(
    client: FlaskClient, issuer: Issuer, ada: str
) -> None:
    back = sent_back(issuer, client, ada)
    assert _refused(client.get(f"{back}&iss=https://evil.example"), 409)
    state = asked_of(client.get("/sign-in/other").location)["state"]
    answer = client.get(f"/sign-in/other/back?state={state}&error=access_denied")
    assert "does not work now" in _refused(answer, 409)
    assert _people() == []


def test_an_answer_that_comes_too_late_lets_nobody_in(
    client: FlaskClient, issuer: Issuer, ada: str, time_machine: Any
) -> None:
    back = sent_back(issuer, client, ada)
    time_machine.move_to(clock.now() + timedelta(minutes=16))
    assert "too long ago" in _refused(client.get(back), 400)


def test_an_account_is_never_opened_because_of_its_e_mail_address(
    client: FlaskClient, make: Builder, issuer: Issuer
) -> None:
    make.person(email="boss@example.edu", role=Role.ADMIN)
    issuer.knows("eve-1", email="Boss@Example.edu", name="Eve", groups=["av-team"])
    said = _refused(come_in(issuer, client, "eve-1"), 409)
    assert "boss@example.edu has an account here already" in said
    assert client.get("/today").status_code == 302
    assert _people() == [("boss@example.edu", Role.ADMIN, True)]


@pytest.mark.parametrize("groups", [[], ["staff"], ["AV-TEAM"], "staff", None, [["av-team"]]])
def test_whoever_is_in_no_group_gets_no_account(
    client: FlaskClient, issuer: Issuer, groups: object
) -> None:
    issuer.knows("zoe-1", email="zoe@example.edu", groups=groups)
    said = _refused(come_in(issuer, client, "zoe-1"), 403)
    assert "none of the groups that have access here" in said
    assert _people() == []


def test_roles_follow_the_groups_and_access_ends_with_the_last(
    app: Flask, client: FlaskClient, issuer: Issuer, ada: str
) -> None:
    come_in(issuer, client, ada)
    issuer.knows(ada, email="new@example.edu", groups=["av-team", "rooms-managers"])
    elsewhere = app.test_client()
    come_in(issuer, elsewhere, ada)
    assert _people() == [("ada@example.edu", Role.MANAGER, True)]
    assert elsewhere.get("/tags").status_code == 200

    issuer.knows(ada, email="ada@example.edu", groups=["staff"])
    assert "none of the groups" in _refused(come_in(issuer, app.test_client(), ada), 403)
    assert _people() == [("ada@example.edu", Role.MANAGER, False)]
    assert client.get("/today").status_code == elsewhere.get("/today").status_code == 302

    issuer.knows(ada, email="ada@example.edu", groups=["av-team"])
    assert "switched off" in _refused(come_in(issuer, app.test_client(), ada), 403)


def test_the_last_administrator_stays_one(
    app: Flask, client: FlaskClient, make: Builder, issuer: Issuer, ada: str
) -> None:
    issuer.knows("root-1", email="root@example.edu", groups=["rooms-admins"])
    come_in(issuer, client, "root-1")
    issuer.knows("root-1", email="root@example.edu", groups=[])
    assert come_in(issuer, app.test_client(), "root-1").status_code == 302
    assert _people()[0][1:] == (Role.ADMIN, True)
    make.person(role=Role.ADMIN)
    assert come_in(issuer, app.test_client(), "root-1").status_code == 403
    assert _people()[0][1:] == (Role.ADMIN, False)


def test_an_account_of_before_is_linked_by_whoever_signed_in_to_it(
    app: Flask, make: Builder, issuer: Issuer, ada: str
) -> None:
    person = make.person(email="ada@example.edu", name="Ada")
    people.choose_password(person, PASSWORD)
    db.session.commit()
    client = signed_in_client(app, person)
    shown = fetch(client, come_in(issuer, client, ada).location)
    assert "There you are ada@example.edu" in shown.main
    assert db.session.scalar(select(Identity)) is None
    linked = shown.form("/account/other/link").send()
    assert linked.status_code == 303
    assert come_in(issuer, app.test_client(), ada).status_code == 302

    page = fetch(client, "/account/other")
    assert page.form("/account/other/unlink").send().status_code == 303
    assert _refused(come_in(issuer, app.test_client(), ada), 409)


def test_an_account_elsewhere_opens_one_here(
    app: Flask, client: FlaskClient, technician: FlaskClient, issuer: Issuer, ada: str
) -> None:
    come_in(issuer, client, ada)
    shown = fetch(technician, come_in(issuer, technician, ada).location)
    answer = shown.form("/account/other/link").send()
    assert "opens somebody else&#39;s account" in answer.text
    alone = fetch(client, "/account/other").form("/account/other/unlink").send()
    assert "You have no password here" in alone.text


def test_without_a_mapping_the_issuer_opens_linked_accounts_alone_and_changes_no_role(
    app: Flask, client: FlaskClient, make: Builder, issuer: Issuer, ada: str
) -> None:
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"oidc_roles": ""})
    assert "No account here is linked" in _refused(come_in(issuer, client, ada), 403)
    person = make.person(role=Role.AUDITOR)
    db.session.add(
        Identity(issuer=issuer.address, subject=ada, person_id=person.id, linked_at=NOON)
    )
    db.session.commit()
    assert come_in(issuer, client, ada).status_code == 302
    assert _people()[0][1] is Role.AUDITOR


def test_without_an_address_no_account_is_made(client: FlaskClient, issuer: Issuer) -> None:
    issuer.knows("sam-1", groups=["av-team"])
    assert "not told your e-mail" in _refused(come_in(issuer, client, "sam-1"), 403)
    issuer.knows("sam-1", groups=["av-team"], email="sam@example.edu", email_verified=False)
    assert "not told your e-mail" in _refused(come_in(issuer, client, "sam-1"), 403)


def test_all_that_is_asked_goes_by_the_one_way_out_and_what_is_known_is_kept(
    app: Flask, client: FlaskClient, issuer: Issuer, ada: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    fetch_ = outgoing.fetch

    def noted(address: str, **given: Any) -> outgoing.Answer:
        seen.append(address.removeprefix(issuer.address))
        return fetch_(address, **given)

    monkeypatch.setattr(outgoing, "fetch", noted)
    for _ in range(2):
        assert come_in(issuer, app.test_client(), ada).status_code == 302
    once = ["/.well-known/openid-configuration", "/oauth2/token", "/jwks"]
    assert seen == [*once, "/oauth2/token"]
    asked = {path for path, _form in issuer.asked}
    assert asked - {"/oauth2/authorize", "/users/ada-1"} == set(once)


def test_an_issuer_that_is_away_or_is_another_is_said_in_a_sentence(
    app: Flask, client: FlaskClient, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.config["SETTINGS"]
    for name in (f"{issuer.address}/", "http://127.0.0.1:9", "https://10.0.0.1"):
        told = {"oidc_issuer": name, "outgoing_allow": f"{settings.outgoing_allow},127.0.0.1:9"}
        app.config["SETTINGS"] = settings.model_copy(update=told)
        assert "does not work now" in read(client.get("/sign-in/other"), 409).main


def test_without_an_issuer_there_is_no_door(app: Flask, technician: FlaskClient) -> None:
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"oidc_issuer": ""})
    assert "Campus login" not in fetch(app.test_client(), "/sign-in").text
    for address in ("/sign-in/other", "/sign-in/other/back", "/account/other"):
        assert technician.get(address).status_code == 404
