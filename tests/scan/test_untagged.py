"""A check without the room's tag: possible, recorded, never more, and it says why."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.checks.models import Check, Grade, NoTag
from app.extensions import db
from app.places.models import Room
from tests.builders import NOON, Builder
from tests.pages import Page, fetch, read

LOG = "Log this check"


@pytest.fixture(autouse=True)
def _at_noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def room(make: Builder) -> Room:
    return make.room(name="2.14")


def sent(client: FlaskClient, room: Room, **typed: str) -> Page | None:
    """Log a check without the tag; the page that asks for more, or None where it was stored."""
    form = fetch(client, f"/rooms/{room.id}/check").form(button=LOG)
    answer = form.send({"unit-room": "pass"} | typed)
    return None if answer.status_code == 303 else read(answer, 422, client)


def logged() -> Check:
    return db.session.scalars(select(Check)).one()


def test_a_room_without_a_tag_is_checked_from_its_page(
    technician: FlaskClient, client: FlaskClient, room: Room, make: Builder
) -> None:
    way = fetch(technician, f"/rooms/{room.id}").link("Log a check without the tag")
    assert way == f"/rooms/{room.id}/check"
    assert sent(technician, room, no_tag="none_yet") is None

    check = logged()
    assert (check.grade, check.no_tag, check.scan) == (Grade.RECORDED, NoTag.NONE_YET, None)
    assert db.session.get_one(Room, room.id).last_checked_grade == Grade.RECORDED
    said = "recorded, without a tag (it had no tag yet)"
    for address in (f"/checks/{check.id}", "/checks", f"/rooms/{room.id}"):
        assert said in fetch(technician, address).text, address
    tag = make.tag(room=room)
    assert said in fetch(client, f"/t/{tag.code}").text, "visitors read it as well"


def test_it_is_not_logged_without_a_reason(technician: FlaskClient, room: Room) -> None:
    page = sent(technician, room)

    assert page is not None
    assert "Say why it is logged without the tag." in page.text
    assert db.session.scalars(select(Check)).all() == []


@pytest.mark.parametrize("reason", ["", "because", "not_checked"])
def test_nor_with_a_reason_of_ones_own(technician: FlaskClient, room: Room, reason: str) -> None:
    assert sent(technician, room, no_tag=reason) is not None
    assert db.session.scalars(select(Check)).all() == []


def test_a_scan_that_is_sent_along_raises_nothing(
    technician: FlaskClient, room: Room, make: Builder
) -> None:
    tag = make.tag(room=room)
    scan = technician.get(f"/T/{tag.code}").location.partition("scan=")[2]
    assert sent(technician, room, no_tag="torn_off", scan=scan) is None

    assert (logged().grade, logged().scan) == (Grade.RECORDED, None)


def test_what_is_copied_from_paper_keeps_its_time(
    technician: FlaskClient, make: Builder, room: Room
) -> None:
    site = room.building.site
    site.support_calendar.timezone = "Europe/Berlin"
    db.session.commit()
    typed = {"no_tag": "from_paper", "made_at": "2026-03-02T09:30"}
    assert sent(technician, room, **typed) is None

    check = logged()
    assert check.done_at == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    assert check.received_at == NOON
    assert "It was sent later than it was done." in fetch(technician, f"/checks/{check.id}").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-03-03T12:01", "This time has not come yet."),
        ("2016-03-03T12:00", "This room is known here only since later."),
        ("yesterday", "Not a valid datetime value"),
    ],
)
def test_a_time_that_can_not_be_is_asked_again(
    technician: FlaskClient, room: Room, typed: str, sentence: str
) -> None:
    page = sent(technician, room, no_tag="from_paper", made_at=typed)

    assert page is not None
    assert sentence in page.text
    assert page.form(button=LOG).filled["no_tag"] == "from_paper"
    assert db.session.scalars(select(Check)).all() == []


def test_the_same_form_twice_is_one_check(technician: FlaskClient, room: Room) -> None:
    form = fetch(technician, f"/rooms/{room.id}/check").form(button=LOG)
    for _ in range(2):
        assert form.send({"unit-room": "pass", "no_tag": "torn_off"}).status_code == 303
    assert logged().no_tag is NoTag.TORN_OFF


def test_a_room_out_of_use_has_no_such_form(technician: FlaskClient, make: Builder) -> None:
    room = make.room(retired_at=NOON - timedelta(days=1))

    assert technician.get(f"/rooms/{room.id}/check").status_code == 404
    assert "without the tag" not in fetch(technician, f"/rooms/{room.id}").text


def test_what_was_logged_without_a_tag_can_be_put_right(
    technician: FlaskClient, room: Room
) -> None:
    assert sent(technician, room, no_tag="none_yet") is None
    old = logged()
    way = fetch(technician, f"/checks/{old.id}").link("Something in it is wrong? Correct it")
    form = fetch(technician, way).form(button="Log this correction")
    answer = form.send({"unit-room": "fail", "unit-room-note": "Dark", "note": "Wrong button"})

    assert answer.status_code == 303, read(answer, 422).text
    new = db.session.scalars(select(Check).where(Check.corrects_id == old.id)).one()
    assert (new.grade, new.no_tag, new.done_at) == (Grade.RECORDED, None, old.done_at)


def test_the_full_service_can_be_logged_without_a_tag(
    technician: FlaskClient, make: Builder, room: Room
) -> None:
    make.equipment(room=room)
    page = fetch(technician, f"/rooms/{room.id}/check")
    assert page.link("The full service with readings instead") == (
        f"/rooms/{room.id}/check?scope=service"
    )
    assert "Could not check this room?" not in page.text
