"""A photo with a report, kept when the form comes back; a question and a wish in the same list."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from app import clock
from app.codes.models import Tag
from app.equipment.models import Condition, Equipment
from app.extensions import db
from app.faults.models import Fault, Kind, Priority, Report, ReportPhoto
from app.photos import holding
from app.photos.models import Photo
from tests.builders import Builder
from tests.pages import Form, fetch, read


@pytest.fixture
def tag(make: Builder) -> Tag:
    return make.tag()


@pytest.fixture
def projector(make: Builder, tag: Tag) -> Equipment:
    dark = make.symptom(code="NO_PICTURE", label="No picture")
    kind = make.equipment_type(symptoms=(dark, make.symptom(code="OTHER")), icon="projector")
    return make.equipment(room=tag.room, model=make.model(type=kind), name="Projector left")


def form(client: FlaskClient, tag: Tag, unit: Equipment) -> Form:
    page = fetch(client, f"/t/{tag.code}/report?unit={unit.id}")
    return page.form(f"/t/{tag.code}/report")


def picture(kind: str = "JPEG") -> Any:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, kind)
    file.seek(0)
    return (file, "here.jpg")


def photos() -> list[ReportPhoto]:
    return list(db.session.scalars(select(ReportPhoto)))


def test_a_photo_comes_with_the_report_and_is_for_staff_until_approved(
    app: Flask, client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    sent = form(client, tag, projector).send({"symptom": "NO_PICTURE", "photo": picture("PNG")})
    assert sent.status_code == 303
    (shown,) = photos()
    photo = db.session.get_one(Photo, shown.photo_id)
    assert photo.key in fetch(client, sent.location).response.get_data(as_text=True)
    public = f"/t/{tag.code}/photo/{photo.key}"
    page = f"/t/{tag.code}/report?unit={projector.id}"
    stranger = app.test_client()
    assert stranger.get(public).status_code == 404
    assert photo.key not in stranger.get(page).get_data(as_text=True)
    shown.approved_at = clock.now()
    db.session.commit()
    assert stranger.get(public).mimetype == "image/jpeg"
    assert public in fetch(stranger, page).response.get_data(as_text=True)


def test_an_approved_photo_of_another_room_is_not_shown_here(
    client: FlaskClient, make: Builder, tag: Tag, projector: Equipment
) -> None:
    form(client, tag, projector).send({"symptom": "NO_PICTURE", "photo": picture()})
    photos()[0].approved_at = clock.now()
    db.session.commit()
    key = db.session.scalars(select(Photo.key)).one()
    other = make.tag(room=make.room())
    assert client.get(f"/t/{other.code}/photo/{key}").status_code == 404


def test_a_photo_is_kept_when_the_form_is_refused(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    refused = form(client, tag, projector).send({"photo": picture(), "note": "It hums"})
    page = read(refused, 422, client)
    assert page.errors == ["Choose what is wrong."]
    assert "Your photo is kept." in page.main
    assert photos() == []
    again = page.form(f"/t/{tag.code}/report").send({"symptom": "NO_PICTURE"})
    assert again.status_code == 303
    assert len(photos()) == 1
    again = page.form(f"/t/{tag.code}/report").send({"symptom": "NO_PICTURE"})
    assert len(photos()) == 1, "the same form sent twice"


def test_a_photo_that_lies_about_its_kind_is_refused_and_the_words_stay(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    lie = (io.BytesIO(b"<svg onload=alert(1)>"), "here.jpg")
    typed = {"symptom": "NO_PICTURE", "note": "It hums", "photo": lie}
    page = read(form(client, tag, projector).send(typed), 422, client)
    assert page.errors == ["This file is no picture that can be taken. Send a JPEG, PNG or WebP."]
    kept = page.form(f"/t/{tag.code}/report").filled
    assert (kept["note"].strip(), kept["symptom"]) == ("It hums", "NO_PICTURE")
    assert db.session.scalars(select(Report)).all() == []


@pytest.mark.parametrize("name", ["../../secret_key", "A" * 32 + ".1x1", "", "x" * 5000])
def test_nothing_but_a_kept_photo_is_opened_by_its_name(
    client: FlaskClient, tag: Tag, projector: Equipment, name: str
) -> None:
    sent = form(client, tag, projector).send({"symptom": "NO_PICTURE", "kept": name})
    assert sent.status_code == 303
    assert photos() == []


def test_what_nobody_came_back_for_is_erased(
    app: Flask, client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    form(client, tag, projector).send({"photo": picture()})
    folder = Path(app.config["SETTINGS"].data) / "photos" / "held"
    holding.let_go(at=clock.now() + timedelta(hours=5))
    assert len(list(folder.iterdir())) == 1
    holding.let_go(at=clock.now() + timedelta(hours=7))
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("chosen", "kind", "title"),
    [("question", Kind.QUESTION, "A question"), ("suggestion", Kind.SUGGESTION, "A wish")],
)
def test_a_question_or_a_wish_breaks_nothing(
    client: FlaskClient, tag: Tag, projector: Equipment, chosen: str, kind: Kind, title: str
) -> None:
    page = read(form(client, tag, projector).send({"symptom": chosen}), 422, client)
    assert page.errors[0].startswith(("Write your question", "Say in a few words what you wish"))
    sent = page.form(f"/t/{tag.code}/report").send({"note": "More sockets?"})
    own = fetch(client, sent.location)
    assert own.h1 == title
    assert own.each("plate__sentence")[0].startswith("You have an answer by")
    fault = db.session.scalars(select(Fault)).one()
    assert (fault.kind, fault.priority) == (kind, Priority.P4)
    assert db.session.get_one(Equipment, projector.id).condition is Condition.UP
    assert "More sockets" not in fetch(client, f"/t/{tag.code}").main
    assert title not in fetch(client, f"/t/{tag.code}/report?unit={projector.id}").each("card")


def test_two_questions_are_never_joined(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    for words in ("How do I cast?", "Where is the key?"):
        form(client, tag, projector).send({"symptom": "question", "note": words})
    assert len(db.session.scalars(select(Fault)).all()) == 2


def test_the_language_of_the_reporter_is_kept(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    british = {"Accept-Language": "en-GB,en;q=0.5"}
    typed = {**form(client, tag, projector).filled.to_dict(), "symptom": "NO_PICTURE"}
    client.post(f"/t/{tag.code}/report", data=typed, headers=british)
    assert db.session.scalars(select(Report.language)).one() == "en_GB"


def test_line_breaks_and_control_characters_in_every_field_break_nothing(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    evil = "x\r\nBcc: a@example.edu\r\n\r\n\x00\x1b[31m<script>alert(1)</script>"
    blank = form(client, tag, projector)
    typed = dict.fromkeys(("unit", "symptom", "kept", "key", "contact", "note"), evil)
    page = read(blank.send(typed), 422, client)
    assert "<script>alert" not in page.response.get_data(as_text=True)
    said = {"note": evil, "contact": evil, "kept": evil, "key": evil, "symptom": "NO_PICTURE"}
    sent = form(client, tag, projector).send(said)
    assert sent.status_code == 303
    assert "\n" not in sent.headers["Location"]
    report = db.session.scalars(select(Report)).one()
    assert "\r" not in report.note + report.contact
    assert "\x00" not in report.note + report.contact


def test_ten_thousand_letters_are_said_to_be_too_many_and_none_is_lost(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    note = "ä🐝و文" * 2500
    page = read(form(client, tag, projector).send({"symptom": "NO_PICTURE", "note": note}), 422)
    assert page.errors == ["Please use at most 1000 characters; these are 10000."]
    kept = page.form(f"/t/{tag.code}/report").filled["note"]
    assert kept.strip() == note
