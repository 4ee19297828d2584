"""Guides are written, shown, kept in versions, confirmed and retired."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app import clock
from app.equipment.models import EquipmentType
from app.extensions import db
from app.guides import queries, service
from app.guides.models import Guide, GuideKind
from app.guides.service import About, Wording
from tests.builders import Builder
from tests.pages import fetch, read


@pytest.fixture
def kind(make: Builder) -> EquipmentType:
    symptom = make.symptom(code="NO_PICTURE", label="No picture")
    return make.equipment_type(title="Projector", symptoms=(symptom,))


@pytest.fixture
def guide(make: Builder, kind: EquipmentType) -> Guide:
    wording = Wording(GuideKind.SELF_HELP, "Choose your input", "1. Press **Input**.")
    return service.write(About(kind), wording, make.person(), at=clock.now())


def picture() -> tuple[BytesIO, str]:
    file = BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "JPEG")
    file.seek(0)
    return file, "panel.jpg"


def test_a_technician_writes_a_guide_and_finds_it(
    technician: FlaskClient, kind: EquipmentType
) -> None:
    start = fetch(technician, fetch(technician, "/guides").link("New guide"))
    page = fetch(technician, start.link("Projector"))
    typed = {"title": "Choose your input", "body": "1. Press **Input**.", "symptom": "NO_PICTURE"}
    sent = page.form().send({**typed, "kind": "self_help"})
    shown = fetch(technician, sent.location)
    assert shown.h1 == "Choose your input"
    assert "<strong>Input</strong>" in shown.response.text
    assert "No picture" in shown.main
    assert "Choose your input" in fetch(technician, "/guides?q=inpu&kind=self_help").main
    assert "No guide answers" in fetch(technician, "/guides?q=inpu&kind=procedure").main
    assert "Choose your input" in fetch(technician, f"/guides?type={kind.id}").main
    assert "No guide answers" in fetch(technician, "/guides?model=Epson").main


def test_a_preview_stores_nothing(technician: FlaskClient, kind: EquipmentType) -> None:
    page = fetch(technician, f"/guides/new?type={kind.id}")
    typed = {"title": "A", "body": "**Bold**", "kind": "procedure", "act": "preview"}
    again = read(page.form().send(typed), 200, technician)
    assert "<strong>Bold</strong>" in again.response.text
    assert again.form().filled["body"].strip() == "**Bold**"
    assert db.session.query(Guide).count() == 0


def test_a_picture_is_put_into_the_text_and_shown_to_those_who_may_read_it(
    technician: FlaskClient, client: FlaskClient, kind: EquipmentType
) -> None:
    page = fetch(technician, f"/guides/new?type={kind.id}")
    typed = {"title": "A", "body": "Look", "kind": "self_help"}
    sent = page.form().send({**typed, "act": "picture", "photo": picture()})
    again = read(sent, 200, technician)
    body = again.form().filled["body"]
    address = f"/guides/pictures/{body.split('photo:')[1].split(')')[0]}"
    assert client.get(address).status_code == 404
    assert technician.get(address).mimetype == "image/jpeg"
    read(technician.get(again.form().send({"body": body}).location), 200, technician)
    assert client.get(address).mimetype == "image/jpeg"
    swept = again.form().send({"body": f"![It](photo:{'x' * 32})"})
    assert f"A picture in this text is gone: {'x' * 32}" in read(swept, 422, technician).main


def test_versions_are_kept_and_compared(technician: FlaskClient, guide: Guide) -> None:
    form = fetch(technician, f"/guides/{guide.id}/edit").form()
    shown = fetch(technician, form.send({"body": "1. Press **Source**."}).location)
    assert "Version 2" in shown.main
    changed = fetch(technician, f"/guides/{guide.id}/versions/2").main
    assert "1. Press **Input**. 1. Press **Source**." in changed
    assert fetch(technician, f"/guides/{guide.id}/versions/1").h1 == "Version 1"
    fetch(technician, f"/guides/{guide.id}/versions/3", 404)


def test_two_who_write_at_once_lose_nothing(technician: FlaskClient, guide: Guide) -> None:
    first = fetch(technician, f"/guides/{guide.id}/edit").form()
    second = fetch(technician, f"/guides/{guide.id}/edit").form()
    first.send({"body": "One"})
    again = read(second.send({"body": "Two"}), 422, technician)
    assert "Somebody else changed this guide" in again.main
    assert again.form().filled["body"].strip() == "Two"
    again.form().send()
    assert [each.body for each in queries.versions(guide.id)][:2] == ["Two", "One"]


def test_an_old_guide_is_asked_about_until_somebody_confirms_it(
    technician: FlaskClient, guide: Guide
) -> None:
    assert "Is this still right?" not in fetch(technician, f"/guides/{guide.id}").main
    guide.confirmed_at = clock.now() - timedelta(days=366)
    db.session.flush()
    page = fetch(technician, f"/guides/{guide.id}")
    assert "Is this still right?" in page.main
    page.form(f"/guides/{guide.id}/confirm").send()
    assert "Is this still right?" not in fetch(technician, f"/guides/{guide.id}").main


def test_a_retired_guide_is_listed_as_such_alone(manager: FlaskClient, guide: Guide) -> None:
    fetch(manager, f"/guides/{guide.id}").form(f"/guides/{guide.id}/retire").send()
    assert "Choose your input" not in fetch(manager, "/guides").main
    assert "Choose your input" in fetch(manager, "/guides?kind=retired").main
    fetch(manager, f"/guides/{guide.id}").form(f"/guides/{guide.id}/bring-back").send()
    assert "Choose your input" in fetch(manager, "/guides").main


def test_nothing_is_stored_of_a_text_that_is_too_long(
    app: Flask, technician: FlaskClient, kind: EquipmentType
) -> None:
    page = fetch(technician, f"/guides/new?type={kind.id}")
    sent = page.form().send({"title": "A", "body": "ö" * 20_001, "kind": "procedure"})
    assert "at most 20000" in read(sent, 422).main
    assert db.session.query(Guide).count() == 0
