"""What a person may choose of a sent file, and how its page answers."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.cells import EMPTY_WORDS
from app.equipment.models import Equipment
from app.extensions import db
from app.imports.looking import done
from app.imports.looking.forms import said
from app.places.models import Building, Room
from tests.builders import Builder
from tests.imports.files import csv_bytes, xlsx
from tests.imports.uploads import ROOMS, applied, looked_again, names, sent
from tests.pages import Page, fetch, read

PLACES = csv_bytes("Place,Device,Serial", "ARC112,Projector,S1", "NEU203,Projector,S2")


def _sample(page: Page, client: FlaskClient, **typed: str) -> str:
    """What the first lines would be, with what the form says and what is typed over it."""
    form = dict(page.form(button="Look again").filled.items()) | typed
    address = f"{urlsplit(page.response.request.path).path}/sample?{urlencode(form)}"
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_one_text_becomes_building_floor_and_room_as_an_example_shows(
    types: None, manager: FlaskClient, make: Builder
) -> None:
    make.site()
    page = looked_again(sent(manager, PLACES), **{"column.location": "0", "column.room": "-"})
    filled = page.form(button="Look again").filled
    assert [filled[f"example.0.{part}"] for part in ("text", "building", "floor", "room")] == [
        *("ARC112", "ARC", "1", "112")
    ]
    assert "fits 2 of 2 rows" in page.main
    assert not db.session.scalars(select(Building)).all()
    page = looked_again(page, **{"example.0.room": "12"})
    applied(page)
    assert names() == ["03", "12"]
    assert sorted(db.session.scalars(select(Building.name))) == ["ARC", "NEU"]


def test_the_first_lines_follow_what_is_typed_and_nothing_is_kept_of_it(
    manager: FlaskClient, make: Builder
) -> None:
    make.site()
    page = sent(manager, csv_bytes("Building,Room,Door", "Main,1,A1", "Main,,A2"))
    assert "This row names no room" in _sample(page, manager)
    shown = _sample(page, manager, **{"column.room": "2"})
    assert "<td>A1</td>" in shown
    assert "This row names no room" not in shown
    again = fetch(manager, page.response.request.path)
    assert again.form(button="Look again").filled["column.room"] == "1"


def test_a_choice_that_makes_no_sense_is_said_in_the_place_of_the_first_lines(
    manager: FlaskClient,
) -> None:
    page = sent(manager, csv_bytes(*ROOMS))
    assert "Write the number of a line" in _sample(page, manager, header_line="x")


def test_columns_that_are_not_used_are_named_each_with_an_example(
    manager: FlaskClient, make: Builder
) -> None:
    make.site()
    page = sent(manager, csv_bytes("Building,Room,Wallpaper", "Main,1,", "Main,2,green"))
    assert "Columns not used Wallpaper green" in page.main


def test_words_for_nothing_are_those_that_one_writes(manager: FlaskClient, make: Builder) -> None:
    make.site()
    page = sent(manager, csv_bytes("Building,Room,Description", "Main,1,vide", "Main,2,n/a"))
    usual = MultiDict({"empty": "\r\n".join(EMPTY_WORDS), "site": ""})
    assert said(usual) == {}, "what is left as usual is no choice"
    page = looked_again(page, empty="vide")
    applied(page)
    kept = dict(db.session.execute(select(Room.name, Room.description)).all())
    assert kept == {"1": "", "2": "n/a"}


def test_the_order_of_day_and_month_is_chosen_for_its_column(
    types: None, manager: FlaskClient, make: Builder
) -> None:
    make.site()
    units = csv_bytes("Building,Room,Type,Installed on", "Main,1,Projector,03/04/2020")
    page = sent(manager, units)
    assert any("day first" in each for each in page.errors)
    page = looked_again(page, **{"order.installed_on": "mdy"})
    assert page.form(button="Look again").filled["order.installed_on"] == "mdy"
    applied(page)
    (day,) = db.session.scalars(select(Equipment.installed_on))
    assert str(day) == "2020-03-04"


def test_sheets_of_one_shape_are_read_as_one_list(manager: FlaskClient, make: Builder) -> None:
    make.site()
    book = {name: [["Building", "Room"], [name, f"{name}1"]] for name in ("East", "West")}
    page = sent(manager, xlsx(book), "rooms.xlsx")
    page = looked_again(page, sheet="*")
    assert page.each("figure")[0] == "2 read"
    applied(page)
    assert names() == ["East1", "West1"]


def test_a_reason_is_told_once_with_its_number_and_leads_to_its_lines_and_to_what_mends_it(
    manager: FlaskClient, make: Builder
) -> None:
    make.site()
    page = sent(manager, csv_bytes("Building,Room", "Main,1", ",2", ",3", ",4"))
    assert "3 × Building: This row names no building." in page.main
    only = fetch(manager, page.link("Show these lines").partition("#")[0])
    assert "1–3 of 3" in only.main
    assert page.link("Give one building for these rows") == "#constant-building"
    page = looked_again(page, **{"constant.building": "Annex"})
    assert page.each("figure") == ["4 read", "4 new", "0 changed", "0 the same", "0 refused"]


def test_the_lines_are_searched_by_words_and_are_a_file_as_well(
    manager: FlaskClient, make: Builder
) -> None:
    make.site()
    page = sent(manager, csv_bytes(*ROOMS))
    found = fetch(manager, f"{page.response.request.path}?q=seminar")
    assert "1–1 of 1" in found.main
    nothing = fetch(manager, f"{page.response.request.path}?q=nowhere")
    assert "No line answers to that" in nothing.main
    with manager.get(page.link("Download CSV")) as file:
        assert "Seminar room" in file.get_data(as_text=True)


def test_files_that_wait_are_listed_until_they_are_stored(
    manager: FlaskClient, make: Builder
) -> None:
    make.site()
    page = sent(manager, csv_bytes(*ROOMS))
    imports = fetch(manager, "/imports")
    assert page.response.request.path in imports.links
    assert "waits for you" in imports.main
    applied(page)
    assert "waits for you" not in fetch(manager, "/imports").main


def test_tags_of_many_rooms_are_asked_for_by_their_buildings(
    manager: FlaskClient, make: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.site()
    monkeypatch.setattr(done, "FEW", 1)
    page = applied(sent(manager, csv_bytes(*ROOMS)))
    (building,) = db.session.scalars(select(Building.id))
    assert page.link("Print their tags") == f"/sheets?building={building}&unprinted=1"


def test_a_file_without_choices_keeps_its_page_after_a_forged_form(manager: FlaskClient) -> None:
    page = sent(manager, csv_bytes(*ROOMS))
    address = f"{page.response.request.path}/choices"
    assert manager.post(address, data={"sheet": "x"}).status_code == 400
    read(manager.get(page.response.request.path), 200, manager)
