"""The tag of a unit leads to the room in which it stands now, and to the unit first."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.codes.models import Tag
from app.equipment import queries as units
from app.equipment import service as equipment
from app.equipment.models import Condition, Equipment
from app.extensions import db
from tests.builders import NOON, Builder
from tests.pages import fetch


@pytest.fixture(autouse=True)
def _at_noon(time_machine: object) -> None:
    time_machine.move_to(NOON, tick=False)  # type: ignore[attr-defined]


@pytest.fixture
def unit(make: Builder) -> Equipment:
    """The left projector of room 2.14, among others, all looked at this noon."""
    room = make.room(name="2.14", last_checked_at=NOON)
    visit = make.check(room=room, done_at=NOON)
    others = [make.equipment(room=room, name=f"A {n}") for n in range(2)]
    mine = make.equipment(room=room, name="Projector left")
    for each in (*others, mine):
        make.finding(check=visit, equipment=each)
    return mine


@pytest.fixture
def tag(make: Builder, unit: Equipment) -> Tag:
    """Its tag."""
    return make.tag(equipment=unit)


def test_the_page_begins_with_the_unit(client: FlaskClient, tag: Tag) -> None:
    page = fetch(client, f"/t/{tag.code}")
    assert page.h1 == "Projector left"
    assert page.title.startswith("Projector left · in room 2.14")
    assert "in room 2.14" in page.text
    assert page.each("plate__word") == ["Working"]
    assert "It was found working." in page.text
    assert page.each("unit")[0].startswith("Projector left")


def test_its_own_faults_stand_first_and_decide_its_state(
    client: FlaskClient, make: Builder, unit: Equipment, tag: Tag
) -> None:
    older = make.fault(room=unit.room, reported_at=NOON - timedelta(days=3))
    mine = make.fault(equipment=unit)
    wrong = [mine.symptom.label, older.symptom.label]
    unit.condition = Condition.DOWN
    equipment.change_unit(unit, name=unit.name)
    db.session.commit()
    page = fetch(client, f"/t/{tag.code}")
    assert page.each("plate__word") == ["Not working"]
    said = page.each("fault__title")
    assert [words in title for words, title in zip(wrong, said, strict=True)] == [True, True]


def test_a_unit_that_the_last_check_left_out_is_not_said_to_work(
    client: FlaskClient, make: Builder, unit: Equipment
) -> None:
    room = unit.room
    page = fetch(client, f"/t/{make.tag(equipment=make.equipment(room=room)).code}")
    assert page.each("plate__word") == ["Unchecked"]
    room.last_checked_at = NOON - timedelta(days=60)
    db.session.commit()
    page = fetch(client, f"/t/{make.tag(equipment=unit).code}")
    assert page.each("plate__word") == ["Unchecked"]


def test_a_report_begins_with_the_unit(client: FlaskClient, unit: Equipment, tag: Tag) -> None:
    page = fetch(client, f"/t/{tag.code}")
    assert page.link("Report a fault") == f"/t/{tag.code}/report?unit={unit.id}"
    assert fetch(client, page.link("Report a fault")).h1 == "Projector left"


def test_its_room_is_checked_from_it(technician: FlaskClient, tag: Tag) -> None:
    page = fetch(technician, f"/t/{tag.code}")
    assert "A 1" in fetch(technician, page.link("Check this room")).text


def test_the_tag_follows_its_unit_and_goes_with_it(
    client: FlaskClient, make: Builder, unit: Equipment, tag: Tag
) -> None:
    address, there = f"/t/{tag.code}", make.room(name="0.01")
    assert "in room 2.14" in client.get(address).text
    equipment.move_unit(unit, there)
    db.session.commit()
    assert "in room 0.01" in client.get(address).text
    assert "in room 0.01" in client.get(f"{address}?page=1").text
    stored = units.unit(unit.id)
    assert stored is not None
    equipment.retire_unit(stored, at=NOON)
    db.session.commit()
    unknown = client.get("/t/NOTHING")
    gone = client.get(address)
    assert (gone.status_code, gone.data) == (404, unknown.data)


def test_staff_see_which_units_have_tags_and_visitors_do_not(
    technician: FlaskClient, client: FlaskClient, make: Builder, tag: Tag
) -> None:
    of_room = make.tag(room=tag.home)
    page = fetch(technician, f"/t/{of_room.code}")
    assert page.link("Projector left") == f"/t/{tag.code}"
    assert page.text.count("Has a tag of its own") == 1
    assert tag.code not in client.get(f"/t/{of_room.code}").text
