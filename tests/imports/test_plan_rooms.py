"""What a list of rooms would do: create, change, leave the same, or refuse, each with its line."""

from __future__ import annotations

import pytest

from app.imports.planning.dry_run import plan
from app.imports.planning.estate import Building, Estate, Floor, Room, Site
from app.imports.planning.plans import Change, Outcome
from app.imports.reading.sheets import ImportRefused
from tests.imports.estates import (
    TYPES,
    campus,
    estate_of,
    outcomes,
    planned,
    reason,
    room_row,
)


def test_a_room_that_is_not_there_is_created_with_its_building_and_floor() -> None:
    made = planned(estate_of(campus()), room_row(room="B2", floor="2", building="New Wing"))
    assert outcomes(made) == "n"
    assert [each.name for each in made.buildings] == ["New Wing"]
    assert [each.label for each in made.floors] == ["2"]
    assert made.rooms[0].criticality == "B"


def test_a_room_is_the_same_whatever_the_letter_case_and_where_cells_are_empty() -> None:
    made = planned(estate_of(campus()), room_row(building="MAIN HALL", room="a101"))
    assert outcomes(made) == "s"
    assert not made.changed_rooms


def test_what_changes_is_shown_as_old_and_new() -> None:
    made = planned(estate_of(campus()), room_row(floor="1", description="Lab", criticality="A"))
    assert made.lines[0].changes == (
        Change("floor", "0", "1"),
        Change("description", "Seminar room", "Lab"),
        Change("criticality", "B", "A"),
    )


def test_a_room_named_twice_is_refused_naming_the_first_line_unless_it_is_the_same() -> None:
    made = planned(
        estate_of(campus()),
        room_row(2, "B1", description="Lab"),
        room_row(3, "B1", description="Office"),
        room_row(4, "B1", description="Lab"),
    )
    assert outcomes(made) == "nxs"
    assert "“B1” stands on line 2 already" in reason(made)
    assert str(made.lines[2].says[0]) == "The same as line 2."


def test_a_room_known_by_its_id_gets_its_new_name() -> None:
    there = campus(source="list", external_id="7")
    made = planned(estate_of(there), room_row(room="A102", external_id="7"))
    assert made.lines[0].changes == (Change("name", "A101", "A102"),)


def test_ids_of_another_source_are_other_ids() -> None:
    there = campus(source="theirs", external_id="7")
    made = planned(estate_of(there), room_row(room="A102", external_id="7"))
    assert outcomes(made) == "n"


def test_a_room_that_had_no_id_takes_that_of_the_list() -> None:
    made = planned(estate_of(campus()), room_row(external_id="7"))
    assert made.changed_rooms[0][1] == {"source": "list", "external_id": "7"}


def test_two_rooms_can_swap_their_names() -> None:
    one = campus(source="list", external_id="1")
    two = Room(one.building, "A102", source="list", external_id="2")
    made = planned(
        estate_of(one, two),
        room_row(2, "A102", external_id="1"),
        room_row(3, "A101", external_id="2"),
    )
    assert outcomes(made) == "cc"


def test_a_name_that_another_room_keeps_can_not_be_taken() -> None:
    one = campus(source="list", external_id="1")
    two = Room(one.building, "A102", source="list", external_id="2")
    made = planned(estate_of(one, two), room_row(room="A102", external_id="1"))
    assert "another room in Main Hall is" in reason(made)


def test_a_room_does_not_move_to_another_building() -> None:
    made = planned(
        estate_of(campus(source="list", external_id="7")),
        room_row(building="New Wing", external_id="7"),
    )
    assert "does not move to another building" in reason(made)


def test_two_ids_for_one_room_are_refused() -> None:
    made = planned(estate_of(campus(source="list", external_id="7")), room_row(external_id="8"))
    assert "has the id “7” here, and “8” in this list" in reason(made)


def test_a_room_out_of_use_is_not_made_again() -> None:
    made = planned(estate_of(campus(is_retired=True)), room_row())
    assert "taken out of use here" in reason(made)


def test_an_estate_without_a_site_asks_for_one() -> None:
    with pytest.raises(ImportRefused, match="There is no site yet") as refused:
        plan([room_row()], Estate(TYPES), source="list")
    assert refused.value.where == "site"
    with pytest.raises(ImportRefused, match="Give the phone number") as refused:
        plan([room_row()], Estate(TYPES), source="list", site="Campus")
    assert refused.value.where == "phone"
    made = plan([room_row()], Estate(TYPES), source="list", site="Campus", phone="5555")
    assert [each.name for each in made.sites] == ["Campus"]


def test_of_several_sites_one_has_to_be_chosen() -> None:
    estate = estate_of(campus(), sites=[Site("North")])
    with pytest.raises(ImportRefused, match="“North”, “Campus”"):
        plan([room_row()], estate, source="list")
    made = plan([room_row()], estate, source="list", site="north")
    assert outcomes(made) == "n"


def test_the_site_chosen_by_hand_is_stronger_than_what_a_row_says() -> None:
    assert outcomes(planned(estate_of(campus()), room_row(site="Elsewhere"))) == "s"


def test_a_floor_of_another_building_is_another_floor() -> None:
    there = campus()
    wing = Building(there.building.site, "Wing")
    room = Room(wing, "W1", Floor(wing, "0"))
    made = planned(estate_of(there, room), room_row(building="Wing", room="W2", floor="0"))
    assert made.rooms[0].floor is room.floor
    assert not made.floors


def test_nothing_is_made_for_a_refused_line() -> None:
    made = planned(
        estate_of(campus(is_retired=True)), room_row(floor="9", description="Never stored")
    )
    assert outcomes(made) == "r"
    assert not made.floors
    assert not made.changes_something
    assert made.counts == {
        Outcome.CREATE: 0,
        Outcome.CHANGE: 0,
        Outcome.SAME: 0,
        Outcome.REFUSED: 1,
    }
