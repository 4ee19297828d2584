"""Which column is which field: by name, by synonym, by near spelling, by hand."""

from __future__ import annotations

import pytest

from app.imports.meaning.columns import ColumnMapping, Kind, Match, guess, with_overrides
from app.imports.reading.sheets import ImportRefused
from tests.imports.files import sheet_of


def guessed(*header: str, kind: Kind | None = None) -> dict[str, str]:
    mapping = guess(sheet_of(header), kind)
    return {name: mapping.column(name) for name in mapping.columns}


@pytest.mark.parametrize(
    "header",
    [
        ("Site", "Building", "Floor", "Room", "Description", "Criticality"),
        ("Standort", "Gebäude", "Stockwerk", "Raumnummer", "Beschreibung", "Kritikalität"),
        ("Campus", "Bâtiment", "Étage", "Numéro de salle", "Description", "Criticité"),
        ("Sede", "Edificio", "Planta", "Número de sala", "Descripción", "Criticidad"),
    ],
)
def test_rooms_are_understood_in_four_languages(header: tuple[str, ...]) -> None:
    wanted = ("site", "building", "floor", "room", "description", "criticality")
    assert guessed(*header) == dict(zip(wanted, header, strict=True))


@pytest.mark.parametrize(
    "header",
    [
        ("Room", "Type", "Manufacturer", "Model No.", "Asset Tag", "Serial #", "Install Date"),
        ("Raum", "Gerätetyp", "Hersteller", "Modell", "Inventar-Nr.", "Seriennummer",
         "Einbaudatum"),
        ("Salle", "Type d'appareil", "Fabricant", "Modèle", "Code-barres", "N° de série",
         "Date d'installation"),
        ("Sala", "Tipo de equipo", "Fabricante", "Modelo", "Número de inventario",
         "Número de serie", "Fecha de instalación"),
    ],
)  # fmt: skip
def test_equipment_is_understood_in_four_languages(header: tuple[str, ...]) -> None:
    wanted = (
        "room", "equipment_type", "maker", "model_number", "asset_tag", "serial_number",
        "installed_on",
    )  # fmt: skip
    assert guessed(*header) == dict(zip(wanted, header, strict=True))


def test_a_list_with_serial_numbers_is_one_of_equipment_and_one_without_is_one_of_rooms() -> None:
    assert guess(sheet_of(["Room", "Serial Number"])).kind == "equipment"
    assert guess(sheet_of(["Room", "Name", "Description"])).kind == "rooms"
    assert guess(sheet_of(["Room", "Serial Number"]), "rooms").kind == "rooms"


def test_what_stands_on_the_door_is_the_number_and_the_name_describes_it() -> None:
    assert guessed("Room name", "Room number") == {
        "room": "Room number",
        "description": "Room name",
    }
    assert guessed("code", "roomName", "floor") == {
        "floor": "floor",
        "external_id": "code",
        "room": "roomName",
    }


def test_each_column_stands_for_one_field_and_each_field_for_one_column() -> None:
    mapping = guess(sheet_of(["Room", "Raum", "Location", "Location", "Building"]))
    assert mapping.columns == {"room": 0, "building": 4}
    assert mapping.unused() == ("Raum", "Location", "Location")


def test_a_near_spelling_is_taken_and_says_so_with_a_lower_score() -> None:
    mapping = guess(sheet_of(["Room", "Manufactuer", "Serial Numbr"]), "equipment")
    assert mapping.how["maker"].by == "near"
    assert mapping.how["serial_number"].by == "near"
    assert mapping.how["maker"].score < 90 < mapping.how["room"].score == 100


@pytest.mark.parametrize(
    "column",
    [
        "location.x",
        "Description 2",
        "Serial number 2",
        "Warranty Terms",
        "Boom",
        "Flood",
        "Purchase Cost",
        "NO",
    ],
)
def test_a_column_that_is_only_somewhat_alike_stands_for_nothing(column: str) -> None:
    assert guessed(column, kind="equipment") == {}
    assert guessed(column, kind="rooms") == {}


@pytest.fixture
def mapping() -> ColumnMapping:
    return guess(sheet_of(["Room", "Location", "Building", "Category (2)"]))


def test_a_mapping_is_corrected_by_hand_in_any_letter_case(mapping: ColumnMapping) -> None:
    made = with_overrides(mapping, {"room": "location ", "building": None})
    assert made.columns == {"room": 1}
    assert made.how == {"room": Match("hand", 100)}
    assert mapping.columns == {"room": 0, "building": 2}


def test_a_column_chosen_by_hand_leaves_the_field_it_was_guessed_for(
    mapping: ColumnMapping,
) -> None:
    assert with_overrides(mapping, {"external_id": "Room"}).columns == {
        "external_id": 0,
        "building": 2,
    }
    both = with_overrides(mapping, {"external_id": "Room", "room": "Room"})
    assert both.columns == {"external_id": 0, "room": 0, "building": 2}


def test_an_unknown_column_is_refused_with_the_names_that_are_near(mapping: ColumnMapping) -> None:
    with pytest.raises(ImportRefused) as refused:
        with_overrides(mapping, {"room": "Locatoin"})
    assert str(refused.value) == (
        "There is no column “Locatoin” in this list. Did you mean “Location”?"
    )
    with pytest.raises(ImportRefused, match="Its columns are: “Room”, “Location”"):
        with_overrides(mapping, {"room": "Xyz"})


def test_an_unknown_field_is_refused_with_the_ones_there_are(mapping: ColumnMapping) -> None:
    with pytest.raises(ImportRefused, match="“color” is nothing that a list of rooms can fill"):
        with_overrides(mapping, {"color": "Room"})


@pytest.mark.parametrize(
    ("kind", "header"),
    [
        ("rooms", ("Room", "Floor", "Description")),
        ("equipment", ("Room", "Manufacturer", "Notes", "Status")),
        ("jobs", ("Name", "Frequency", "Recurrence Type", "Asset Name", "Location Name")),
        ("history", ("Asset", "Completed on", "Result", "Notes", "Technician")),
        ("equipment", ("Serial", "Maker", "Model", "Room", "Inspection date", "Status", "Notes")),
    ],
)
def test_the_columns_tell_what_a_list_lists(kind: Kind, header: tuple[str, ...]) -> None:
    assert guess(sheet_of(header)).kind == kind


def test_the_sheet_is_the_room_where_no_other_column_is_else_the_building() -> None:
    assert guessed("Serial", "Type", "Sheet")["room"] == "Sheet"
    both = guessed("Serial", "Room", "Sheet")
    assert (both["room"], both["building"]) == ("Room", "Sheet")


def test_a_description_is_the_name_of_a_unit_only_where_nothing_else_is() -> None:
    assert guessed("Serial", "Description")["name"] == "Description"
    both = guessed("Serial", "Name", "Description", "Notes")
    assert (both["name"], both["note"]) == ("Name", "Notes")
    assert guessed("Serial", "Name", "Description")["note"] == "Description"
