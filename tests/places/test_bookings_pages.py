"""A room's bookings: told by an address that the worker reads, or by a file."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.extensions import db
from app.places import jobs
from app.places.bookings import queries, service
from app.places.bookings.queries import Waiting
from app.places.models import CalendarFeed, Room
from tests.builders import NOON, Builder
from tests.pages import Page, fetch, read
from tests.places.calendars import booked, calendar, event
from tests.talkers import Listener, listening

TWO = calendar(
    event("20260303T113000Z", "20260303T130000Z", uid="a"),
    event("20260303T140000Z", "20260303T150000Z", uid="b"),
)
HEADERS = {"Content-Type": "text/calendar"}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def room(make: Builder) -> Room:
    return make.room(name="2.14")


@pytest.fixture
def server(app: Flask) -> Iterator[Listener]:
    """A calendar's server inside the network, which the settings allow."""
    with listening() as found:
        named = {"outgoing_allow": f"127.0.0.1:{found.port}"}
        app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update=named)
        found.says("200 OK", HEADERS, TWO)
        yield found


def _page(manager: FlaskClient, room: Room) -> Page:
    return fetch(manager, f"/rooms/{room.id}/bookings")


def _name(manager: FlaskClient, room: Room, address: str) -> Page | None:
    form = _page(manager, room).form(f"/rooms/{room.id}/bookings/address")
    answer = form.send({"address": address})
    return None if answer.status_code == 303 else read(answer, 422, manager)


def _feed(room: Room) -> CalendarFeed:
    db.session.expire_all()
    found = queries.feed(room.id)
    assert found is not None
    return found


def test_an_address_is_named_and_read_by_the_worker(
    manager: FlaskClient, room: Room, server: Listener
) -> None:
    assert _name(manager, room, f"http://127.0.0.1:{server.port}/room.ics") is None
    assert "being read now" in _page(manager, room).main
    assert server.came == 0

    jobs.sweep()

    page = _page(manager, room).main
    assert booked(room) == ["0303 1130-1300", "0303 1400-1500"]
    assert "Booked until 1:00 PM. Free 1:00 PM–2:00 PM." in page
    assert "just now" in page
    assert "Ann" not in page
    assert server.heard.startswith(b"GET /room.ics ")
    jobs.sweep()
    assert server.came == 1


def test_what_was_booked_stays_when_the_address_fails_and_the_page_says_why(
    manager: FlaskClient, room: Room, server: Listener
) -> None:
    _name(manager, room, f"http://127.0.0.1:{server.port}/room.ics")
    jobs.sweep()
    server.says("200 OK", {"Content-Type": "text/html"}, b"<html>Sign in, please</html>")
    with time_machine.travel(NOON + timedelta(minutes=31), tick=False):
        jobs.sweep()
    with time_machine.travel(NOON + timedelta(minutes=51), tick=False):
        page = _page(manager, room).main

    assert "A web page comes instead of a calendar" in page
    assert "This began 20 minutes ago." in page
    assert booked(room) == ["0303 1130-1300", "0303 1400-1500"]
    assert _feed(room).read_at == NOON

    server.says("200 OK", HEADERS, calendar(event("20260303T140000Z", "20260303T150000Z")))
    with time_machine.travel(NOON + timedelta(minutes=61), tick=False):
        jobs.sweep()
        page = _page(manager, room).main
    assert "This began" not in page
    assert booked(room) == ["0303 1400-1500"]


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        ("200 OK", b"\x00garbage", "This is no iCalendar."),
        ("200 OK", TWO[:-30], "breaks off before its end"),
        ("200 OK", b"BEGIN:VCALENDAR" + b"x" * 10_100_000, "sends more than 10 MB"),
        ("302 Found", b"", "It leads on to another address"),
        ("403 Forbidden", b"", "It asks for a name and password."),
        ("404 Not Found", b"", "no calendar at this address"),
        ("503 Busy", b"", "answers with error 503"),
    ],
)
def test_an_address_that_answers_anything_else_is_told_and_nothing_is_stored(
    manager: FlaskClient, room: Room, server: Listener, status: str, body: bytes, sentence: str
) -> None:
    _name(manager, room, f"http://127.0.0.1:{server.port}/room.ics")
    server.says(status, {"Location": "/sign-in"} if status.startswith("3") else {}, body)
    jobs.sweep()
    assert sentence in _page(manager, room).main
    assert booked(room) == []


def test_an_address_inside_the_network_is_told_and_not_asked(
    manager: FlaskClient, room: Room, server: Listener
) -> None:
    _name(manager, room, "http://localhost/room.ics")
    jobs.sweep()
    assert "localhost is inside the network" in _page(manager, room).main
    assert server.came == 0


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Enter the address of the room's calendar."),
        ("C:\\room.ics", "This is no web address."),
        ("file:///etc/passwd", "This is no web address."),
        ("https://ann:secret@calendar.example/", "Leave the name and password out"),
        ("https://calendar.example:25/", "Port 25 is not open for this."),
        ("https://calendar.example/" + "x" * 500, "Enter at most 500 characters."),
    ],
)
def test_what_is_no_address_is_refused_and_kept_in_the_form(
    manager: FlaskClient, room: Room, address: str, sentence: str
) -> None:
    page = _name(manager, room, address)
    assert page is not None
    assert [each for each in page.errors if each.startswith(sentence)]
    assert page.form(f"/rooms/{room.id}/bookings/address").filled["address"] == address
    assert queries.feed(room.id) is None


def test_an_address_that_fails_is_tried_again_ever_more_rarely(
    make: Builder, app: Flask, room: Room
) -> None:
    feed = service.name_address(room, "webcal://calendar.example/room.ics", at=NOON)
    db.session.commit()
    assert feed.address == "https://calendar.example/room.ics"
    waits, at = [], NOON
    for _each in range(9):
        service.note_problem(feed.id, feed.address, "It does not answer.", at=at)
        assert feed.next_at is not None
        waits.append((feed.next_at - at) / timedelta(minutes=1))
        at = feed.next_at
    assert waits == [15, 15, 30, 60, 120, 240, 360, 360, 360]
    assert feed.failing_since == NOON


def test_what_an_address_said_is_dropped_when_another_took_its_place(
    app: Flask, room: Room, server: Listener
) -> None:
    old = f"http://127.0.0.1:{server.port}/room.ics"
    feed = service.name_address(room, old, at=NOON)
    db.session.commit()
    waiting = queries.waiting(at=NOON)[0]
    service.name_address(room, "https://calendar.example/", at=NOON)
    db.session.commit()
    jobs.read(Waiting(feed.id, old, waiting.zone))
    assert booked(room) == []
    assert _feed(room).read_at is None


def test_a_file_is_read_at_once_and_takes_the_place_of_an_address(
    manager: FlaskClient, make: Builder, room: Room
) -> None:
    _name(manager, room, "https://calendar.example/room.ics")
    version = room.version
    form = _page(manager, room).form(f"/rooms/{room.id}/bookings/file")
    assert form.send({"file": (BytesIO(TWO), "room.ics")}).status_code == 303
    page = _page(manager, room)
    assert "a file that was sent" in page.main
    assert booked(room) == ["0303 1130-1300", "0303 1400-1500"]
    assert db.session.get_one(Room, room.id).version > version
    assert queries.waiting(at=NOON + timedelta(days=9)) == []

    assert page.form(f"/rooms/{room.id}/bookings/end").send({}).status_code == 303
    assert booked(room) == []
    assert queries.feed(room.id) is None


def test_a_file_that_is_none_changes_nothing(manager: FlaskClient, room: Room) -> None:
    form = _page(manager, room).form(f"/rooms/{room.id}/bookings/file")
    form.send({"file": (BytesIO(TWO), "room.ics")})
    page = read(form.send({"file": (BytesIO(b"%PDF-1.7"), "room.pdf")}), 422, manager)
    assert page.errors[0].startswith("This is no iCalendar.")
    assert booked(room) == ["0303 1130-1300", "0303 1400-1500"]
