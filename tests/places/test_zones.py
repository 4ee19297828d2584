"""Zones by hand: a named set of rooms of a building, ticked on one page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.places.models import Building, Room, Zone, ZoneRoom
from tests.builders import NOON, Builder
from tests.pages import fetch, read

ZONES = "/rooms/zones"


@pytest.fixture
def hall(make: Builder) -> Building:
    """A building with two floors, three rooms in use and one retired."""
    hall = make.building(name="Main Hall")
    ground, first = make.floor(building=hall, label="EG"), make.floor(building=hall, label="1")
    make.room(name="0.01", building=hall, floor=ground)
    make.room(name="1.01", building=hall, floor=first)
    make.room(name="Loft", building=hall, floor=None)
    make.room(name="0.99", building=hall, floor=ground, retired_at=NOON)
    return hall


def key(name: str) -> int:
    return db.session.scalars(select(Room.id).where(Room.name == name)).one()


def zone(hall: Building, name: str = "East", *rooms: str) -> Zone:
    """A stored zone of these rooms."""
    made = Zone(building_id=hall.id, name=name, category="Fire")
    db.session.add(made)
    db.session.flush()
    db.session.add_all(ZoneRoom(zone_id=made.id, room_id=key(each)) for each in rooms)
    db.session.commit()
    return made


def members() -> list[str]:
    rooms = select(Room.name).join(ZoneRoom, ZoneRoom.room_id == Room.id)
    return list(db.session.scalars(rooms.order_by(Room.name)))


def test_a_zone_is_added_and_its_rooms_are_ticked(manager: FlaskClient, hall: Building) -> None:
    page = fetch(manager, fetch(manager, ZONES).link("New zone"))
    sent = page.form(f"{ZONES}/new").send(
        {"name": " East  wing ", "category": "Round", "building": str(hall.id)}
    )
    page = fetch(manager, sent.location)
    assert "0.99" not in page.main
    form = page.form(sent.location)
    sent = form.send({"rooms": [str(key("0.01")), str(key("Loft"))]})
    assert sent.location == ZONES
    assert members() == ["0.01", "Loft"]
    assert fetch(manager, ZONES).rows[1][:3] == ["East wing Round", "Main Hall", "2 rooms"]


def test_rooms_are_taken_out_of_a_zone_and_a_retired_one_stays_in_it(
    manager: FlaskClient, hall: Building
) -> None:
    zone(hall, "East", "0.01", "1.01", "0.99")
    address = fetch(manager, ZONES).link("Change East")
    form = fetch(manager, address).form(address)
    assert form.filled.getlist("rooms") == [str(key("0.01")), str(key("1.01"))]
    form.send({"rooms": [str(key("1.01"))], "name": "West"})
    assert members() == ["0.99", "1.01"]
    form.send({"rooms": None, "name": "West"})
    assert members() == ["0.99"]
    assert db.session.scalars(select(Zone.name)).all() == ["West"]


def test_the_rooms_of_a_zone_are_a_list_that_can_be_searched(
    manager: FlaskClient, hall: Building
) -> None:
    here = zone(hall, "East", "0.01", "0.99").id
    page = fetch(manager, fetch(manager, ZONES).link("1 room"))
    assert [row[0].split()[0] for row in page.rows[1:]] == ["0.01"]
    assert "In zone East, Main Hall." in page.main
    assert f"zone={here}" in page.link("Room")
    assert page.form("/rooms").filled["zone"] == str(here)
    with manager.get(f"/exports/rooms.csv?zone={here}") as sent:
        told = sent.get_data(as_text=True)
    assert "0.01" in told
    assert "1.01" not in told


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Enter the zone's name."),
        ({"name": "EAST"}, "There is a zone “East” in Main Hall already."),
        ({"building": ""}, "Choose a building."),
        ({"category": "x" * 201}, "Use at most 200 characters."),
    ],
)
def test_what_is_wrong_with_a_zone_stands_beside_its_field(
    manager: FlaskClient, hall: Building, wrong: dict[str, str], sentence: str
) -> None:
    zone(hall)
    form = fetch(manager, f"{ZONES}/new").form(f"{ZONES}/new")
    typed = {"name": "West", "category": "Round", "building": str(hall.id)}
    page = read(form.send(typed | wrong), 422, manager)
    assert page.errors == [sentence]
    assert len(db.session.scalars(select(Zone)).all()) == 1


def test_a_room_of_another_building_is_in_no_zone_of_this_one(
    manager: FlaskClient, hall: Building, make: Builder
) -> None:
    address = f"{ZONES}/{zone(hall).id}/edit"
    form = fetch(manager, address).form(address)
    page = read(form.send({"rooms": [str(make.room().id)]}), 422, manager)
    assert page.errors == ["One of these rooms is not in this building any more. Tick them again."]
    assert members() == []


def test_two_buildings_may_have_zones_of_one_name(
    manager: FlaskClient, hall: Building, make: Builder
) -> None:
    zone(hall)
    form = fetch(manager, f"{ZONES}/new").form(f"{ZONES}/new")
    other = make.building()
    assert form.send({"name": "East", "building": str(other.id)}).status_code == 303


def test_a_zone_is_removed_and_its_rooms_stay(manager: FlaskClient, hall: Building) -> None:
    known = zone(hall, "East", "0.01")
    page = fetch(manager, f"{ZONES}/{known.id}/edit")
    assert page.form(f"{ZONES}/{known.id}/remove").send().location == ZONES
    assert not db.session.scalars(select(Zone)).all()
    assert key("0.01")


def test_a_technician_sees_the_zones_and_finds_one_by_words(
    technician: FlaskClient, hall: Building
) -> None:
    zone(hall, "East", "0.01")
    zone(hall, "Nordflügel")
    page = fetch(technician, f"{ZONES}?q=NORDFLÜGEL")
    assert [row[0] for row in page.rows[1:]] == ["Nordflügel Fire"]
    for word in ("New zone", "Change"):
        assert word not in page.main
    assert fetch(technician, f"{ZONES}?q=zzz").link("Show all zones") == ZONES


def test_before_there_is_a_zone_the_list_says_what_it_is_for(
    manager: FlaskClient, technician: FlaskClient
) -> None:
    for person in (manager, technician):
        assert "No zones yet" in fetch(person, ZONES).main


def test_a_zone_that_is_not_there_is_not_found(manager: FlaskClient) -> None:
    assert manager.get(f"{ZONES}/99/edit").status_code == 404
