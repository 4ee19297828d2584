"""Managers make rounds and see them move; technicians take and walk them, on pages."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.checks.models import DueWork, Reason, Round, RoundStop, Scope, StopState
from app.extensions import db
from app.people.models import Role
from app.places.models import Room, Zone, ZoneRoom
from tests.builders import NOON, Builder
from tests.checks.test_rounds import made
from tests.conftest import signed_in_client
from tests.pages import fetch, read


@pytest.fixture(autouse=True)
def _at_noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


def the_round() -> Round:
    return db.session.scalars(select(Round)).one()


def rooms_of(walk: Round) -> set[int]:
    return set(db.session.scalars(select(RoundStop.room_id).where(RoundStop.round_id == walk.id)))


def test_all_that_is_due_this_week_becomes_a_round_for_somebody(
    manager: FlaskClient, make: Builder
) -> None:
    ada = make.person(name="Ada")
    late = make.room(name="2.10", last_checked_at=NOON - timedelta(days=20))
    sunday = make.room(name="2.9", floor=late.floor, last_checked_at=NOON - timedelta(days=9))
    monday = make.room(name="2.8", floor=late.floor, last_checked_at=NOON - timedelta(days=8))
    page = fetch(manager, "/rounds/new")
    assert monday.name not in page.main
    answer = page.form(button="Make this round").send({"person": str(ada.id)})
    walk = the_round()
    assert (answer.status_code, answer.location) == (303, f"/rounds/{walk.id}")
    assert rooms_of(walk) == {late.id, sunday.id}
    assert (walk.person_id, walk.planned_on) == (ada.id, NOON.date())
    shown = fetch(manager, f"/rounds/{walk.id}").main
    assert shown.index("2.9 ") < shown.index("2.10 ")
    assert "0 of 2 done" in shown
    assert "Room check due 6 days ago" in shown


def test_the_same_form_sent_twice_makes_one_round(manager: FlaskClient, make: Builder) -> None:
    make.room()
    form = fetch(manager, "/rounds/new").form(button="Make this round")
    assert form.send().location == form.send().location
    assert the_round().person_id is None


def test_rooms_are_chosen_by_floor_zone_or_one_by_one(manager: FlaskClient, make: Builder) -> None:
    low, high = make.room(last_checked_at=NOON), make.room(last_checked_at=NOON)
    zone = Zone(building_id=high.building_id, name="East wing")
    db.session.add(zone)
    db.session.flush()
    db.session.add(ZoneRoom(zone_id=zone.id, room_id=high.id))
    db.session.commit()
    assert "No room answers" in fetch(manager, "/rounds/new").main
    for side in (f"place=f{low.floor_id}", f"place=b{low.building_id}"):
        main = fetch(manager, f"/rounds/new?which=all&{side}").main
        assert (low.name in main, high.name in main) == (True, False)
    page = fetch(manager, f"/rounds/new?which=all&zone={zone.id}")
    assert high.name in page.main
    page = fetch(manager, "/rounds/new?which=all&ticked=none")
    form = page.form(button="Make this round")
    refused = read(form.send(), 422, manager)
    assert "Tick at least one room" in refused.main
    refused.form(button="Make this round").send({"room": str(low.id)})
    assert rooms_of(the_round()) == {low.id}


def test_a_room_that_went_out_of_use_meanwhile_is_said_and_left_out(
    manager: FlaskClient, make: Builder
) -> None:
    gone, used = make.room(), make.room()
    form = fetch(manager, "/rounds/new").form(button="Make this round")
    gone.retired_at = NOON
    db.session.commit()
    page = fetch(manager, form.send().location)
    assert "1 room is out of use and was left out" in page.text
    assert rooms_of(the_round()) == {used.id}


def test_a_room_that_goes_out_of_use_on_a_round_is_said_and_passed_over(
    app: Flask, make: Builder
) -> None:
    ada, gone = make.person(), make.room(name="2.1")
    walk = made(make, [gone, make.room(name="2.2", floor=gone.floor)], ada)
    gone.retired_at = NOON
    walk.started_at = NOON
    db.session.commit()
    main = fetch(signed_in_client(app, ada), f"/rounds/{walk.id}").main
    assert "0 of 1 done · 1 out of use" in main
    assert "Next: 2.2" in main


def test_what_was_typed_stays_when_a_day_is_missing(manager: FlaskClient, make: Builder) -> None:
    first, second = make.room(), make.room()
    form = fetch(manager, "/rounds/new").form(button="Make this round")
    typed = {"planned_on": "", "name": "Old name", "room": str(first.id)}
    page = read(form.send(typed), 422, manager)
    again = page.form(button="Make this round")
    assert again.filled.getlist("room") == [str(first.id)]
    assert again.filled["name"] == "Old name"
    assert second.name in page.main


@pytest.mark.parametrize(
    "asked", ["which=x&scope=x&place=x9&zone=x", "place=f999999999999", "zone=²", "place="]
)
def test_nonsense_in_the_address_is_left_out(
    manager: FlaskClient, make: Builder, asked: str
) -> None:
    make.room()
    fetch(manager, f"/rounds/new?{asked}")


def test_a_technician_takes_a_round_skips_a_room_and_takes_it_up_again(
    app: Flask, make: Builder
) -> None:
    ada = make.person(name="Ada")
    room = make.room(name="2.1")
    walk = made(make, [room, make.room(name="2.2", floor=room.floor)], None)
    phone = signed_in_client(app, ada)
    page = fetch(phone, f"/rounds/{walk.id}")
    assert "Nobody has taken it" in page.main
    page.form(button="Take it and start").send()
    page = fetch(phone, f"/rounds/{walk.id}")
    assert "Next: 2.1" in page.main
    skip = next(each for each in page.links if re.search(r"/stops/\d+$", each))
    asked = fetch(phone, skip)
    assert "Choose why." in read(asked.form(button="Skip this room").send(), 422, phone).main
    asked.form(button="Skip this room").send({"reason": "locked", "note": "Key 12 is gone"})
    page = fetch(phone, f"/rounds/{walk.id}")
    assert "1 skipped" in page.main
    assert "locked" in page.main
    assert "“Key 12 is gone”" in page.main
    assert "Next: 2.2" in page.main
    page.form(button="Take up again 2.1").send()
    assert "Next: 2.1" in fetch(phone, f"/rounds/{walk.id}").main


def test_a_round_is_handed_over_and_gone_for_who_had_it(app: Flask, make: Builder) -> None:
    ada, ben = make.person(name="Ada"), make.person(name="Ben")
    walk = made(make, [make.room()], ada)
    phone = signed_in_client(app, ada)
    page = fetch(phone, f"/rounds/{walk.id}/hand-over")
    assert "Ben" in page.main
    page.form(button="Hand it over").send({"person": str(ben.id)})
    assert phone.get(f"/rounds/{walk.id}").status_code == 404
    assert "Tuesday" not in fetch(phone, "/rounds").main
    other = signed_in_client(app, ben)
    assert "Tuesday" in fetch(other, "/rounds").main
    fetch(other, f"/rounds/{walk.id}/hand-over").form(button="Hand it over").send({"person": "0"})
    assert "Nobody has taken it" in fetch(phone, "/rounds").main


def test_a_round_ends_with_a_reason_for_what_is_left(app: Flask, make: Builder) -> None:
    ada = make.person()
    walk = made(make, [make.room()], ada)
    phone = signed_in_client(app, ada)
    page = fetch(phone, f"/rounds/{walk.id}/end")
    assert "1 room is not done" in page.main
    page.form(button="End this round").send({"reason": "no_time"})
    main = fetch(phone, f"/rounds/{walk.id}").main
    assert "Ended" in main
    assert "Hand it over" not in main


def test_the_list_shows_a_manager_all_and_a_technician_their_own(
    app: Flask, technician: FlaskClient, manager: FlaskClient, make: Builder
) -> None:
    ada, room = make.person(name="Ada"), make.room()
    walk = made(make, [room], ada, key="1")
    made(make, [room], None, key="2", planned_on=NOON.date() - timedelta(days=1))
    assert len(fetch(manager, "/rounds").rows) == 3
    rows = fetch(technician, "/rounds").rows
    assert rows[1][1:] == ["yesterday", "Nobody has taken it", "0 of 1 done", "Late"]
    assert len(rows) == 2
    assert technician.get(f"/rounds/{walk.id}").status_code == 404


def test_a_round_that_went_to_somebody_else_meanwhile_can_not_be_started(
    technician: FlaskClient, make: Builder
) -> None:
    walk = made(make, [make.room()], None)
    form = fetch(technician, f"/rounds/{walk.id}").form(button="Take it and start")
    walk.person_id = make.person().id
    db.session.commit()
    assert form.send().status_code == 404


def test_an_empty_list_says_what_to_do(technician: FlaskClient, manager: FlaskClient) -> None:
    assert "Make the first round" in fetch(manager, "/rounds").main
    assert "No round for you" in fetch(technician, "/rounds").main


def test_what_failed_last_time_stands_at_its_room(app: Flask, make: Builder) -> None:
    ada = make.person()
    unit = make.equipment(name="Projector")
    fault = make.fault(equipment=unit)
    check = make.check(room=unit.room)
    make.finding(
        check=check, equipment=unit, result="fail", item_text="Lamp is bright", fault_id=fault.id
    )
    walk = made(make, [unit.room], ada)
    page = fetch(signed_in_client(app, ada), f"/rounds/{walk.id}")
    assert "Failed last time: Projector: Lamp is bright" in page.main


def test_a_stop_of_another_round_is_not_found(app: Flask, make: Builder) -> None:
    ada, room = make.person(), make.room()
    mine, other = made(make, [room], ada, key="1"), made(make, [room], ada, key="2")
    stop = db.session.scalars(select(RoundStop).where(RoundStop.round_id == other.id)).one()
    phone = signed_in_client(app, ada)
    assert phone.get(f"/rounds/{mine.id}/stops/{stop.id}").status_code == 404


def test_a_skipped_room_keeps_its_reason_when_it_is_done_meanwhile(
    app: Flask, make: Builder
) -> None:
    ada, room = make.person(role=Role.MANAGER), make.room()
    walk = made(make, [room], ada)
    stop = db.session.scalars(select(RoundStop).where(RoundStop.round_id == walk.id)).one()
    phone = signed_in_client(app, ada)
    page = fetch(phone, f"/rounds/{walk.id}/stops/{stop.id}")
    stop.state, stop.check_id = StopState.DONE, make.check(room=room).id
    db.session.commit()
    answer = page.form(button="Skip this room").send({"reason": Reason.LOCKED.value})
    assert "it is done" in read(answer, 422, phone).main


def test_a_round_of_services_lists_them_and_one_of_checks_says_how_many(
    app: Flask, manager: FlaskClient, make: Builder
) -> None:
    unit = make.equipment(name="Projector", room=make.room(last_checked_at=NOON))
    other = make.room(name="9.99")
    plan = make.job_plan(name="Filter", scope=Scope.SERVICE, type=unit.model.type)
    due = NOON.date() - timedelta(days=1)
    db.session.add(
        DueWork(
            room_id=unit.room_id,
            plan_id=plan.id,
            equipment_id=unit.id,
            scope=Scope.SERVICE,
            due_on=due,
            late_from=due + timedelta(days=1),
            minutes=25,
        )
    )
    db.session.commit()
    room = db.session.get_one(Room, unit.room_id)
    page = fetch(manager, "/rounds/new?scope=service")
    assert "1 service due · 25 minutes" in page.main
    assert other.name not in page.main
    page.form(button="Make this round").send()
    walk = the_round()
    assert walk.scope is Scope.SERVICE
    assert (
        "Projector: Filter · due yesterday · 25 minutes"
        in fetch(manager, f"/rounds/{walk.id}").main
    )
    checks = made(make, [room], None, key="checks")
    main = fetch(manager, f"/rounds/{checks.id}").main
    assert "Room check due in 14 days" in main
    assert "1 service due · 25 minutes" in main
    assert "Filter" not in main
