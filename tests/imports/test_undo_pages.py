"""Taking an import back on its pages and on the command line: looked at first, then done."""

from __future__ import annotations

from pathlib import Path

from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.extensions import db
from app.places.models import Room
from tests.builders import Builder
from tests.imports.files import csv_bytes
from tests.imports.test_applying import ROOMS, imported, room
from tests.imports.uploads import ROOMS as SENT
from tests.imports.uploads import applied, names, sent
from tests.pages import Page, fetch, read

UNDO = "/imports/batches/1/undo"


def number_of_rooms() -> int:
    return db.session.scalar(select(func.count(Room.id))) or 0


def brought(manager: FlaskClient, make: Builder) -> Page:
    """The page of an import of two rooms."""
    make.site()
    applied(sent(manager, csv_bytes(*SENT)))
    return fetch(manager, "/imports/batches/1")


def test_a_manager_looks_at_what_it_would_do_and_takes_it_back(
    manager: FlaskClient, make: Builder
) -> None:
    page = fetch(manager, brought(manager, make).link("Take it back…"))
    assert page.each("figure") == ["5 would be taken back", "0 would be left"]
    assert "afterwards all is as it was before the import" in page.main
    assert names() == ["0.01", "2.01"]
    answer = page.form().send(press="Take back all 5 rows")
    shown = fetch(manager, answer.location)
    assert names() == []
    assert "The import is taken back: 5 rows." in shown.text
    assert "Take it back…" not in shown.main
    assert "Taken back by" in shown.main
    assert "Taken back" in fetch(manager, "/imports").main


def test_what_was_built_on_is_told_before_and_after_and_the_rest_goes_knowingly(
    manager: FlaskClient, make: Builder
) -> None:
    brought(manager, make)
    make.check(room=room("0.01"))
    page = fetch(manager, UNDO)
    assert page.each("figure") == ["2 would be taken back", "3 would be left"]
    told = {row[0]: row[-1] for row in page.rows[1:]}
    assert told["0.01"] == "It was checked since. A check is proof, and stays."
    assert told["0"] == "A room that stays is on it."
    assert told["Main Hall"] == "A room or a floor that stays is in it."
    going = fetch(manager, f"{UNDO}?show=taken")
    assert [row[0] for row in going.rows[1:]] == ["2", "2.01"]
    shown = fetch(manager, page.form().send(press="Take back 2, leave 3").location)
    assert "3 rows could not be taken back" in shown.main
    assert "It was checked since" in shown.main
    assert names() == ["0.01"]


def test_what_changed_since_it_was_looked_at_is_looked_at_again(
    manager: FlaskClient, make: Builder
) -> None:
    brought(manager, make)
    page = fetch(manager, UNDO)
    make.check(room=room("0.01"))
    again = read(page.form().send(), 409, manager)
    assert "Something has changed since you looked" in again.main
    assert names() == ["0.01", "2.01"]
    again.form().send()
    assert names() == ["0.01"]


def test_a_second_time_it_is_refused(manager: FlaskClient, make: Builder) -> None:
    brought(manager, make)
    form = fetch(manager, UNDO).form()
    form.send()
    assert "taken back already" in read(form.send(), 409).main
    assert manager.get(UNDO).status_code == 302


def test_a_forged_undo_takes_nothing_back(manager: FlaskClient, make: Builder) -> None:
    brought(manager, make)
    assert manager.post("/imports/batches/1/take-back", data={}).status_code == 400
    assert names() == ["0.01", "2.01"]


def test_where_nothing_can_go_there_is_no_button(manager: FlaskClient, make: Builder) -> None:
    brought(manager, make)
    for name in names():
        make.check(room=room(name))
    page = fetch(manager, UNDO)
    assert "Nothing can be taken back" in page.main
    assert "Take back" not in page.main.replace("Take back all", "")


def test_it_is_for_managers(technician: FlaskClient) -> None:
    for address in ("/imports/batches/1", UNDO):
        assert technician.get(address).status_code == 403


def run(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=["import", *map(str, words)])


def test_the_command_tells_its_number_and_takes_it_back(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "rooms.csv"
    file.write_bytes(csv_bytes(*SENT))
    told = run(app, file, "--site", "Campus", "--phone", "5555", "--apply").output
    assert "take it back with: flask import undo 1" in told
    dry = run(app, "undo", 1)
    assert (dry.exit_code, "7 rows taken back, 0 left." in dry.output) == (0, True)
    assert "run the same with --apply" in dry.output
    assert number_of_rooms() == 2
    assert run(app, "undo", "1", "--apply").exit_code == 0
    assert number_of_rooms() == 0
    again = run(app, "undo", "1", "--apply")
    assert (again.exit_code, "taken back already" in again.output) == (1, True)


def test_the_command_names_what_stays(app: Flask, types: None, make: Builder) -> None:
    imported(*ROOMS)
    make.check(room=room("0.01"))
    told = run(app, "undo", 1, "--lines", 1)
    assert "room 0.01 (Main Hall) left: It was checked since" in told.output
    assert "and 4 more left" in told.output


def test_an_unknown_import_is_told(app: Flask) -> None:
    told = run(app, "undo", 7)
    assert (told.exit_code, "There is no import 7." in told.output) == (1, True)
    assert run(app, "undo", "x").exit_code == 2


def test_the_command_says_itself_how_it_is_used(app: Flask, tmp_path: Path) -> None:
    assert "undo" in run(app, "--help").output
    assert "--apply" in run(app, "file", "--help").output
    assert run(app).exit_code == 2
    assert run(app, tmp_path / "missing.csv").exit_code == 2
    assert run(app, "--kind", "rooms", tmp_path / "missing.csv").exit_code == 2
