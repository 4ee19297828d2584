"""What could not be checked is said to be, and claims nothing."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.checks.models import Check, Finding, Reason, Result
from app.codes.models import Tag
from app.equipment.models import Equipment
from app.extensions import db
from app.places.models import Room
from tests.builders import Builder
from tests.pages import Page, fetch, read

LOG = "Log this check"


@pytest.fixture
def tag(make: Builder) -> Tag:
    return make.tag(room=make.room(name="2.14"))


@pytest.fixture
def unit(make: Builder, tag: Tag) -> Equipment:
    unit = make.equipment(room=tag.room, name="Beamer")
    make.job_plan(type=unit.model.type)
    return unit


def _open(client: FlaskClient, tag: Tag, query: str = "") -> Page:
    return fetch(client, f"/t/{tag.code}/check{query}")


def _send(client: FlaskClient, tag: Tag, typed: dict[str, Any], query: str = "") -> Any:
    press = "Log this service" if query else LOG
    return _open(client, tag, query).form(button=press).send(typed)


def _findings() -> list[Finding]:
    return list(db.session.scalars(select(Finding).order_by(Finding.id)))


def test_what_was_not_checked_needs_a_reason(
    technician: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    page = read(_send(technician, tag, {f"unit-{unit.id}": "not_checked"}), 422, technician)
    assert page.errors == ["Say why it was not checked."]

    page.form(button=LOG).send({f"unit-{unit.id}-why": "in_use"})
    (finding,) = _findings()
    assert (finding.result, finding.reason) == (Result.NOT_CHECKED, Reason.IN_USE)
    assert db.session.get_one(Room, tag.room_id).last_checked_at is None


@pytest.mark.parametrize("reason", list(Reason))
def test_a_room_that_could_not_be_checked_is_logged_in_two_taps(
    technician: FlaskClient, tag: Tag, unit: Equipment, reason: Reason
) -> None:
    words = {"in_use": "Room in use", "locked": "Locked"} | {
        "not_found": "Not found",
        "no_time": "No time",
    }
    button = words[reason.value]
    sent = _open(technician, tag).form(button=button).send(press=button)

    check = db.session.scalars(select(Check)).one()
    assert sent.status_code == 303
    assert (check.result, check.reason) == (Result.NOT_CHECKED, reason)
    assert "Logged: not checked" in fetch(technician, sent.location).text
    assert db.session.get_one(Room, tag.room_id).last_checked_at is None


def test_units_that_were_left_out_are_told_in_the_confirmation(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    out: dict[str, str] = {}
    for _ in range(2):
        name = f"unit-{make.equipment(room=tag.room).id}"
        out |= {name: "not_checked", f"{name}-why": "locked"}
    sent = _send(technician, tag, {f"unit-{unit.id}": "pass"} | out)

    page = fetch(technician, sent.location)
    assert page.each("notice") == ["Logged: 1 unit, no problem, 2 not checked"]


def test_a_check_in_which_nothing_was_seen_says_that_it_does_not_count(
    technician: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    sent = _send(
        technician, tag, {f"unit-{unit.id}": "not_checked", f"unit-{unit.id}-why": "locked"}
    )

    assert "it does not count as a check" in fetch(technician, sent.location).each("notice")[0]
    assert db.session.get_one(Room, tag.room_id).last_checked_at is None
