"""`flask import`: a dry run by default, exit status 0, 1 or 2."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.places.models import Room
from tests.imports.files import csv_bytes

ROOMS = ("Building;Room;Description", "Main;A1;Lab", "Main;A1;Office", "Main;B2;")


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    """A list of three lines, one of them refused."""
    return written(tmp_path, *ROOMS)


def written(folder: Path, *lines: str) -> Path:
    file = folder / "rooms.csv"
    file.write_bytes(csv_bytes(*lines))
    return file


def run(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=["import", *map(str, words)])


def number_of_rooms() -> int:
    return db.session.scalar(select(func.count(Room.id))) or 0


def test_a_dry_run_tells_everything_and_stores_nothing(app: Flask, rooms: Path) -> None:
    told = run(app, rooms, "--site", "Campus", "--phone", "5555")
    assert told.exit_code == 0
    assert "separator ';'" in told.output
    assert "room ← Room (name)" in told.output
    assert "Read 3: 2 create, 0 change, 0 same, 1 refused, 1 of them in conflict." in told.output
    assert "Made on the way: 1 sites, 1 buildings." in told.output
    assert "line 3 conflict: Room “A1” stands on line 2 already" in told.output
    assert "--apply" in told.output
    assert number_of_rooms() == 0


def test_applied_twice_it_changes_nothing_the_second_time(app: Flask, rooms: Path) -> None:
    assert "Applied." in run(app, rooms, "--site", "C", "--phone", "5555", "--apply").output
    assert number_of_rooms() == 2
    again = run(app, rooms, "--apply")
    assert "Read 3: 0 create, 0 change, 2 same, 1 refused, 1 of them in conflict." in again.output
    assert "There is nothing to store." in again.output


def test_an_estate_without_a_site_is_told_the_way(app: Flask, rooms: Path) -> None:
    told = run(app, rooms)
    assert told.exit_code == 1
    assert '--site "Main campus" --phone "5555"' in told.output


def test_a_list_without_buildings_is_told_the_way(app: Flask, tmp_path: Path) -> None:
    file = written(tmp_path, "Room,Floor", "A1,1")
    told = run(app, file)
    assert told.exit_code == 1
    assert '--building "Main hall"' in told.output
    told = run(app, file, "--building", "Main", "--site", "C", "--phone", "5555")
    assert told.exit_code == 0


def test_columns_and_constants_are_given_by_hand(types: None, app: Flask, tmp_path: Path) -> None:
    file = written(tmp_path, "Where,Type,Serial Number", "By the stairs,ABC,1")
    told = run(
        app, file, "--map", "room=where", "--map", "equipment_type=", "--building", "Clinic",
        "--set", "equipment_type=fire extinguisher", "--site", "C", "--phone", "5555",
    )  # fmt: skip
    assert told.exit_code == 0
    assert "room ← Where (hand)" in told.output
    assert "other equipment" not in told.output


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["%PDF-1.7"], "This file is a PDF, no list"),
        (["1,2", "3,4"], "looks like column names"),
        ([""], "This file is empty"),
    ],
)
def test_a_file_that_can_not_be_read_is_refused_in_a_sentence(
    app: Flask, tmp_path: Path, lines: list[str], sentence: str
) -> None:
    told = run(app, written(tmp_path, *lines))
    assert (told.exit_code, sentence in told.output) == (1, True)


def test_the_status_is_1_where_every_line_is_refused(app: Flask, tmp_path: Path) -> None:
    file = written(tmp_path, "Building,Room", f"Main,{'x' * 201}")
    told = run(app, file, "--site", "C", "--phone", "5555")
    assert told.exit_code == 1
    assert "line 2 refused: Room: This text has 201 characters; at most 200 fit." in told.output


@pytest.mark.parametrize("words", [["--map", "room"], ["--kind", "towns"], ["--lines", "x"]])
def test_wrong_usage_is_status_2(app: Flask, rooms: Path, words: list[str]) -> None:
    assert run(app, rooms, *words).exit_code == 2


def test_a_file_that_is_not_there_is_wrong_usage(app: Flask) -> None:
    assert run(app, "no-such-file.csv").exit_code == 2


def test_column_names_alone_say_so_and_store_nothing(app: Flask, tmp_path: Path) -> None:
    file = written(tmp_path, "Building,Room")
    told = run(app, file, "--site", "C", "--phone", "5555", "--apply")
    assert told.exit_code == 0, told.output
    assert "This list has column names, but no row below them" in told.output
    assert "There is nothing to store." in told.output
    assert number_of_rooms() == 0
