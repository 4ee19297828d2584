"""The pages about rooms: the list, adding, changing, retiring; refusals keep what was typed."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.paging import AHEAD, PAGE_SIZE
from app.places import listing, queries
from app.places.listing import RoomFilter, listed, overdue
from app.places.models import Criticality, Floor, Room
from tests.builders import NOON, Builder
from tests.pages import fetch, read


def _named(rooms: listing.Rooms) -> list[str]:
    return [room.name for room in rooms.rooms]


def test_an_empty_estate_says_what_to_do_first(manager: FlaskClient, make: Builder) -> None:
    steps = []
    for add in (make.support_calendar, make.site, make.building, make.room):
        steps.append(fetch(manager, "/rooms").each("empty__title"))
        fetch(manager, "/rooms/new")
        add()
    assert [step[0].partition(":")[0] for step in steps] == ["First", "Next", "Next", "Next"]
    assert not fetch(manager, "/rooms").each("empty__title")


def test_a_technician_looks_and_changes_nothing(technician: FlaskClient, make: Builder) -> None:
    room = make.room()
    page = fetch(technician, "/rooms")
    assert "New room" not in page.main
    for address in ("/buildings", "/sites", "/support-calendars"):
        assert "Change" not in fetch(technician, address).main
    assert technician.get("/rooms/new").status_code == 403
    assert technician.get(f"/rooms/{room.id}/edit").status_code == 403


def test_the_list_tells_when_each_room_was_checked_and_is_due(
    manager: FlaskClient, make: Builder
) -> None:
    room = make.room(name="2.01", last_checked_at=None)
    page = fetch(manager, "/rooms")
    line = page.rows[1]
    assert line[0].startswith("2.01 Seminar room")
    assert line[3] == "never"
    assert line[4].startswith("Due ")
    assert page.link("2.01") == f"/rooms/{room.id}"


def test_rooms_are_found_by_name_what_they_are_and_building(make: Builder) -> None:
    hall = make.building(name="Main Hall")
    make.room(building=hall, name="2.01", description="Hörsaal")
    make.room(building=hall, name="2.02", description="LABORATORY")
    make.room(name="3.01", description="Laboratory")
    for words, names in {
        "main": ["2.01", "2.02"],
        "laboratory main": ["2.02"],
        "HÖRSAAL": ["2.01"],
        "2_": [],
        "%": [],
        "nothing": [],
        "": ["2.01", "2.02", "3.01"],
    }.items():
        assert _named(listed(RoomFilter(words=words), 1, at=NOON)) == names, words


def test_rooms_are_filtered_and_sorted(make: Builder) -> None:
    ground = make.floor(building=make.building(name="B"))
    old = make.room(name="1", building=make.building(name="A"), criticality=Criticality.A)
    make.room(name="2", floor=ground, last_checked_at=NOON)
    make.room(name="3", retired_at=NOON)
    shown = {
        RoomFilter(building_id=ground.building_id): ["2"],
        RoomFilter(floor_id=ground.id): ["2"],
        RoomFilter(criticality=Criticality.A): ["1"],
        RoomFilter(retired=True): ["3"],
        RoomFilter(overdue=True): ["1"],
        RoomFilter(order="-name"): ["2", "1"],
        RoomFilter(order="building"): ["1", "2"],
        RoomFilter(order="-building"): ["2", "1"],
        RoomFilter(order="checked"): ["1", "2"],
        RoomFilter(order="-checked"): ["2", "1"],
        RoomFilter(building_id=old.building_id, words="seminar"): ["1"],
    }
    for wanted, names in shown.items():
        assert _named(listed(wanted, 1, at=NOON)) == names, wanted


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_the_list_and_the_room_agree_on_what_is_overdue(make: Builder, zone: str) -> None:
    site = make.site(support_calendar=make.support_calendar(timezone=zone))
    building, own = make.building(site=site), make.support_calendar(timezone="Asia/Tokyo")
    for hours in (*range(24 * 6, 24 * 9), *range(24 * 13, 24 * 16)):
        make.room(
            building=building,
            last_checked_at=NOON - timedelta(hours=hours),
            criticality=Criticality.A if hours < 24 * 10 else Criticality.B,
            support_calendar=own if hours % 3 == 0 else None,
        )
    every = db.session.scalars(select(Room).options(*queries.with_place())).all()
    late = {r.id for r in every if r.check_due_on < NOON.astimezone(r.support.zone).date()}
    assert 0 < len(late) < len(every)
    assert set(db.session.scalars(select(Room.id).where(overdue(NOON)))) == late


def test_a_long_list_is_shown_page_by_page(manager: FlaskClient, make: Builder) -> None:
    building = make.building()
    rooms = [
        Room(building=building, name=f"{n:04d}", criticality=Criticality.B, created_at=NOON)
        for n in range(AHEAD + PAGE_SIZE + 1)
    ]
    db.session.add_all(rooms)
    db.session.commit()
    page = fetch(manager, "/rooms")
    assert "1–50 of 1,051" in page.main
    assert "Page 1 of 22" in page.main
    assert fetch(manager, page.link("Next")).rows[1][0].startswith("0050")
    assert "1,051–1,051 of 1,051" in fetch(manager, "/rooms?page=22").main
    beyond = fetch(manager, "/rooms?page=999&sort=-name")
    assert "Page 22 of 22" in beyond.main
    assert beyond.rows[1][0].startswith("0000")
    assert "of more than 1,000" in fetch(manager, "/rooms?q=0").main


def test_filters_stay_when_the_list_is_sorted(manager: FlaskClient, make: Builder) -> None:
    room = make.room()
    page = fetch(manager, f"/rooms?q=seminar&building={room.building_id}&criticality=B")
    sort = page.link("Building")
    assert f"q=seminar&building={room.building_id}&criticality=B" in sort
    assert page.filters_open
    assert not fetch(manager, "/rooms").filters_open
    assert fetch(manager, sort).rows[1][0].startswith(room.name)


@pytest.mark.parametrize(
    "asked", ["page=x", "page=-3", "page=0", "building=x", "criticality=Z", "sort=evil", "use=no"]
)
def test_an_address_that_makes_no_sense_shows_the_list(
    manager: FlaskClient, make: Builder, asked: str
) -> None:
    make.room(name="2.01")
    assert fetch(manager, f"/rooms?{asked}").rows[1][0].startswith("2.01")


def test_nothing_found_leads_back_to_all_rooms(manager: FlaskClient, make: Builder) -> None:
    make.room()
    assert fetch(manager, "/rooms?q=zzz").link("Show all rooms") == "/rooms"


def test_a_room_is_added_with_a_floor_that_was_not_there(
    manager: FlaskClient, make: Builder
) -> None:
    building = make.building()
    form = fetch(manager, "/rooms/new").form("/rooms/new")
    typed = {"name": "2.01", "building": str(building.id), "floor": "1. OG", "criticality": "A"}
    answer = form.send(typed)
    assert answer.status_code == 303
    room = db.session.scalars(select(Room)).one()
    assert room.criticality is Criticality.A
    floor = db.session.scalars(select(Floor)).one()
    assert (room.floor_id, floor.label, floor.position) == (floor.id, "1. OG", 1)
    assert "Room 2.01 is added." in fetch(manager, answer.location).main


def test_a_name_twice_is_refused_beside_the_field_and_nothing_typed_is_lost(
    manager: FlaskClient, make: Builder
) -> None:
    there = make.room(name="2.01", building=make.building(name="Main Hall"))
    form = fetch(manager, "/rooms/new").form("/rooms/new")
    typed = {
        "name": "2.01",
        "description": "Chemistry",
        "building": str(there.building_id),
        "floor": "9",
        "criticality": "S",
    }
    page = read(form.send(typed), 422, manager)
    assert page.errors == [
        "There is a room “2.01” in Main Hall already. Give this one another name."
    ]
    again = page.form("/rooms/new").filled
    assert {name: again[name] for name in typed} == typed
    assert page.response.text.count('value="9"') == 1  # typed again, and not offered as a floor
    assert not queries.floors(there.building_id)


def test_an_empty_form_says_what_is_missing(manager: FlaskClient, make: Builder) -> None:
    make.building()
    form = fetch(manager, "/rooms/new").form("/rooms/new")
    page = read(form.send({"name": " ", "criticality": None}), 422, manager)
    assert len(page.errors) == 3
    long = read(form.send({"name": "x" * 201, "floor": "x" * 41}), 422, manager)
    assert "Use at most 200 characters." in long.errors
    assert "Use at most 40 characters." in long.errors


def test_a_room_is_changed_and_its_page_is_new(manager: FlaskClient, make: Builder) -> None:
    room = make.room(name="2.01", floor=make.floor(label="2"))
    address = f"/rooms/{room.id}/edit"
    form = fetch(manager, address).form(address)
    assert (form.filled["name"], form.filled["floor"]) == ("2.01", "2")
    assert form.send({"name": "2.01 a", "floor": ""}).status_code == 303
    db.session.refresh(room)
    assert (room.name, room.floor_id, room.version) == ("2.01 a", None, 2)


def test_a_changed_name_that_is_taken_is_refused(manager: FlaskClient, make: Builder) -> None:
    room = make.room(name="2.02")
    make.room(name="2.01", building=room.building)
    address = f"/rooms/{room.id}/edit"
    page = read(fetch(manager, address).form(address).send({"name": "2.01"}), 422, manager)
    assert page.form(address).filled["name"] == "2.01"
    assert page.h1 == "Change room 2.02"


def test_a_room_is_retired_and_brought_back(manager: FlaskClient, make: Builder) -> None:
    room = make.room(name="2.01")
    page = fetch(manager, f"/rooms/{room.id}/edit")
    page.form(f"/rooms/{room.id}/retire").send()
    assert "No room" not in fetch(manager, "/rooms?use=retired").main
    back = fetch(manager, f"/rooms/{room.id}/edit").form(f"/rooms/{room.id}/bring-back")
    assert back.send().status_code == 303
    db.session.refresh(room)
    assert (room.is_retired, room.version) == (False, 3)


def test_a_room_whose_name_is_taken_meanwhile_stays_retired(
    manager: FlaskClient, make: Builder
) -> None:
    room = make.room(name="2.01", retired_at=NOON)
    make.room(name="2.01", building=room.building)
    page = fetch(manager, f"/rooms/{room.id}/edit")
    answer = page.form(f"/rooms/{room.id}/bring-back").send()
    assert "Give this one another name" in read(answer, 409).main


def test_a_name_of_two_hundred_letters_and_one_with_markup_are_shown_whole(
    manager: FlaskClient, make: Builder
) -> None:
    make.room(name="W" * 200)
    make.room(name="<b>1</b>")
    rows = fetch(manager, "/rooms").rows
    assert rows[1][0].startswith("<b>1</b>")
    assert rows[2][0].startswith("W" * 200)


def test_a_room_that_is_not_there_is_not_found(manager: FlaskClient) -> None:
    assert manager.get("/rooms/99/edit").status_code == 404
