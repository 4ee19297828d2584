"""Rooms, buildings, sites and calendars: added, changed, retired, refused in a sentence."""

from datetime import time

import pytest

from app.errors import Refusal
from app.extensions import db
from app.places import queries, service
from app.places.models import Criticality, Room
from app.places.words import storey
from tests.builders import NOON, Builder


def test_a_room_is_added_in_use_and_never_checked(make: Builder) -> None:
    room = service.add_room(make.building(), "  2.01  a ", description="Seminar", at=NOON)
    assert (room.name, room.is_retired, room.last_checked_at) == ("2.01 a", False, None)
    assert room.criticality is Criticality.B


def test_two_rooms_in_use_of_one_building_cannot_bear_one_name(make: Builder) -> None:
    building = make.building(name="Main Hall")
    service.add_room(building, "2.01", at=NOON)
    with pytest.raises(Refusal, match=r"“2\.01” in Main Hall already") as refused:
        service.add_room(building, "2.01", at=NOON)
    assert refused.value.field == "name"
    db.session.commit()
    assert db.session.query(Room).count() == 1


def test_another_building_may_have_the_name(make: Builder) -> None:
    for building in (make.building(), make.building()):
        service.add_room(building, "2.01", at=NOON)


def test_a_retired_room_frees_its_name_and_cannot_come_back_to_a_taken_one(make: Builder) -> None:
    old = make.room(name="2.01")
    service.retire_room(old, at=NOON)
    new = service.add_room(old.building, "2.01", at=NOON)
    with pytest.raises(Refusal, match=r"“2\.01”"):
        service.bring_back_room(old)
    db.session.refresh(old)
    assert old.is_retired
    service.retire_room(new, at=NOON)
    service.bring_back_room(old)
    assert not old.is_retired


def test_a_row_from_a_list_stored_twice_is_not_taken_for_a_name(make: Builder) -> None:
    building = make.building()
    service.add_room(building, "2.01", at=NOON, source="list", external_id="1")
    with pytest.raises(Exception, match="external_id"):
        service.add_room(building, "2.02", at=NOON, source="list", external_id="1")


@pytest.mark.parametrize("name", ["", "   ", "\0", "x" * 201])
def test_a_name_is_neither_empty_nor_endless(make: Builder, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        service.add_room(make.building(), name, at=NOON)
    assert refused.value.field == "name"


def test_every_change_of_a_room_raises_its_version(make: Builder) -> None:
    room = make.room()
    before = room.version
    service.change_room(room, name="3.07")
    db.session.commit()
    assert (room.name, room.version) == ("3.07", before + 1)


def test_a_changed_room_cannot_take_the_name_of_its_neighbour(make: Builder) -> None:
    room = make.room(name="2.02")
    make.room(building=room.building, name="2.01")
    with pytest.raises(Refusal):
        service.change_room(room, name="2.01", description="Changed")
    db.session.commit()
    assert (room.name, room.description) == ("2.02", "Seminar room")


def test_a_room_that_moves_to_another_building_leaves_its_floor_behind(make: Builder) -> None:
    room = make.room(floor=make.floor())
    service.change_room(room, building=make.building())
    assert room.floor_id is None


def test_a_floor_of_another_building_is_refused(make: Builder) -> None:
    with pytest.raises(Refusal) as refused:
        service.add_room(make.building(), "2.01", floor=make.floor(), at=NOON)
    assert refused.value.field == "floor"


def test_what_a_site_says_is_new_on_the_pages_of_all_its_rooms(make: Builder) -> None:
    room, other = make.room(), make.room()
    site = room.building.site
    service.change_site(site, name="New Campus", calendar=make.support_calendar())
    service.change_building(room.building, name="New Hall", site=site)
    calendar = site.support_calendar
    hours = [(0, time(8), time(9))]
    service.change_support_calendar(
        calendar, name="Desk", phone="5555", timezone="UTC", hours=hours
    )
    db.session.commit()
    assert (room.version, other.version) == (4, 1)
    assert [each.weekday for each in calendar.hours] == [0]


def test_a_floor_is_found_or_made(make: Builder) -> None:
    building = make.building()
    floor = service.floor_of(building, " 1. OG ")
    assert floor is service.floor_of(building, "1. OG")
    assert service.floor_of(building, " ") is None
    with pytest.raises(Refusal, match=r"1\. OG"):
        service.add_floor(building, "1. OG")


@pytest.mark.parametrize(
    ("label", "position"),
    [
        ("EG", 0),
        ("G", 0),
        ("1.OG", 1),
        ("-1", -1),
        ("UG", -1),
        ("2. UG", -2),
        ("B2", -2),
        ("Level 12", 12),
        ("ZG", 0),
        ("99999999", 0),
    ],
)
def test_a_label_tells_the_storey(label: str, position: int) -> None:
    assert storey(label) == position


@pytest.mark.parametrize("phone", ["5555", "+44 (0)20 5555-0100", "089/5555-12", "555 x 12"])
def test_phone_numbers_are_taken_as_people_write_them(make: Builder, phone: str) -> None:
    hours = [(0, time(8), time(18))]
    calendar = service.add_support_calendar(
        "Desk", phone=phone, timezone="Europe/Berlin", hours=hours
    )
    assert calendar.phone == phone


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"phone": "call us"}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"phone": "5" * 41}, "phone"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"hours": []}, "hours"),
        ({"hours": [(2, time(9), time(9))]}, "closes_2"),
        ({"hours": [(2, time(8), time(12)), (2, time(11), time(13))]}, "opens_2"),
        ({"name": ""}, "name"),
    ],
)
def test_a_support_calendar_that_could_not_work_is_refused(
    make: Builder, wrong: dict[str, object], field: str
) -> None:
    right = {"phone": "5555", "timezone": "UTC", "hours": [(0, time(8), time(18))], "name": "Desk"}
    with pytest.raises(Refusal) as refused:
        service.add_support_calendar(**(right | wrong))  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_room_comes_with_all_that_answers_for_it(make: Builder) -> None:
    room_id = make.room(last_checked_at=NOON).id
    db.session.expunge_all()
    room = queries.room(room_id)
    assert room is not None
    assert room.support.phone
    assert room.check_due_on.isoformat() == "2026-03-17"
    assert queries.room(room_id + 1) is None
