"""What failed last time is answered by a phone as by the form at the tag; photos have a place."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from app.checks.models import Check, CheckPhoto, Finding, ItemKind, Result
from app.equipment.models import Equipment
from app.extensions import db
from app.faults.models import Fault, FaultState
from app.people.models import Person
from app.places.models import Room
from tests.builders import Builder
from tests.sync.sending import message, send


@pytest.fixture
def me(technician: FlaskClient) -> Person:
    return db.session.scalars(select(Person)).one()


@pytest.fixture
def unit(technician: FlaskClient, me: Person, make: Builder) -> Equipment:
    """A unit that failed a check: what every later check has to answer."""
    make.symptom(code="OTHER")
    unit = make.equipment(name="Beamer")
    dark = {"unit": unit.id, "result": "fail", "note": "Dark"}
    assert send(technician, message(unit, person=me.id, findings=[dark])).status_code == 200
    return unit


def _line() -> int:
    return db.session.scalars(select(Finding.id).where(Finding.result == Result.FAIL)).one()


def _said(unit: Equipment, me: Person, **given: Any) -> dict[str, Any]:
    """A check whose phone took the room along after it had failed."""
    after = int((datetime.now(UTC) + timedelta(seconds=2)).timestamp())
    return message(unit, person=me.id, taken=after, again=[]) | given


def _counts() -> tuple[int, int]:
    checks = db.session.scalar(select(func.count()).select_from(Check)) or 0
    return checks, db.session.scalar(select(func.count()).select_from(CheckPhoto)) or 0


def test_it_goes_along_to_be_answered(technician: FlaskClient, unit: Equipment) -> None:
    walked = db.session.get_one(Room, unit.room_id)
    walked.last_checked_at = walked.last_checked_grade = None
    (room,) = technician.get("/sync/round.json").json["rooms"]  # type: ignore[index]
    (line,) = room["failing"]

    assert (line["finding"], line["unit"], line["item"]) == (_line(), unit.id, None)
    assert (line["name"], line["words"]) == ("Beamer", "Dark")


def test_said_to_be_fixed_it_restores_the_fault_and_a_repeat_is_the_same_check(
    technician: FlaskClient, me: Person, unit: Equipment
) -> None:
    said = _said(unit, me, again=[{"finding": _line(), "still": "fixed"}])
    first = send(technician, said)

    assert first.status_code == 200
    assert db.session.scalars(select(Fault)).one().state is FaultState.RESTORED
    assert send(technician, said).json == first.json
    assert _counts()[0] == 2


def test_passed_over_it_is_refused_with_a_sentence(
    technician: FlaskClient, me: Person, unit: Equipment
) -> None:
    answer = send(technician, _said(unit, me))

    assert answer.status_code == 422
    assert "“Dark” failed last time" in answer.json["sentence"]  # type: ignore[index]
    assert _counts()[0] == 1


@pytest.mark.parametrize(
    "given",
    [
        {"again": None},
        {"taken": 0},
        {"findings": [], "reason": "locked"},
    ],
    ids=["an older page did not ask", "it failed after the room went along", "nobody got in"],
)
def test_who_was_not_asked_has_nothing_to_answer(
    technician: FlaskClient, me: Person, unit: Equipment, given: dict[str, Any]
) -> None:
    assert send(technician, _said(unit, me, **given)).status_code == 200


def test_who_says_once_more_that_it_is_not_fine_has_answered(
    technician: FlaskClient, me: Person, unit: Equipment
) -> None:
    dark = {"unit": unit.id, "result": "fail", "note": "Still dark"}

    assert send(technician, _said(unit, me, findings=[dark])).status_code == 200
    assert db.session.scalar(select(func.count()).select_from(Fault)) == 1


@pytest.mark.parametrize(
    ("again", "status"),
    [({"finding": 999, "still": "fixed"}, 410), ({"still": "not_checked"}, 422)],
)
def test_what_was_never_asked_or_has_no_reason_is_refused(
    technician: FlaskClient, me: Person, unit: Equipment, again: dict[str, Any], status: int
) -> None:
    said = _said(unit, me, again=[{"finding": _line()} | again])

    assert send(technician, said).status_code == status


def test_two_bodies_under_one_key_are_shown_side_by_side(
    technician: FlaskClient, me: Person, unit: Equipment
) -> None:
    said = message(unit, person=me.id)
    first = send(technician, said)
    dark = {"unit": unit.id, "result": "fail", "note": "Dark again"}
    both = send(technician, said | {"findings": [dark]}).json["beside"]  # type: ignore[index]

    assert both["stored"] == first.json["stored"]  # type: ignore[index]
    assert both["here"] == ["Beamer: Not fine (Dark again)"]
    assert both["there"] == ["Beamer: Fine"]


def test_a_plan_that_changed_meanwhile_leaves_the_items_that_were_answered(
    technician: FlaskClient, me: Person, make: Builder
) -> None:
    unit = make.equipment()
    plan = make.job_plan(type=unit.model.type, items=0)
    item = make.check_item(job_plan=plan, text="Lamp hours", kind=ItemKind.NUMBER, maximum=10)
    said = message(unit, person=me.id, findings=[_reading(unit, item.id, 12)])
    item.until_version = plan.version
    plan.version += 1
    make.check_item(job_plan=plan, text="Lamp hours", kind=ItemKind.NUMBER, maximum=20)

    assert send(technician, said).status_code == 200
    finding = db.session.scalars(select(Finding).where(Finding.reading == 12)).one()
    assert (finding.item_id, finding.result) == (item.id, Result.FAIL)


def _reading(unit: Equipment, item: int, reading: float) -> dict[str, Any]:
    return {"unit": unit.id, "item": item, "result": "pass", "reading": reading}


def _photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "JPEG")
    return file.getvalue()


def test_a_photo_that_an_item_asks_for_is_stored_with_its_finding_or_missed(
    technician: FlaskClient, me: Person, make: Builder
) -> None:
    unit = make.equipment()
    plan = make.job_plan(type=unit.model.type, items=0)
    item = make.check_item(job_plan=plan, text="Plate", kind=ItemKind.PHOTO)
    fine = {"unit": unit.id, "result": "pass"}
    said = message(unit, person=me.id, findings=[fine, fine | {"item": item.id}])

    missed = send(technician, said)
    assert missed.status_code == 422
    assert "did not arrive: Plate" in missed.json["sentence"]  # type: ignore[index]
    parts = {"photos-1": (io.BytesIO(_photo()), "photo-1"), "photos": (io.BytesIO(_photo()), "p")}
    assert send(technician, said, **parts).status_code == 200
    of = [photo.finding_id for photo in db.session.scalars(select(CheckPhoto))]
    assert sorted(each is None for each in of) == [False, True]
