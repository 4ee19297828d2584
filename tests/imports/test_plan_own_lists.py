"""Lists that came out of here come in again: whose id it is, twins, and what is out of use."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from app.imports.planning.dry_run import plan
from app.imports.planning.estate import Building, Estate, Floor, Model, Room, Unit
from app.imports.planning.plans import Change
from tests.imports.estates import (
    TYPES,
    campus,
    estate_of,
    outcomes,
    planned,
    projector,
    reason,
    room_row,
    unit_row,
)

RETIRED = dt.date(2025, 6, 30)


def retired_room(line: int = 2, **given: str) -> object:
    return replace(room_row(line, **given), retired_on=RETIRED)


def test_a_row_names_whose_id_it_bears_and_a_row_that_does_not_bears_the_lists() -> None:
    ours, theirs = campus(source="sap", external_id="7"), campus(source="list", external_id="7")
    theirs.building, theirs.name, theirs.floor = ours.building, "A102", None
    made = planned(
        estate_of(ours, theirs),
        room_row(2, "A101", external_id="7", external_source="sap"),
        room_row(3, "A102", external_id="7"),
    )
    assert outcomes(made) == "ss"


def test_a_new_room_keeps_whose_id_it_bears() -> None:
    made = planned(estate_of(campus()), room_row(room="B2", external_id="7", external_source="sap"))
    assert (made.rooms[0].source, made.rooms[0].external_id) == ("sap", "7")


def test_units_are_found_by_the_id_of_their_own_source() -> None:
    room = campus()
    unit = projector(room, source="snipe", external_id="7")
    other = projector(room, source="list", external_id="7", name="Other")
    made = planned(
        estate_of(room, units=[unit, other]),
        unit_row(2, name="Projector", external_id="7", external_source="snipe"),
        unit_row(3, name="Other", external_id="7"),
    )
    assert outcomes(made) == "ss"


def test_a_room_out_of_use_here_and_in_the_list_is_left_as_it_is() -> None:
    gone = campus(is_retired=True)
    made = plan([retired_room()], estate_of(gone), source="list")  # type: ignore[list-item]
    assert outcomes(made) == "s"
    assert str(made.lines[0].says[0]) == "Out of use here as in the list: left as it is."


def test_a_room_that_is_in_use_here_and_out_of_use_in_the_list_is_refused() -> None:
    made = planned(estate_of(campus()), retired_room())  # type: ignore[arg-type]
    assert "here it is in use" in reason(made)


def test_what_is_out_of_use_and_unknown_is_not_taken_in() -> None:
    made = planned(estate_of(campus()), retired_room(room="Z9"))  # type: ignore[arg-type]
    assert "only what is in use is taken in" in reason(made)
    assert not made.rooms


def test_a_room_out_of_use_takes_no_name_from_the_list() -> None:
    there = campus(source="list", external_id="7")
    row = retired_room(room="New name", external_id="7")
    made = planned(estate_of(there), row, room_row(3, "A101"))  # type: ignore[arg-type]
    assert outcomes(made) == "rs"


def test_units_out_of_use_are_left_as_they_are_however_they_are_known() -> None:
    room = campus()
    units = [
        projector(room, is_retired=True, source="list", external_id="7"),
        projector(room, is_retired=True, asset_tag="T-1", name="Tagged"),
        projector(room, is_retired=True, name="Plain"),
    ]
    rows = [
        replace(row, retired_on=RETIRED)
        for row in (
            unit_row(2, external_id="7"),
            unit_row(3, asset_tag="T-1", name="Else"),
            unit_row(4, name="Plain"),
            unit_row(5, name="Nowhere"),
        )
    ]
    made = planned(estate_of(room, units=units), *rows)
    assert outcomes(made) == "sssr"


def test_a_tag_that_went_to_another_unit_is_that_of_the_unit_in_use() -> None:
    room = campus()
    old = projector(room, is_retired=True, asset_tag="T-1", name="Old")
    new = projector(room, asset_tag="T-1", name="New")
    rows = (
        unit_row(2, asset_tag="T-1", name="New"),
        replace(unit_row(3, name="Old"), retired_on=RETIRED),
    )
    assert outcomes(planned(estate_of(room, units=[old, new]), *rows)) == "ss"


def test_a_unit_that_stands_in_a_room_out_of_use_stays_there() -> None:
    gone = campus(is_retired=True)
    here = Room(gone.building, "A101")
    left = projector(gone)
    made = planned(estate_of(gone, here, units=[left]), unit_row(name="Projector"))
    assert outcomes(made) == "s"
    made = planned(estate_of(gone, units=[left]), unit_row(name="Projector"))
    assert outcomes(made) == "s"
    made = planned(estate_of(gone, units=[]), unit_row(name="Projector"))
    assert "was taken out of use here" in reason(made)


def test_several_units_that_bear_one_asset_tag_are_told_apart_by_their_looks() -> None:
    room = campus()
    units = [projector(room, asset_tag="T-1", name=name) for name in ("Left", "Right")]
    estate = estate_of(room, units=units)
    rows = [unit_row(2, asset_tag="T-1", name="Right"), unit_row(3, asset_tag="T-1", name="Left")]
    assert outcomes(planned(estate, *rows)) == "ss"
    made = planned(estate, unit_row(asset_tag="T-1", name="Third"))
    assert "Several units here bear the asset tag “T-1”" in reason(made)


def test_units_that_are_named_alike_are_found_by_what_else_the_list_says() -> None:
    room = campus()
    bought = [dt.date(2020, 1, day) for day in (1, 2, 3)]
    units = [projector(room, installed_on=day) for day in bought]
    rows = [
        replace(unit_row(line, maker="Epson", model_number="EB-1"), installed_on=day)
        for line, day in enumerate(reversed(bought), start=2)
    ]
    assert outcomes(planned(estate_of(room, units=units), *rows)) == "sss"


def test_types_go_by_their_slug_or_title_whatever_other_lists_call_them() -> None:
    room = campus()
    estate = estate_of(room, units=[Unit(room, Model("laser_cutter"), "Cutter")])
    estate = replace(estate, types=TYPES | {"laser_cutter": "Laser cutter"})
    for word in ("laser_cutter", "Laser cutter"):
        made = plan(
            [unit_row(name="Cutter", equipment_type=None, type_text=word)], estate, source="list"
        )
        assert outcomes(made) == "s"
        assert not made.unknown_types


def test_other_equipment_by_its_own_word_is_nothing_unknown() -> None:
    room = campus()
    estate = estate_of(room, units=[Unit(room, Model("other"), "Piano")])
    made = planned(estate, unit_row(name="Piano", equipment_type=None, type_text="other"))
    assert outcomes(made) == "s"
    assert not made.lines[0].says


@pytest.mark.parametrize(
    ("known", "told"), [("A\u200b101", "A101"), ("Cafe\u0301", "Café"), ("\u200fקפה", "קפה")]
)
def test_what_cant_be_seen_makes_no_difference(known: str, told: str) -> None:
    hall = Building(campus().building.site, known)
    room = Room(hall, known, Floor(hall, known), known)
    unit = projector(room, name=known, serial_number=known)
    estate: Estate = estate_of(room, units=[unit])
    places = {"building": told, "room": told, "floor": told}
    named = {"name": told, "serial_number": told, "maker": "Epson", "model_number": "EB-1"}
    row = room_row(2, **places, description=told)
    made = planned(estate, row, unit_row(3, **places, **named))
    assert outcomes(made) == "ss"
    assert not [*made.buildings, *made.floors, *made.models]


def test_a_unit_known_by_its_id_that_stands_in_the_rooms_twin_does_not_move() -> None:
    gone = campus(is_retired=True)
    here = Room(gone.building, "A101")
    left = projector(gone, asset_tag="T-1")
    made = planned(estate_of(gone, here, units=[left]), unit_row(asset_tag="T-1"))
    assert outcomes(made) == "s"
    assert Change("room", "A101 · Main Hall", "A101 · Main Hall") not in made.lines[0].changes
