"""The check behind a tag, as a technician goes through it."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.checks.models import Check, Finding, ItemKind, Reason, Result, Scope
from app.codes.models import Tag
from app.equipment.models import Equipment
from app.extensions import db
from app.faults.models import Fault
from app.places.models import Room
from tests.builders import NOON, Builder
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


def _checks() -> int:
    return db.session.scalar(select(func.count()).select_from(Check)) or 0


def test_a_room_of_six_fine_units_is_checked_in_eight_taps(
    technician: FlaskClient, make: Builder, tag: Tag
) -> None:
    units = [make.equipment(room=tag.room) for _ in range(6)]
    for unit in units:
        make.job_plan(type=unit.model.type)

    answer = _send(technician, tag, {f"unit-{unit.id}": "pass" for unit in units})

    assert (answer.status_code, answer.location) == (303, f"/t/{tag.code}")
    assert "Logged: 6 units, no problem" in fetch(technician, answer.location).text
    check = db.session.scalars(select(Check)).one()
    assert (check.result, check.scope) == (Result.PASS, Scope.ROOM_CHECK)
    assert {finding.equipment_id for finding in _findings()} == {unit.id for unit in units}


def test_nothing_is_answered_beforehand(technician: FlaskClient, tag: Tag, unit: Equipment) -> None:
    filled = _open(technician, tag).form(button=LOG).filled

    assert {name: value for name, value in filled.items() if value} == {
        "key": filled["key"],
        "csrf_token": filled["csrf_token"],
    }


def test_units_without_an_answer_are_named_and_nothing_typed_is_lost(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    other = make.equipment(room=tag.room, name="Light")
    sent = _send(
        technician,
        tag,
        {f"unit-{other.id}": "fail", f"unit-{other.id}-note": "Flickers", "note": "x"},
    )
    page = read(sent, 422, technician)
    filled = page.form(button=LOG).filled

    assert page.errors == ["Say how it is, or mark it not checked."]
    assert "Beamer — Say how it is" in page.text
    assert f"#unit-{unit.id}" in page.links
    assert filled[f"unit-{other.id}"] == "fail"
    assert filled[f"unit-{other.id}-note"] == "Flickers"
    assert filled["note"] == "x"
    assert _checks() == 0

    again = page.form(button=LOG).send({f"unit-{unit.id}": "pass"})
    assert again.status_code == 303
    assert _checks() == 1


def test_an_empty_form_is_answered_beside_every_unit(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    make.equipment(room=tag.room)
    page = read(_send(technician, tag, {}), 422, technician)

    assert page.errors == ["Say how it is, or mark it not checked."] * 2


def test_a_problem_opens_a_fault_that_the_next_check_begins_with(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    item = make.check_item(
        job_plan=make.job_plan(type=unit.model.type, name="More", items=0), text="Image is sharp"
    )
    sent = _send(
        technician,
        tag,
        {
            f"unit-{unit.id}": "fail",
            f"unit-{unit.id}-{item.id}": "fail",
            f"unit-{unit.id}-note": "Left corner",
        },
    )

    fault = db.session.scalars(select(Fault)).one()
    (finding,) = _findings()
    assert sent.status_code == 303
    assert (finding.item_id, finding.note, finding.fault_id) == (item.id, "Left corner", fault.id)
    assert "Logged: 1 unit, 1 problem" in fetch(technician, f"/t/{tag.code}").text
    page = _open(technician, tag)
    assert "Failed last time, not fixed yet" in page.text
    assert "Image is sharp" in page.each("still")[0]
    assert page.each("unit-check__fault") == ["Open fault: Found in a check"]


def test_lines_that_were_not_answered_claim_nothing(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    plan = make.job_plan(type=unit.model.type, name="More", items=0)
    first, _second = make.check_item(job_plan=plan), make.check_item(job_plan=plan)
    _send(
        technician,
        tag,
        {f"unit-{unit.id}": "fail", f"unit-{unit.id}-{first.id}": "fail"},
    )

    assert [finding.item_id for finding in _findings()] == [first.id]


def test_a_problem_must_be_told(technician: FlaskClient, tag: Tag, unit: Equipment) -> None:
    page = read(_send(technician, tag, {f"unit-{unit.id}": "fail"}), 422, technician)

    assert page.errors == ["Say what is wrong, or mark the line that is not fine."]
    assert f"#unit-{unit.id}-note" in page.links


def test_a_problem_may_be_told_in_words_alone(
    technician: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    _send(technician, tag, {f"unit-{unit.id}": "fail", f"unit-{unit.id}-note": "Smells"})

    (finding,) = _findings()
    assert (finding.result, finding.item_id, finding.note) == (Result.FAIL, None, "Smells")


def test_all_fine_and_not_fine_cannot_both_be_true(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    item = make.check_item(job_plan=make.job_plan(type=unit.model.type, name="B", items=0))
    typed = {f"unit-{unit.id}": "pass", f"unit-{unit.id}-{item.id}": "fail"}
    page = read(_send(technician, tag, typed), 422, technician)

    assert "You said all fine" in page.errors[0]
    assert page.form(button=LOG).filled[f"unit-{unit.id}-{item.id}"] == "fail"


def test_a_line_that_was_not_checked_needs_a_reason_too(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    item = make.check_item(job_plan=make.job_plan(type=unit.model.type, name="B", items=0))
    name = f"unit-{unit.id}-{item.id}"
    typed = {f"unit-{unit.id}": "fail", f"unit-{unit.id}-note": "Dark", name: "not_checked"}
    page = read(_send(technician, tag, typed), 422, technician)
    assert page.errors == ["Say why it was not checked."]

    page.form(button=LOG).send({f"{name}-why": "no_time"})
    assert [(each.result, each.reason) for each in _findings()] == [
        (Result.FAIL, None),
        (Result.NOT_CHECKED, Reason.NO_TIME),
    ]


def test_what_does_not_apply_is_neither_good_nor_bad(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    other = make.equipment(room=tag.room)
    _send(technician, tag, {f"unit-{unit.id}": "not_applicable", f"unit-{other.id}": "pass"})

    assert {each.result for each in _findings()} == {Result.NOT_APPLICABLE, Result.PASS}


def test_a_room_of_forty_units_is_checked_as_any_other(
    technician: FlaskClient, make: Builder, tag: Tag
) -> None:
    model = make.model()
    make.job_plan(type=model.type, items=6)
    units = [make.equipment(room=tag.room, model=model) for _ in range(40)]

    answer = _send(technician, tag, {f"unit-{unit.id}": "pass" for unit in units})

    assert answer.status_code == 303
    assert len(_findings()) == 40


def test_a_retired_unit_is_not_asked_for(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    make.equipment(room=tag.room, name="Old one", retired_at=NOON)

    assert "Old one" not in _open(technician, tag).text


@pytest.mark.parametrize("code", ["0000-0000-0000", "not-a-code"])
def test_an_unknown_code_gets_the_helpful_page(technician: FlaskClient, code: str) -> None:
    page = fetch(technician, f"/t/{code}/check", 404)

    assert page.h1 == "No room answers to this code"


def test_a_retired_room_gets_the_same_page(technician: FlaskClient, make: Builder) -> None:
    tag = make.tag(room=make.room(retired_at=NOON))

    assert fetch(technician, f"/t/{tag.code}/check", 404).h1 == "No room answers to this code"


def test_a_visitor_is_asked_to_sign_in(client: FlaskClient, tag: Tag) -> None:
    answer = client.get(f"/t/{tag.code}/check")

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")


def test_a_unit_that_came_while_the_form_was_open_is_asked_for(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    form = _open(technician, tag).form(button=LOG)
    make.equipment(room=db.session.get_one(Room, tag.room_id), name="New lamp")
    page = read(form.send({f"unit-{unit.id}": "pass"}), 422, technician)

    assert "New lamp — Say how it is" in page.text


@pytest.mark.parametrize("note", ["unit", "visit"])
def test_a_note_that_is_too_long_is_said_to_be(
    technician: FlaskClient, tag: Tag, unit: Equipment, note: str
) -> None:
    long = "x" * 2001
    name = f"unit-{unit.id}-note" if note == "unit" else "note"
    page = read(_send(technician, tag, {f"unit-{unit.id}": "fail", name: long}), 422, technician)

    assert page.form(button=LOG).filled[name] == long
    assert any("2000" in error or "1000" in error for error in page.errors)


def test_readings_are_asked_for_with_their_limits(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    plan = make.job_plan(type=unit.model.type, name="Air", items=0)
    make.check_item(
        job_plan=plan, text="Temperature", kind=ItemKind.NUMBER, unit="°C", minimum=19, maximum=26
    )
    make.check_item(job_plan=plan, text="CO2", kind=ItemKind.NUMBER, unit="ppm", maximum=1200)
    page = _open(technician, tag)

    assert "19 to 26 °C" in page.text
    assert "at most 1,200 ppm" in page.text


def test_a_line_may_bear_any_sign(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    text = "Disk over 15 % free & <b>100%</b> %s %"
    plan = make.job_plan(type=unit.model.type, name="Signs", items=0)
    item = make.check_item(job_plan=plan, text=text, hint=text)
    number = make.check_item(job_plan=plan, text=f"{text}!", kind=ItemKind.NUMBER, unit="%")
    assert text in _open(technician, tag).text

    typed = {f"unit-{unit.id}": "fail", f"unit-{unit.id}-{item.id}": "fail"}
    sent = _send(technician, tag, typed | {f"unit-{unit.id}-{number.id}": "x %"})
    assert text in read(sent, 422, technician).text
