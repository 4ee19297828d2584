"""Nobody walks to a room that is booked: it stands behind those that are free, and says when."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.extensions import db
from app.people.models import Person
from app.places.bookings.queries import busy_days
from app.places.bookings.words import span
from app.places.models import Booking, Room
from tests.builders import NOON, Builder
from tests.checks.test_rounds import made
from tests.conftest import signed_in_client
from tests.pages import fetch


@pytest.fixture(autouse=True)
def _at_noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def ada(make: Builder) -> Person:
    return make.person(name="Ada")


@pytest.fixture
def phone(app: Flask, ada: Person) -> FlaskClient:
    return signed_in_client(app, ada)


@pytest.fixture
def rooms(make: Builder) -> list[Room]:
    """Three rooms of a floor, in the order of a walk, each overdue."""
    floor = make.floor()
    return [make.room(name=name, floor=floor) for name in ("1.01", "1.02", "1.03")]


def _book(room: Room, since: float, until: float, day: int = 0) -> None:
    """Book the room on a day from so many hours after midnight to so many."""
    midnight = NOON - timedelta(hours=12) + timedelta(days=day)
    start, end = (midnight + timedelta(hours=hours) for hours in (since, until))
    db.session.add(Booking(room_id=room.id, starts_at=start, ends_at=end))
    db.session.commit()


def test_a_room_that_is_booked_now_stands_behind_those_that_are_free(
    phone: FlaskClient, make: Builder, ada: Person, rooms: list[Room]
) -> None:
    _book(rooms[0], 11, 11.75 + 0.5)
    _book(rooms[0], 14, 16)
    _book(rooms[1], 15, 16)
    walk = made(make, rooms, ada)
    page = fetch(phone, f"/rounds/{walk.id}").main
    assert page.index("1.02") < page.index("1.03") < page.index("Booked now:") < page.index("1.01")
    assert "Booked until 12:15 PM. Free 12:15 PM–2:00 PM." in page
    assert "Free until 3:00 PM." in page

    fetch(phone, f"/rounds/{walk.id}").form(f"/rounds/{walk.id}/start").send({})
    assert "Next: 1.02" in fetch(phone, f"/rounds/{walk.id}").main
    today = fetch(phone, "/today").main
    assert "Next: 1.02" in today
    assert "Free until 3:00 PM." in today


def test_where_all_rooms_are_booked_the_first_of_them_is_next(
    phone: FlaskClient, make: Builder, ada: Person, rooms: list[Room]
) -> None:
    for each in rooms:
        _book(each, 9, 24)
    walk = made(make, rooms, ada)
    fetch(phone, f"/rounds/{walk.id}").form(f"/rounds/{walk.id}/start").send({})
    today = fetch(phone, "/today").main
    assert "Next: 1.01" in today
    assert "Booked until Wed 4 March, 12:00 AM. Free Wed 4 March, 8:00 AM–6:00 PM." in today


def test_the_way_on_from_a_room_leads_to_one_that_is_free(
    phone: FlaskClient, make: Builder, ada: Person, rooms: list[Room]
) -> None:
    _book(rooms[1], 11, 13)
    walk = made(make, rooms, ada)
    fetch(phone, f"/rounds/{walk.id}").form(f"/rounds/{walk.id}/start").send({})
    skip = fetch(phone, f"/rounds/{walk.id}").link("Skip 1.01")
    form = fetch(phone, skip).form(skip)
    form.send({"reason": "no_time"})
    assert "Next: 1.03" in fetch(phone, f"/rooms/{rooms[0].id}").main


def test_rooms_of_the_day_say_when_they_are_booked(phone: FlaskClient, rooms: list[Room]) -> None:
    _book(rooms[0], 11, 13)
    today = fetch(phone, "/today").main
    assert today.index("1.02") < today.index("1.01")
    assert "Booked until 1:00 PM. Free 1:00 PM–6:00 PM." in today


def test_what_is_free_until_midnight_is_free_that_day(app: Flask) -> None:
    late, midnight = NOON + timedelta(hours=11), NOON + timedelta(hours=12)
    assert span((late, midnight), NOON, UTC).replace("\u202f", " ") == "11:00 PM–12:00 AM"
    assert span((late, midnight + timedelta(hours=1)), NOON, UTC).startswith("Tue 3 March, 11:00")


def test_days_that_bookings_fill_leave_no_time_for_work(rooms: list[Room]) -> None:
    first, full = rooms[0], rooms[1]
    _book(first, 8, 12)
    _book(first, 12.5, 18)
    _book(full, 7, 13)
    _book(full, 13, 20)
    _book(full, 0, 24, day=4)
    since, until = NOON.date(), NOON.date() + timedelta(days=30)
    ids = [each.id for each in rooms]
    assert busy_days(ids, since, until, 30) == {full.id: {since}}  # a Saturday needs no bookings
    assert busy_days(ids, since, until, 31)[first.id] == {since}
    assert busy_days(ids, until, until, 30) == {}


def test_a_long_booking_fills_each_of_its_days(rooms: list[Room]) -> None:
    start = datetime(2026, 3, 5, 17, tzinfo=NOON.tzinfo)
    times = {"starts_at": start, "ends_at": start + timedelta(days=5)}
    db.session.add(Booking(room_id=rooms[0].id, **times))
    db.session.commit()
    found = busy_days([rooms[0].id], date(2026, 3, 1), date(2026, 3, 31), 60)
    assert found == {rooms[0].id: {date(2026, 3, 6), date(2026, 3, 9)}}
