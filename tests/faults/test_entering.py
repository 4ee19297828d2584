"""What somebody tells by phone or at the desk is written down in three fields."""

import re

import pytest
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image
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
    assert f"/f/ {report.secret}" in after.main
    assert len(report.secret) == 14
    typed = report.secret.lower().replace("-", "")
    assert "It went dark." in fetch(client, f"/f/{typed}").main


def test_what_is_read_out_to_a_caller_is_the_promise_and_a_code_that_a_phone_reads(
    staff: FlaskClient, client: FlaskClient, make: Builder, beamer: Equipment
) -> None:
    address = f"/rooms/{beamer.room_id}/faults/new"
    sent = fetch(staff, address).form(address).send(told(beamer))
    page = fetch(staff, sent.location)
    report = db.session.scalars(select(Report)).one()
    assert page.h1 == "Tell them this"
    assert "Someone will be with you by" in page.main
    assert page.each("readout__letters") == [report.secret]
    (drawn,) = page.document.of_class("readout__code")
    size = int(drawn.get("viewBox", "").split()[-1])
    (path,) = (each.get("d", "") for each in drawn.iter() if each.get("d"))
    assert scanned(path, size).endswith(f"/f/{report.secret}")
    assert client.get(sent.location).status_code == 302
    at_a_tag = make.report(fault=db.session.get_one(Fault, report.fault_id))
    fetch(staff, f"/faults/{report.fault_id}/calls/{at_a_tag.id}", 404)
    fetch(staff, f"/faults/{make.fault().id}/calls/{report.id}", 404)


def scanned(path: str, size: int) -> str:
    """What a scanner reads off the boxes of a path."""
    picture = Image.new("L", (size * 6, size * 6), 255)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        left, top = int(x) * 6, int(y) * 6
        picture.paste(0, (left, top, left + int(width) * 6, top + 6))
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


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
