"""Workbooks and JSON: codes stay as they were written, sheets and objects become tables."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports.reading.books.unpacking import as_text, filled_down
from app.imports.reading.files import HIDDEN, read
from app.imports.reading.sheets import ImportRefused
from tests.imports.files import cells, ods, xls, xlsx


def test_codes_are_read_as_texts_and_dates_as_iso() -> None:
    rows: list[list[object]] = [
        ["Room", "Floor", "Area", "Since", "Old"],
        ["007", 12, 12.5, dt.date(2024, 3, 2), True],
        [101, -1, 0.1 + 0.2, "2.3.2024", ""],
    ]
    (sheet,) = read(xlsx({"Rooms": rows}), "rooms.xlsx").sheets
    assert cells(sheet) == [
        ("007", "12", "12.5", "2024-03-02", "TRUE"),
        ("101", "-1", "0.3", "2.3.2024", ""),
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12.0, "12"),
        (123456789012345.0, "123456789012345"),
        (6.37702e15, "6.37702e+15"),
        (dt.datetime(2024, 3, 2, 9, 30), "2024-03-02T09:30:00"),  # noqa: DTZ001 - as sheets have it
        (dt.time(9, 30), "09:30:00"),
        ("A 1", "A 1"),
    ],
)
def test_a_cell_is_the_text_that_a_person_reads(cell: object, text: str) -> None:
    assert as_text(cell) == text


def test_ods_and_old_excel_files_are_read_like_the_new_ones() -> None:
    assert cells(read(ods("Rooms", [["Room", "Floor"], ["A101", 1]]), "a.ods").sheets[0]) == [
        ("A101", "1")
    ]
    old = read(xls("Rooms", [["Room", "Floor"], ["A101", "1"]]), "a.xls")
    assert (old.kind, cells(old.sheets[0])) == ("xls", [("A101", "1")])


def test_rows_of_a_workbook_know_their_line_below_titles_and_gaps() -> None:
    rows: list[list[object]] = [["Our rooms"], [], ["Room", "Floor"], ["A101", 1], [], ["A102", 1]]
    (sheet,) = read(xlsx({"Rooms": rows}), "rooms.xlsx").sheets
    assert sheet.header_line == 3
    assert [row.line for row in sheet.rows] == [4, 6]


def test_each_sheet_with_column_names_is_read_and_the_others_are_named_with_the_reason() -> None:
    content = xlsx(
        {
            "Rooms": [["Room"], ["A101"]],
            "Empty": [],
            "Old": [["Room"], ["A9"]],
            "Units": [["Serial number", "Room"], ["1", "A101"]],
        },
        hidden=["Old"],
    )
    source = read(content, "rooms.xlsx")
    assert [sheet.name for sheet in source.sheets] == ["Rooms", "Units"]
    assert dict(source.skipped)["Old"] == HIDDEN
    assert "is empty" in dict(source.skipped)["Empty"]
    assert [sheet.name for sheet in read(content, "r.xlsx", hidden=True).sheets][1] == "Old"
    with pytest.raises(ImportRefused, match=r"no sheet “Doors” .* It has: Rooms, Units"):
        source.sheet("Doors")


def test_a_workbook_without_any_column_names_is_refused() -> None:
    with pytest.raises(ImportRefused, match=r"No visible sheet of “rooms\.xlsx”"):
        read(xlsx({"Rooms": [], "Units": []}), "rooms.xlsx")
    with pytest.raises(ImportRefused, match="“Rooms” is empty: there is no row in it"):
        read(xlsx({"Rooms": []}), "rooms.xlsx")


def test_cells_merged_downwards_repeat_and_a_title_across_does_not() -> None:
    rows = [["Title", ""], ["Main", "A101"], ["", "A102"], ["", "A103"]]
    merged = [((9, 0), (10, 0)), ((1, 0), (2, 0)), ((0, 0), (0, 1))]
    assert list(filled_down(rows, merged)) == [
        ["Title", ""], ["Main", "A101"], ["Main", "A102"], ["", "A103"],
    ]  # fmt: skip


def test_a_list_of_objects_is_a_sheet_and_numbers_keep_their_digits() -> None:
    content = b'[{"room": "A1", "area": 1.50, "at": {"x": 103.77401107931558}, "old": null},'
    content += b' {"room": "A2", "tags": ["a", 1], "old": true}]'
    (sheet,) = read(content, "rooms.json").sheets
    assert sheet.header == ("room", "area", "at.x", "old", "tags")
    assert cells(sheet)[0] == ("A1", "1.50", "103.77401107931558", "", "")
    assert cells(sheet)[1] == ("A2", "", "", "TRUE", "a, 1")
    assert [row.line for row in sheet.rows] == [1, 2]


def test_the_keys_of_an_object_of_objects_are_the_codes() -> None:
    content = json.dumps({"LT17": {"roomName": "Theatre 17", "floor": 1}, "LT16": {}})
    (sheet,) = read(content.encode(), "venues.json").sheets
    assert sheet.header == ("code", "roomName", "floor")
    assert cells(sheet) == [("LT17", "Theatre 17", "1"), ("LT16", "", "")]


def test_a_list_inside_one_envelope_is_taken_out_of_it() -> None:
    assert len(read(b'{"rooms": [{"room": "A1"}, {"room": "A2"}]}', "a.json").sheets[0].rows) == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"a": 1, "b": 2}', "no list of objects"),
        (b"[1, 2]", "no list of objects"),
        (b"[]", "This file is empty"),
        (b'[{"room": "A1"},\n oops]', "no valid JSON: line 2"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"LT1": {"floor": 1}, "LT1": {"floor": 2}}', "“LT1” stands twice"),
    ],
)
def test_json_that_is_no_list_of_rooms_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read(content, "rooms.json")
    assert sentence in str(refused.value)


@given(st.dictionaries(st.text(min_size=1), st.integers() | st.none(), min_size=1, max_size=5))
def test_any_flat_object_is_read_back(made: dict[str, int | None]) -> None:
    try:
        (sheet,) = read(json.dumps([made]).encode(), "a.json").sheets
    except ImportRefused:
        return  # a name of control characters, or nothing in it
    texts = ["" if value is None else str(value) for value in made.values()]
    assert [[row.cell(column) for column in range(len(texts))] for row in sheet.rows] == (
        [texts] if any(texts) else []
    )


def test_an_object_whose_values_equal_its_keys_is_a_row_all_the_same() -> None:
    assert cells(read(b'[{"room": "room"}, {"room": "A1"}]', "a.json").sheets[0]) == [
        ("room",),
        ("A1",),
    ]
