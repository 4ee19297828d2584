"""A COBie workbook: five sheets that join by name."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable

import pytest

from app.imports.meaning.cobie.workbooks import cobie_records
from app.imports.meaning.records import EquipmentRow, Record, Refusal, RoomRow
from app.imports.reading.files import read
from app.imports.reading.sheets import ImportRefused, Source
from tests.imports.files import xlsx

Workbook = dict[str, list[list[object]]]

SHEETS: Workbook = {
    "Instruction": [["Title"], ["How to fill this"]],
    "Facility": [["Name", "Category", "SiteName"], ["House", "n/a", "Campus"]],
    "Floor": [["Name", "Elevation"], ["Level 1", 0], ["Roof", 6]],
    "Space": [
        ["Name", "Category", "FloorName", "Description", "ExtIdentifier", "RoomTag"],
        ["A101", "x", "Level 1", "Foyer", "guid-1", "n/a"],
        ["A102", "x", "Level 1", "Description", "guid-2", "Corridor"],
        ["A103", "x", "Level 1", "Store", "guid-3", "Corridor"],
        [104, "x", "Level 1", "Lab", "n/a", "Lab 4"],
    ],
    "Type": [
        ["Name", "Category", "", "Manufacturer", "ModelNumber"],
        ["Light Fixture Type A", "23-80: Luminaires", "", "Manufacturer", "L-1"],
        ["Unit 7", "23-85 10: Fire extinguisher", "", "Acme", "ModelNumber"],
    ],
    "Component": [
        ["Name", "TypeName", "Space", "Description", "ExtIdentifier", "SerialNumber",
         "InstallationDate", "TagNumber", "BarCode", "AssetIdentifier"],
        ["Light-1", "Light Fixture Type A", "A101", "d", "guid-9", "SerialNumber",
         "InstallationDate", "TagNumber", "BarCode", "AssetIdentifier"],
        ["Ext-1", "Unit 7", 104, "d", "n/a", "S1", "2011-09-27T16:15:27", "n/a", "B7", "n/a"],
    ],
}  # fmt: skip


def workbook(*changes: Callable[[Workbook], object]) -> Source:
    sheets = copy.deepcopy(SHEETS)
    for change in changes:
        change(sheets)
    return read(xlsx(sheets), "cobie.xlsx")


def component(name: str, kind: str, space: str) -> Callable[[Workbook], object]:
    return lambda sheets: sheets["Component"].append([name, kind, space])


def refusals(rows: list[Record]) -> list[tuple[str, int, str, str]]:
    return [(row.sheet, row.line, row.column, str(row)) for row in rows if isinstance(row, Refusal)]


def test_a_workbook_with_the_five_sheets_is_cobie_and_another_is_not() -> None:
    assert workbook().kind == "cobie"
    assert workbook(lambda sheets: sheets.pop("Type")).kind == "xlsx"


def test_spaces_become_rooms_and_the_door_says_the_room_tag_if_only_one_bears_it() -> None:
    rooms = [row for row in cobie_records(workbook()) if isinstance(row, RoomRow)]
    assert [(room.room, room.external_id) for room in rooms] == [
        ("A101", "guid-1"), ("A102", "guid-2"), ("A103", "guid-3"), ("Lab 4", "104"),
    ]  # fmt: skip
    assert rooms[0] == RoomRow(
        2, "House", "A101", "Campus", "Level 1", "Foyer", external_id="guid-1", sheet="Space"
    )
    assert rooms[1].description is None


def test_components_become_equipment_joined_with_their_type_and_space() -> None:
    units = [row for row in cobie_records(workbook()) if isinstance(row, EquipmentRow)]
    assert units == [
        EquipmentRow(
            2, "House", "A101", "Campus", "Level 1", "lighting", "Light Fixture Type A",
            model_number="L-1", name="Light-1", external_id="guid-9", sheet="Component",
        ),
        EquipmentRow(
            3, "House", "Lab 4", "Campus", "Level 1", "fire_extinguisher", "Unit 7", maker="Acme",
            name="Ext-1", asset_tag="B7", serial_number="S1",
            installed_on=dt.date(2011, 9, 27), external_id="Ext-1", sheet="Component",
        ),
    ]  # fmt: skip


def test_rooms_come_before_the_equipment_that_stands_in_them() -> None:
    kinds = [type(row) for row in cobie_records(workbook())]
    assert kinds == [RoomRow] * 4 + [EquipmentRow] * 2


@pytest.mark.parametrize(
    ("space", "sentence"),
    [
        ("A101, A102", "stands in several spaces (A101, A102): say in which"),
        ("A101,A102", "stands in several spaces"),
        ("Level 1", "“Level 1” is a floor, not a space"),
        ("a101", "The sheet Space has no space named “a101”"),
        ("A101, Z9", "no space named “A101, Z9”"),
        ("n/a", "This component names no space"),
    ],
)
def test_a_component_that_stands_in_no_one_room_is_refused(space: str, sentence: str) -> None:
    rows = list(cobie_records(workbook(component("Door-1", "Unit 7", space))))
    ((sheet, line, column, text),) = refusals(rows)
    assert (sheet, line, column) == ("Component", 4, "Space")
    assert sentence in text
    assert len(rows) == 7


def test_a_component_of_an_unknown_type_or_named_twice_is_refused() -> None:
    rows = cobie_records(
        workbook(component("X-1", "Unit 8", "A101"), component("Ext-1", "Unit 7", "A101"))
    )
    assert [text for *_where, text in refusals(list(rows))] == [
        "The sheet Type has no type named “Unit 8”.",
        "“Ext-1” stands in this sheet a second time.",
    ]


def test_what_stands_in_a_refused_room_is_refused_as_well() -> None:
    def lost(sheets: Workbook) -> None:
        sheets["Space"][1][2] = "Level 9"

    assert [(where[0], where[3]) for where in refusals(list(cobie_records(workbook(lost))))] == [
        ("Space", "The sheet Floor has no floor named “Level 9”."),
        ("Component", "It stands in the space “A101”, which was refused."),
    ]


def test_a_name_too_long_is_refused_once() -> None:
    def long(sheets: Workbook) -> None:
        sheets["Component"][1][0] = "x" * 201

    ((_sheet, line, column, text),) = refusals(list(cobie_records(workbook(long))))
    assert (line, column) == (2, "Name")
    assert "201 characters" in text


def test_several_buildings_in_one_workbook_are_refused() -> None:
    second = workbook(lambda sheets: sheets["Facility"].append(["House 2", "n/a", "Campus"]))
    with pytest.raises(ImportRefused, match="tells of 2 buildings"):
        cobie_records(second)


def test_a_building_that_the_workbook_leaves_out_can_be_given() -> None:
    nameless = workbook(lambda sheets: sheets["Facility"].pop())
    with pytest.raises(ImportRefused, match="The sheet Facility names no building"):
        cobie_records(nameless)
    first = next(cobie_records(nameless, {"building": "Main"}))
    assert isinstance(first, RoomRow)
    assert (first.building, first.site) == ("Main", None)


def test_a_sheet_without_the_columns_that_join_it_is_refused() -> None:
    def without(sheets: Workbook) -> None:
        sheets["Component"][0][2] = "Where"

    with pytest.raises(ImportRefused, match="The sheet Component lacks the column Space"):
        cobie_records(workbook(without))
