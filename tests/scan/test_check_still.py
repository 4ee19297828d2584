"""What failed last time has to be answered: fixed, still broken, or why it was not looked at."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.checks.models import Check, CheckItem, Finding, ItemKind, Reason, Result
from app.codes.models import Tag
from app.equipment.models import Condition, Equipment
from app.extensions import db
from app.faults.models import Event, Fault, FaultState, TimelineEntry
from tests.builders import Builder
from tests.pages import Page, fetch, read

LOG = "Log this check"


@pytest.fixture
def tag(make: Builder) -> Tag:
    return make.tag(room=make.room(name="2.14"))


@pytest.fixture
def unit(make: Builder, tag: Tag) -> Equipment:
    return make.equipment(room=tag.room, name="Beamer")


@pytest.fixture
def items(make: Builder, unit: Equipment) -> list[CheckItem]:
    plan = make.job_plan(type=unit.model.type, items=0)
    return [make.check_item(job_plan=plan, text=text) for text in ("Sharp", "Bright")]


def _send(client: FlaskClient, tag: Tag, typed: dict[str, Any]) -> Any:
    return fetch(client, f"/t/{tag.code}/check").form(button=LOG).send(typed)


def _fail(client: FlaskClient, tag: Tag, unit: Equipment, *failed: CheckItem) -> list[str]:
    """Fail these lines, or the unit in words; the fields that the next check asks."""
    name = f"unit-{unit.id}"
    lines = {f"{name}-{item.id}": "fail" for item in failed}
    typed = lines or {f"{name}-note": "Smells"}
    assert _send(client, tag, {name: "fail", **typed}).status_code == 303
    found = db.session.scalars(select(Finding).where(Finding.result == Result.FAIL))
    return [f"still-{each.id}" for each in found]


def _fault() -> Fault:
    return db.session.scalars(select(Fault)).one()


def _words() -> list[str]:
    return [note for note in db.session.scalars(select(TimelineEntry.note)) if note]


def _refused(client: FlaskClient, tag: Tag, typed: dict[str, Any]) -> Page:
    before = db.session.scalar(select(func.count()).select_from(Check))
    page = read(_send(client, tag, typed), 422, client)
    assert db.session.scalar(select(func.count()).select_from(Check)) == before
    return page


def test_all_fine_does_not_pass_over_what_failed_last_time(
    technician: FlaskClient, tag: Tag, unit: Equipment, items: list[CheckItem]
) -> None:
    (asked,) = _fail(technician, tag, unit, items[0])
    page = _refused(technician, tag, {f"unit-{unit.id}": "pass"})

    assert page.errors == ["It failed last time: say whether it is fixed."]
    assert "Beamer: Sharp — It failed last time" in page.text
    assert f"#{asked}" in page.links
    assert page.form(button=LOG).send({asked: "fixed"}).status_code == 303


def test_what_is_fixed_works_again_and_its_fault_says_so(
    technician: FlaskClient, tag: Tag, unit: Equipment, items: list[CheckItem]
) -> None:
    (asked,) = _fail(technician, tag, unit, items[0])
    _send(technician, tag, {f"unit-{unit.id}": "pass", asked: "fixed"})

    assert _fault().state is FaultState.RESTORED
    assert "Found fixed in a check: Sharp" in _words()
    assert db.session.get_one(Equipment, unit.id).condition is Condition.UP
    finding = db.session.scalars(select(Finding).order_by(Finding.id.desc())).first()
    assert finding
    assert (finding.item_id, finding.result) == (items[0].id, Result.PASS)
    assert "Failed last time" not in fetch(technician, f"/t/{tag.code}/check").text


def test_a_fault_with_two_lines_waits_for_both(
    technician: FlaskClient, tag: Tag, unit: Equipment, items: list[CheckItem]
) -> None:
    sharp, bright = _fail(technician, tag, unit, *items)
    typed = {f"unit-{unit.id}": "fail", sharp: "fixed", bright: "broken"}
    assert _send(technician, tag, typed).status_code == 303

    assert _fault().state is FaultState.REPORTED
    page = fetch(technician, f"/t/{tag.code}/check")
    assert "Bright" in page.each("still")[0]
    assert "Sharp" not in page.each("still")[0]


def test_what_is_still_broken_is_told_by_that_alone(
    technician: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    (asked,) = _fail(technician, tag, unit)
    assert _send(technician, tag, {f"unit-{unit.id}": "fail", asked: "broken"}).status_code == 303

    events = db.session.scalars(select(TimelineEntry.event)).all()
    assert Event.FOUND_AGAIN in events
    assert [each.note for each in db.session.scalars(select(Finding))] == ["Smells", "Smells"]
    assert _fault().state is FaultState.REPORTED


def test_what_was_not_looked_at_says_why_and_stays_open(
    technician: FlaskClient, tag: Tag, unit: Equipment, items: list[CheckItem]
) -> None:
    (asked,) = _fail(technician, tag, unit, items[0])
    page = _refused(technician, tag, {f"unit-{unit.id}": "pass", asked: "not_checked"})
    assert page.errors == ["Say why it was not looked at."]

    page.form(button=LOG).send({f"{asked}-why": "no_time"})
    assert _fault().state is FaultState.REPORTED
    assert "Not looked at in a check (no time): Sharp" in _words()
    found = db.session.scalars(select(Finding).where(Finding.reason == Reason.NO_TIME)).one()
    assert found.item_id == items[0].id


def test_who_could_not_check_the_unit_has_answered_for_its_lines(
    technician: FlaskClient, tag: Tag, unit: Equipment, items: list[CheckItem]
) -> None:
    _fail(technician, tag, unit, items[0])
    typed = {f"unit-{unit.id}": "not_checked", f"unit-{unit.id}-why": "locked"}
    assert _send(technician, tag, typed).status_code == 303

    assert "Not looked at in a check (locked): Sharp" in _words()


@pytest.mark.parametrize(
    ("still", "verdict", "sentence"),
    [
        ("broken", "pass", "You said that this is still broken, and below that all is fine."),
        ("fixed", "not_checked", "You said that this is fixed, and below that it was not checked."),
        ("fixed", "fail", "You said that this is fixed, and below that it is not fine."),
    ],
)
def test_two_answers_that_cannot_both_be_true_are_asked_again(
    technician: FlaskClient,
    tag: Tag,
    unit: Equipment,
    items: list[CheckItem],
    still: str,
    verdict: str,
    sentence: str,
) -> None:
    (asked,) = _fail(technician, tag, unit, items[0])
    name = f"unit-{unit.id}"
    typed = {name: verdict, f"{name}-why": "locked", f"{name}-{items[0].id}": "fail"}
    page = _refused(technician, tag, typed | {asked: still})

    assert f"{sentence} Keep one." in page.errors
    assert page.form(button=LOG).filled[asked] == still


def test_a_new_reading_within_its_limits_stands_beside_the_word_that_it_is_fixed(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    plan = make.job_plan(type=unit.model.type, items=0)
    item = make.check_item(job_plan=plan, text="Heat", kind=ItemKind.NUMBER, maximum=26)
    check = make.check(room=tag.room, result=Result.FAIL)
    fault = make.fault(equipment=unit)
    made = {"check": check, "equipment": unit, "item_id": item.id, "item_text": "Heat"}
    failed = make.finding(**made, reading=31, result=Result.FAIL, fault_id=fault.id)
    name = f"unit-{unit.id}"
    _send(technician, tag, {name: "pass", f"{name}-{item.id}": "21", f"still-{failed.id}": "fixed"})

    later = db.session.scalars(select(Finding).where(Finding.item_id == item.id)).all()
    assert [(each.reading, each.result) for each in later] == [
        (31, Result.FAIL),
        (21, Result.PASS),
    ]
    assert db.session.get_one(Fault, fault.id).state is FaultState.RESTORED


def test_a_room_that_could_not_be_checked_is_not_asked(
    technician: FlaskClient, tag: Tag, unit: Equipment, items: list[CheckItem]
) -> None:
    _fail(technician, tag, unit, items[0])
    page = fetch(technician, f"/t/{tag.code}/check")

    assert page.form(button="Locked").send(press="Locked").status_code == 303
