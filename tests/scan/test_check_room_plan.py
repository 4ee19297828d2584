"""A plan for a room asks of the room itself: at its tag, without one, and from a phone alike."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.checks.due import service as due
from app.checks.models import Check, CheckItem, DueWork, Finding, ItemKind, JobPlan, Result, Scope
from app.codes.models import Tag
from app.equipment.models import Equipment
from app.extensions import db
from app.faults.models import Fault, FaultState
from app.people.models import Person
from tests.builders import Builder
from tests.pages import Page, fetch, read
from tests.sync.sending import message, send

LOG = {Scope.ROOM_CHECK: "Log this check", Scope.SERVICE: "Log this service"}


@pytest.fixture
def tag(make: Builder) -> Tag:
    return make.tag(room=make.room(name="2.14"))


@pytest.fixture
def unit(make: Builder, tag: Tag) -> Equipment:
    return make.equipment(room=tag.room, name="Beamer")


@pytest.fixture
def plan(make: Builder, tag: Tag) -> JobPlan:
    return make.job_plan(
        room=tag.room, name="Room", scope=Scope.SERVICE, rrule="FREQ=MONTHLY", items=0
    )


@pytest.fixture
def door(make: Builder, plan: JobPlan) -> CheckItem:
    return make.check_item(job_plan=plan, text="The door shuts by itself")


@pytest.fixture
def warmth(make: Builder, plan: JobPlan) -> CheckItem:
    return make.check_item(
        job_plan=plan, text="Warmth", kind=ItemKind.NUMBER, unit="°C", minimum=18, maximum=26
    )


def _log(client: FlaskClient, tag: Tag, typed: dict[str, str], scope: Scope = Scope.SERVICE) -> Any:
    page = fetch(client, f"/t/{tag.code}/check?scope={scope}")
    return page.form(button=LOG[scope]).send(typed)


def _of_room() -> list[tuple[int | None, Result, float | None]]:
    rows = db.session.scalars(
        select(Finding).where(Finding.equipment_id.is_(None)).order_by(Finding.id)
    )
    return [(each.item_id, each.result, each.reading) for each in rows]


def _fine(unit: Equipment, door: CheckItem, **more: str) -> dict[str, str]:
    return {f"unit-{unit.id}": "pass", "unit-room": "pass"} | more


def test_a_manager_gives_a_rooms_plan_its_items(manager: FlaskClient, plan: JobPlan) -> None:
    shown = fetch(manager, f"/checks/plans/{plan.id}")
    assert "Without items the room is looked at as a whole" in shown.text
    address = f"/checks/plans/{plan.id}/items/new"
    assert address in shown.links
    fetch(manager, address).form(address).send({"text": "The door shuts", "kind": "pass_fail"})

    assert "The door shuts" in fetch(manager, f"/checks/plans/{plan.id}").text


def test_the_room_itself_is_asked_for_in_the_size_of_its_plan_alone(
    technician: FlaskClient, tag: Tag, unit: Equipment, door: CheckItem
) -> None:
    assert "The room itself" not in fetch(technician, f"/t/{tag.code}/check").main
    service = fetch(technician, f"/t/{tag.code}/check?scope=service")

    assert service.main.index("The room itself") < service.main.index("Beamer")
    assert door.text in service.main


def test_a_room_without_units_leads_to_the_service_of_its_own_plan(
    technician: FlaskClient, tag: Tag, door: CheckItem
) -> None:
    assert "The full service" in fetch(technician, f"/t/{tag.code}/check").text


@pytest.mark.parametrize("way", ["tag", "untagged", "phone"])
def test_what_is_found_on_the_room_itself_is_stored_by_each_way(
    technician: FlaskClient,
    tag: Tag,
    unit: Equipment,
    door: CheckItem,
    warmth: CheckItem,
    way: str,
) -> None:
    typed = _fine(unit, door, **{f"unit-room-{warmth.id}": "21.5"})
    if way == "tag":
        _log(technician, tag, typed)
    elif way == "untagged":
        page = fetch(technician, f"/rooms/{tag.room_id}/check?scope=service")
        page.form(button=LOG[Scope.SERVICE]).send(typed | {"no_tag": "torn_off"})
    else:
        me = db.session.scalars(select(Person.id)).first()
        of_room = {"item": warmth.id, "result": "pass", "reading": 21.5}
        found = [{"unit": unit.id, "result": "pass"}, {"result": "pass"}, of_room]
        said = message(unit, person=me, scope="service", findings=found)
        assert send(technician, said).status_code == 200

    assert _of_room() == [(None, Result.PASS, None), (warmth.id, Result.PASS, 21.5)]


def test_what_is_missing_of_the_room_itself_is_said(
    technician: FlaskClient, tag: Tag, unit: Equipment, warmth: CheckItem
) -> None:
    answer = _log(technician, tag, {f"unit-{unit.id}": "pass", "unit-room": "pass"})

    page: Page = read(answer, 422, technician)
    assert page.errors == ["Write the reading, or say why there is none."]
    assert "The room itself: Warmth" in page.text


def test_a_failed_line_opens_a_fault_of_the_room_and_is_asked_again_until_it_is_fine(
    technician: FlaskClient, tag: Tag, unit: Equipment, door: CheckItem
) -> None:
    failed = {"unit-room": "fail", f"unit-room-{door.id}": "fail", f"unit-{unit.id}": "pass"}
    _log(technician, tag, failed)

    fault = db.session.scalars(select(Fault)).one()
    assert (fault.equipment_id, fault.room_id) == (None, tag.room_id)
    check = db.session.scalars(select(Check)).one()
    assert door.text in fetch(technician, f"/checks/{check.id}").main
    assert f"The room itself: {door.text}" in fetch(technician, f"/t/{tag.code}").main
    page = fetch(technician, f"/t/{tag.code}/check?scope=service")
    assert "Failed last time, not fixed yet" in page.main
    finding = db.session.scalars(select(Finding).where(Finding.fault_id == fault.id)).one()
    fixed = _fine(unit, door, **{f"still-{finding.id}": "fixed"})
    page.form(button=LOG[Scope.SERVICE]).send(fixed)

    assert db.session.get_one(Fault, fault.id).state is FaultState.RESTORED
    assert "Failed last time" not in fetch(technician, f"/t/{tag.code}/check").main


def test_of_two_lines_that_failed_the_one_that_is_fixed_is_asked_no_more(
    technician: FlaskClient, make: Builder, tag: Tag, plan: JobPlan, door: CheckItem
) -> None:
    light = make.check_item(job_plan=plan, text="Light")
    names = [f"unit-room-{each.id}" for each in (door, light)]
    _log(technician, tag, {"unit-room": "fail"} | dict.fromkeys(names, "fail"))
    rows = db.session.scalars(select(Finding).order_by(Finding.id)).all()
    said = {f"still-{rows[0].id}": "fixed", f"still-{rows[1].id}": "broken"}
    _log(technician, tag, {"unit-room": "fail"} | said)

    (asked,) = fetch(technician, f"/t/{tag.code}/check").each("still")
    assert "The room itself: Light" in asked
    assert door.text not in asked


def test_a_service_that_leaves_the_room_itself_out_leaves_its_work_due(
    technician: FlaskClient, tag: Tag, unit: Equipment, plan: JobPlan, door: CheckItem
) -> None:
    def last_done() -> object:
        due.refresh([plan.room_id or 0])
        wanted = select(DueWork.last_done_on).where(DueWork.plan_id == plan.id)
        return db.session.scalar(wanted)

    plan.starts_on = datetime.now(UTC).date() - timedelta(days=40)
    db.session.commit()
    left = {"unit-room": "not_checked", "unit-room-why": "no_time", f"unit-{unit.id}": "pass"}
    _log(technician, tag, left)
    assert last_done() is None
    _log(technician, tag, _fine(unit, door))

    assert last_done() is not None


def test_statutory_work_on_the_room_that_was_not_done_is_said_to_stay_due(
    technician: FlaskClient, tag: Tag, unit: Equipment, plan: JobPlan, door: CheckItem
) -> None:
    plan.statutory = True
    db.session.commit()
    left = {"unit-room": "not_checked", "unit-room-why": "no_time", f"unit-{unit.id}": "pass"}
    answer = _log(technician, tag, left)

    said = fetch(technician, answer.location).text
    assert "By law it stays due until it is done: The room itself." in said


def test_a_finished_check_keeps_the_rooms_item_and_the_next_asks_the_new_one(
    manager: FlaskClient, tag: Tag, unit: Equipment, plan: JobPlan, door: CheckItem
) -> None:
    failed = {"unit-room": "fail", f"unit-room-{door.id}": "fail", f"unit-{unit.id}": "pass"}
    _log(manager, tag, failed)
    address = f"/checks/plans/{plan.id}/items/{door.id}/edit"
    fetch(manager, address).form(address).send({"text": "The door locks"})

    check = db.session.scalars(select(Check.id)).one()
    assert "The door shuts by itself" in fetch(manager, f"/checks/{check}").main
    assert "The door locks" in fetch(manager, f"/t/{tag.code}/check?scope=service").main
    assert plan.version == 2


def test_a_phone_takes_the_rooms_own_list_along(
    technician: FlaskClient, tag: Tag, unit: Equipment, door: CheckItem
) -> None:
    given = technician.get(f"/sync/tags/{tag.code}.json").json
    assert given

    assert given["rooms"][0]["own"] == {"room_check": [], "service": [door.id]}
    assert given["items"][str(door.id)]["text"] == door.text


def test_a_phone_can_answer_no_item_of_another_rooms_plan(
    technician: FlaskClient, make: Builder, unit: Equipment
) -> None:
    other = make.check_item(job_plan=make.job_plan(room=make.room(), items=0))
    me = db.session.scalars(select(Person.id)).first()
    said = message(unit, person=me, findings=[{"item": other.id, "result": "pass"}])
    answer = send(technician, said)

    assert answer.status_code == 410
    assert db.session.scalars(select(Check)).all() == []
