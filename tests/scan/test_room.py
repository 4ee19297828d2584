"""The page of a room for staff, where its tag can't lead: out of use, or without a tag."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.builders import NOON, Builder
from tests.pages import fetch


@pytest.fixture(autouse=True)
def _at_noon(time_machine: object) -> None:
    time_machine.move_to(NOON, tick=False)  # type: ignore[attr-defined]


def test_a_retired_room_says_so_and_offers_nothing_but_the_way_back(
    manager: FlaskClient, make: Builder
) -> None:
    tag = make.tag(room=make.room(retired_at=NOON - timedelta(days=1)))
    address = f"/rooms/{tag.room_id}"
    page = fetch(manager, address)

    assert "Out of use since 2 March 2026" in page.text
    for gone in ("Check this room", "Report a fault", "Print its tag", "Void this tag"):
        assert gone not in page.text
    assert page.form(f"{address}/bring-back").send().status_code == 303
    assert "Check this room" in fetch(manager, address).text


def test_only_a_manager_is_offered_to_bring_a_room_back(
    technician: FlaskClient, make: Builder
) -> None:
    page = fetch(technician, f"/rooms/{make.room(retired_at=NOON).id}")

    assert "Out of use since" in page.text
    assert "Bring this room back" not in page.text


def test_the_history_of_a_retired_room_is_turned_where_it_is_read(
    technician: FlaskClient, make: Builder
) -> None:
    room = make.room(retired_at=NOON)
    make.tag(room=room)
    for _ in range(60):
        make.check(room=room)
    page = fetch(technician, f"/rooms/{room.id}")

    assert page.link("Older") == f"/rooms/{room.id}?page=2#history"


def test_a_room_without_a_tag_says_what_that_means(
    technician: FlaskClient, manager: FlaskClient, make: Builder
) -> None:
    room = make.room()
    said = "Until then, a check here is logged without one, and says so."
    page = fetch(technician, f"/rooms/{room.id}")
    assert said in page.text
    assert "Print its tag" not in page.text

    assert fetch(manager, f"/rooms/{room.id}").link("Print its tag") == f"/sheets?room={room.id}"


def test_a_room_with_a_tag_says_nothing_of_having_none(
    technician: FlaskClient, make: Builder
) -> None:
    page = fetch(technician, f"/rooms/{make.tag().room_id}")

    assert "no tag yet" not in page.text
    assert "Out of use" not in page.text
