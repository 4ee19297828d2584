"""What a list of equipment would do; a serial number is never a key."""

from __future__ import annotations

import datetime as dt

from app.imports.planning.estate import Estate, Room
from app.imports.planning.plans import Change
from tests.imports.estates import (
    TYPES,
    applied,
    campus,
    estate_of,
    outcomes,
    planned,
    projector,
    reason,
    room_row,
    unit_row,
)


def test_a_unit_brings_its_room_and_model_along_and_they_are_counted_apart() -> None:
    made = planned(
        estate_of(campus()), unit_row(room="B7", floor="2", maker="Epson", model_number="EB-9")
    )
    assert (made.read, outcomes(made), made.passing) == (1, "n", 1)
    assert [each.name for each in made.rooms] == ["B7"]
    assert [each.model_number for each in made.models] == ["EB-9"]
    assert made.units[0].name == "Projector"


def test_a_unit_known_by_its_tag_moves_and_gets_what_the_list_knows_better() -> None:
    there = campus()
    other = Room(there.building, "A102")
    unit = projector(there, asset_tag="T-1")
    made = planned(
        estate_of(there, other, units=[unit]),
        unit_row(room="A102", asset_tag="t-1", serial_number="S9", maker="EPSON", model_number="2"),
    )
    assert made.lines[0].changes == (
        Change("room", "A101 · Main Hall", "A102 · Main Hall"),
        Change("maker", "Epson", "EPSON"),
        Change("model_number", "EB-1", "2"),
        Change("serial_number", "", "S9"),
    )


def test_an_empty_cell_never_empties_what_is_known() -> None:
    there = campus()
    unit = projector(there, asset_tag="T-1", serial_number="S1", installed_on=dt.date(2020, 1, 1))
    made = planned(estate_of(there, units=[unit]), unit_row(asset_tag="T-1", type_text=None))
    assert outcomes(made) == "s"


def test_rows_that_agree_in_all_are_as_many_units_and_the_second_time_the_same() -> None:
    estate = estate_of(campus())
    rows = [unit_row(line, serial_number="AY607955") for line in (2, 3, 4)]
    made = planned(estate, *rows)
    assert outcomes(made) == "nnn"
    assert "Line 2 has the serial number “AY607955” too" in str(made.lines[1].says[0])
    again = planned(applied(estate, made), *rows)
    assert outcomes(again) == "sss"


def test_one_more_of_the_same_is_one_new_unit() -> None:
    estate = estate_of(campus())
    rows = [unit_row(line, serial_number="S1") for line in (2, 3)]
    estate = applied(estate, planned(estate, *rows))
    assert outcomes(planned(estate, *rows, unit_row(9, serial_number="S1"))) == "ssn"


def test_the_same_serial_number_in_another_room_is_another_unit() -> None:
    there = campus()
    estate = estate_of(there, units=[projector(there, serial_number="S1")])
    assert outcomes(planned(estate, unit_row(room="A102", serial_number="S1"))) == "n"


def test_a_row_without_a_key_never_takes_the_unit_that_another_row_names_by_its_tag() -> None:
    there = campus()
    units = [projector(there, asset_tag="T-1"), projector(there)]
    made = planned(estate_of(there, units=units), unit_row(2), unit_row(3, asset_tag="T-1"))
    assert outcomes(made) == "ss"


def test_a_tag_first_told_by_a_newer_list_goes_to_the_unit_that_had_none() -> None:
    there = campus()
    estate = estate_of(there, units=[projector(there)])
    made = planned(estate, unit_row(asset_tag="T-1"))
    assert made.lines[0].changes == (Change("asset_tag", "", "T-1"),)
    assert outcomes(planned(applied(estate, made), unit_row(asset_tag="T-1"))) == "s"


def test_one_tag_on_two_lines_is_refused_unless_they_are_the_same() -> None:
    made = planned(
        estate_of(campus()),
        unit_row(2, asset_tag="T-1"),
        unit_row(3, asset_tag="T-1", name="Left"),
        unit_row(4, asset_tag="T-1"),
    )
    assert outcomes(made) == "nxs"
    assert "“T-1” stands on line 2 already" in reason(made)


def test_one_tag_on_two_lines_is_refused_in_the_very_first_list_too() -> None:
    made = planned(
        Estate(TYPES), unit_row(2, asset_tag="T-1"), unit_row(3, room="B1", asset_tag="t-1")
    )
    assert outcomes(made) == "nx"


def test_an_id_and_a_tag_of_two_units_are_refused() -> None:
    there = campus()
    units = [
        projector(there, name="Left", source="list", external_id="1"),
        projector(there, name="Right", asset_tag="T-2"),
    ]
    made = planned(estate_of(there, units=units), unit_row(external_id="1", asset_tag="T-2"))
    assert "that of “Left” here, and the asset tag “T-2” is that of “Right”" in reason(made)


def test_an_unknown_type_is_taken_as_other_equipment_by_the_name_it_was_given() -> None:
    estate = estate_of(campus())
    row = unit_row(equipment_type=None, type_text="Piano")
    made = planned(estate, row)
    assert (made.units[0].model.type, made.units[0].name) == ("other", "Piano")
    assert made.unknown_types == {"Piano": 1}
    assert "“Piano” is no type of equipment known here" in str(made.lines[0].says[0])
    assert outcomes(planned(applied(estate, made), row)) == "s"


def test_a_type_set_right_by_hand_stays_where_the_list_knows_none() -> None:
    there = campus()
    estate = estate_of(there, units=[projector(there, asset_tag="T-1")])
    row = unit_row(asset_tag="T-1", equipment_type=None, type_text="Thing", name="Projector")
    assert outcomes(planned(estate, row)) == "s"


def test_what_was_taken_out_of_use_is_not_made_again() -> None:
    there = campus()
    gone = projector(there, serial_number="S1", is_retired=True)
    made = planned(estate_of(there, units=[gone]), unit_row(serial_number="S1"))
    assert "“Projector” was taken out of use here" in reason(made)
    closed = campus(is_retired=True)
    assert "“A101” was taken out of use" in reason(planned(estate_of(closed), unit_row()))


def test_a_workbook_of_rooms_and_units_puts_the_units_into_its_own_new_rooms() -> None:
    made = planned(estate_of(campus()), room_row(2, "B1"), unit_row(2, room="B1"))
    assert (outcomes(made), made.passing) == ("nn", 0)
    assert made.units[0].room is made.rooms[0]
