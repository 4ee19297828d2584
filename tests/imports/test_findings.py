"""What is kept of a sent file: lines that are left out as written, dates as all of it tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient

from app.imports.looking.sample import sample_of
from app.imports.runs import uploads
from app.imports.runs.found.findings import Findings
from app.imports.runs.stages import Run
from tests.builders import Builder
from tests.imports.files import csv_bytes
from tests.imports.sent_files import worked
from tests.imports.uploads import sent

UNCLEAR = tuple(f"Main,A{n},Projector,03/04/2021" for n in range(25))
DATED = ("Building,Room,Type,Installed on", *UNCLEAR, "Main,B,Projector,25/12/2021")


def found_in(folder: Path, run: Run) -> Findings:
    found = uploads.findings(folder, worked(run))
    assert found
    return found


def test_lines_that_are_left_out_are_kept_as_they_are_written(
    types: None, send: Callable[..., Run], folder: Path
) -> None:
    lines = ("Rooms of 2024;;", "printed;by;me", "Building;Room;Floor", "Main;A1;1")
    again = ("", "Building;Room;Floor", "Main;A2;1")
    (above, empty, header) = found_in(folder, send(csv_bytes(*lines, *again))).left_out
    assert [(each.line, each.cells[:3]) for each in above.raw] == [
        (1, ("Rooms of 2024", "", "")),
        (2, ("printed", "by", "me")),
    ]
    assert (empty.lines, empty.raw) == (1, ())
    assert [each.cells for each in header.raw] == [("Building", "Room", "Floor")]


def test_of_many_lines_that_are_left_out_the_first_are_kept(
    types: None, send: Callable[..., Run], folder: Path
) -> None:
    lines = ("Building,Room", *("Main,A1", "Building,Room") * 12)
    (header,) = found_in(folder, send(csv_bytes(*lines))).left_out
    assert (header.lines, len(header.raw)) == (12, 5)


def test_the_first_rows_are_read_in_the_order_that_the_whole_column_tells(
    types: None, send: Callable[..., Run], folder: Path
) -> None:
    found = found_in(folder, send(csv_bytes(*DATED)))
    assert found.orders == {"installed_on": "dmy"}
    shown = sample_of(found, {})
    assert shown
    assert not shown.problem
    assert "3 Apr 2021" in shown.rows[0].cells or "Apr 3, 2021" in shown.rows[0].cells


def test_what_the_list_tells_of_all_its_rows_is_shown_in_the_first(
    types: None, send: Callable[..., Run], folder: Path
) -> None:
    agents = ("ABC", "BC", "CO2") * 3
    rows = (f"Main,lobby,{agent},S{n}" for n, agent in enumerate(agents))
    found = found_in(folder, send(csv_bytes("Building,Location,Type,Serial", *rows)))
    assert found.given == {"equipment_type": "fire extinguisher"}
    shown = sample_of(found, {})
    assert shown
    assert "fire extinguisher" in shown.rows[0].cells
    column = {"column.equipment_type": "2", "seen": found.signature}
    by_hand = sample_of(found, column)
    assert by_hand
    assert "fire extinguisher" not in by_hand.rows[0].cells


def test_lines_that_are_left_out_are_shown_as_they_are_written(
    manager: FlaskClient, make: Builder
) -> None:
    make.site()
    lines = ("Rooms of 2024;;", "x" * 200, "Building;Room;Floor", "Main;A1;1")
    page = sent(manager, csv_bytes(*lines))
    assert "2 lines (1 …): above the column names" in page.main
    assert "above the column names Rooms of 2024 x" in page.main
    assert "x" * 79 + "…" in page.main
    assert "2024;" not in page.main
