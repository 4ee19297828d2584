"""A logged check that says something wrong is put right by a new entry; both stay."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.checks import service
from app.checks.models import Check, Finding, Grade, Reason, Result, Scope
from app.checks.service import Found
from app.codes.models import Tag
from app.equipment.models import Equipment
from app.errors import Refusal
from app.extensions import db
from app.people.models import Person, Role
from app.places.models import Room
from tests.builders import NOON, Builder
from tests.pages import fetch, read

CORRECT = "Something in it is wrong? Correct it"
LOG = "Log this correction"


@pytest.fixture
def tag(make: Builder) -> Tag:
    return make.tag(room=make.room(name="2.14"))


@pytest.fixture
def unit(make: Builder, tag: Tag) -> Equipment:
    return make.equipment(room=tag.room, name="Beamer")


def _log(client: FlaskClient, tag: Tag, typed: dict[str, Any]) -> Check:
    sent = fetch(client, f"/t/{tag.code}/check").form(button="Log this check").send(typed)
    assert sent.status_code == 303
    return db.session.scalars(select(Check)).one()


def test_a_correction_stays_beside_what_it_corrects(
    technician: FlaskClient, client: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    old = _log(technician, tag, {f"unit-{unit.id}": "not_checked", f"unit-{unit.id}-why": "locked"})
    page = fetch(technician, fetch(technician, f"/checks/{old.id}").link(CORRECT))
    assert "You correct the check of" in page.text
    assert "Why is it corrected? Only our team reads this." in page.text
    sent = page.form(button=LOG).send({f"unit-{unit.id}": "pass", "note": "The wrong button"})

    new = db.session.scalars(select(Check).where(Check.corrects_id == old.id)).one()
    assert sent.location == f"/checks/{new.id}"
    assert (new.grade, new.done_at, new.result) == (Grade.RECORDED, old.done_at, Result.PASS)
    told = fetch(technician, f"/checks/{new.id}")
    assert "recorded, without a tag" in told.text
    assert "Why it was corrected The wrong button" in told.text
    assert f"/checks/{old.id}" in told.links
    before = fetch(technician, f"/checks/{old.id}")
    assert "This check was corrected." in before.text
    assert CORRECT not in before.text
    assert "corrected since" in fetch(technician, "/checks").text
    assert "Corrected since. It said: Not checked" in fetch(client, f"/t/{tag.code}").text


def test_a_correction_says_why(technician: FlaskClient, tag: Tag, unit: Equipment) -> None:
    old = _log(technician, tag, {f"unit-{unit.id}": "pass"})
    page = fetch(technician, f"/t/{tag.code}/check?corrects={old.id}")
    sent = page.form(button=LOG).send({f"unit-{unit.id}": "not_applicable"})

    page = read(sent, 422, technician)
    assert page.errors == ["Say why it is corrected."]
    assert page.form(button=LOG).filled[f"unit-{unit.id}"] == "not_applicable"
    assert db.session.scalars(select(Check.id)).all() == [old.id]


def test_a_check_of_another_room_is_not_corrected_here(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    elsewhere = make.check()

    fetch(technician, f"/t/{tag.code}/check?corrects={elsewhere.id}", 404)


def _correct(old: Check, by: Person, found: Found, **given: Any) -> Check:
    room = db.session.get_one(Room, old.room_id)
    fields: dict[str, Any] = {"key": "k", "note": "Wrong", "at": NOON, "received_at": NOON}
    return service.log(room, by, Scope.ROOM_CHECK, [found], corrects=old, **(fields | given))


def _logged(make: Builder, unit: Equipment, **given: Any) -> Check:
    check = make.check(room=db.session.get_one(Room, unit.room_id), **given)
    make.finding(check=check, equipment=unit)
    return check


@pytest.mark.parametrize(
    ("role", "own", "after", "sentence"),
    [
        (Role.TECHNICIAN, True, timedelta(days=7), ""),
        (Role.MANAGER, False, timedelta(days=7), ""),
        (Role.TECHNICIAN, True, timedelta(days=7, seconds=1), "seven days"),
        (Role.MANAGER, False, timedelta(days=8), "seven days"),
        (Role.TECHNICIAN, False, timedelta(), "Only whoever made"),
    ],
)
def test_its_author_or_a_manager_corrects_a_check_for_a_week(
    make: Builder, unit: Equipment, role: Role, *, own: bool, after: timedelta, sentence: str
) -> None:
    author, other = make.person(role=role), make.person()
    old = _logged(make, unit, person=author if own else other)
    at: datetime = old.received_at + after
    by, found = author, Found(unit, Result.NOT_APPLICABLE)
    if sentence:
        with pytest.raises(Refusal, match=sentence):
            _correct(old, by, found, at=at, received_at=at)
    else:
        assert _correct(old, by, found, at=at, received_at=at).corrects_id == old.id


def test_what_was_corrected_is_not_corrected_twice(make: Builder, unit: Equipment) -> None:
    by = make.person()
    old = _logged(make, unit, person=by)
    new = _correct(old, by, Found(unit, Result.NOT_APPLICABLE))
    with pytest.raises(Refusal, match="corrected meanwhile"):
        _correct(old, by, Found(unit, Result.PASS), key="2")

    assert _correct(new, by, Found(unit, Result.PASS), key="3").corrects_id == new.id


def test_the_same_correction_again_is_one(make: Builder, unit: Equipment) -> None:
    by = make.person()
    old = _logged(make, unit, person=by)
    found = Found(unit, Result.NOT_APPLICABLE)

    assert _correct(old, by, found).id == _correct(old, by, found).id


def test_the_last_check_of_a_room_is_the_last_that_stands(make: Builder, unit: Equipment) -> None:
    by, room = make.person(), db.session.get_one(Room, unit.room_id)
    first = _logged(make, unit, person=by, done_at=NOON - timedelta(days=9))
    last = _logged(make, unit, person=by, grade=Grade.PRESENTED)
    room.last_checked_at, room.last_checked_grade = last.done_at, last.grade
    unseen = Found(unit, Result.NOT_CHECKED, reason=Reason.LOCKED)
    new = _correct(last, by, unseen)
    assert (room.last_checked_at, room.last_checked_grade) == (first.done_at, first.grade)

    _correct(new, by, Found(unit, Result.PASS), key="2")
    assert (room.last_checked_at, room.last_checked_grade) == (last.done_at, Grade.RECORDED)
    assert len(db.session.scalars(select(Finding)).all()) == 4
