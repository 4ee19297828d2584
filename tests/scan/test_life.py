"""What staff do about a tag where it hangs, and what a tag that was replaced still does."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from app.codes import queries
from app.codes import service as codes
from app.codes.code import grouped
from app.codes.models import Tag, TagState
from app.extensions import db
from tests.builders import NOON, Builder
from tests.pages import fetch, read

ASKED = "Is this tag in its place"


@pytest.fixture(autouse=True)
def _at_noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


def _photo() -> tuple[BytesIO, str]:
    made = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(made, "JPEG")
    made.seek(0)
    return made, "door.jpg"


def _press(client: FlaskClient, tag: Tag, button: str) -> str:
    """The page to which the button of the tag's page leads."""
    answer = fetch(client, f"/t/{tag.code}").form(button=button).send(press=button)
    assert answer.status_code == 303
    db.session.refresh(tag)
    return fetch(client, answer.location).text


@pytest.mark.parametrize("state", [TagState.BLANK, TagState.PRINTED])
def test_one_tap_of_a_technician_says_that_a_tag_is_in_its_place(
    technician: FlaskClient, make: Builder, state: TagState
) -> None:
    tag = make.tag(state=state)
    page = fetch(technician, f"/t/{tag.code}")
    assert page.main.startswith(ASKED), "it is the first thing on the page"
    assert "Noted: this tag is in its place." in _press(technician, tag, "Yes, it hangs here")
    assert (tag.state, tag.placed_at, tag.scanned_on) == (TagState.PLACED, NOON, NOON.date())
    page = fetch(technician, f"/t/{tag.code}")
    assert ASKED not in page.text
    assert "In its place" in page.text
    assert "today by Person" in page.text


def test_staff_are_asked_for_the_paper_with_the_new_address(
    technician: FlaskClient, make: Builder
) -> None:
    told = {"room": make.room(name="2.14"), "address": "https://old.example.edu"}
    tag = make.tag(state=TagState.PLACED, placed_at=NOON, **told)
    codes.mark_printed([tag], address="https://new.example.edu", at=NOON)
    db.session.commit()
    page = fetch(technician, f"/t/{tag.code}")
    assert page.main.startswith("Does the new paper of room 2.14 hang here, with https://new")
    _press(technician, tag, "Yes, it hangs here")
    assert tag.address == "https://new.example.edu"
    assert "new paper" not in fetch(technician, f"/t/{tag.code}").main


def test_the_question_names_what_the_tag_stands_for(technician: FlaskClient, make: Builder) -> None:
    room = make.room(name="2.14")
    of_room, of_unit = make.tag(room=room), make.tag(equipment=make.equipment(room=room, name="PC"))
    for tag, what in ((of_room, "room 2.14"), (of_unit, "PC in room 2.14")):
        (asked,) = fetch(technician, f"/t/{tag.code}").each("question")
        assert asked.startswith(f"{ASKED}, {what}?")
        assert asked.index("Add a photo") < asked.index("Yes, it hangs here")


def test_who_finds_a_tag_elsewhere_is_told_what_to_do_and_nothing_is_noted(
    technician: FlaskClient, manager: FlaskClient, make: Builder
) -> None:
    tag = make.tag(room=make.room(name="2.14"))
    for staff in (technician, manager):
        page = fetch(staff, fetch(staff, f"/t/{tag.code}").link("No, it hangs somewhere else"))
        assert "This tag belongs to room 2.14" in page.main
        assert "Take it there" in page.main
        assert ("Replace this tag" in page.main) is (staff is manager)
    db.session.refresh(tag)
    assert (tag.state, tag.scanned_on) == (TagState.PRINTED, None)
    assert technician.get("/t/NOTHING/elsewhere").status_code == 404


def test_who_hung_a_tag_is_nobodys_business_but_staffs(
    client: FlaskClient, technician: FlaskClient, make: Builder
) -> None:
    tag = make.tag(room=make.room())
    codes.place(tag, make.person(name="Zebedee Quux"), at=NOON)
    db.session.commit()
    assert "Zebedee Quux" in fetch(technician, f"/t/{tag.code}").text
    tag.state = TagState.REPLACED
    db.session.commit()
    assert "Zebedee" not in client.get(f"/t/{tag.code}").text


def test_a_photo_of_the_tag_in_its_place_is_kept_for_staff(
    technician: FlaskClient, client: FlaskClient, make: Builder
) -> None:
    tag = make.tag()
    form = fetch(technician, f"/t/{tag.code}").form(f"/t/{tag.code}/placed")
    assert form.send({"photo": _photo()}).status_code == 303
    picture = fetch(technician, f"/t/{tag.code}").link("See it in its place")
    assert technician.get(picture).mimetype == "image/jpeg"
    assert "/photos/" not in client.get(f"/t/{tag.code}").text


def test_what_is_no_photo_is_refused_beside_its_field_and_nothing_is_noted(
    technician: FlaskClient, make: Builder
) -> None:
    tag = make.tag()
    form = fetch(technician, f"/t/{tag.code}").form(f"/t/{tag.code}/placed")
    page = read(form.send({"photo": (BytesIO(b"<svg/>"), "door.jpg")}), 422, technician)
    assert page.errors
    assert ASKED in page.text
    db.session.refresh(tag)
    assert tag.state is TagState.PRINTED


def test_nobody_is_asked_who_did_not_scan_it(
    technician: FlaskClient, client: FlaskClient, make: Builder
) -> None:
    tag = make.tag()
    assert ASKED not in fetch(client, f"/t/{tag.code}").text
    assert ASKED not in fetch(technician, f"/rooms/{tag.room_id}").text


def test_a_torn_tag_is_told_of_by_staff_answers_on_and_hangs_again(
    technician: FlaskClient, client: FlaskClient, make: Builder
) -> None:
    tag = make.tag(state=TagState.PLACED)
    before = fetch(client, f"/t/{tag.code}").text
    assert "A manager prints it again." in _press(technician, tag, "This tag is torn or faded")
    assert (tag.state, tag.worn_at) == (TagState.WORN, NOON)
    page = fetch(technician, f"/t/{tag.code}")
    assert "This tag is torn or faded" not in page.text
    assert ASKED not in page.text
    assert fetch(client, f"/t/{tag.code}").text == before
    _press(technician, tag, "A fresh one hangs here")
    assert tag.state is TagState.PLACED


def test_a_tag_printed_again_since_it_was_placed_hangs_afresh(
    technician: FlaskClient, make: Builder
) -> None:
    ago = NOON - timedelta(days=9)
    tag = make.tag(state=TagState.PLACED, placed_at=ago)
    assert "A fresh one hangs here" not in fetch(technician, f"/t/{tag.code}").text
    codes.mark_printed([tag], address="https://rooms.example.edu", at=NOON)
    db.session.commit()
    _press(technician, tag, "A fresh one hangs here")
    assert tag.placed_at == NOON
    assert "A fresh one hangs here" not in fetch(technician, f"/t/{tag.code}").text


def test_a_manager_prints_a_tag_again_by_its_own_number(
    manager: FlaskClient, make: Builder
) -> None:
    tag = make.tag(state=TagState.WORN)
    for address in (f"/t/{tag.code}", f"/rooms/{tag.room_id}"):
        assert fetch(manager, address).link("Print it again") == f"/sheets?tag={tag.id}"


def test_what_came_too_late_is_refused_in_a_sentence(
    technician: FlaskClient, make: Builder
) -> None:
    tag = make.tag(state=TagState.PLACED)
    form = fetch(technician, f"/t/{tag.code}").form(button="This tag is torn or faded")
    found = queries.answering(tag.code)
    assert found is not None
    codes.replace(found, at=NOON)
    page = read(form.send(), 409, technician)
    assert "Another tag took the place of this one." in page.text


def test_the_paper_of_a_moved_or_renamed_room_answers_as_before(
    manager: FlaskClient, client: FlaskClient, make: Builder
) -> None:
    tag, building = make.tag(), make.building()
    form = fetch(manager, f"/rooms/{tag.room_id}/edit").form(f"/rooms/{tag.room_id}/edit")
    moved = {"name": "9.99", "building": str(building.id), "floor": ""}
    assert form.send(moved).status_code == 303
    assert fetch(client, f"/t/{tag.code}").h1 == "9.99"
    assert grouped(tag.code) in fetch(manager, f"/rooms/{tag.room_id}").text


def test_a_day_on_which_it_was_opened_is_told_to_staff(manager: FlaskClient, make: Builder) -> None:
    tag = make.tag(scanned_on=(NOON - timedelta(days=200)).date())
    assert "7 months ago" in fetch(manager, f"/t/{tag.code}").text


def test_what_was_opened_this_evening_is_never_said_to_be_of_tomorrow(
    manager: FlaskClient, make: Builder, time_machine: Any
) -> None:
    """In New York it is still Tuesday when the day of UTC, in which openings are kept, is over."""
    site = make.site(support_calendar=make.support_calendar(timezone="America/New_York"))
    tag = make.tag(room=make.room(building=make.building(site=site)), state=TagState.PLACED)
    evening = NOON + timedelta(hours=14)
    time_machine.move_to(evening, tick=False)
    codes.seen(tag, at=evening)
    db.session.commit()
    assert "tomorrow" not in fetch(manager, f"/t/{tag.code}").text.partition("Last opened")[2]
    assert fetch(manager, "/tags").rows[1][-1] == "today"
