"""What somebody tells by phone or at the desk is written down in three fields."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.equipment.models import Equipment, Symptom
from app.extensions import db
from app.faults.models import Channel, Fault, FaultState, Kind, Report
from app.people.models import Person
from app.places.models import Room
from tests.builders import Builder
from tests.pages import fetch, read


@pytest.fixture
def beamer(make: Builder) -> Equipment:
    symptom = make.symptom(label="No picture", code="NO_PICTURE")
    kind = make.equipment_type(symptoms=(symptom,))
    return make.equipment(name="Beamer", model=make.model(type=kind))


def told(beamer: Equipment) -> dict[str, str]:
    symptom = db.session.scalars(select(Symptom.id).where(Symptom.code == "NO_PICTURE")).one()
    return {"what": f"{beamer.id}-{symptom}", "note": "It went dark.", "contact": "5512"}


def test_a_call_is_a_report_with_its_channel_and_a_page_to_read_out(
    staff: FlaskClient, client: FlaskClient, ada: Person, beamer: Equipment
) -> None:
    page = fetch(staff, fetch(staff, "/faults").link("New fault"))
    name = db.session.get_one(Room, beamer.room_id).name
    address = f"/rooms/{beamer.room_id}/faults/new"
    assert "which room is it" in page.main
    assert address in fetch(staff, f"/faults/new?q={name.lower()}").links
    form = fetch(staff, address).form(address)
    after = fetch(staff, form.send(told(beamer)).location)
    report = db.session.scalars(select(Report)).one()
    fault = db.session.get_one(Fault, report.fault_id)
    assert (report.channel, fault.channel) == (Channel.PHONE, Channel.PHONE)
    assert (report.taken_by_id, report.note, report.contact) == (ada.id, "It went dark.", "5512")
    assert f"/f/{report.secret}" in after.main
    assert len(report.secret) == 14
    typed = report.secret.lower().replace("-", "")
    assert "It went dark." in fetch(client, f"/f/{typed}").main


def test_a_second_caller_joins_the_open_fault(staff: FlaskClient, beamer: Equipment) -> None:
    for _caller in range(2):
        form = fetch(staff, f"/rooms/{beamer.room_id}/faults/new").form(
            f"/rooms/{beamer.room_id}/faults/new"
        )
        form.send({**told(beamer), "channel": "walk_in"})
        assert form.send({**told(beamer), "channel": "walk_in"}).status_code == 303, "twice is one"
    assert len(db.session.scalars(select(Fault)).all()) == 1
    reports = db.session.scalars(select(Report)).all()
    assert [each.channel for each in reports] == [Channel.WALK_IN] * 2


@pytest.mark.parametrize("kind", [Kind.QUESTION, Kind.SUGGESTION])
def test_a_question_breaks_nothing_and_stands_in_its_own_tab(
    staff: FlaskClient, beamer: Equipment, kind: Kind
) -> None:
    address = f"/rooms/{beamer.room_id}/faults/new"
    form = fetch(staff, address).form(address)
    assert read(form.send({**told(beamer), "kind": kind, "note": ""}), 422, staff).errors
    assert form.send({**told(beamer), "kind": kind}).status_code == 303
    fault = db.session.scalars(select(Fault)).one()
    assert (fault.kind, fault.state) == (kind, FaultState.REPORTED)
    asked = fetch(staff, fetch(staff, "/faults").link("Questions and wishes"))
    assert f"/faults/{fault.id}" in asked.links


def test_what_is_wrong_must_be_chosen_and_words_are_kept(
    staff: FlaskClient, beamer: Equipment
) -> None:
    address = f"/rooms/{beamer.room_id}/faults/new"
    form = fetch(staff, address).form(address)
    page = read(form.send({**told(beamer), "what": "99-99"}), 422, staff)
    assert page.errors
    assert page.form(address).filled["note"].strip() == "It went dark."
    assert not db.session.scalars(select(Fault)).all()


def test_a_room_that_nobody_has_heard_of_is_not_found(staff: FlaskClient) -> None:
    assert "No room answers to that" in fetch(staff, "/faults/new?q=nowhere").main
    fetch(staff, "/rooms/999/faults/new", 404)
