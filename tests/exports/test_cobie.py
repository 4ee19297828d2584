"""COBie 2.4 workbooks: the official sheets and columns, names that join, the facts that we have."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from app.checks.models import Scope
from app.equipment.models import EquipmentType
from app.exports.cobie.book import House
from app.exports.cobie.columns import sheets
from app.exports.cobie.names import Names
from app.extensions import db
from app.imports.meaning.cobie.workbooks import cobie_records
from app.imports.meaning.records import EquipmentRow, RoomRow
from app.imports.reading.files import read
from app.places.models import Criticality
from tests.builders import NOON, Builder
from tests.exports.estates import written

SHEETS = [
    *("Contact", "Facility", "Floor", "Space", "Zone", "Type", "Component", "System", "Assembly"),
    *("Connection", "Spare", "Resource", "Job", "Impact", "Document", "Attribute", "Coordinate"),
    *("Issue", "PickLists"),
]

Rows = list[dict[str, object]]


def sheets_of(content: bytes) -> dict[str, Rows]:
    """The rows of each sheet, by the names of their columns."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found: dict[str, Rows] = {}
    for name in book.sheet_names:
        head, *rows = book.get_sheet_by_name(name).to_python()
        found[name] = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    return found


@pytest.fixture
def workbook(make: Builder, types: None) -> dict[str, Rows]:
    """The workbook of a building with two rooms, three units of two models, and two job plans."""
    kind = db.session.query(EquipmentType).filter_by(slug="projector").one()
    hall = make.building(name="Hall", site=make.site(name="Campus"))
    floor = make.floor(building=hall, label="2")
    room = make.room(floor=floor, name="2.14", criticality=Criticality.A, created_at=NOON)
    store = make.room(building=hall, name="n/a", source="sap", external_id="7")
    model = make.model(type=kind, maker="Epson", model_number="EB-1")
    make.job_plan(type=kind, name="Room check", rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", minutes=3)
    make.job_plan(
        type=kind,
        name="Service",
        scope=Scope.SERVICE,
        rrule="FREQ=YEARLY",
        minutes=20,
        qualification="ehs",
    )
    make.equipment(room=room, model=model, name="Left", installed_on=date(2020, 5, 1))
    make.equipment(room=room, model=model, name="left", asset_tag="T-1", serial_number="007")
    make.equipment(room=store, model=make.model(type=kind, maker="", model_number=""), name="Spare")
    return sheets_of(written("rooms", "cobie.xlsx"))


def test_the_sheets_and_their_columns_are_the_official_ones(workbook: dict[str, Rows]) -> None:
    assert list(workbook) == SHEETS
    columns = sheets()
    assert columns["Component"] == (
        *("Name", "CreatedBy", "CreatedOn", "TypeName", "Space", "Description", "ExtSystem"),
        *("ExtObject", "ExtIdentifier", "SerialNumber", "InstallationDate", "WarrantyStartDate"),
        *("TagNumber", "BarCode", "AssetIdentifier"),
    )
    assert [len(columns[name]) for name in SHEETS] == [
        *(19, 22, 10, 13, 9, 35, 15, 9, 11, 14, 12, 8, 19, 16, 15, 13, 15, 17, 54),
    ]


def test_the_building_its_floors_and_rooms_are_told(workbook: dict[str, Rows]) -> None:
    (facility,) = workbook["Facility"]
    assert (facility["Name"], facility["SiteName"]) == ("Hall", "Campus")
    assert facility["CreatedBy"] == "roomworthy@rooms.example.edu"
    assert facility["CreatedOn"] == "2026-03-03T12:00:00"
    assert facility["Phase"] == "n/a"
    assert [floor["Name"] for floor in workbook["Floor"]] == ["2"]
    first, second = workbook["Space"]
    assert (first["Name"], first["FloorName"], first["RoomTag"]) == ("2.14", "2", "2.14")
    assert first["CreatedOn"] == "2026-03-03T12:00:00"
    assert (second["Name"], second["FloorName"], second["ExtSystem"]) == ("'n/a", "n/a", "sap")
    assert [each["Value"] for each in workbook["Attribute"]] == ["A", "B"]
    (contact,) = workbook["Contact"]
    assert (contact["Email"], contact["Company"]) == ("roomworthy@rooms.example.edu", "Northfield")


def test_models_are_types_and_units_components_that_join_by_name(
    workbook: dict[str, Rows],
) -> None:
    types = [each["Name"] for each in workbook["Type"]]
    assert types == ["Projector Epson EB-1", "Projector"]
    assert [each["Category"] for each in workbook["Type"]] == ["Roomworthy: projector"] * 2
    components = workbook["Component"]
    assert [each["Name"] for each in components] == ["Left", "left (2)", "Spare"]
    assert [each["Description"] for each in components] == ["Left", "left", "Spare"]
    assert [each["TypeName"] for each in components] == [types[0], types[0], types[1]]
    assert [each["Space"] for each in components] == ["2.14", "2.14", "'n/a"]
    assert components[0]["InstallationDate"] == "2020-05-01"
    assert (components[1]["AssetIdentifier"], components[1]["SerialNumber"]) == ("T-1", "007")


def test_job_plans_are_jobs_of_each_type(workbook: dict[str, Rows]) -> None:
    jobs = workbook["Job"]
    assert len({job["Name"] for job in jobs}) == 4
    assert [job["TypeName"] for job in jobs][::2] == ["Projector Epson EB-1", "Projector"]
    told = [
        (job["Category"], job["Duration"], job["Frequency"], job["FrequencyUnit"]) for job in jobs
    ]
    assert told[:2] == [("Inspection", 3.0, 2.0, "week"), ("PM", 20.0, 1.0, "year")]
    assert jobs[1]["ResourceNames"] == "ehs"
    assert [each["Name"] for each in workbook["Resource"]] == ["ehs"]
    picks = workbook["PickLists"]
    assert {"Inspection", "PM"} <= {each["JobType"] for each in picks}
    assert {"week", "year", "minute"} <= {each["DurationUnit"] for each in picks}


def test_no_cell_of_a_row_is_left_empty(workbook: dict[str, Rows]) -> None:
    for name in SHEETS[:-1]:
        assert all(cell != "" for row in workbook[name] for cell in row.values()), name


def test_only_what_is_in_use_is_told(make: Builder) -> None:
    room, gone = make.room(name="2.14"), make.room(name="old", retired_at=NOON)
    make.equipment(room=room, name="Kept")
    make.equipment(room=room, name="Out", retired_at=NOON)
    make.equipment(room=gone, name="Left behind")
    for name in ("rooms", "equipment"):
        told = sheets_of(written(name, "cobie.xlsx"))
        assert [each["Name"] for each in told["Space"]] == ["2.14"]
        assert [each["Name"] for each in told["Component"]] == ["Kept"]


def test_a_zip_holds_a_workbook_of_each_building(make: Builder) -> None:
    site = make.site()
    for name in ("Hall", "Annex/East", "annex-east"):
        make.equipment(room=make.room(building=make.building(site=site, name=name)))
    with zipfile.ZipFile(io.BytesIO(written("equipment", "cobie.zip"))) as whole:
        assert sorted(whole.namelist()) == ["Annex-East.xlsx", "Hall.xlsx", "annex-east (2).xlsx"]
        for name in whole.namelist():
            assert len(sheets_of(whole.read(name))["Component"]) == 1


def test_a_workbook_of_ours_tells_more_than_others_do(make: Builder, types: None) -> None:
    kind = db.session.query(EquipmentType).filter_by(slug="aed").one()
    room = make.room(name="Corridor", criticality=Criticality.S, source="sap", external_id="7")
    made_on = NOON - timedelta(days=3)
    for _ in range(2):
        make.equipment(room=room, model=make.model(type=kind), name="Monitor", created_at=made_on)
    content = written("rooms", "cobie.xlsx")
    space, *units = cobie_records(read(content, "own.xlsx"))
    assert isinstance(space, RoomRow)
    assert (space.room, space.criticality, space.external_source) == ("Corridor", "S", "sap")
    for unit in units:
        assert isinstance(unit, EquipmentRow)
        assert (unit.name, unit.equipment_type, unit.external_id) == ("Monitor", "aed", None)


def test_names_stand_once_whatever_their_letter_case_and_length() -> None:
    names = Names()
    assert [names.given(each) for each in ("A", "a", "A", "A (2)", "A (2)")] == [
        *("A", "a (2)", "A (3)", "A (2) (2)", "A (2) (3)"),
    ]
    long = [names.given("x" * 300) for _ in range(3)]
    assert len(set(long)) == 3
    assert {len(each) for each in long} == {200}


def test_who_made_a_row_is_the_house_and_no_person(app: Flask) -> None:
    assert House("https://rooms.example.edu:8443", "N").email == "roomworthy@rooms.example.edu"
    assert House("", "N").email == "roomworthy@localhost"
