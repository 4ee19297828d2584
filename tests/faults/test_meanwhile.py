"""After sending, the page of a report says what to use instead, before anything else but when."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app import clock
from app.extensions import db
from app.faults import service
from app.faults.models import Effect, Fault, FaultState, Report, Restoration
from app.faults.promises.reached import Step
from app.people.models import Person
from app.places.contingency import service as contingency
from app.places.contingency.service import Helps
from app.places.models import CalendarFeed, Room
from tests.builders import Builder
from tests.pages import fetch


@pytest.fixture
def free(make: Builder, fault: Fault) -> Room:
    """The room next door, which nobody has booked."""
    other = make.room(name="2.15", building=fault.room.building)
    db.session.add(CalendarFeed(room_id=other.id, read_at=clock.now()))
    contingency.provide(fault.room, [other], Helps("Trolley in 0.12, key at the porter's"))
    db.session.flush()
    return other


def page_of(client: FlaskClient, report: Report) -> str:
    return fetch(client, f"/f/{report.secret}").main


@pytest.mark.usefixtures("free")
def test_the_free_room_and_the_loan_kit_stand_right_beneath_the_promise(
    client: FlaskClient, make: Builder, fault: Fault
) -> None:
    words = page_of(client, make.report(fault=fault))
    order = ("It works again by", "take room 2.15", "Trolley in 0.12", "No picture", "Can't wait?")
    places = [words.index(each) for each in order]
    assert places == sorted(places)


@pytest.mark.usefixtures("free")
def test_where_the_room_is_down_it_says_to_leave(
    client: FlaskClient, make: Builder, fault: Fault
) -> None:
    fault.effect = Effect.ROOM_DOWN
    assert "Take room 2.15: it is free now." in page_of(client, make.report(fault=fault))


def test_nobody_is_sent_to_a_room_that_is_down_itself(
    client: FlaskClient, make: Builder, fault: Fault, free: Room
) -> None:
    make.fault(room=free, equipment=None, effect=Effect.ROOM_DOWN)
    assert "2.15" not in page_of(client, make.report(fault=fault))


@pytest.mark.usefixtures("free")
def test_what_only_limits_a_unit_and_what_works_again_send_nobody_away(
    client: FlaskClient, make: Builder, fault: Fault, ada: Person
) -> None:
    report = make.report(fault=fault)
    fault.effect = Effect.DEGRADED
    assert "2.15" not in page_of(client, report)
    fault.effect = Effect.UNIT_DOWN
    assert "2.15" in page_of(client, report)
    done = Step(restoration=Restoration.REPAIR)
    service.move(fault, FaultState.RESTORED, by=ada, note="", at=clock.now(), how=done)
    db.session.commit()
    assert "2.15" not in page_of(client, report)


@pytest.mark.usefixtures("free")
def test_a_late_promise_still_says_what_to_use(
    client: FlaskClient, make: Builder, fault: Fault
) -> None:
    fault.restore_by = clock.now() - timedelta(hours=1)
    assert "take room 2.15" in page_of(client, make.report(fault=fault))
