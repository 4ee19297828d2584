"""When a room can't be used, its tag says what to do now: which room, the kit, the spare, whom."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.codes.models import Tag
from app.equipment.models import Spare, SpareStock
from app.extensions import db
from app.faults.models import Effect
from app.places import queries as places
from app.places.contingency import service
from app.places.contingency.service import Helps
from app.places.models import Booking, CalendarFeed, Room
from app.places.service import touch
from tests.builders import NOON, Builder
from tests.pages import fetch, read


@pytest.fixture(autouse=True)
def _at_noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def tag(make: Builder) -> Tag:
    return make.tag(room=make.room(name="2.14"))


def here(tag: Tag) -> Room:
    """The tag's room with its places."""
    room = places.room(tag.room_id or 0)
    assert room
    return room


def equal(make: Builder, tag: Tag, name: str) -> Room:
    """Another room of the floor whose bookings are known."""

    room = make.room(name=name, building=here(tag).building, floor=None)
    db.session.add(CalendarFeed(room_id=room.id, read_at=NOON))
    db.session.flush()
    return room


def book(room: Room, begins: int, ends: int) -> None:
    """Minutes from now."""
    since, until = (NOON + timedelta(minutes=each) for each in (begins, ends))
    db.session.add(Booking(room_id=room.id, starts_at=since, ends_at=until))
    db.session.flush()


def provide(tag: Tag, *equals: Room, **helps: str) -> None:

    service.provide(here(tag), equals, Helps(**helps))


def page(client: FlaskClient, tag: Tag) -> str:
    return fetch(client, f"/t/{tag.code}").main


def test_a_manager_says_what_to_do_and_the_tag_shows_it_only_when_it_is_needed(
    client: FlaskClient, manager: FlaskClient, make: Builder, tag: Tag
) -> None:
    equal(make, tag, "2.15")
    form = fetch(
        manager, fetch(manager, f"/rooms/{tag.room_id}").link("If it can't be used")
    ).form()
    typed = {"rooms": "2.15\n", "loan_kit": "Trolley", "call": "Porter, 5555", "note": "Go"}
    assert form.send(typed).status_code == 303
    assert "2.15" not in page(client, tag)
    make.fault(room=here(tag), effect=Effect.ROOM_DOWN)
    make.fault(room=here(tag), effect=Effect.DEGRADED)
    touch(here(tag))
    db.session.flush()
    shown = page(client, tag)
    assert "Take room 2.15: it is free now." in shown
    assert "Loan kit Trolley" in shown
    assert "Also helps Porter, 5555 Go" in shown
    assert shown.index("Take room 2.15") < shown.index("Call ")


def test_what_only_degrades_sends_nobody_away(client: FlaskClient, make: Builder, tag: Tag) -> None:
    provide(tag, equal(make, tag, "2.15"))
    make.fault(room=here(tag), effect=Effect.DEGRADED)
    assert "2.15" not in page(client, tag)


def test_the_first_equal_room_that_is_free_and_works_is_named(
    client: FlaskClient, make: Builder, tag: Tag
) -> None:
    rooms = [equal(make, tag, f"3.{number}") for number in range(6)]
    provide(tag, *rooms)
    make.fault(room=here(tag), effect=Effect.ROOM_DOWN, equipment=None)
    assert "Take room 3.0: it is free now." in page(client, tag)
    book(rooms[0], -30, 30)
    book(rooms[1], 5, 30)
    make.fault(room=rooms[2], effect=Effect.ROOM_DOWN)
    rooms[3].retired_at = NOON
    make.fault(room=rooms[4], effect=Effect.UNIT_DOWN)
    book(rooms[4], 90, 120)
    touch(here(tag))
    db.session.flush()
    assert "Take room 3.4: free until 1:30" in page(client, tag).replace("\u202f", " ")
    book(rooms[4], -5, 20)
    book(rooms[5], -5, 20)
    touch(here(tag))
    db.session.flush()
    assert "Take room" not in page(client, tag)


def test_a_room_of_which_no_bookings_are_known_is_not_said_to_be_free(
    client: FlaskClient, make: Builder, tag: Tag
) -> None:
    unknown = make.room(name="2.16", building=here(tag).building, floor=None)
    provide(tag, unknown)
    make.fault(room=here(tag), effect=Effect.UNIT_DOWN)
    assert "Room 2.16 is equal. Look whether it is free." in page(client, tag)
    provide(tag, unknown, equal(make, tag, "2.17"))
    assert "If it can't wait, take room 2.17: it is free now." in page(client, tag)


def test_a_spare_at_the_site_is_told_and_its_shelf_is_not(
    client: FlaskClient, make: Builder, tag: Tag, time_machine: Any
) -> None:
    unit = make.equipment(room=here(tag), name="Projector left")
    make.fault(room=here(tag), equipment=unit)
    spare = Spare(model_id=unit.model_id, name=unit.model.model_number)
    db.session.add(spare)
    db.session.flush()
    kept = SpareStock(spare_id=spare.id, site_id=here(tag).building.site_id, place="SHELF-3")
    db.session.add(kept)
    db.session.flush()
    assert "We have a spare" not in page(client, tag)
    kept.count = 1
    touch(here(tag))
    db.session.flush()
    shown = page(client, tag)
    assert "We have a spare for Projector left at hand. Call, and we bring it." in shown
    assert "SHELF-3" not in shown
    time_machine.move_to(NOON + timedelta(hours=8), tick=False)
    shown = page(client, tag)
    assert "Nobody is at the phone now." in shown
    assert "We have a spare for Projector left. Call when we are back, and we bring it." in shown


@pytest.mark.parametrize(
    ("name", "told"),
    [("Air filter", False), ("projector", True), ("X 1", True), ("Acme X 1", True)],
)
def test_only_a_whole_unit_on_the_shelf_is_told_of_and_never_a_part(
    client: FlaskClient, make: Builder, tag: Tag, name: str, told: bool
) -> None:
    kind = make.equipment_type(title="Projector")
    model = make.model(type=kind, maker="Acme", model_number="X 1")
    unit = make.equipment(room=here(tag), model=model)
    make.fault(room=here(tag), equipment=unit)
    spare = Spare(model_id=model.id, name=name)
    db.session.add(spare)
    db.session.flush()
    site_id = here(tag).building.site_id
    db.session.add(SpareStock(spare_id=spare.id, site_id=site_id, count=1))
    db.session.flush()
    assert ("We have a spare" in page(client, tag)) is told


@pytest.mark.parametrize("line", ["9.99", "2.14", "Nowhere: 1.1", ":", "x" * 900])
def test_a_line_that_names_no_other_room_is_refused_and_kept(
    manager: FlaskClient, tag: Tag, line: str
) -> None:
    form = fetch(manager, f"/rooms/{tag.room_id}/contingency").form()
    again = read(form.send({"rooms": line, "call": "Porter"}), 422, manager)
    assert again.form().filled["call"] == "Porter"
    assert "No other room in use is called" in again.main


def test_a_room_of_another_building_is_named_with_it(
    manager: FlaskClient, make: Builder, tag: Tag
) -> None:
    make.room(name="1.1", building=make.building(name="Old Hall"), floor=None)
    form = fetch(manager, f"/rooms/{tag.room_id}/contingency").form()
    assert form.send({"rooms": "old hall: 1.1"}).status_code == 303
    again = fetch(manager, f"/rooms/{tag.room_id}/contingency").form()
    assert again.filled["rooms"].strip() == "Old Hall: 1.1"
