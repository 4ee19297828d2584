"""A fault goes where its unit goes, and out of the work to do when that is retired."""

import pytest
from flask.testing import FlaskClient

from app import clock
from app.board import queries as board
from app.equipment import service as equipment
from app.extensions import db
from app.faults import queries, service
from app.faults.models import Fault, FaultState, Report
from app.faults.queue.queries import Wanted, queue
from app.places.models import Criticality, Room
from tests.builders import NOON, Builder
from tests.pages import fetch

TODAY = NOON.date()


@pytest.fixture
def old_room(make: Builder) -> Room:
    building = make.building(name="OLDHALL")
    return make.room(name="OLDROOM", building=building, last_checked_at=clock.now())


@pytest.fixture
def new_room(make: Builder) -> Room:
    return make.room(name="NEWROOM", building=make.building(name="NEWHALL"))


@pytest.fixture
def fault(make: Builder, old_room: Room, new_room: Room) -> Fault:
    """The open fault of a projector that was carried to another building."""
    symptom = make.symptom(code="NO_PICTURE")
    model = make.model(type=make.equipment_type(symptoms=(symptom,)))
    unit = make.equipment(room=old_room, model=model)
    fault = make.fault(equipment=unit, symptom=symptom)
    equipment.move_unit(unit, new_room)
    db.session.commit()
    db.session.expire_all()
    return fault


def test_every_page_leads_to_the_room_where_the_unit_is_now(
    technician: FlaskClient, client: FlaskClient, make: Builder, fault: Fault, new_room: Room
) -> None:
    report, tag = make.report(fault=fault), make.tag(room=new_room)
    pages = [
        fetch(technician, "/faults"),
        fetch(technician, f"/faults/{fault.id}"),
        fetch(technician, "/today"),
        fetch(client, f"/f/{report.secret}"),
    ]
    for page in pages:
        assert "NEWROOM" in page.text, page.h1
        assert "OLDROOM" not in page.main, page.h1
    assert f"/rooms/{new_room.id}" in pages[1].links
    assert f"/t/{tag.code}" in pages[3].links


def test_the_queue_finds_it_where_it_is_now(fault: Fault, old_room: Room, new_room: Room) -> None:
    for room, expected in ((new_room, [fault]), (old_room, [])):
        for wanted in (Wanted(building=str(room.building_id)), Wanted(q=room.name)):
            assert queue(wanted, 1, today=TODAY).faults == expected


def test_a_report_sent_twice_at_the_new_tag_is_one_report(fault: Fault, new_room: Room) -> None:
    unit, symptom = queries.open_in_room(new_room.id)[0].equipment, fault.symptom
    sent = [
        service.report(new_room, unit, symptom, note="", contact="", key="k", at=NOON)
        for _twice in range(2)
    ]
    assert sent[0] is sent[1]
    assert db.session.get_one(Report, sent[0].id).fault_id == fault.id


def test_a_new_promise_is_counted_for_the_room_where_it_is_now(
    make: Builder, fault: Fault, new_room: Room
) -> None:
    new_room.criticality = Criticality.A
    db.session.flush()
    for state in (FaultState.RESTORED, FaultState.REOPENED):
        service.move(fault, state, by=make.person(), note="", at=NOON)
    assert (fault.restore_by - NOON).days <= 1, "within 8 support hours"


@pytest.mark.parametrize("gone", ["unit", "room of the unit", "room"])
def test_what_is_retired_leaves_the_work_to_do(make: Builder, gone: str) -> None:
    fault = make.fault(**({"equipment": None, "room": make.room()} if gone == "room" else {}))
    late = fault.restore_by
    thing = fault.room if gone != "unit" or fault.equipment is None else fault.equipment
    assert (board.figures(late).open_faults, len(board.pressing_faults(make.person()))) == (1, 1)
    thing.retired_at = NOON
    db.session.commit()

    figures = board.figures(clock.now())
    assert (figures.open_faults, figures.late_promises) == (0, 0)
    assert not board.pressing_faults(make.person())
    assert not queue(Wanted(), 1, today=TODAY).faults
    assert not queue(Wanted(state="reported"), 1, today=TODAY).faults
    assert queue(Wanted(state="all"), 1, today=TODAY).faults == [fault], "its history stays"
