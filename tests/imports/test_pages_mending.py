"""What a list still needs is asked for at the top of its page, each thing once."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.imports import jobs
from app.imports.runs import uploads
from tests.builders import Builder
from tests.imports.files import csv_bytes
from tests.imports.uploads import ROOMS, WHERE, applied, looked_again, sent
from tests.pages import Page, fetch

NO_BUILDING = csv_bytes("Room,Floor", "A1,1", "A2,1")
ORDERS = csv_bytes(
    "WO_Type,PONumber,ACtStartDate,ShortText,AssetID",
    "PM01,2374,13/09/2001,1000 hr service,AID5",
    "PM01,2255,28/02/2006,2 lights out on machine,AID8",
)


def _top(page: Page) -> str:
    """The words of the part that says what has to be mended."""
    (top,) = page.each("import__mend")
    return top


def test_what_is_missing_is_asked_for_in_one_place_above_everything_else(
    manager: FlaskClient,
) -> None:
    page = sent(manager, NO_BUILDING)
    assert page.main.index("Before it can be imported") < page.main.index("What was found")
    for asked in ("Site", "Phone number of its support", "Building", "Place in one text"):
        assert asked in _top(page)
    assert "recognised by" not in _top(page)
    assert "Where it belongs" not in page.main
    page = looked_again(page, **WHERE, **{"constant.building": "Hall"})
    assert not page.each("import__mend")
    assert "Where it belongs" in page.main


def test_a_site_that_lacks_its_phone_number_is_complained_of_once(manager: FlaskClient) -> None:
    tree = ("Name,Parent Location", "Farm,", "House,Farm", "Room 1,House")
    page = sent(manager, csv_bytes(*tree))
    assert len(page.errors) == 1
    assert "Give the phone number" in page.errors[0]


def test_what_is_mended_further_down_is_led_to(manager: FlaskClient, make: Builder) -> None:
    make.site()
    page = looked_again(sent(manager, csv_bytes(*ROOMS)), header_line="x")
    assert "Write the number of a line" in _top(page)
    assert "#header_line" in page.links


def test_a_list_of_column_names_alone_says_so(manager: FlaskClient, make: Builder) -> None:
    make.site()
    page = sent(manager, csv_bytes("Building,Floor,Room"))
    assert "This list has column names, but no row below them" in page.main
    assert "There is nothing to store" not in page.main


def test_a_list_that_is_refused_as_a_whole_leads_to_what_mends_it(
    types: None, manager: FlaskClient, make: Builder
) -> None:
    make.room(name="Yard")
    page = sent(manager, ORDERS, "orders.csv")
    assert "Nothing can be stored yet" in page.main
    assert "#constant-room" in page.links
    page = looked_again(page, **{"constant.room": "Yard"})
    assert "Nothing can be stored yet" not in page.main
    assert page.each("figure")[1] == "2 new"


def test_of_a_file_that_nothing_on_the_page_mends_another_one_is_chosen(
    manager: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "SMALL_TEXT", 1)
    page = sent(manager, b"Building,Room\nHall,1\x002\n")
    jobs.sweep()
    page = fetch(manager, page.response.request.path)
    assert "Line 2 holds NUL bytes" in _top(page)
    assert "Choose another file" in page.each("button")


def test_a_list_that_is_remembered_when_it_is_done_asks_nothing_the_next_time(
    manager: FlaskClient,
) -> None:
    page = applied(looked_again(sent(manager, NO_BUILDING), **WHERE, **{"constant.building": "H"}))
    answer = page.form(button="Remember it").send()
    assert fetch(manager, answer.location).h1 == "Imported"
    page = sent(manager, NO_BUILDING)
    assert not page.errors
    assert page.each("figure")[3] == "2 the same"


def test_who_cancels_too_late_is_told_so(manager: FlaskClient) -> None:
    page = applied(looked_again(sent(manager, csv_bytes(*ROOMS)), **WHERE))
    address, folder = page.response.request.path, jobs.place().folder
    run = uploads.run_of(folder, address.split("/")[2])
    assert run
    with uploads.changing(folder):
        uploads.change(folder, run, too_late=True)
    assert "It was too late to cancel" not in page.main
    assert "It was too late to cancel" in fetch(manager, address).main


def test_many_words_for_types_stay_folded_until_somebody_wants_to_say_what_they_are(
    types: None, manager: FlaskClient, make: Builder
) -> None:
    make.site()
    few = [f"Hall,1,Thing {letter}" for letter in "ABCDE"]
    words = "Say what they are, or leave them as “Other”"
    assert words not in sent(manager, csv_bytes("Building,Room,Type", *few)).main
    assert words in sent(manager, csv_bytes("Building,Room,Type", *few, "Hall,1,Thing F")).main


def test_a_long_text_is_cut_where_the_first_lines_are_shown(
    manager: FlaskClient, make: Builder
) -> None:
    make.site()
    page = sent(manager, csv_bytes("Building,Room,Description", f"Hall,1,{'long ' * 40}"))
    assert any(each.endswith("…") and len(each) <= 80 for each in page.each("is-long"))
