"""A room that is booked: staff are warned, and visitors are shown the phone before the form."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.codes.models import Tag
from app.extensions import db
from app.places.models import Booking
from tests.builders import NOON, Builder
from tests.pages import fetch


@pytest.fixture(autouse=True)
def _at_noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def tag(make: Builder) -> Tag:
    return make.tag(room=make.room(name="2.14"))


def _book(tag: Tag, since: int, until: int) -> None:
    """Book the room of the tag from so many minutes after noon to so many."""
    start, end = (NOON + timedelta(minutes=each) for each in (since, until))
    db.session.add(Booking(room_id=tag.room_id, starts_at=start, ends_at=end))
    db.session.commit()


CALL = "Booked until 12:45 PM. Class or meeting right now? Call, we are there."


def test_in_a_booked_hour_the_phone_comes_before_the_report(client: FlaskClient, tag: Tag) -> None:
    page = fetch(client, f"/t/{tag.code}")
    assert "Call now" not in page.main
    assert page.main.index("Report a fault") > page.main.index("Tap what it is")
    _book(tag, -15, 45)

    page = fetch(client, f"/t/{tag.code}?now")
    assert page.main.index(CALL) < page.main.index("Tap what it is")
    assert page.main.index("Call now") < page.main.index("Report a fault")
    assert page.link("Call now") == "tel:+442055550100"
    report = fetch(client, f"/t/{tag.code}/report").main
    assert report.index(CALL) < report.index("The room itself")


def test_the_page_that_is_kept_changes_with_the_minute_in_which_a_booking_begins_and_ends(
    client: FlaskClient, tag: Tag, time_machine: Any
) -> None:
    _book(tag, 10, 45)
    shown = []
    for minute in (9, 10, 44, 45):
        time_machine.move_to(NOON + timedelta(minutes=minute), tick=False)
        shown.append(CALL in fetch(client, f"/t/{tag.code}").main)
    assert shown == [False, True, True, False]


def test_nobody_is_told_to_call_where_nobody_is_there(
    client: FlaskClient, tag: Tag, time_machine: Any
) -> None:
    _book(tag, 7 * 60, 9 * 60)
    time_machine.move_to(NOON + timedelta(hours=8), tick=False)
    page = fetch(client, f"/t/{tag.code}").main
    assert "Nobody is at the phone now." in page
    assert "Booked until" not in page


def test_staff_are_warned_before_a_check_and_not_kept_from_it(
    technician: FlaskClient, tag: Tag
) -> None:
    assert "Somebody may be in here." not in fetch(technician, f"/t/{tag.code}/check").main
    _book(tag, -15, 45)
    page = fetch(technician, f"/t/{tag.code}/check")
    assert "Somebody may be in here. Booked until 12:45 PM. Free 12:45 PM–6:00 PM." in page.main
    assert "Bookings Booked until 12:45 PM." in fetch(technician, f"/t/{tag.code}").main


def test_managers_come_to_the_bookings_from_the_page_of_a_room(
    manager: FlaskClient, technician: FlaskClient, tag: Tag
) -> None:
    here = f"/rooms/{tag.room_id}"
    assert fetch(manager, here).link("Bookings") == f"{here}/bookings"
    assert f"{here}/bookings" not in fetch(technician, here).links
