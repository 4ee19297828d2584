"""Past work of other systems: shown as history, in whose words, and never as a check."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from app.checks.models import PastKind, PastWork, Result
from app.equipment.models import Equipment
from app.extensions import db
from app.places.models import Room
from tests.builders import NOON, Builder
from tests.pages import fetch


@pytest.fixture
def room(make: Builder) -> Room:
    return make.room(name="2.14")


@pytest.fixture
def unit(make: Builder, room: Room) -> Equipment:
    return make.equipment(room=room, name="Projector")


def told(room: Room, **given: Any) -> PastWork:
    """A stored work order of another system."""
    fields = {
        "room_id": room.id,
        "kind": PastKind.WORK,
        "done_on": date(2024, 5, 17),
        "words": "Changed the lamp",
        "who": "M. Smith",
        "readings": [],
        "source": "old cmms",
        "created_at": NOON,
    }
    made = PastWork(**(fields | given))
    db.session.add(made)
    db.session.commit()
    return made


def test_a_rooms_page_tells_staff_what_another_system_tells(
    technician: FlaskClient, room: Room
) -> None:
    told(room, external_id="4711", result=Result.PASS, kind=PastKind.CHECK)
    page = fetch(technician, f"/rooms/{room.id}")
    for words in (
        "Before Roomworthy",
        "17 May 2024",
        "Check: fine · 4711",
        "Changed the lamp",
        "Imported from old cmms, recorded there, not seen here (evidence grade 0)",
    ):
        assert words in page.text


def test_a_room_without_a_past_says_nothing_of_it(technician: FlaskClient, room: Room) -> None:
    assert "Before Roomworthy" not in fetch(technician, f"/rooms/{room.id}").text


def test_the_public_page_knows_nothing_of_it(
    client: FlaskClient, make: Builder, room: Room
) -> None:
    tag = make.tag(room=room)
    before = fetch(client, f"/t/{tag.code}").text
    told(room, done_on=NOON.date(), kind=PastKind.CHECK, result=Result.PASS)
    room.version += 1  # or a page that is kept would answer
    db.session.commit()
    after = fetch(client, f"/t/{tag.code}").text
    assert "Changed the lamp" not in after
    assert "M. Smith" not in after
    assert after == before
    assert "No check has been logged here yet." in after


def test_neither_the_list_of_rooms_nor_the_day_takes_it_for_a_check(
    technician: FlaskClient, room: Room
) -> None:
    addresses = ("/rooms", "/today", "/checks")
    before = [fetch(technician, address).text for address in addresses]
    told(room, done_on=NOON.date(), kind=PastKind.CHECK, result=Result.PASS)
    assert [fetch(technician, address).text for address in addresses] == before


def test_the_list_shows_all_newest_first_and_of_one_unit(
    technician: FlaskClient, room: Room, unit: Equipment
) -> None:
    told(room, words="Older", done_on=date(2020, 1, 1))
    told(room, words="Newer", done_on=date(2021, 1, 1), equipment_id=unit.id)
    page = fetch(technician, "/checks/past").text
    assert page.index("Newer") < page.index("Older")
    of_unit = fetch(technician, f"/checks/past?unit={unit.id}").text
    assert "Past work of Projector" in of_unit
    assert "Older" not in of_unit


def test_the_list_is_searched_by_words_and_kind(technician: FlaskClient, room: Room) -> None:
    told(room, words="Changed the lamp")
    told(room, words="Yearly look", kind=PastKind.CHECK)
    assert "Yearly look" not in fetch(technician, "/checks/past?q=LAMP").text
    assert "Changed the lamp" in fetch(technician, "/checks/past?q=CHANGED").text
    assert "Changed the lamp" not in fetch(technician, "/checks/past?kind=check").text
    assert "No past work answers to that" in fetch(technician, "/checks/past?q=window").text


def test_ten_thousand_entries_come_page_by_page(technician: FlaskClient, room: Room) -> None:
    first = date(1990, 1, 1)
    rows = [
        {"room_id": room.id, "kind": PastKind.WORK, "done_on": first + timedelta(days=number)}
        | {"words": f"Order {number}.", "who": "", "readings": [], "source": "s"}
        | {"created_at": NOON, "external_id": str(number)}
        for number in range(10_000)
    ]
    db.session.execute(insert(PastWork), rows)
    db.session.commit()
    page = fetch(technician, f"/checks/past?room={room.id}")
    assert "1–50 of 10,000" in page.text
    assert "Order 9999." in page.text
    last = fetch(technician, f"/checks/past?room={room.id}&page=200")
    assert "Order 0." in last.text
    assert fetch(technician, f"/rooms/{room.id}").text.count("Imported from s") == 5
    assert f"/checks/past?room={room.id}" in technician.get(f"/rooms/{room.id}").text


def test_a_long_text_is_folded_and_whole(technician: FlaskClient, room: Room) -> None:
    told(room, words="word " * 200 + "end.")
    page = fetch(technician, "/checks/past").text
    assert "The whole text" in page
    assert "end." in page


def test_it_goes_out_as_a_list_and_who_did_it_to_managers_alone(
    technician: FlaskClient, manager: FlaskClient, room: Room, unit: Equipment
) -> None:
    told(room, equipment_id=unit.id, readings=[{"name": "Lamp hours", "value": "12 h"}])
    rows = [_first(each) for each in (technician, manager)]
    assert "who" not in rows[0]
    assert rows[1]["who"] == "M. Smith"
    assert rows[1]["unit_name"] == "Projector"
    assert rows[1]["readings"] == "Lamp hours: 12 h"


def _first(client: FlaskClient) -> dict[str, str]:
    with client.get("/exports/past-work.csv") as answer:
        text = answer.get_data(as_text=True).lstrip("\ufeff")
    return next(csv.DictReader(io.StringIO(text)))


def test_a_unit_that_does_not_exist_has_no_past(technician: FlaskClient) -> None:
    assert technician.get("/checks/past?unit=999").status_code == 404
