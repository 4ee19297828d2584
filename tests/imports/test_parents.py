"""A list of places that name the place they lie in: rooms, with site, building and floor above."""

from __future__ import annotations

import pytest

from app.imports.meaning.columns import guess, with_overrides
from app.imports.meaning.places.parents import PlaceRow
from app.imports.meaning.records import Record, Refusal, RoomRow, records
from app.imports.planning.dry_run import plan
from app.imports.planning.estate import Estate
from app.imports.planning.plans import Outcome
from tests.imports.files import csv_sheet

HEADER = "ID,Name,Parent Location"


def made(*lines: str, **defaults: str) -> list[Record]:
    sheet = csv_sheet(HEADER, *lines)
    return list(records(sheet, guess(sheet, "rooms"), defaults))


def rooms(found: list[Record]) -> dict[str, tuple[str | None, str, str | None]]:
    return {r.room: (r.site, r.building, r.floor) for r in found if isinstance(r, RoomRow)}


def places(found: list[Record]) -> dict[str, str]:
    return {each.name: each.what for each in found if isinstance(each, PlaceRow)}


def refusals(found: list[Record]) -> list[tuple[int, str]]:
    return [(each.line, str(each)) for each in found if isinstance(each, Refusal)]


THREE = (",Farm,", ",House 1,Farm", ",Area 1,House 1", ",Area 2,house 1", ",Store,Farm")


def test_what_nothing_lies_in_is_a_room_and_the_top_of_three_levels_the_site() -> None:
    found = made(*THREE)
    assert rooms(found) == {
        "Area 1": ("Farm", "House 1", None),
        "Area 2": ("Farm", "House 1", None),
        "Store": ("Farm", "Farm", None),  # of the top itself
    }
    assert places(found) == {"Farm": "site", "House 1": "building"}
    assert len(found) == len(THREE)


def test_with_two_levels_the_top_is_the_building_and_with_four_there_are_floors() -> None:
    two = made(",Main,", ",A101,Main", ",A102,Main")
    assert (rooms(two)["A101"], places(two)) == ((None, "Main", None), {"Main": "building"})
    four = made(",Campus,", ",Main,Campus", ",EG,Main", ",A101,EG", ",Lift,Main")
    assert rooms(four) == {"A101": ("Campus", "Main", "EG"), "Lift": ("Campus", "Main", None)}
    assert places(four) == {"Campus": "site", "Main": "building", "EG": "floor"}
    five = made(",Campus,", ",Main,Campus", ",EG,Main", ",West,EG", ",A101,West")
    assert rooms(five) == {"A101": ("Campus", "Main", "EG / West")}


def test_a_parent_is_known_by_its_id_as_well_and_may_have_no_line_of_its_own() -> None:
    found = made("7,Main,", "8,A101,7", "9,B1,Annex")
    assert rooms(found) == {"A101": (None, "Main", None), "B1": (None, "Annex", None)}


def test_lines_whose_place_can_not_be_told_are_refused() -> None:
    around = refusals(made(",A,B", ",B,A", ",R,A"))
    assert [line for line, _sentence in around] == [2, 3, 4]
    assert "lies in itself, by way of the places that it lies in" in around[0][1]
    twice = made(",North,", ",South,", ",House,North", ",House,South", ",R1,House")
    ((line, sentence),) = refusals(twice)
    assert line == 6
    assert sentence.startswith("Several lines are called “House”: in which of them this place lies")
    assert "names no building" in refusals(made(",Main,", ",A1,Main", ",Alone,"))[0][1]


def test_a_line_that_names_its_own_building_is_a_room_though_others_lie_in_it() -> None:
    sheet = csv_sheet("Building,Room,Parent", "Main,Suite 1,", "Main,Suite 1a,Suite 1")
    found = list(records(sheet, guess(sheet, "rooms")))
    assert {name: building for name, (_site, building, _floor) in rooms(found).items()} == {
        "Suite 1": "Main",
        "Suite 1a": "Main",
    }


def test_without_the_column_of_parents_all_lines_are_rooms() -> None:
    sheet = csv_sheet(HEADER, *THREE)
    mapping = with_overrides(guess(sheet, "rooms"), {"parent": None})
    found = list(records(sheet, mapping, {"building": "Main"}))
    assert len(rooms(found)) == len(THREE)


@pytest.mark.parametrize("lines", [THREE, tuple(reversed(THREE))])
def test_the_plan_makes_the_places_and_tells_of_their_lines(lines: tuple[str, ...]) -> None:
    found = made(*lines)
    made_of = plan(found, Estate({}, calendars=1), source="x", phone="1234")
    assert [each.name for each in made_of.sites] == ["Farm"]
    assert {each.name for each in made_of.buildings} == {"Farm", "House 1"}
    assert [each.outcome for each in made_of.lines] == [Outcome.CREATE] * len(THREE)
    (told,) = [str(each.says[0]) for each in made_of.lines if each.name == "House 1"]
    assert told.startswith("Rooms of other lines lie in it: taken as a place (building)")
    site = made_of.sites[0]
    site.id = 1
    for number, building in enumerate(made_of.buildings):
        building.id = number
    again = Estate({}, 1, sites=made_of.sites, buildings=made_of.buildings)
    outcomes = {each.name: each.outcome for each in plan(found, again, source="x").lines}
    assert (outcomes["Farm"], outcomes["House 1"]) == (Outcome.SAME, Outcome.SAME)
