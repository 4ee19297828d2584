"""Rows become rooms and equipment, or refusals that name line, column and reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from app.imports.meaning.columns import guess, with_overrides
from app.imports.meaning.records import EquipmentRow, Record, Refusal, RoomRow, records
from app.imports.meaning.words.decided import Decided
from app.imports.reading.sheets import ImportRefused
from tests.imports.files import csv_sheet


def made(
    *lines: str, by_hand: Mapping[str, str | None] | None = None, **defaults: str
) -> list[Record]:
    sheet = csv_sheet(*lines)
    return list(records(sheet, with_overrides(guess(sheet), by_hand or {}), defaults))


def sentences(rows: list[Record]) -> list[str]:
    return [str(row) for row in rows if isinstance(row, Refusal)]


def test_a_room_is_read_with_its_place_and_line() -> None:
    assert made(
        "Campus;Building;Floor;Room;Description;Criticality;ID",
        "North;Main;-1;A 101;Lab;high;7",
        "North;Main;EG;A102;n/a;?;",
    ) == [
        RoomRow(2, "Main", "A 101", "North", "-1", "Lab", "A", "7"),
        RoomRow(3, "Main", "A102", "North", "EG"),
    ]


def test_a_unit_is_read_with_its_type_and_what_the_list_called_it() -> None:
    (unit,) = made(
        "Building,Room,Type,Manufacturer,Model,Name,Barcode,Serial Number,Installed on,ID",
        "Main,A101,LCD projector,Acme,X-1,Front,007,S1,2024-03-02,9",
    )
    assert unit == EquipmentRow(
        2, "Main", "A101", equipment_type="projector", type_text="LCD projector", maker="Acme",
        model_number="X-1", name="Front", asset_tag="007", serial_number="S1",
        installed_on=dt.date(2024, 3, 2), external_id="9",
    )  # fmt: skip


def test_a_type_that_is_unknown_here_keeps_the_word_of_the_list() -> None:
    (unit,) = made("Building,Room,Type", "Main,A101,Foosball table")
    assert isinstance(unit, EquipmentRow)
    assert (unit.equipment_type, unit.type_text) == (None, "Foosball table")


def test_a_constant_stands_in_for_a_column_or_a_cell_that_is_not_there() -> None:
    rows = made("Room,Floor", "A101,2", "A102,", building="Main", floor="EG")
    assert rows == [RoomRow(2, "Main", "A101", floor="2"), RoomRow(3, "Main", "A102", floor="EG")]
    (unit,) = made(
        "Location,Type,Serial Number", "By the stairs,ABC,1",
        by_hand={"equipment_type": None}, building="Main", equipment_type="fire_extinguisher",
    )  # fmt: skip
    assert isinstance(unit, EquipmentRow)
    assert unit.equipment_type == "fire_extinguisher"


def test_a_list_that_says_neither_room_nor_building_is_refused_before_its_first_row() -> None:
    with pytest.raises(ImportRefused, match="No column of this list was found to be the building"):
        made("Room,Floor", "A101,1")
    with pytest.raises(ImportRefused, match=r"to be the room\. .* or give one room"):
        made("名称,階", "本館,x", building="Main")


def test_a_constant_for_a_field_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ImportRefused, match="“colour” is nothing that a list of rooms can fill"):
        made("Room", "A101", building="Main", colour="red")


def test_each_bad_cell_of_a_row_is_refused_with_line_column_and_reason() -> None:
    rows = made(
        "Building,Door,Criticality", ",A1,A", "Main,?,purple", "Main,A3,B", by_hand={"room": "Door"}
    )
    assert [(row.line, getattr(row, "column", None)) for row in rows] == [
        (2, "Building"), (3, "Door"), (3, "Criticality"), (4, None),
    ]  # fmt: skip
    assert sentences(rows) == [
        "This row names no building. Fill the cell, or give one building for all rows.",
        "This row names no room.",
        "“purple” is no criticality. Write A, B, C or S (required by law).",
    ]


def test_names_are_at_most_200_characters_and_the_refusal_says_so() -> None:
    rows = made("Building,Room", f"Main,{'r' * 200}", f"Main,{'r' * 201}", f"Main,{'é' * 200}")
    assert [type(row) for row in rows] == [RoomRow, Refusal, RoomRow]
    assert rows[1].line == 3
    assert sentences(rows) == [
        f"This text has 201 characters; at most 200 fit. It begins: “{'r' * 30}…”"
    ]
    refusal = rows[1]
    assert isinstance(refusal, Refusal)
    assert refusal.column == "Room"


def test_a_constant_too_long_refuses_too() -> None:
    assert "at most 200 fit" in sentences(made("Room", "A1", building="b" * 201))[0]


def test_a_number_that_a_spreadsheet_has_cut_is_refused_and_the_column_can_be_left_out() -> None:
    lines = ("Building,Room,Model Number,Serial", "Main,A1,6.37702E+15,S1")
    assert "“6.37702E+15”: its digits are lost" in sentences(made(*lines))[0]
    (unit,) = made(*lines, by_hand={"model_number": None})
    assert isinstance(unit, EquipmentRow)


def test_a_unit_that_nothing_names_is_refused() -> None:
    rows = made("Building,Room,Type,Serial", "Main,A1,,", "Main,A1,,S1")
    assert sentences(rows) == [
        "This row names no equipment: no type, name, model, asset tag or serial number."
    ]


def test_the_order_of_slashed_dates_is_told_by_the_other_dates_of_the_column() -> None:
    lines = ("Building,Room,Serial,Installed on", "Main,A1,S1,4/5/2016", "Main,A1,S2,4/25/2016")
    first = made(*lines)[0]
    assert isinstance(first, EquipmentRow)
    assert first.installed_on == dt.date(2016, 4, 5)


def test_dates_that_may_be_day_month_or_month_day_are_asked_for_once_for_the_column() -> None:
    lines = ("Building,Room,Serial,Installed on", *["Main,A1,S1,4/5/2016"] * 3)
    with pytest.raises(ImportRefused) as refused:
        made(*lines)
    assert refused.value.where == "order.installed_on"
    assert str(refused.value) == (
        "“4/5/2016” in the column “Installed on” may be 2016-05-04 (day first) or 2016-04-05"
        " (month first), and no other date of the column tells. Say which it is."
    )
    sheet = csv_sheet(*lines)
    said = list(records(sheet, guess(sheet), orders={"installed_on": "dmy"}))
    assert {getattr(row, "installed_on", None) for row in said} == {dt.date(2016, 5, 4)}


def test_dates_of_a_column_that_contradict_each_other_are_asked_for_as_well() -> None:
    lines = ("Building,Room,Serial,Installed on", "Main,A1,S1,4/25/2016", "Main,A1,S2,25/4/2016")
    assert [type(row) for row in made(*lines)] == [EquipmentRow, EquipmentRow]
    with pytest.raises(ImportRefused, match="no other date of the column tells"):
        made(*lines, "Main,A1,S3,4/5/2016")


def test_serial_numbers_are_no_keys_so_two_units_may_bear_the_same() -> None:
    rows = made("Building,Room,Serial,Type", "Main,A1,S1,TV", "Main,A2,S1,TV")
    assert [type(row) for row in rows] == [EquipmentRow, EquipmentRow]


def test_a_refusal_never_fails_to_be_said_whatever_the_cell_holds() -> None:
    rows = made("Building,Room,Criticality", "Main,A1,100 %(boom)s %d", "Main,A1,%s")
    assert sentences(rows)[0].startswith("“100 %(boom)s %d” is no criticality")


def unit(*lines: str, **how: Any) -> EquipmentRow:
    sheet = csv_sheet(*lines)
    (made,) = records(sheet, guess(sheet), **how)
    assert isinstance(made, EquipmentRow), made
    return made


ATLAS = ("Name,Description,Status,Archived,Location Name,Barcode,Category,"
         "Warranty Expiration Date,Serial Number,Vendors")  # fmt: skip
ATLAS_FR = ("Nom,Description,Statut,Archivé,Nom de l'emplacement,Code-barres,Catégorie,"
            "Date d'expiration de la garantie,Numéro de série,Fournisseurs")  # fmt: skip


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (ATLAS, "Fan,Moves air,Down,No,Area 2,01-VS,HVAC Systems,2024-03-02 16:25:04.594,64,Acme"),
        (ATLAS_FR, "Fan,Moves air,En panne,Non,Area 2,01-VS,HVAC,2024-03-02 16:25:04.594,64,Acme"),
    ],
)
def test_an_export_of_atlas_is_understood_in_english_and_french(header: str, row: str) -> None:
    made = unit(header, row, defaults={"building": "Main"})
    assert (made.name, made.note, made.condition, made.room) == (
        "Fan",
        "Moves air",
        "down",
        "Area 2",
    )
    assert (made.asset_tag, made.serial_number, made.vendor) == ("01-VS", "64", "Acme")
    assert made.equipment_type == "hvac_room_unit"
    assert made.warranty_until == dt.date(2024, 3, 2)


SNIPE = ("Company,Name,Asset Tag,Category,Supplier,Manufacturer,Location,Model,Model Number,Serial,"
         "Purchase Date,Warranty,Notes,Status")  # fmt: skip


def test_an_export_of_snipe_it_is_understood_and_its_warranty_counts_from_the_purchase() -> None:
    row = "Alpha,Box,T1,Beamer,Shop,NEC,A101,X,X-1,S1,1/31/23,13,Old,Ready to Deploy"
    made = unit(SNIPE, row, defaults={"building": "Main"})
    assert made == EquipmentRow(
        2, "Main", "A101", equipment_type="projector", type_text="Beamer", maker="NEC",
        model_number="X-1", name="Box", asset_tag="T1", serial_number="S1", note="Old",
        vendor="Shop", purchased_on=dt.date(2023, 1, 31), warranty_until=dt.date(2024, 2, 29),
        condition="up",
    )  # fmt: skip


def test_months_of_warranty_without_a_purchase_are_refused() -> None:
    rows = made("Building,Room,Serial,Purchase Date,Warranty", "Main,A1,S1,,36")
    assert sentences(rows)[0].startswith("“36” may be months of warranty, but the row does not say")


def test_what_the_list_says_is_out_of_use_stays_out_with_the_reason() -> None:
    rows = made(
        "Building,Room,Serial,Status,Archived", "Main,A1,S1,ok,Yes", "Main,A1,S2,Lost,No",
        "Main,A1,S3,Nobody knows,No",
    )  # fmt: skip
    assert [(row.line, getattr(row, "column", "")) for row in rows] == [
        (2, "Archived"), (3, "Status"), (4, ""),
    ]  # fmt: skip
    assert "says that it is out of use (“Lost”), so it stays out" in sentences(rows)[1]
    assert isinstance(rows[2], EquipmentRow)
    assert rows[2].condition is None


def test_words_of_the_sites_own_for_nothing_reach_every_cell() -> None:
    header, row = "Building,Room,Floor,Serial,Note,Type", "Main,A1,frei,S1,Frei,n/a"
    made = unit(header, row, empty=("frei",))
    assert (made.floor, made.note, made.type_text) == (None, None, "n/a")


def test_what_was_decided_about_words_is_what_they_mean() -> None:
    decided = Decided(
        makers={"nec corp.": "NEC"},
        models={("nec", "m 5"): "M5"},
        types={"wandbild": "projector"},
    )
    made = unit("Building,Room,Type,Maker,Model", "Main,A1,Wandbild,NEC Corp.,M 5", decided=decided)
    assert (made.maker, made.model_number, made.equipment_type) == ("NEC", "M5", "projector")
    assert made.type_text == "Wandbild"


def test_texts_that_repeat_are_kept_once() -> None:
    rows = made("Building,Room,Serial", *(f"Main building,A1,S{n}" for n in range(3)))
    buildings = {id(row.building) for row in rows if isinstance(row, EquipmentRow)}
    assert len(buildings) == 1
