"""How a list is read is remembered on its page, offered for the next list, renamed and removed."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.imports.deciding import queries
from tests.builders import Builder
from tests.imports.files import csv_bytes
from tests.imports.uploads import applied, looked_again, sent
from tests.pages import Page, fetch, read

ODD = ("Haus,Nr,Was,Colour,Remark", "Hall,1,Seminar,red,x", "Hall,2,Office,red,y")
AGAIN = ("Was,Nr,Haus,Colour,Remark", "Seminar,3,Hall,red,z")
GROWN = ("Was,Nr,Haus,Colour,Price", "Seminar,3,Hall,red,9")


def lists(manager: FlaskClient, *lines: str, name: str = "rooms.csv") -> Page:
    return sent(manager, csv_bytes(*lines), name, kind="rooms")


def pressed(page: Page, button: str, **typed: str) -> Page:
    answer = page.form(button=button).send(typed)
    assert answer.status_code == 303
    assert page.client
    return fetch(page.client, answer.location)


def chosen(page: Page) -> dict[str, str]:
    """Which column number is chosen for a field, by the name of the field."""
    filled = page.form(button="Look again").filled
    return {
        name.removeprefix("column."): text
        for name, text in filled.items()
        if name.startswith("column.") and text not in {"", "-"}
    }


@pytest.fixture
def known(manager: FlaskClient, make: Builder) -> Page:
    """The page of a list whose reading was mended by hand and remembered."""
    make.site()
    page = looked_again(lists(manager, *ODD), **{"column.description": "4", "column.room": "1"})
    return pressed(page, "Remember it", name="Haus list")


def test_a_remembered_reading_is_that_of_the_next_list_of_its_shape(
    manager: FlaskClient, known: Page
) -> None:
    assert "can now be read like “Haus list”" in known.text
    page = lists(manager, *AGAIN, name="other.csv")
    assert "It is read like “Haus list”" in page.main
    wanted = chosen(page)
    assert (wanted["building"], wanted["room"], wanted["description"]) == ("2", "1", "4")


def test_how_a_list_is_read_may_still_be_remembered_once_it_is_stored(
    manager: FlaskClient, make: Builder
) -> None:
    make.site()
    page = applied(lists(manager, "Building,Room", "Hall,1"))
    assert "It is stored" in page.main
    pressed(page, "Remember it", name="Haus list")
    assert queries.profile("Haus list")


def test_a_list_of_nearly_the_same_shape_says_what_differs(
    manager: FlaskClient, known: Page
) -> None:
    page = lists(manager, *GROWN)
    assert "This looks like a list that is known: “Haus list”" in page.main
    assert "Not in this list: “remark”." in page.main
    assert "New in this list: “Price”." in page.main


def test_a_list_of_nearly_the_same_shape_is_read_like_it_only_once_that_is_chosen(
    manager: FlaskClient, known: Page
) -> None:
    renamed = ("Was,Nr,Haus,Colour,Price,Remark", "Seminar,3,Hall,red,9,z")
    page = lists(manager, *renamed)
    assert "It is read like" not in page.main
    assert chosen(page).get("description") != "5"
    again = pressed(page, "Read it like “Haus list”")
    assert "It is read like “Haus list”" in again.main
    assert chosen(again)["description"] == "5"


def test_a_list_of_another_shape_is_read_by_its_own_columns(
    manager: FlaskClient, known: Page
) -> None:
    page = lists(manager, "Building,Room", "Hall,1")
    assert "It is read like" not in page.main
    assert "This looks like" not in page.main
    again = pressed(page, "Read it like that")
    assert "It is read like “Haus list”" in again.main


def test_the_reading_of_a_profile_is_left_and_taken_again(
    manager: FlaskClient, known: Page
) -> None:
    page = pressed(lists(manager, *AGAIN), "Read it by its own columns")
    assert "This looks like a list that is known: “Haus list”" in page.main
    assert "description" not in chosen(page) or chosen(page)["description"] != "4"
    again = pressed(page, "Read it like “Haus list”")
    assert chosen(again)["description"] == "4"


def test_remembering_under_the_same_name_mends_the_profile(
    manager: FlaskClient, known: Page
) -> None:
    page = looked_again(lists(manager, *AGAIN), **{"column.description": "0"})
    pressed(page, "Remember it", name="Haus list")
    profile = queries.profile("Haus list")
    assert profile is not None
    assert profile.choices["column.description"] == "was"
    assert not {"seen", "csrf_token", "fingerprint", "profile"} & set(profile.choices)
    assert profile.choices["kind"] == "rooms"


@pytest.mark.parametrize(
    ("name", "why"), [("  ", "Please enter a name"), ("x" * 101, "at most 100 characters")]
)
def test_a_name_that_can_not_be_is_refused_and_stays(
    manager: FlaskClient, known: Page, name: str, why: str
) -> None:
    again = pressed(lists(manager, *AGAIN), "Remember it", name=name)
    assert why in again.text
    assert len(queries.profiles()) == 1


def test_a_profile_is_renamed_and_removed_on_its_page(manager: FlaskClient, known: Page) -> None:
    page = fetch(manager, "/imports/profiles")
    assert "5 columns" in page.main
    assert "Description" in page.main
    page = pressed(page, "Save the name", name="Stock")
    assert "Stock" in page.main
    refused = read(page.form(button="Save the name").send({"name": " "}), 422, manager)
    assert refused.errors == ["Please enter a name."]
    assert [each.name for each, _ in queries.profiles()] == ["Stock"]
    form = page.form(button="Remove this profile")
    answer = form.send()
    assert "“Stock” is gone" in fetch(manager, answer.location).text
    assert "No profile yet" in fetch(manager, "/imports/profiles").main
    assert form.send().status_code == 404


def test_a_name_that_another_profile_has_is_refused_beside_its_field(
    manager: FlaskClient, known: Page
) -> None:
    page = lists(manager, "Building,Room", "Hall,1")
    page = pressed(page, "Remember it", name="Haus list")
    assert "There is a profile “Haus list” already" in page.text
    assert 'value="Haus list"' in page.response.get_data(as_text=True)


def test_a_profile_that_is_gone_is_read_by_nobody(manager: FlaskClient, known: Page) -> None:
    page = lists(manager, "Building,Room", "Hall,1")
    form = page.form(button="Read it like that")
    assert form.send({"profile": "99"}).status_code == 404
    assert form.send({"profile": "x"}).status_code == 404
