"""Somebody is invited by mail; the link in it opens once, until it is taken back or runs out."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.notices.models import Notice
from app.people.models import Person
from app.settings import Settings
from tests.pages import fetch, read

PASSWORD = "quiet rooms keep well"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """With a mail server, and without another door."""
    told = {"mail_host": "mail.example.edu", "mail_from": "rooms@example.edu", "oidc_issuer": ""}
    return settings.model_copy(update=told)


def _letters() -> list[Notice]:
    return list(db.session.scalars(select(Notice).order_by(Notice.id)))


def _invited(admin: FlaskClient, **headers: str) -> int:
    typed = {"name": "Bo <b>", "email": "bo@example.edu", "role": "technician"}
    page = read(fetch(admin, "/people/new").form("/people/new").send(typed), 200, admin)
    person = db.session.scalars(select(Person).where(Person.email == "bo@example.edu")).one()
    form = page.form(f"/people/{person.id}/invite")
    sent = admin.post(form.action, data=form.filled, headers=headers)
    assert sent.status_code == 303
    return person.id


def test_whoever_is_invited_chooses_a_password(admin: FlaskClient, client: FlaskClient) -> None:
    _invited(admin)
    [letter] = _letters()
    assert letter.address == "bo@example.edu"
    assert "Bo" not in letter.subject + letter.body  # no words that somebody typed
    assert "Invited" in fetch(admin, "/people").text
    form = fetch(client, letter.link).form()
    assert form.send({"password": PASSWORD, "again": PASSWORD}).status_code == 303
    assert client.get(letter.link).status_code == 404
    assert "Invited" not in fetch(admin, "/people").text


def test_a_second_invitation_ends_the_first(admin: FlaskClient, client: FlaskClient) -> None:
    id_ = _invited(admin)
    first = _letters()[0].link
    page = fetch(admin, f"/people/{id_}")
    assert page.form(f"/people/{id_}/invite").send().status_code == 303
    [letter] = _letters()  # the one that waited goes out no more
    assert letter.link != first
    assert client.get(first).status_code == 404
    assert fetch(client, letter.link).h1 == "Choose a password"


def test_an_invitation_is_taken_back(admin: FlaskClient, client: FlaskClient) -> None:
    id_ = _invited(admin)
    link = _letters()[0].link
    page = fetch(admin, f"/people/{id_}")
    assert page.form(f"/people/{id_}/uninvite").send().status_code == 303
    assert client.get(link).status_code == 404
    assert _letters() == []
    assert "Invited" not in fetch(admin, "/people").text


def test_an_invitation_runs_out(admin: FlaskClient, client: FlaskClient, time_machine: Any) -> None:
    at = clock.now()
    _invited(admin)
    link = _letters()[0].link
    time_machine.move_to(at + timedelta(days=3, minutes=5))
    assert client.get(link).status_code == 404
    person = db.session.scalars(select(Person).where(Person.email == "bo@example.edu")).one()
    assert not person.is_invited(at=clock.now())


def test_whatever_a_request_says_the_letter_leads_to_us(admin: FlaskClient) -> None:
    _invited(admin, **{"X-Forwarded-Host": "evil.example", "Origin": "https://evil.example"})
    [letter] = _letters()
    assert letter.link.startswith("/welcome/")
    assert "evil" not in letter.subject + letter.body


def test_without_a_mail_server_nobody_is_invited_by_mail(app: Flask, admin: FlaskClient) -> None:
    id_ = _invited(admin)
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"mail_host": ""})
    assert "Invite again" not in fetch(admin, f"/people/{id_}").text
    app.config["WTF_CSRF_ENABLED"] = False
    assert admin.post(f"/people/{id_}/invite").status_code == 409
