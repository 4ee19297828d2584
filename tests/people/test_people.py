"""Accounts begin with a one-time link; there is no default password."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from werkzeug.http import parse_date

from app.configuration import configuration
from app.extensions import db
from app.people import queries, service
from app.people.models import Role, SecondFactor
from app.settings import Settings
from tests.builders import NOON, Builder
from tests.conftest import REAL_SIGN_IN
from tests.pages import fetch
from tests.programs import new

PASSWORD = "quiet rooms keep well"


def _sign_in(client: FlaskClient, email: str, password: str) -> int:
    answer = client.post("/sign-in", data={"email": email, "password": password})
    return answer.status_code


@pytest.fixture
def app(app: Flask) -> Flask:
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def test_a_person_chooses_a_password_once_and_signs_in(client: FlaskClient, make: Builder) -> None:
    person = make.person(email="ada@example.edu")
    address = f"/welcome/{service.welcome_token(person)}"
    assert person.name in client.get(address).text
    answer = client.post(address, data={"password": PASSWORD, "again": PASSWORD})
    assert answer.location == "/account/passkeys"
    assert client.get("/today").status_code == 200
    assert client.get(address).status_code == 404
    other = client.application.test_client()
    assert _sign_in(other, "ada@example.edu", PASSWORD) == 302
    assert other.get("/today").status_code == 200


def test_a_link_lets_nobody_past_a_second_factor_and_changes_nobody_into_another(
    client: FlaskClient, admin: FlaskClient, make: Builder
) -> None:
    careful, other = make.person(), make.person(name="Other")
    db.session.add(SecondFactor(person_id=careful.id, secret="", begun_at=NOON, confirmed_at=NOON))
    db.session.commit()
    chosen = {"password": PASSWORD, "again": PASSWORD}
    links = [f"/welcome/{service.welcome_token(each)}" for each in (careful, other)]
    answer = client.post(links[0], data=chosen)
    assert answer.location == "/sign-in"
    assert client.get("/today").status_code == 302
    answer = admin.post(links[1], data=chosen)
    assert answer.location == "/sign-in"
    assert "Other" not in admin.get("/account").text


@pytest.mark.parametrize("password", ["g\u00fcnther mag k\u00e4se", "ﬁne rooms ½ full"])
def test_a_password_of_any_letters_lets_one_in(
    client: FlaskClient, make: Builder, password: str
) -> None:
    person = make.person(email="ada@example.edu")
    client.post(
        f"/welcome/{service.welcome_token(person)}", data={"password": password, "again": password}
    )
    assert _sign_in(client, "ada@example.edu", password) == 302
    assert client.get("/today").status_code == 200


def test_two_different_passwords_are_refused_beside_the_field(
    client: FlaskClient, make: Builder
) -> None:
    address = f"/welcome/{service.welcome_token(make.person())}"
    answer = client.post(address, data={"password": PASSWORD, "again": "something else"})
    assert answer.status_code == 422
    assert "The two differ." in answer.text


def test_nobody_signs_in_without_a_password(client: FlaskClient, make: Builder) -> None:
    person = make.person()
    for password in ("", "x", "None", "password"):
        assert _sign_in(client, person.email, password) == 200
    assert client.get("/today").status_code == 302


def test_known_and_unknown_people_are_refused_alike(client: FlaskClient, make: Builder) -> None:
    person = make.person(email="known@example.edu")
    service.choose_password(person, PASSWORD)
    db.session.commit()
    pages = [
        re.sub(r'csrf_token" value="[^"]+"', "", answer.text)
        for email in ("known@example.edu", "other@example.edu")
        for answer in [client.post("/sign-in", data={"email": email, "password": "wrong wrong"})]
    ]
    assert pages[0].replace("known", "other") == pages[1]


def test_one_is_led_on_only_within_the_house(client: FlaskClient, make: Builder) -> None:
    person = make.person(email="ada@example.edu")
    service.choose_password(person, PASSWORD)
    db.session.commit()
    for elsewhere in ("https://evil.example", "///evil.example", "/\\evil.example", "//evil"):
        answer = client.post(
            "/sign-in",
            data={"email": "ada@example.edu", "password": PASSWORD},
            query_string={"next": elsewhere},
        )
        assert re.match(r"^(/[^/\\]|$)", answer.location or ""), answer.location
        client.post("/sign-out")


def test_switching_off_ends_access_at_once(
    admin: FlaskClient, technician: FlaskClient, app: Flask
) -> None:
    person = next(each for each in queries.everyone() if each.role is Role.TECHNICIAN)
    assert technician.get("/today").status_code == 200
    assert admin.post(f"/people/{person.id}/off").status_code == 303
    assert technician.get("/today").status_code == 302


def test_an_administrator_can_not_lock_themselves_out(admin: FlaskClient) -> None:
    me = next(each for each in queries.everyone() if each.role is Role.ADMIN)
    assert admin.post(f"/people/{me.id}/off").status_code == 409
    assert me.active


def test_an_administrator_adds_somebody_and_gets_the_link(admin: FlaskClient) -> None:
    answer = admin.post(
        "/people/new", data={"name": "Bo", "email": "Bo@Example.edu", "role": "technician"}
    )
    token = re.search(r"/welcome/([^\"<]+)", answer.text)
    assert token
    person = service.person_of_token(token[1])
    assert person is not None
    assert person.email == "bo@example.edu"


def test_a_known_address_is_refused_and_what_was_typed_stays(admin: FlaskClient) -> None:
    known = queries.everyone()[0].email
    answer = admin.post(
        "/people/new", data={"name": "Somebody else", "email": known, "role": "technician"}
    )
    assert answer.status_code == 422
    assert "has an account already" in answer.text
    assert "Somebody else" in answer.text


def test_a_long_list_of_people_is_searched_and_goes_page_by_page(
    admin: FlaskClient, make: Builder
) -> None:
    for number in range(60):
        make.person(name=f"Somebody {number:02}", email=f"s{number}@example.edu")
    make.person(name="Aaron Away", active=False)
    make.person(name="Zoë Zimmer", email="boss@example.edu", role=Role.MANAGER)
    db.session.commit()
    first, last = fetch(admin, "/people"), fetch(admin, "/people?page=2")
    assert (len(first.rows), len(last.rows)) == (1 + 50, 1 + 13)
    assert "Aaron Away" in " ".join(last.rows[-1])
    for asked in ("q=zoë", "q=BOSS@", "role=manager", "q=zi&role=manager"):
        assert [row[0].split(" boss")[0] for row in fetch(admin, f"/people?{asked}").rows[1:]] == [
            "Zoë Zimmer"
        ]
    assert "Nobody answers to that" in fetch(admin, "/people?q=zi&role=admin").text


def test_only_administrators_see_people(manager: FlaskClient, client: FlaskClient) -> None:
    assert manager.get("/people").status_code == 403
    assert client.get("/people").status_code == 302


def test_the_command_prints_a_one_time_link(app: Flask) -> None:
    ran = app.test_cli_runner().invoke(args=["people", "add", "eve@example.edu", "--role=manager"])
    assert ran.exit_code == 0, ran.output
    assert "https://rooms.example.edu/welcome/" in ran.output
    again = app.test_cli_runner().invoke(args=["people", "add", "eve@example.edu"])
    assert again.exit_code == 1
    assert "has an account already" in again.output


def test_a_link_leads_to_the_public_address_whatever_name_was_asked_for(
    admin: FlaskClient, make: Builder
) -> None:
    address = f"/people/{make.person().id}/link"
    assert "https://rooms.example.edu/welcome/" in admin.post(address).text


@pytest.mark.parametrize(
    ("trial", "begins"),
    [("http://10.0.0.7:8123", "http://10.0.0.7:8123"), ("", "http://localhost")],
)
def test_without_a_public_address_a_link_leads_to_where_it_is_tried_out(
    app: Flask, admin: FlaskClient, make: Builder, trial: str, begins: str
) -> None:
    told = {"public_url": "", "trial_url": trial}
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update=told)
    assert f">{begins}/welcome/" in admin.post(f"/people/{make.person().id}/link").text
    ran = app.test_cli_runner().invoke(args=["people", "add", "eve@example.edu"])
    assert f"\n{trial}/welcome/" in ran.output


def test_who_is_switched_off_gets_no_link(admin: FlaskClient, make: Builder) -> None:
    answer = admin.post(f"/people/{make.person(name='Bo', active=False).id}/link")
    assert answer.status_code == 409
    assert "Bo is switched off. Switch them on first." in answer.text
    assert "/welcome/" not in answer.text


def test_no_token_but_the_cookie_ever_signs_anyone_in(client: FlaskClient, make: Builder) -> None:
    person = make.person(email="ada@example.edu")
    service.choose_password(person, PASSWORD)
    db.session.commit()
    answer = client.post(
        "/sign-in?include_auth_token",
        json={"email": "ada@example.edu", "password": PASSWORD},
        headers={"Accept": "application/json"},
    )
    assert "authentication_token" not in answer.text
    stranger, token = client.application.test_client(), str(person.get_auth_token())
    assert stranger.get(f"/today?auth_token={token}").status_code == 302
    assert stranger.get("/today", headers={"Authentication-Token": token}).status_code == 302


@pytest.mark.parametrize("secure", [True, False])
def test_staying_signed_in_is_kept_as_safe_as_the_session(
    settings: Settings, make: Builder, app: Flask, secure: bool
) -> None:
    person = make.person(email="ada@example.edu")
    service.choose_password(person, PASSWORD)
    db.session.commit()
    app.config |= configuration(settings.model_copy(update={"cookie_secure": secure}))
    app.config["WTF_CSRF_ENABLED"] = False
    typed = {"email": person.email, "password": PASSWORD, "remember": "y"}
    answer = app.test_client().post("/sign-in", data=typed, base_url="https://localhost")
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-session=" if secure else "session=")
    assert ("Secure" in cookie) is secure
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    told = re.search(r"Expires=([^;]+)", cookie)
    expires = parse_date(told[1]) if told else None
    assert expires
    assert timedelta(days=29) < expires - datetime.now(UTC) <= timedelta(days=30)


def test_the_stored_password_is_an_argon2id_hash_of_the_real_cost(
    settings: Settings, compiled_templates: BytecodeCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(configuration.__globals__, "SIGN_IN", REAL_SIGN_IN)  # tests pay less
    with new(settings, compiled_templates):
        person = Builder().person()
        service.choose_password(person, PASSWORD)
        assert (person.password or "").startswith("$argon2id$v=19$m=65536,t=3,p=4$")
        assert service.person_of_token(service.welcome_token(person)) is person
