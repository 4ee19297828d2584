"""What the law asks for: it is not used when it fails, and not skipped."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.checks.models import DueWork, Finding, Result, Scope
from app.codes.models import Tag
from app.equipment.models import Condition, Equipment
from app.extensions import db
from app.faults import service as faults
from app.faults.models import Fault, FaultState
from tests.builders import NOON, Builder
from tests.pages import Page, fetch

BY_LAW = "By law it stays due until it is done: Hood."


@pytest.fixture
def tag(make: Builder) -> Tag:
    return make.tag(room=make.room(name="2.14", last_checked_at=NOON))


@pytest.fixture(params=["type", "plan"])
def unit(request: pytest.FixtureRequest, make: Builder, tag: Tag) -> Equipment:
    kind = make.equipment_type(statutory=request.param == "type")
    unit = make.equipment(room=tag.room, name="Hood", model=make.model(type=kind))
    for scope in Scope:
        by_law = request.param == "plan"
        plan = make.job_plan(type=kind, name=scope, scope=scope, statutory=by_law, items=0)
        make.check_item(job_plan=plan, text=f"Air flows {scope}")
    return unit


def _send(client: FlaskClient, tag: Tag, typed: dict[str, Any], scope: str = "") -> Any:
    page = fetch(client, f"/t/{tag.code}/check?scope={scope}")
    return page.form(button="Log this service" if scope else "Log this check").send(typed)


def _fail(client: FlaskClient, tag: Tag, unit: Equipment) -> None:
    page = fetch(client, f"/t/{tag.code}/check")
    name = f"unit-{unit.id}"
    ids = [each.get("id", "") for each in page.document.all("fieldset")]
    line = next(each for each in ids if each.removeprefix(f"{name}-").isdecimal())
    said = {name: "fail", line: "fail", f"{name}-effect": "degraded"}
    assert _send(client, tag, said).status_code == 303


def _public(client: FlaskClient, tag: Tag) -> Page:
    return fetch(client, f"/t/{tag.code}")


def test_what_fails_by_law_is_not_to_be_used_until_it_is_fixed(
    technician: FlaskClient, client: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    assert "Do not use" not in _public(client, tag).text
    _fail(technician, tag, unit)
    page = _public(client, tag)
    assert "Do not use: Hood." in page.text
    assert any("It failed its last safety check. Do not use" in each for each in page.each("unit"))
    assert db.session.get_one(Equipment, unit.id).condition is Condition.DOWN

    found = db.session.scalars(select(Finding.id).where(Finding.result == Result.FAIL)).one()
    name = f"unit-{unit.id}"
    _send(technician, tag, {name: "not_checked", f"{name}-why": "no_time"})
    assert "Do not use: Hood." in _public(client, tag).text
    _send(technician, tag, {name: "pass", f"still-{found}": "fixed"})
    assert "Do not use" not in _public(client, tag).text


def test_a_restored_fault_lets_it_be_used_again(
    technician: FlaskClient, client: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    _fail(technician, tag, unit)
    fault = db.session.scalars(select(Fault)).one()
    faults.move(fault, FaultState.RESTORED, by=make.person(), note="", at=NOON)
    db.session.commit()

    assert "Do not use" not in _public(client, tag).text


def test_the_tag_of_the_unit_itself_says_so_first(
    technician: FlaskClient, client: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    own = make.tag(equipment=unit)
    _fail(technician, tag, unit)

    assert "Do not use it. It failed its last safety check." in _public(client, own).text


def test_a_unit_that_nobody_has_to_check_by_law_is_only_broken(
    technician: FlaskClient, client: FlaskClient, make: Builder, tag: Tag
) -> None:
    unit = make.equipment(room=tag.room, name="Lamp")
    name = f"unit-{unit.id}"
    _send(technician, tag, {name: "fail", f"{name}-note": "Dark"})

    assert "Do not use" not in _public(client, tag).text


@pytest.mark.parametrize("scope", ["", "service"])
def test_work_by_law_that_was_not_done_is_said_to_stay_due(
    technician: FlaskClient, tag: Tag, unit: Equipment, scope: str
) -> None:
    name = f"unit-{unit.id}"
    _send(technician, tag, {name: "not_checked", f"{name}-why": "locked"}, scope)
    assert BY_LAW in fetch(technician, f"/t/{tag.code}").text

    _send(technician, tag, {name: "pass"}, scope)
    assert "By law" not in fetch(technician, f"/t/{tag.code}").text


def test_a_logged_check_makes_the_work_of_its_room_due_anew(
    technician: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    name, done = f"unit-{unit.id}", select(DueWork).where(DueWork.plan_id.is_not(None))
    _send(technician, tag, {name: "not_checked", f"{name}-why": "locked"}, "service")
    assert {each.last_done_on for each in db.session.scalars(done)} == {None}

    _send(technician, tag, {name: "pass"}, "service")
    assert None not in {each.last_done_on for each in db.session.scalars(done)}
