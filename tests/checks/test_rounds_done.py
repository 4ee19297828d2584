"""A check marks the room of the round that waited for it, and none else."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.checks.models import Reason, Result, Scope, StopState
from app.checks.rounds import service
from app.checks.service import Found, log
from app.errors import Refusal
from app.extensions import db
from app.people.models import Person
from app.places import queries as places
from app.places.models import Room
from tests.builders import NOON, Builder
from tests.checks.test_rounds import TODAY, made, states, stops
from tests.conftest import signed_in_client
from tests.pages import fetch

pytestmark = pytest.mark.usefixtures("app")


def visit(make: Builder, room: Room, by: Person, **given: Any) -> Any:
    check = make.check(room=room, person=by, **({"done_at": NOON} | given))
    return service.done(check)


def test_a_check_makes_the_room_done_and_begins_and_ends_the_round(make: Builder) -> None:
    ada, rooms = make.person(), [make.room(), make.room()]
    walk = made(make, rooms, ada)
    stop = visit(make, rooms[0], ada)
    assert (stop.state, stop.check_id is not None) == (StopState.DONE, True)
    assert (walk.started_at, walk.ended_at) == (NOON, None)
    assert visit(make, rooms[0], ada) is None
    visit(make, rooms[1], ada, done_at=NOON + timedelta(minutes=9))
    assert walk.ended_at == NOON + timedelta(minutes=9)
    with pytest.raises(Refusal, match="it is done"):
        service.skip(stops(walk)[0], Reason.LOCKED, "", ada, at=NOON)


def test_a_visit_that_could_check_nothing_skips_the_room_which_can_be_done_later(
    make: Builder,
) -> None:
    ada, room = make.person(), make.room()
    walk = made(make, [room], ada)
    stop = visit(make, room, ada, result=Result.NOT_CHECKED, reason=Reason.IN_USE)
    assert (stop.state, stop.reason, walk.ended_at) == (StopState.SKIPPED, Reason.IN_USE, NOON)
    again = visit(make, room, ada, done_at=NOON + timedelta(hours=3))
    assert (again.id, again.state, again.reason) == (stop.id, StopState.DONE, None)


def test_the_reason_is_taken_from_what_was_said_of_a_unit(make: Builder) -> None:
    ada, room = make.person(), make.room()
    made(make, [room], ada)
    check = make.check(room=room, person=ada, result=Result.NOT_CHECKED, done_at=NOON)
    make.finding(check=check, result=Result.NOT_CHECKED, reason=Reason.NOT_FOUND)
    stop = service.done(check)
    assert stop
    assert stop.reason is Reason.NOT_FOUND


def test_days_after_its_end_a_round_is_left_as_it_was(make: Builder) -> None:
    ada, room = make.person(), make.room()
    walk = made(make, [room], ada)
    service.end(walk, ada, reason=Reason.NO_TIME, note="", at=NOON)
    assert visit(make, room, ada, done_at=NOON + timedelta(days=2)) is None


def test_ones_own_round_comes_before_one_that_nobody_has_and_others_are_left_alone(
    make: Builder,
) -> None:
    ada, ben, room = make.person(), make.person(), make.room()
    free = made(make, [room], None, key="free")
    other = made(make, [room], ben, key="other")
    later = made(make, [room], ada, key="later", planned_on=TODAY + timedelta(days=1))
    mine = made(make, [room], ada, key="mine")
    order = []
    for _ in range(4):
        stop = visit(make, room, ada)
        order.append(stop and stop.round_id)
    assert order == [mine.id, later.id, free.id, None]
    assert states(other) == [StopState.OPEN]
    assert free.person_id is None


def test_a_round_of_next_week_is_not_walked_today(make: Builder) -> None:
    ada, room = make.person(), make.room()
    made(make, [room], ada, planned_on=TODAY + timedelta(days=7))
    assert visit(make, room, ada) is None


def test_a_room_check_is_no_service_but_a_service_is_a_room_check(make: Builder) -> None:
    ada, room = make.person(), make.room()
    made(make, [room], ada, scope=Scope.SERVICE, key="s")
    assert visit(make, room, ada) is None
    assert visit(make, room, ada, scope=Scope.SERVICE)
    made(make, [room], ada, key="r")
    assert visit(make, room, ada, scope=Scope.SERVICE)


def test_logging_a_check_moves_its_round_and_leads_on_to_the_next_room(
    app: Flask, make: Builder
) -> None:
    ada = make.person()
    rooms = [make.room(name="2.1"), make.room(name="2.2")]
    rooms[1].building_id = rooms[0].building_id
    walk = made(make, rooms, ada)
    phone = signed_in_client(app, ada)
    assert "Next:" not in fetch(phone, f"/rooms/{rooms[0].id}").main
    found = [Found(None, Result.PASS)]
    here = places.room(rooms[0].id)
    assert here
    log(here, ada, Scope.ROOM_CHECK, found, key="a", at=NOON, received_at=NOON)
    db.session.commit()
    assert states(walk) == [StopState.DONE, StopState.OPEN]
    page = fetch(phone, f"/rooms/{rooms[0].id}")
    assert "1 of 2 done" in page.main
    assert "Next: 2.2" in page.main
