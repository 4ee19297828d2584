"""What a person can choose on a page, the command takes too; and all lines come as a file."""

from __future__ import annotations

import csv
import signal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app import clock
from app.equipment.models import Equipment
from app.extensions import db
from app.imports.applying import service
from app.imports.deciding.service import keep_profile
from app.places.models import Building, Room
from tests.imports.files import xlsx
from tests.imports.test_command import number_of_rooms, run, written
from tests.imports.uploads import names

WHERE = ("--site", "C", "--phone", "5555")


def test_a_text_that_says_the_place_is_split_by_an_example(app: Flask, tmp_path: Path) -> None:
    file = written(tmp_path, "Location", "ARC112", "ARC205", "???")
    example = ("--map", "location=Location", "--location-example", "ARC112=ARC|1|112")
    told = run(app, file, *example, *WHERE, "--apply")
    assert told.exit_code == 0, told.output
    assert names() == ["112", "205"]
    assert db.session.scalars(select(Building.name)).all() == ["ARC"]


def test_codes_of_building_and_room_in_one_ask_for_an_example_unless_the_building_is_said(
    app: Flask, tmp_path: Path
) -> None:
    file = written(tmp_path, "Place", *(f"ARC{n}" for n in range(101, 107)))
    told = run(app, file, *WHERE)
    assert "location ← Place (content)" in told.output
    assert "what is the building, the floor, the room in “ARC101”" in told.output
    assert "--location-example" in told.output
    told = run(app, file, "--location-example", "ARC101=ARC|1|101", *WHERE, "--apply")
    assert told.exit_code == 0, told.output
    assert names() == [str(n) for n in range(101, 107)]
    whole = run(app, file, "--building", "Main", "--map", "room=Place", *WHERE)
    assert "6 create" in whole.output, whole.output


def test_a_date_is_read_in_the_order_that_is_said(types: None, app: Flask, tmp_path: Path) -> None:
    lines = ("Building,Room,Type,Installed on", "Main,1,Projector,03/04/2021")
    file = written(tmp_path, *lines)
    told = run(app, file, "--date-order", "installed_on=mdy", *WHERE, "--apply")
    assert told.exit_code == 0, told.output
    found = db.session.scalars(select(Equipment.installed_on)).one()
    assert found is not None
    assert found.isoformat() == "2021-03-04"


def test_words_for_nothing_are_those_that_are_said(app: Flask, tmp_path: Path) -> None:
    file = written(tmp_path, "Building,Room,Description", "Main,1,none yet", "Main,2,n/a")
    told = run(app, file, "--empty", "none yet", *WHERE, "--apply")
    assert told.exit_code == 0, told.output
    assert set(db.session.scalars(select(Room.description))) == {"", "n/a"}


def test_a_list_is_read_as_a_profile_says_and_the_command_s_words_are_stronger(
    app: Flask, tmp_path: Path
) -> None:
    header = ["House", "Door", "Words"]
    choices = {"kind": "rooms", "column.building": "0", "column.room": "1"}
    choices |= {"column.description": "2", "site": "Campus"}
    keep_profile("Doors", header, choices, None, at=clock.now())
    db.session.commit()
    file = written(tmp_path, ",".join(header), "Main,A1,x")
    told = run(
        app, file, "--profile", "Doors", "--phone", "5555", "--map", "description=", "--apply"
    )
    assert told.exit_code == 0, told.output
    found = db.session.scalars(select(Room)).one()
    assert (found.name, found.description) == ("A1", "")
    wrong = run(app, file, "--profile", "Windows")
    assert (wrong.exit_code, "“Doors”" in wrong.output) == (2, True)


def rows_of(file: Path) -> list[list[Any]]:
    if file.suffix == ".csv":
        return list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    return CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()


def test_all_lines_come_as_a_file_that_holds_no_formula(app: Flask, tmp_path: Path) -> None:
    file = written(tmp_path, "Building,Room,Description", "Main,1,=1+1", f"Main,{'x' * 201},-2")
    for ending in ("csv", "xlsx"):
        out = tmp_path / f"lines.{ending}"
        told = run(app, file, *WHERE, "--out", out)
        assert f"2 lines are written to {out}" in told.output
        rows = rows_of(out)
        assert rows[0][:4] == ["Line", "Outcome", "Name", "Where"]
        assert rows[0][-1] == "Description (as written)"
        assert [row[1] for row in rows[1:]] == ["new", "refused"]
        assert "201 characters" in rows[2][5]
        assert rows[1][-1] == ("'=1+1" if ending == "csv" else "=1+1")
    assert sorted(each.name for each in tmp_path.iterdir() if "lines" in each.name) == [
        "lines.csv", "lines.xlsx",
    ]  # fmt: skip


def test_a_hidden_sheet_is_read_where_that_is_asked(app: Flask, tmp_path: Path) -> None:
    table = [["Building", "Room"], ["Main", "1"]]
    file = tmp_path / "rooms.xlsx"
    file.write_bytes(xlsx({"Shown": table, "Secret": [*table, ["Main", "2"]]}, hidden=("Secret",)))
    assert "1 rows" in run(app, file, *WHERE).output
    assert "2 rows" in run(app, file, "--hidden", "--sheet", "secret", *WHERE).output


@pytest.mark.parametrize("moment", ["storing", "committing"])
def test_an_import_stopped_by_hand_stores_all_or_nothing_and_says_which(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    file = written(tmp_path, "Building,Room", "Main,1")
    commit, apply = db.session.commit, service.apply

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in the background

    def stopped(*words: Any, **given: Any) -> Any:
        made = apply(*words, **given) if moment == "storing" else commit()
        signal.raise_signal(signal.SIGINT)
        return made

    if moment == "storing":
        monkeypatch.setattr(service, "apply", stopped)
    else:
        monkeypatch.setattr(db.session, "commit", stopped)
    told = run(app, file, *WHERE, "--apply")
    monkeypatch.undo()
    signal.signal(signal.SIGINT, before)
    is_stored = moment == "committing"
    assert told.exit_code == (0 if is_stored else 1)
    assert ("Applied." if is_stored else "Stopped. Nothing was stored.") in told.output
    db.session.rollback()
    assert number_of_rooms() == int(is_stored)


@pytest.mark.parametrize(
    "words",
    [
        ["--location-example", "ARC=ARC"],
        ["--date-order", "installed_on=ymd"],
        ["--out", "lines.pdf"],
        ["--conflicts", "both"],
    ],
)
def test_wrong_choices_are_status_2(app: Flask, tmp_path: Path, words: list[str]) -> None:
    told = run(app, written(tmp_path, "Building,Room", "Main,1"), *words)
    assert told.exit_code == 2, told.output
