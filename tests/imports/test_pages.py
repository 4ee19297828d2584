"""From a file to rooms in the browser: look at it, choose, apply; what was typed stays."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.equipment.models import Equipment
from app.extensions import db
from app.places.models import Room
from app.settings import Settings
from tests.builders import Builder
from tests.imports.files import csv_bytes, xlsx, zipped
from tests.imports.uploads import (
    ROOMS,
    WHERE,
    applied,
    looked_again,
    names,
    refused,
    sent,
    to_apply,
)
from tests.pages import fetch, read


def test_a_list_of_rooms_goes_in_and_the_same_file_changes_nothing(manager: FlaskClient) -> None:
    page = looked_again(sent(manager, csv_bytes(*ROOMS)), **WHERE)
    assert page.each("figure") == ["3 read", "2 new", "0 changed", "0 the same", "1 refused"]
    assert "Room “2.01” stands on line 3 already" in page.main
    assert "Buildings made: 1" in page.main
    done = applied(page)
    assert done.h1 == "Imported"
    assert done.each("figure") == ["3 read", "2 new", "0 changed", "0 the same", "1 refused"]
    rooms = db.session.scalars(select(Room.id).order_by(Room.id)).all()
    assert done.link("Print their tags") == "/sheets?" + "&".join(f"room={key}" for key in rooms)
    assert "/rooms" in done.links
    assert names() == ["0.01", "2.01"]
    again = sent(manager, csv_bytes(*ROOMS))
    assert again.each("figure") == ["3 read", "0 new", "0 changed", "2 the same", "1 refused"]
    assert "There is nothing to store" in again.main


def test_equipment_in_a_workbook_brings_its_rooms(types: None, manager: FlaskClient) -> None:
    content = xlsx(
        {
            "Read me": [["Made by hand"]],
            "List": [
                ["Equipment 2026"],
                ["Building", "Room", "Type", "Manufacturer", "Serial Number"],
                ["Main Hall", "2.01", "Beamer", "Epson", "S1"],
                ["Main Hall", "2.01", "Piano", "Steinway", "S2"],
            ],
        }
    )
    page = looked_again(sent(manager, content, "equipment.xlsx"), **WHERE)
    assert "“Piano” is no type of equipment known here" in page.main
    assert "Rooms made for their equipment: 1" in page.main
    applied(page)
    assert db.session.scalar(select(func.count(Equipment.id))) == 2
    assert names() == ["2.01"]


def test_an_empty_estate_is_asked_for_its_site_beside_the_field(manager: FlaskClient) -> None:
    page = sent(manager, csv_bytes(*ROOMS))
    assert any("There is no site yet" in each for each in page.errors)
    page = looked_again(page, site="Main campus")
    assert any("Give the phone number" in each for each in page.errors)
    assert page.form(button="Look again").filled["site"] == "Main campus"
    page = looked_again(page, phone="call me")
    assert any("Please enter a phone number" in each for each in page.errors)
    assert page.form(button="Look again").filled["phone"] == "call me"


def test_a_list_that_names_no_building_takes_one_for_all_rows(manager: FlaskClient) -> None:
    page = sent(manager, csv_bytes("Room,Floor", "A1,1", "A2,1"))
    assert any("to be the building" in each for each in page.errors)
    page = looked_again(page, **WHERE, **{"constant.building": "Main Hall"})
    assert page.form(button="Look again").filled["constant.building"] == "Main Hall"
    applied(page)
    assert names() == ["A1", "A2"]


def test_a_column_is_corrected_by_hand_and_left_out_by_hand(
    manager: FlaskClient, make: Builder
) -> None:
    make.site()
    page = sent(manager, csv_bytes("Building,Room,Door,Description", "Main,1,A1,Lab"))
    page = looked_again(page, **{"column.room": "2", "column.description": "-"})
    assert "A1 recognised by hand" in page.main
    applied(page)
    assert names() == ["A1"]
    assert db.session.scalars(select(Room.description)).one() == ""


def test_the_lines_are_shown_by_outcome_and_page_by_page(
    manager: FlaskClient, make: Builder
) -> None:
    make.site()
    rows = [f"Main,0,R{n},x" for n in range(60)]
    page = sent(manager, csv_bytes(ROOMS[0], *rows, "Main,0,R1,y"))
    written = "As written Building Main Floor 0 Room R0 Description x"
    assert ["R0", "2", "Main", "new", written] in page.rows
    assert "1–50 of 61" in page.main
    second = fetch(manager, page.link("Next").partition("#")[0])
    assert "51–61 of 61" in second.main
    assert ["R50", "52"] in [row[:2] for row in second.rows]
    assert ["R0", "2"] not in [row[:2] for row in second.rows]
    only = fetch(manager, page.link("1 refused").partition("#")[0])
    assert [row[0] for row in only.rows if "conflict" in row] == ["R1"]
    assert not [row for row in only.rows if "new" in row]
    assert to_apply(only).send().status_code == 303


def test_a_sheet_is_chosen_and_what_it_lists_is_changed(
    types: None, manager: FlaskClient, make: Builder
) -> None:
    make.site()
    table = [["Building", "Room", "Type"], ["Main", "1", "Projector"]]
    page = sent(
        manager, xlsx({"Old": table, "New": [*table, ["Main", "2", "Projector"]]}), "a.xlsx"
    )
    page = looked_again(page, sheet="New")
    assert page.each("figure")[1] == "2 new"
    page = looked_again(page, kind="rooms")
    assert "Rooms made for their equipment" not in page.main
    applied(page)
    assert names() == ["1", "2"]
    assert not db.session.scalars(select(Equipment)).all()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"%PDF-1.7 ...", "rooms.xlsx", "This file is a PDF, no list."),
        (b"\x89PNG\r\n", "plan.png", "This file is an image, no list."),
        (b"", "rooms.csv", "This file is empty. Choose the one with the list."),
        (b"Room\n" + b"x\n" * 200_001, "rooms.csv", "This list has 200,001 rows"),
        (b"PK\x03\x04 cut off", "rooms.xlsx", "This workbook is damaged"),
        (zipped({"a.txt": b"x"}), "rooms.zip", "This is a zip file, but no workbook"),
        (b"Building,Room\nMain,1\0\n", "rooms.csv", "NUL bytes"),
    ],
)
def test_a_file_that_is_no_list_is_refused_beside_the_file(
    manager: FlaskClient, content: bytes, name: str, sentence: str, settings: Settings
) -> None:
    page = refused(manager, content, name, kind="equipment")
    assert any(sentence in each for each in page.errors), page.errors
    assert page.form().filled["kind"] == "equipment"
    assert not list((settings.data / "imports").glob("[!.]*"))


def test_no_file_at_all_is_said_beside_the_field(manager: FlaskClient) -> None:
    page = read(fetch(manager, "/imports").form().send(), 422)
    assert page.errors == ["Choose a file."]


def test_a_list_without_column_names_is_told_their_line_by_hand(
    manager: FlaskClient, make: Builder
) -> None:
    make.site()
    page = sent(manager, csv_bytes("1,2", "3,4", "5,6"))
    assert any("looks like column names" in each for each in page.errors)
    page = looked_again(page, header_line="x")
    assert page.errors == ["Write the number of a line, such as 3."]
    assert page.form(button="Look again").filled["header_line"] == "x"
    page = looked_again(page, header_line="9")
    assert any("nothing on it" in each for each in page.errors)
    page = looked_again(page, header_line="2")
    assert "Column names on line 2" in page.main


def test_a_name_of_200_characters_is_taken_and_a_longer_one_refused(
    manager: FlaskClient, make: Builder
) -> None:
    make.site()
    page = sent(manager, csv_bytes("Building,Room", f"Main,{'x' * 200}", f"Main,{'y' * 201}"))
    assert "Room: This text has 201 characters; at most 200 fit." in page.main
    applied(page)
    assert names() == ["x" * 200]


def test_a_file_that_is_too_large_is_refused_in_a_sentence(
    app: Flask, manager: FlaskClient
) -> None:
    form = fetch(manager, "/imports").form()
    app.config["MAX_CONTENT_LENGTH"] = 2**16
    page = read(form.send({"file": (io.BytesIO(b"x" * 2**17), "rooms.csv")}), 413)
    assert "Send a smaller file." in page.main
