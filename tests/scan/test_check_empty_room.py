"""A room without equipment is looked at itself, so that a visit there can be logged."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.checks.models import Check, Finding, Reason, Result
from app.codes.models import Tag
from app.extensions import db
from app.faults.models import Fault
from app.places.models import Room
from tests.builders import Builder
from tests.pages import Page, fetch, read

LOG = "Log this check"


@pytest.fixture
def tag(make: Builder) -> Tag:
    return make.tag(room=make.room(name="2.14"))


def _open(client: FlaskClient, tag: Tag) -> Page:
    return fetch(client, f"/t/{tag.code}/check")


def _findings() -> list[Finding]:
    return list(db.session.scalars(select(Finding)))


def test_a_room_without_equipment_is_checked_itself(
    technician: FlaskClient, client: FlaskClient, tag: Tag
) -> None:
    page = _open(technician, tag)
    assert "The room itself" in page.main
    assert "Not applicable" not in page.main
    sent = page.form(button=LOG).send({"unit-room": "pass"})

    (finding,) = _findings()
    assert (finding.equipment_id, finding.result) == (None, Result.PASS)
    assert db.session.get_one(Room, tag.room_id).last_checked_at is not None
    assert fetch(technician, sent.location).each("notice") == [
        "Logged: the room itself, no problem"
    ]
    public = fetch(client, f"/t/{tag.code}")
    assert public.each("plate__word") == ["Working"]
    assert "The room itself: fine" in public.main
    check = db.session.scalars(select(Check.id)).one()
    assert "The room itself" in fetch(technician, f"/checks/{check}").main


def test_a_problem_of_the_room_itself_is_told_and_opens_its_fault(
    technician: FlaskClient, tag: Tag
) -> None:
    page = read(
        _open(technician, tag).form(button=LOG).send({"unit-room": "fail"}), 422, technician
    )
    assert page.errors == ["Say what is wrong."]
    assert "The room itself — Say what is wrong." in page.text
    page.form(button=LOG).send({"unit-room-note": "Ceiling drips"})

    fault = db.session.scalars(select(Fault)).one()
    assert (fault.equipment_id, fault.room_id) == (None, tag.room_id)
    assert [each.fault_id for each in _findings()] == [fault.id]
    page = _open(technician, tag)
    assert "Failed last time, not fixed yet" in page.text
    assert page.each("still")
    assert page.each("unit-check__fault") == ["Open fault: Found in a check"]
    shown = fetch(technician, f"/t/{tag.code}")
    assert "1 problem found" in shown.main
    assert f"/faults/{fault.id}" in shown.links


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Say how it is, or mark it not checked."),
        ({"unit-room": "not_applicable"}, "Say how it is, or mark it not checked."),
        ({"unit-room": "not_checked"}, "Say why it was not checked."),
    ],
)
def test_what_is_missing_about_the_room_itself_is_said(
    technician: FlaskClient, tag: Tag, typed: dict[str, str], sentence: str
) -> None:
    assert read(_open(technician, tag).form(button=LOG).send(typed), 422, technician).errors == [
        sentence
    ]
    assert db.session.scalar(select(func.count()).select_from(Check)) == 0


def test_an_empty_room_that_could_not_be_checked_is_logged_too(
    technician: FlaskClient, tag: Tag
) -> None:
    form = _open(technician, tag).form(button=LOG)
    form.send({"unit-room": "not_checked", "unit-room-why": "locked"})

    (finding,) = _findings()
    assert (finding.result, finding.reason) == (Result.NOT_CHECKED, Reason.LOCKED)
    assert db.session.get_one(Room, tag.room_id).last_checked_at is None


def test_the_room_itself_is_not_asked_for_where_there_is_equipment(
    technician: FlaskClient, make: Builder, tag: Tag
) -> None:
    make.equipment(room=tag.room)
    assert "The room itself" not in _open(technician, tag).main
