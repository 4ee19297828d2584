"""From a file to rooms in the browser: look at it, choose, apply; what was typed stays."""

from __future__ import annotations

import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.equipment.models import Equipment
from app.extensions import db
from app.places.models import Room
from app.settings import Settings
from tests.builders import Builder
from tests.conftest import signed_in_client
from tests.imports.files import csv_bytes, xlsx, zipped
from tests.pages import Page, fetch, read

ROOMS = (
    "Building,Floor,Room,Description",
    "Main Hall,0,0.01,Lecture theatre",
    "Main Hall,2,2.01,Seminar room",
    "Main Hall,2,2.01,Office",
)
WHERE = {"site": "Main campus", "phone": "5555"}


def sent(client: FlaskClient, content: bytes, name: str = "rooms.csv", **typed: Any) -> Page:
    """The page after uploading."""
    form = fetch(client, "/imports").form()
    answer = form.send({"file": (io.BytesIO(content), name), **typed})
    assert answer.status_code == 303, read(answer, 422).errors
    return fetch(client, answer.location)


def refused(client: FlaskClient, content: bytes, name: str, **typed: Any) -> Page:
    """The upload page that says why not."""
    form = fetch(client, "/imports").form()
    return read(form.send({"file": (io.BytesIO(content), name), **typed}), 422, client)


def looked_again(page: Page, **typed: Any) -> Page:
    """The page after pressing “Look again”."""
    return read(page.form(button="Look again").send(typed), 200, page.client)


def applied(page: Page) -> Page:
    """The page after pressing “Apply …”."""
    answer = page.form().send()
    assert answer.status_code == 303
    assert page.client
    return fetch(page.client, answer.location)


def names() -> list[str]:
    return sorted(db.session.scalars(select(Room.name)))


def test_a_list_of_rooms_goes_in_and_the_same_file_changes_nothing(manager: FlaskClient) -> None:
    page = looked_again(sent(manager, csv_bytes(*ROOMS)), **WHERE)
    assert page.each("figure") == ["2 new", "0 changed", "0 the same", "1 refused"]
    assert "Room “2.01” stands on line 3 already" in page.main
    assert "Buildings made: 1" in page.main
    done = applied(page)
    assert done.h1 == "Imported"
    assert done.each("figure") == ["2 new", "0 changed", "0 the same", "1 refused"]
    assert "/sheets" in done.links
    assert "/rooms" in done.links
    assert names() == ["0.01", "2.01"]
    again = sent(manager, csv_bytes(*ROOMS))
    assert again.each("figure") == ["0 new", "0 changed", "2 the same", "1 refused"]
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
    assert "Recognised by hand: A1" in page.main
    applied(page)
    assert names() == ["A1"]
    assert db.session.scalars(select(Room.description)).one() == ""


def test_the_lines_are_shown_by_outcome_and_page_by_page(
    manager: FlaskClient, make: Builder
) -> None:
    make.site()
    rows = [f"Main,0,R{n},x" for n in range(60)]
    page = sent(manager, csv_bytes(ROOMS[0], *rows, "Main,0,R1,y"))
    assert ["R0", "2", "Main", "new", "—"] in page.rows
    assert "1–50 of 61" in page.main
    second = fetch(manager, page.link("Next").partition("#")[0])
    assert "51–61 of 61" in second.main
    only = fetch(manager, page.link("1 refused").partition("#")[0])
    assert [row[0] for row in only.rows if "refused" in row] == ["R1"]
    assert not [row for row in only.rows if "new" in row]
    assert only.form().send().status_code == 303


def test_a_sheet_is_chosen_and_what_it_lists_is_changed(
    types: None, manager: FlaskClient, make: Builder
) -> None:
    make.site()
    table = [["Building", "Room", "Type"], ["Main", "1", "Projector"]]
    page = sent(
        manager, xlsx({"Old": table, "New": [*table, ["Main", "2", "Projector"]]}), "a.xlsx"
    )
    page = looked_again(page, sheet="New")
    assert page.each("figure")[0] == "2 new"
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
        (b"", "rooms.csv", "This file is empty."),
        (b"Room\n" + b"x\n" * 200_000, "rooms.csv", "This list has 200,000 rows"),
        (b"PK\x03\x04 cut off", "rooms.xlsx", "This workbook is damaged"),
        (zipped({"a.txt": b"x"}), "rooms.zip", "This is a zip file, but no workbook"),
        (b"a\0b", "rooms.csv", "NUL bytes"),
    ],
)
def test_a_file_that_is_no_list_is_refused_beside_the_file(
    manager: FlaskClient, content: bytes, name: str, sentence: str, settings: Settings
) -> None:
    page = refused(manager, content, name, kind="equipment")
    assert any(sentence in each for each in page.errors), page.errors
    assert page.form().filled["kind"] == "equipment"
    assert not list((settings.data / "imports").glob("*"))


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


def test_what_changed_since_one_looked_is_looked_at_again(
    manager: FlaskClient, make: Builder
) -> None:
    hall = make.building(name="Main Hall")
    page = sent(manager, csv_bytes(*ROOMS))
    make.room(building=hall, name="0.01", description="Store")
    page = read(page.form().send(), 409, manager)
    assert "Something has changed since you looked." in page.main
    assert page.each("figure") == ["1 new", "1 changed", "0 the same", "1 refused"]
    applied(page)
    assert names() == ["0.01", "2.01"]


def test_what_fails_midway_stores_nothing_and_can_be_sent_again(
    manager: FlaskClient, make: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.site()
    page = sent(manager, csv_bytes(*ROOMS))

    def fail(*_given: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr("app.imports.service._touch", fail)
        with pytest.raises(ConnectionError):
            page.form().send()
    db.session.rollback()
    assert names() == []
    applied(page)
    assert names() == ["0.01", "2.01"]


def test_applying_twice_counts_once(manager: FlaskClient, make: Builder) -> None:
    make.site()
    page = sent(manager, csv_bytes(*ROOMS))
    applied(page)
    assert applied(page).h1 == "Imported"
    assert names() == ["0.01", "2.01"]


def test_nobody_else_sees_the_file_and_it_is_for_managers(
    manager: FlaskClient, technician: FlaskClient, admin: FlaskClient, make: Builder
) -> None:
    page = sent(manager, csv_bytes(*ROOMS))
    address = page.response.request.path
    assert technician.get("/imports").status_code == 403
    assert technician.get(address).status_code == 403
    assert admin.get(address).status_code == 404
    assert manager.get("/imports/" + "x" * 32).status_code == 404
    assert manager.get("/imports/..%2Fsecret_key").status_code == 404


def test_a_forged_apply_stores_nothing(manager: FlaskClient, make: Builder) -> None:
    make.site()
    page = sent(manager, csv_bytes(*ROOMS))
    assert manager.post(page.response.request.path, data={}).status_code == 400
    assert names() == []


def test_the_file_is_kept_for_the_program_alone_and_gone_after_apply(
    manager: FlaskClient, make: Builder, settings: Settings
) -> None:
    make.site()
    page = sent(manager, csv_bytes(*ROOMS))
    folder = settings.data / "imports"
    assert {oct(each.stat().st_mode & 0o777) for each in folder.iterdir()} == {"0o600"}
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    applied(page)
    assert not list(folder.glob("*.bytes"))


def test_a_file_waits_for_a_day_and_five_of_one_person_at_most(
    manager: FlaskClient, settings: Settings
) -> None:
    folder = settings.data / "imports"
    for number in range(7):
        page = sent(manager, csv_bytes(*ROOMS), f"rooms{number}.csv")
    assert len(list(folder.glob("*.bytes"))) == 5
    for each in folder.iterdir():
        _age(each)
    assert manager.get(page.response.request.path).status_code == 404
    sent(manager, csv_bytes(*ROOMS))
    assert len(list(folder.glob("*.bytes"))) == 1


def _age(file: Path) -> None:
    then = file.stat().st_mtime - timedelta(hours=25).total_seconds()
    os.utime(file, (then, then))


def test_text_from_a_file_is_shown_and_never_run(manager: FlaskClient, make: Builder) -> None:
    make.site()
    nasty = "<script>alert(1)</script>"
    page = sent(manager, csv_bytes("Building,Room", f"{nasty},{nasty}%s%%"), f"{nasty}.csv")
    assert nasty in page.main


def test_cobie_goes_in_as_a_whole(types: None, manager: FlaskClient, make: Builder) -> None:
    make.site()
    page = sent(
        manager,
        xlsx(
            {
                "Facility": [["Name", "SiteName"], ["Block 7", "n/a"]],
                "Floor": [["Name"], ["L1"]],
                "Space": [["Name", "FloorName", "Description"], ["A1", "L1", "Lab"]],
                "Type": [["Name"], ["Projector"]],
                "Component": [["Name", "TypeName", "Space"], ["P1", "Projector", "A1"]],
            }
        ),
        "building.xlsx",
    )
    assert "COBie workbook" in page.main
    assert page.each("figure")[0] == "2 new"
    applied(page)
    assert names() == ["A1"]


def test_another_person_may_import_too(manager: FlaskClient, make: Builder, app: Flask) -> None:
    other = signed_in_client(app, make.person(role="manager"))
    make.site()
    assert applied(sent(other, csv_bytes(*ROOMS))).h1 == "Imported"
