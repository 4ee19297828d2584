"""The inspection record of a room: what was checked, what is wrong, who is never named."""

from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from flask.testing import FlaskClient

from app import clock
from app.checks.models import Grade, Reason, Result
from app.equipment.models import Condition
from app.places.models import Room
from tests.builders import Builder
from tests.pages import fetch


@pytest.fixture
def room(make: Builder) -> Room:
    at = clock.now() - timedelta(days=1)
    room = make.room(name="2.14", last_checked_at=at, last_checked_grade=Grade.SCANNED)
    make.tag(room=room, code="7K3QX9MP2TA4")
    return room


def record(client: FlaskClient, room: Room) -> pypdfium2.PdfDocument:
    answer = client.get(f"/rooms/{room.id}/record.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return pypdfium2.PdfDocument(answer.data)


def words(client: FlaskClient, room: Room) -> str:
    with record(client, room) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return " ".join(text.split())


def test_it_tells_how_the_room_is_and_how_that_is_known(
    technician: FlaskClient, make: Builder, room: Room
) -> None:
    unit = make.equipment(room=room, name="Beamer", asset_tag="AV-7")
    check = make.check(
        room=room,
        person=make.person(name="Ada Byte"),
        grade=Grade.SCANNED,
        scan="s",
        done_at=room.last_checked_at,
    )
    make.finding(check=check, equipment=unit)

    said = words(technician, room)

    assert "Everything here was found working." in said
    assert "Beamer" in said
    assert "AV-7 Working" in said
    assert "1 unit fine" in said
    assert said.count("scanned at the tag") >= 2
    assert "Ada" not in said


def test_what_is_broken_is_said_and_what_a_reporter_wrote_is_not(
    technician: FlaskClient, make: Builder, room: Room
) -> None:
    unit = make.equipment(room=room, name="Beamer", condition=Condition.DOWN)
    fault = make.fault(room=room, equipment=unit)
    make.report(fault=fault, note="Professor Grumble was furious")

    said = words(technician, room)

    assert "something in it is broken" in said
    assert "Not working" in said
    assert "Known to be wrong" in said
    assert "Grumble" not in said


def test_what_nobody_looked_at_is_not_called_working(
    technician: FlaskClient, make: Builder
) -> None:
    room = make.room()
    make.equipment(room=room, name="Beamer")

    said = words(technician, room)
    assert "Nobody has checked this room lately." in said
    assert "Not checked" in said


def test_a_visit_that_checked_nothing_says_why(
    technician: FlaskClient, make: Builder, room: Room
) -> None:
    make.check(room=room, result=Result.NOT_CHECKED, reason=Reason.LOCKED)
    assert "Not checked: locked" in words(technician, room)


def test_its_code_is_that_of_the_room(technician: FlaskClient, room: Room) -> None:
    with record(technician, room) as document:
        image = document[0].render(scale=150 / 72).to_pil()
    (code,) = zxingcpp.read_barcodes(image)
    assert code.text == "HTTPS://ROOMS.EXAMPLE.EDU/T/7K3QX9MP2TA4"


def test_the_page_of_a_room_leads_to_it(technician: FlaskClient, room: Room) -> None:
    page = fetch(technician, f"/rooms/{room.id}")
    assert page.link("Inspection record (PDF)") == f"/rooms/{room.id}/record.pdf"


def test_a_room_that_is_not_there_has_none(technician: FlaskClient) -> None:
    assert technician.get("/rooms/999/record.pdf").status_code == 404
