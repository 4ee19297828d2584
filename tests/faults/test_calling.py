"""A pressing new fault is told to whoever is on call, else to every technician."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.faults import record, service
from app.faults.models import Channel, Duty, Effect, Fault, Priority
from app.faults.record import Origin
from app.notices.models import Notice, Topic
from app.people.models import Person
from app.places.models import Booking
from tests.builders import Builder
from tests.building import stored
from tests.pages import fetch


def told() -> set[int | None]:
    rows = select(Notice).where(Notice.topic == Topic.NEW_FAULT)
    return {each.person_id for each in db.session.scalars(rows)}


def opened(make: Builder, effect: Effect, by: Person | None = None) -> Fault:
    unit, symptom = make.equipment(name="Beamer"), make.symptom(label="Dark")
    origin = Origin(Channel.TAG, by)
    return record.opened(unit.room, unit, symptom, effect, origin=origin, at=clock.now())


def test_every_technician_is_told_of_a_pressing_fault_where_nobody_is_on_call(
    make: Builder,
) -> None:
    people = {make.person().id, make.person().id}
    fault = opened(make, Effect.ROOM_DOWN)
    assert told() == people
    notice = db.session.scalars(select(Notice)).first()
    assert notice
    assert notice.subject.startswith("P2: Beamer in room")
    assert notice.link == f"/faults/{fault.id}"


def test_who_is_on_call_first_is_told_alone(make: Builder) -> None:
    first, second = make.person(), make.person()
    unit = make.equipment()
    calendar = record.with_calendar(unit.room_id).support.id
    span = {"starts_at": clock.now() - timedelta(hours=1), "ends_at": clock.now() + timedelta(1)}
    for step, person in ((1, first), (2, second)):
        stored(Duty(calendar_id=calendar, person_id=person.id, step=step, **span))
    origin = Origin(Channel.TAG)
    record.opened(unit.room, unit, make.symptom(), Effect.ROOM_DOWN, origin=origin, at=clock.now())
    assert told() == {first.id}


@pytest.mark.parametrize("effect", [Effect.DEGRADED, Effect.UNIT_DOWN])
def test_what_can_wait_for_the_queue_calls_nobody(make: Builder, effect: Effect) -> None:
    make.person()
    opened(make, effect)
    assert told() == set()


def test_who_entered_it_is_not_told_of_it(make: Builder) -> None:
    by, other = make.person(), make.person()
    opened(make, Effect.ROOM_DOWN, by)
    assert told() == {other.id}


def test_a_report_that_is_refused_tells_nobody(client: FlaskClient, make: Builder) -> None:
    make.person()
    tag = make.tag()
    page = fetch(client, f"/t/{tag.code}/report?unit=room")
    assert page.form(button="Send").send().status_code == 422
    assert told() == set()


def calls(fault: Fault) -> list[Notice]:
    rows = select(Notice).where(Notice.about == f"fault-{fault.id}").order_by(Notice.id)
    return list(db.session.scalars(rows))


def tell_too(fault: Fault, times: int) -> None:
    for _each in range(times):
        service.join(fault, note="", contact="", key=str(uuid4()), at=clock.now())


def test_a_fault_that_many_tell_of_calls_once_it_presses_and_no_more(make: Builder) -> None:
    ada = make.person()
    fault = opened(make, Effect.DEGRADED)
    make.report(fault=fault)
    tell_too(fault, 4)
    assert (fault.priority, calls(fault)) == (Priority.P3, [])
    tell_too(fault, 1)
    assert fault.priority is Priority.P2
    (notice,) = calls(fault)
    assert (notice.person_id, notice.subject[:3]) == (ada.id, "P2:")
    assert "more pressing than it was" in notice.body
    assert "6 reports so far." in notice.body
    tell_too(fault, 30)
    assert len(calls(fault)) == 1, "no storm"


def test_what_was_called_for_calls_again_when_a_lesson_stands_still(make: Builder) -> None:
    ada, bob = make.person(), make.person()
    fault = opened(make, Effect.ROOM_DOWN)
    assert {each.person_id for each in calls(fault)} == {ada.id, bob.id}
    service.take(fault, bob, at=clock.now())
    now = clock.now()
    span = {"starts_at": now - timedelta(minutes=1), "ends_at": now + timedelta(hours=1)}
    stored(Booking(room_id=fault.room_id, **span))
    before = len(calls(fault))
    db.session.expire_all()
    tell_too(fault, 1)
    assert fault.priority is Priority.P1
    again = calls(fault)[before:]
    assert [(each.person_id, each.urgent) for each in again] == [(bob.id, True)]


def test_who_makes_it_more_pressing_is_not_called_by_it(make: Builder) -> None:
    ada, bob = make.person(), make.person()
    fault = opened(make, Effect.DEGRADED)
    service.set_effect(fault, Effect.ROOM_DOWN, detail="", by=ada, at=clock.now())
    assert {each.person_id for each in calls(fault)} == {bob.id}
