"""The certificate of a room or a unit, and the record of a unit: what they say, and when not."""

from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from flask.testing import FlaskClient

from app.checks.due import service as due
from app.checks.models import Grade, ItemKind, NoTag, Result, Scope
from app.equipment.models import Condition, Equipment
from app.extensions import db
from app.places.models import Room
from tests.builders import NOON, Builder
from tests.pages import fetch

DAY = NOON - timedelta(days=1)


@pytest.fixture(autouse=True)
def _at_noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def room(make: Builder) -> Room:
    room = make.room(name="2.14", last_checked_at=DAY, last_checked_grade=Grade.SCANNED)
    make.tag(room=room, code="7K3QX9MP2TA4")
    return room


@pytest.fixture
def lift(make: Builder, room: Room) -> Equipment:
    """A lift that was looked at yesterday by somebody whose name is nobody's business."""
    kind = make.equipment_type(title="Lift", statutory=True)
    lift = make.equipment(
        room=room,
        name="Goods lift",
        model=make.model(type=kind),
        created_at=NOON - 400 * (NOON - DAY),
    )
    plan = make.job_plan(
        items=0, type=kind, name="Safety", scope=Scope.SERVICE, statutory=True, rrule="FREQ=YEARLY"
    )
    item = make.check_item(
        job_plan=plan, kind=ItemKind.NUMBER, text="Brake wear", unit="mm", minimum=2, maximum=9
    )
    ada = make.person(name="Ada Byte")
    check = make.check(
        room=room, person=ada, done_at=DAY, grade=Grade.SCANNED, scan="s", scope=Scope.SERVICE
    )
    make.finding(
        check=check, equipment=lift, item_id=item.id, item_text=item.text, reading=4, unit="mm"
    )
    due.refresh([room.id])
    db.session.commit()
    return lift


def opened(client: FlaskClient, address: str) -> pypdfium2.PdfDocument:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), address
    return pypdfium2.PdfDocument(answer.data)


def words(client: FlaskClient, address: str) -> str:
    with opened(client, address) as document:
        assert document.get_metadata_value("Title")
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return " ".join(text.split())


def codes(client: FlaskClient, address: str) -> list[str]:
    with opened(client, address) as document:
        assert len(document) == 1
        image = document[0].render(scale=2).to_pil()
    return [each.text for each in zxingcpp.read_barcodes(image)]


def test_a_room_that_was_checked_has_one_for_its_wall(
    technician: FlaskClient, make: Builder, room: Room
) -> None:
    make.check(
        room=room, person=make.person(name="Ada"), done_at=DAY, grade=Grade.SCANNED, scan="s"
    )
    said = words(technician, f"/rooms/{room.id}/certificate.pdf")

    for part in ("2.14", "Checked on 2 March 2026", "a technician, in-house", "scanned at the tag"):
        assert part in said
    assert "Next check by 16 March 2026" in said
    assert "Issued 3 March 2026" in said
    assert "the page behind its code counts" in said
    assert "Ada" not in said
    assert "verified" not in said.lower()


@pytest.mark.parametrize("size", ["a4", "a5"])
def test_its_code_is_that_of_the_room_on_one_page(
    technician: FlaskClient, make: Builder, room: Room, size: str
) -> None:
    make.check(room=room, done_at=DAY)
    room.name = "Lecture hall of the faculty of everything that is long " * 3
    db.session.commit()
    read = codes(technician, f"/rooms/{room.id}/certificate.pdf?size={size}")
    assert read == ["HTTPS://ROOMS.EXAMPLE.EDU/T/7K3QX9MP2TA4"]


def test_what_was_logged_without_a_tag_says_so(
    technician: FlaskClient, make: Builder, room: Room
) -> None:
    make.check(room=room, done_at=DAY, grade=Grade.RECORDED, no_tag=NoTag.TORN_OFF)
    said = words(technician, f"/rooms/{room.id}/certificate.pdf")
    assert "recorded, without a tag (its tag was torn off or unreadable)" in said


def test_what_nobody_checked_or_what_is_overdue_has_none(
    technician: FlaskClient, make: Builder, room: Room
) -> None:
    fetch(technician, f"/rooms/{room.id}/certificate.pdf", status=409)
    make.check(room=room, done_at=DAY)
    room.last_checked_at = NOON - timedelta(days=60)
    db.session.commit()
    page = fetch(technician, f"/rooms/{room.id}/certificate.pdf", status=409)
    assert "Check it first." in page.text


def test_a_unit_says_what_the_law_asks_for_and_when_it_is_next(
    technician: FlaskClient, lift: Equipment
) -> None:
    said = words(technician, f"/equipment/{lift.id}/certificate.pdf")

    assert "Goods lift" in said
    assert "last done 2 March 2026, as the law asks" in said
    assert "DO NOT USE" not in said
    assert codes(technician, f"/equipment/{lift.id}/certificate.pdf") == [
        "HTTPS://ROOMS.EXAMPLE.EDU/T/7K3QX9MP2TA4"
    ]


def test_a_unit_that_failed_what_the_law_asks_for_gets_another_paper(
    technician: FlaskClient, make: Builder, room: Room, lift: Equipment
) -> None:
    fault = make.fault(room=room, equipment=lift)
    lift.condition = Condition.DOWN
    check = make.check(room=room, result=Result.FAIL, done_at=NOON)
    make.finding(check=check, equipment=lift, result=Result.FAIL, fault_id=fault.id)

    said = words(technician, f"/equipment/{lift.id}/certificate.pdf")
    assert "DO NOT USE" in said
    assert "It failed its last safety check." in said
    assert "Inspection certificate" not in said
    assert "Next check by" not in said
    assert "Do not use: Goods lift." in words(technician, f"/rooms/{room.id}/certificate.pdf")
    assert "Do not use it." in fetch(technician, f"/equipment/{lift.id}").text


def test_a_broken_unit_and_one_nobody_looked_at_have_none(
    technician: FlaskClient, make: Builder, room: Room, lift: Equipment
) -> None:
    other = make.equipment(room=room)
    fetch(technician, f"/equipment/{other.id}/certificate.pdf", status=409)
    lift.condition = Condition.DOWN
    db.session.commit()
    fetch(technician, f"/equipment/{lift.id}/certificate.pdf", status=409)


def test_the_record_of_a_unit_tells_all_of_it(technician: FlaskClient, lift: Equipment) -> None:
    said = words(technician, f"/equipment/{lift.id}/record.pdf")

    for part in ("Goods lift", "Safety the law asks for it 2 March 2026", "Brake wear 4 mm"):
        assert part in said
    assert "2 to 9 mm" in said
    assert "Service by a technician, in-house, scanned at the tag" in said
    assert "Ada" not in said
    assert "This is a copy" in said


def test_the_page_of_a_unit_shows_history_readings_and_what_is_next(
    technician: FlaskClient, lift: Equipment
) -> None:
    page = fetch(technician, f"/equipment/{lift.id}")

    assert "What was done to it" in page.text
    assert "Brake wear: 4 mm" in page.text
    assert "Service by a technician, in-house, scanned at the tag" in page.text
    assert "Should be between 2 and 9." in page.text
    assert "the law asks for it" in page.text
    assert "next in" in page.text
    assert page.link("Inspection record (PDF)") == f"/equipment/{lift.id}/record.pdf"
    assert page.link("Certificate for the wall (PDF)") == f"/equipment/{lift.id}/certificate.pdf"
    assert page.link("All readings, as tables too") == f"/equipment/{lift.id}/readings"


def test_who_made_a_check_is_not_said_of_what_was_put_right(
    technician: FlaskClient, make: Builder, room: Room
) -> None:
    unit = make.equipment(room=room)
    old = make.check(room=room, done_at=DAY)
    make.finding(check=old, equipment=unit)
    new = make.check(room=room, done_at=DAY, corrects_id=old.id, grade=0, result=Result.FAIL)
    make.finding(check=new, equipment=unit, result=Result.FAIL)

    page = fetch(technician, f"/equipment/{unit.id}")
    assert "Corrected since. It said: Fine" in page.text
    assert page.text.index("Not fine") < page.text.index("Corrected since.")
