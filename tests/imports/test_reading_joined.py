"""A workbook with a sheet for each room or building is one list, if its sheets share columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports.reading import joining, rows
from app.imports.reading.files import read
from app.imports.reading.sheets import Dropped, ImportRefused, Row, Sheet, Source
from app.imports.reading.tables import EMPTY
from tests.imports.files import Table, cells, csv_bytes, sheet_of, xlsx


def joined(sheets: dict[str, Table]) -> Sheet:
    return joining.joined(read(xlsx(sheets), "rooms.xlsx"))


def test_sheets_with_the_same_columns_are_one_list_that_names_the_sheet() -> None:
    sheet = joined(
        {
            "A 101": [["Asset tag", "Type"], ["1", "Projector"], ["2", "Display"]],
            "A 102": [["Asset tag", "Type"], ["3", "Display"]],
        }
    )
    assert sheet.header == ("Asset tag", "Type", "Sheet")
    assert [cell[-1] for cell in cells(sheet)] == ["A 101", "A 101", "A 102"]
    assert [(row.sheet, row.line) for row in sheet.rows] == [
        ("A 101", 2), ("A 101", 3), ("A 102", 2),
    ]  # fmt: skip
    assert not sheet.skipped


def test_columns_are_united_by_name_whatever_their_order_and_letter_case() -> None:
    sheet = joined(
        {
            "North": [["Room", "Type", "Old"], ["1", "Projector", "x"]],
            "South": [["TYPE ", "Room", "Sheet"], ["Display", "2", "mine"], ["Lamp", "3"]],
        }
    )
    assert sheet.header == ("Room", "Type", "Old", "Sheet", "Sheet (2)")
    assert cells(sheet) == [
        ("1", "Projector", "x", "", "North"),
        ("2", "Display", "", "mine", "South"),
        ("3", "Lamp", "", "", "South"),
    ]


def test_a_sheet_that_shares_too_little_is_named_and_not_mixed_in() -> None:
    source = read(
        xlsx(
            {
                "Legend": [["Code", "Meaning"], ["P", "Projector"]],
                "A": [["Room", "Type", "Serial number"], ["1", "Projector", "s"]],
                "B": [["Room", "Type"], ["2", "Display"], []],
            }
        ),
        "rooms.xlsx",
    )
    sheet = joining.joined(source)
    assert sheet.skipped == (("Legend", joining.STRANGE),)
    assert {row.sheet for row in sheet.rows} == {"A", "B"}


def test_names_that_the_file_does_not_give_are_no_names_to_share() -> None:
    with pytest.raises(ImportRefused, match="No two sheets of this file share") as refused:
        joined(
            {
                "A": [["Room", "", ""], ["1", "x", "y"]],
                "B": [["Serial number", "", ""], ["2", "x", "y"]],
            }
        )
    assert refused.value.where == "sheet"


def test_a_list_of_one_sheet_is_itself_with_the_name_of_the_sheet() -> None:
    sheet = joining.joined(read(csv_bytes("Room,Floor", "A1,1"), "rooms.csv"))
    assert sheet.header == ("Room", "Floor", "Sheet")
    assert cells(sheet) == [("A1", "1", "rooms.csv")]


def test_what_each_sheet_left_out_is_told_with_its_name() -> None:
    left_out = Sheet("A", ("Room",), (Row(3, ("1",)),), 1, dropped=(Dropped(2, EMPTY),))
    source = Source("a.xlsx", "xlsx", (left_out, sheet_of(["Room"], ["2"])))
    assert joining.joined(source).dropped == (Dropped(2, EMPTY, 1, "A"),)


def test_sheets_that_are_too_many_rows_together_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rows, "MAX_ROWS", 4)
    source = read(xlsx({name: [["Room"], ["1"], ["2"], ["3"]] for name in "AB"}), "a.xlsx")
    with pytest.raises(ImportRefused, match="6 rows; one import takes at most 4"):
        joining.joined(source)


names = st.lists(st.sampled_from("abcde"), min_size=1, max_size=4, unique=True)


@given(st.lists(names, min_size=1, max_size=5), st.integers(0, 3))
def test_no_row_is_lost_or_changed_by_joining(headers: list[list[str]], number: int) -> None:
    sheets = tuple(
        Sheet(
            str(place),
            tuple(header),
            [Row(line, tuple(f"{place}{line}{name}" for name in header)) for line in range(number)],
            1,
        )
        for place, header in enumerate(headers)
    )
    source = Source("a.xlsx", "xlsx", sheets)
    try:
        sheet = joining.joined(source)
    except ImportRefused:
        return
    left_out = {name for name, _why in sheet.skipped}
    assert len(sheet.rows) == number * (len(sheets) - len(left_out))
    for row in sheet.rows:
        header = headers[int(row.sheet)]
        for name, text in zip(sheet.header[:-1], row.cells, strict=False):
            assert text == (f"{row.sheet}{row.line}{name}" if name in header else "")
