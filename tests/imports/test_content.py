"""What a column holds, told by what stands in it where no name tells it."""

from __future__ import annotations

import pytest

from app.imports.meaning.columns import Match, guess, with_overrides
from app.imports.meaning.records import EquipmentRow, records
from app.imports.reading.files import read
from app.imports.reading.sheets import Sheet
from tests.imports.files import csv_bytes, sheet_of


def column(name: str, *texts: str) -> Sheet:
    """A list of units with one column more, of that name."""
    rows = [(f"A{number % 4}", "TV", text) for number, text in enumerate(texts)]
    return sheet_of(("Room", "Type", name), *rows)


def told(name: str, *texts: str, makers: tuple[str, ...] = ()) -> dict[str, float]:
    """The fields that the column was taken for by its content, each with the score."""
    how = guess(column(name, *texts), "equipment", makers).how
    return {field: match.score for field, match in how.items() if match.by == "content"}


SERIALS = ("X4HK9210033", "X4HK9210034", "7QW-22-A1", "BE634070", "AY607955", "BE634055")
TAGS = ("AV-00412", "AV-00013", "AV-00871", "AV-00009", "AV-00555")
MAKERS = ("Epson", "NEC", "epson", "Crestron", "EPSON")


@pytest.mark.parametrize(
    ("field", "texts"),
    [
        ("serial_number", SERIALS),
        ("asset_tag", TAGS),
        ("asset_tag", ("761864", "761016", "761999", "760003", "761444")),
        ("maker", MAKERS),
        ("floor", ("EG", "1. OG", "EG", "2. OG", "1. OG", "EG", "EG", "EG")),
        ("floor", ("Ground", "1st floor", "Ground", "1st floor", "B1", "Ground", "B1")),
        ("building", ("Main Hall", "Main Hall", "West Tower", "Main Hall", "West Tower")),
    ],
)
def test_a_column_under_a_strange_name_is_told_by_what_stands_in_it(
    field: str, texts: tuple[str, ...]
) -> None:
    assert told("Merkmal 7", *texts) == {field: 80.0}
    assert guess(column("Merkmal 7", *texts), "equipment").columns[field] == 2


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("Phone", TAGS),  # the name says something else
        ("Order number", TAGS),
        ("Purchase Cost", ("10023", "99120", "55001", "12345", "88123")),
        ("Merkmal", ("1", "2", "3", "4", "5")),  # the rows, numbered
        ("Merkmal", ("1001", "1002", "1003", "1004", "1005")),
        ("Merkmal", SERIALS[:4]),  # too few to be sure
        ("Merkmal", ("a4:bb:cc:01:02:03", "a4:bb:cc:01:02:04", "a4:bb:cc:01:02:05",
                     "a4:bb:cc:01:02:06", "a4:bb:cc:01:02:07")),
        ("Merkmal", ("10.0.0.11", "10.0.0.12", "10.0.0.13", "10.0.0.14", "10.0.0.15")),
        ("Merkmal", ("red", "blue", "red", "green", "red")),
        ("Merkmal", ("Epson", "wall", "ceiling", "NEC", "shelf")),
        ("Merkmal", ("2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05")),
        ("Merkmal", ("0", "1", "0", "1", "2", "1")),  # a number of anything
    ],
)  # fmt: skip
def test_what_is_not_sure_stands_for_nothing(name: str, texts: tuple[str, ...]) -> None:
    assert told(name, *texts) == {}


def test_a_column_without_a_name_may_hold_the_dates_of_installation() -> None:
    dates = ("2024-01-01", "2023-04-05", "2023-04-05", "2021-11-30", "2020-02-02")
    assert told("Column 3", *dates) == {"installed_on": 80.0}


def test_makers_that_are_known_here_are_known_in_lists() -> None:
    texts = ("Umbrella", "Umbrella", "Hooli", "Umbrella", "Hooli")
    assert told("Merkmal", *texts) == {}
    assert told("Merkmal", *texts, makers=("UMBRELLA", "Hooli")) == {"maker": 80.0}


def test_content_never_beats_a_name() -> None:
    rows = [("A1", "TV", serial, "S1") for serial in SERIALS]
    mapping = guess(sheet_of(("Room", "Type", "Merkmal", "Serial"), *rows))
    assert mapping.columns["serial_number"] == 3
    assert mapping.how["serial_number"] == Match("synonym", 98)


def test_rooms_have_their_criticality_and_codes_told_by_content() -> None:
    rows = [(f"B-{number}07", "ABAC"[number % 4]) for number in range(8)]
    mapping = guess(sheet_of(("Merkmal", "Stufe"), *rows))
    assert (mapping.kind, mapping.columns) == ("rooms", {"room": 0, "criticality": 1})


def test_a_list_with_makers_and_rooms_is_one_of_equipment() -> None:
    rows = [("A1", maker) for maker in MAKERS]
    assert guess(sheet_of(("Room", "Merkmal"), *rows)).kind == "equipment"
    assert guess(sheet_of(("Room", "Merkmal"), *rows[:2])).kind == "rooms"


def test_a_column_whose_numbers_a_spreadsheet_has_cut_gives_way_to_another() -> None:
    rows = [("A1", "6.37702E+15", f"M{number}") for number in range(6)]
    mapping = guess(sheet_of(("Room", "Model Number", "Model name"), *rows))
    assert mapping.column("model_number") == "Model name"
    assert mapping.how["model_number"].by == "content"
    assert guess(sheet_of(("Room", "Model Number"), *(row[:2] for row in rows))).columns == {
        "room": 0,
        "model_number": 1,
    }


def test_a_number_that_is_meant_as_it_stands_is_not_cut() -> None:
    rows = [("A1", "'6.37702E+15", f"M{number}") for number in range(6)]
    assert (
        guess(sheet_of(("Room", "Model Number", "Model name"), *rows)).column("model_number")
        == "Model Number"
    )


def test_what_fire_extinguishers_hold_is_no_type_but_tells_it() -> None:
    rows = [("lobby", agent, f"S{number}") for number, agent in enumerate(("ABC", "BC", "CO2") * 3)]
    sheet = sheet_of(("Location", "Type", "Serial"), *rows)
    mapping = guess(sheet)
    assert mapping.given == {"equipment_type": "fire extinguisher"}
    assert mapping.column("model_number") == "Type"
    unit = next(records(sheet, mapping, {"building": "Main"}))
    assert isinstance(unit, EquipmentRow)
    assert (unit.equipment_type, unit.model_number) == ("fire_extinguisher", "ABC")
    by_hand = with_overrides(mapping, {"equipment_type": "Type"})
    assert (by_hand.given, by_hand.columns) == ({}, {"room": 0, "equipment_type": 1,
                                                     "serial_number": 2})  # fmt: skip


def test_a_list_named_after_a_type_is_of_that_type_where_no_column_tells_one() -> None:
    content = csv_bytes("Room,Serial,Type", "A1,S1,wall", "A2,S2,floor")
    (sheet,) = read(content, "Fire extinguishers.csv").sheets
    assert guess(sheet).given == {"equipment_type": "fire extinguisher"}
    content = csv_bytes("Room,Serial,Type", "A1,S1,TV", "A2,S2,floor")
    (sheet,) = read(content, "Fire extinguishers.csv").sheets
    assert guess(sheet).given == {}


def test_a_standard_list_of_aeds_of_japan_is_known_by_its_columns() -> None:
    header = ("NO", "名称", "住所", "方書", "設置位置", "小児対応設備の有無", "備考")
    sheet = sheet_of(header, ("1", "市役所", "x", "別館２階", "受付", "有", "朝のみ"))
    mapping = guess(sheet)
    (unit,) = records(sheet, mapping)
    assert unit == EquipmentRow(2, "市役所", "受付", floor="別館２階", equipment_type="aed",
                                type_text="aed", note="朝のみ")  # fmt: skip


def test_codes_of_building_and_room_in_one_are_taken_for_the_location() -> None:
    rows = [(f"{'ARC' if n % 2 else 'NEU'}{n + 101}", f"S-{n}") for n in range(6)]
    for name in ("Place", "Location", "Ort"):
        mapping = guess(sheet_of((name, "Serial"), *rows))
        assert mapping.columns == {"location": 0, "serial_number": 1}
        assert mapping.how["location"].by == "content"
    assert guess(sheet_of(("Room", "Serial"), *rows)).column("room") == "Room"


def test_they_are_rooms_where_something_tells_the_building_or_they_are_no_such_codes() -> None:
    rows = [(f"ARC{n + 101}", f"S-{n}", "Main") for n in range(6)]
    with_building = sheet_of(("Location", "Serial", "Building"), *rows)
    assert guess(with_building).column("room") == "Location"
    without = sheet_of(("Location", "Serial"), *(row[:2] for row in rows))
    assert guess(without, given=["building"]).column("room") == "Location"
    words = sheet_of(("Location", "Serial"), *((f"Lab {row[1]}", row[1]) for row in rows))
    assert "location" not in guess(words).columns
    few = sheet_of(("Location", "Serial"), *(row[:2] for row in rows[:4]))
    assert "location" not in guess(few).columns
