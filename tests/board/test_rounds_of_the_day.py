"""A technician's day begins with the round; a manager's shows how far those of the team are."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from app.board import queries
from app.checks.models import DueWork, Scope
from app.checks.rounds import service
from app.extensions import db
from app.people.models import Person, Role
from tests.builders import NOON, Builder
from tests.checks.test_rounds import made
from tests.conftest import signed_in_client
from tests.pages import fetch

LONG_AGO = NOON - timedelta(days=20)


@pytest.fixture(autouse=True)
def _at_noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


def test_the_round_of_today_stands_on_top_with_its_next_room(app: Flask, make: Builder) -> None:
    ada = make.person()
    room = make.room(name="2.1", last_checked_at=LONG_AGO)
    unit = make.equipment(name="Projector", room=room)
    fault = make.fault(equipment=unit, room=room)
    check = make.check(room=room)
    make.finding(check=check, equipment=unit, result="fail", note="Dark", fault_id=fault.id)
    walk = made(make, [room, make.room(name="2.2", building=room.building, floor=room.floor)], ada)
    later = made(make, [make.room()], ada, planned_on=NOON.date() + timedelta(days=2), key="2")
    phone = signed_in_client(app, ada)
    page = fetch(phone, "/today")
    assert "0 of 2 done" in page.main
    assert "in 2 days" in page.main
    page.form(button="Start this round").send()
    page = fetch(phone, "/today")
    assert "Next: 2.1" in page.main
    assert "Failed last time: Projector: Dark" in page.main
    service.done(make.check(room=room, person=ada, done_at=NOON))
    db.session.commit()
    page = fetch(phone, "/today")
    assert "1 of 2 done" in page.main
    assert "Next: 2.2" in page.main
    assert f"/rounds/{later.id}" in page.links
    assert page.links.index(f"/rounds/{walk.id}") < page.links.index(f"/rounds/{later.id}")


def test_a_round_that_nobody_has_can_be_taken_from_the_day(
    technician: FlaskClient, make: Builder
) -> None:
    walk = made(make, [make.room()], None)
    page = fetch(technician, "/today")
    assert "Nobody has taken it" in page.main
    assert f"/rounds/{walk.id}" in page.links


def test_another_persons_round_is_no_part_of_a_technicians_day(
    technician: FlaskClient, make: Builder
) -> None:
    room = make.room(name="9.99", last_checked_at=LONG_AGO)
    made(make, [room], make.person(name="Ben"))
    page = fetch(technician, "/today")
    assert "Ben" not in page.main
    assert "9.99" not in page.main


def test_a_manager_sees_who_is_how_far_and_who_is_late(manager: FlaskClient, make: Builder) -> None:
    ada, rooms = make.person(name="Ada"), [make.room(), make.room()]
    made(make, rooms, ada)
    page = fetch(manager, "/today")
    assert "Nobody is on a round just now" in page.main
    service.done(make.check(room=rooms[0], person=ada, done_at=NOON))
    made(make, rooms, make.person(name="Ben"), planned_on=NOON.date() - timedelta(days=1), key="2")
    db.session.commit()
    main = fetch(manager, "/today").main
    assert "Ada · today 1 of 2 done Under way" in main
    assert "Ben · yesterday 0 of 2 done Late" in main


def test_rooms_to_check_stand_in_the_order_of_a_walk_with_what_failed_there(
    technician: FlaskClient, make: Builder
) -> None:
    ten = make.room(name="2.10", last_checked_at=LONG_AGO)
    nine = make.room(name="2.9", floor=ten.floor, last_checked_at=NOON - timedelta(days=14))
    make.room(name="2.8", floor=ten.floor, last_checked_at=NOON - timedelta(days=13))
    unit = make.equipment(name="Camera", room=ten)
    fault = make.fault(equipment=unit)
    check = make.check(room=ten)
    make.finding(check=check, equipment=unit, result="fail", note="Blurred", fault_id=fault.id)
    main = fetch(technician, "/today").main
    assert [room.id for room in queries.rooms_to_check(NOON)] == [nine.id, ten.id]
    assert main.index("2.9 Seminar room Room check due today") < main.index("2.10 Seminar room")
    assert "Failed last time: Camera: Blurred" in main
    assert "2.8 Seminar" not in main


def test_services_and_checks_that_are_due_say_how_long_they_take(
    technician: FlaskClient, make: Builder
) -> None:
    unit = make.equipment(name="Projector", room=make.room(last_checked_at=LONG_AGO))
    plan = make.job_plan(name="Filter", scope=Scope.SERVICE, type=unit.model.type)
    today = NOON.date()
    same = {"room_id": unit.room_id, "due_on": today, "late_from": today + timedelta(days=1)}
    service_due = DueWork(
        scope=Scope.SERVICE, plan_id=plan.id, equipment_id=unit.id, minutes=25, **same
    )
    db.session.add_all([service_due, DueWork(scope=Scope.ROOM_CHECK, minutes=12, **same)])
    db.session.commit()
    main = fetch(technician, "/today").main
    assert "Projector: Filter" in main
    assert "due today · 25 minutes Due" in main
    assert "Room check was due 6 days ago · 12 minutes" in main


def test_a_manager_may_walk_too(app: Flask, make: Builder) -> None:
    boss = make.person(role=Role.MANAGER)
    made(make, [make.room(name="2.1")], boss)
    page = fetch(signed_in_client(app, boss), "/today")
    page.form(button="Start this round").send()
    assert "Next: 2.1" in fetch(signed_in_client(app, boss), "/today").main


def test_what_needs_a_qualified_person_is_for_them_and_told_to_others_in_one_line(
    technician: FlaskClient, manager: FlaskClient, make: Builder
) -> None:
    plan = make.job_plan(name="Pressure test", scope=Scope.SERVICE, qualification="certified")
    today = NOON.date()
    due = {"due_on": today, "late_from": today + timedelta(days=1)}
    room = make.room()
    db.session.add(
        DueWork(room_id=room.id, plan_id=plan.id, scope=Scope.SERVICE, minutes=25, **due)
    )
    db.session.commit()
    for client in (technician, manager):
        main = fetch(client, "/today").main
        assert "Pressure test" not in main
        assert "1 more service is due that only others may do: certified." in main

    db.session.execute(update(Person).values(qualifications="Certified"))

    for client in (technician, manager):
        main = fetch(client, "/today").main
        assert "Pressure test" in main
        assert "only others" not in main
