"""A newer version of a list changes only what it changed itself; what was changed here stays."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.equipment.models import Equipment
from app.extensions import db
from app.imports.models import What
from app.imports.planning.plans import Line, Plan
from app.imports.preparing import Choices, source_of
from app.imports.queries.before import left_by
from app.places.models import Building, Floor, Room
from tests.builders import Builder
from tests.imports.estates import outcomes
from tests.imports.test_applying import imported, prepared, room

ROOMS = (
    "Building,Floor,Room,Description,Criticality,Room ID",
    "Main Hall,EG,0.01,Lecture theatre,A,r1",
    "Main Hall,1,1.01,Seminar room,B,r2",
)
UNITS = (
    "Building,Room,Type,Maker,Model,Name,Asset tag,Serial number,Installed on",
    "Main Hall,0.01,Projector,Epson,EB-1,Left,T1,S1,2024-03-02",
    "Main Hall,1.01,Projector,Epson,EB-1,Lone,,S2,",
)
AGAIN = Choices()
THEIRS = Choices(conflicts="take")


@pytest.fixture(autouse=True)
def lists(types: None) -> None:
    """Both lists were imported."""
    imported(*ROOMS, name="rooms.csv")
    imported(*UNITS, choices=AGAIN, name="units.csv")


def unit(serial_number: str = "S1") -> Equipment:
    wanted = select(Equipment).where(Equipment.serial_number == serial_number)
    return db.session.scalars(wanted).one()


def again(*lines: str, choices: Choices = AGAIN) -> Plan:
    """What the list would do now: a list of rooms or of units, by its first column names."""
    name = "rooms.csv" if lines[0] == ROOMS[0] else "units.csv"
    plan = prepared(*lines, choices=choices, name=name).plan
    assert plan
    return plan


def edited(thing: Room | Equipment, **fields: object) -> None:
    for name, value in fields.items():
        setattr(thing, name, value)
    db.session.commit()


def said(line: Line) -> str:
    return " ".join(str(each) for each in line.says)


def test_of_all_rows_the_database_brings_only_those_that_are_not_as_the_import_left_them() -> None:
    assert not left_by(What.ROOM, "rooms")
    assert not left_by(What.UNIT, "units")
    edited(room("0.01"), description="Great hall")
    edited(unit(), installed_on=date(2024, 3, 3))
    assert left_by(What.ROOM, "rooms").keys() == {room("0.01").id}
    assert left_by(What.UNIT, "units").keys() == {unit().id}
    assert not left_by(What.ROOM, "units")


def test_what_was_changed_here_stays_where_the_list_says_what_it_said_before() -> None:
    edited(room("0.01"), description="Great hall")
    edited(unit(), name="Right", serial_number="S7")
    plan = again(*ROOMS)
    assert outcomes(plan) == "ss"
    assert "changed here to “Great hall”" in said(plan.lines[0])
    assert "the list says “Lecture theatre” as it did" in said(plan.lines[0])
    assert not plan.lines[1].says
    plan = again(*UNITS)
    assert outcomes(plan) == "ss"
    assert "“Right”" in said(plan.lines[0])
    assert "“S7”" in said(plan.lines[0])


def test_what_only_the_list_changed_is_changed_beside_what_stays() -> None:
    edited(unit(), name="Right")
    plan = again(UNITS[0], UNITS[1].replace("S1", "S8"))
    assert [(each.field, each.new) for each in plan.lines[0].changes] == [("serial_number", "S8")]
    assert "“Right”" in said(plan.lines[0])


def test_what_both_changed_is_a_conflict_that_says_all_three_and_changes_nothing() -> None:
    edited(unit(), name="Right", serial_number="S7")
    newer = UNITS[1].replace("Left", "Middle").replace("S1", "S8")
    plan = again(UNITS[0], newer, UNITS[2])
    assert outcomes(plan) == "xs"
    assert (plan.conflicts, plan.changed_units) == (1, ())
    told = said(plan.lines[0])
    assert "Name was “Left” when this list came last" in told
    assert "“Right” here and “Middle” in the list" in told
    assert "“S7” here and “S8” in the list" in told
    assert [(each.old, each.new) for each in plan.lines[0].changes] == [
        ("Right", "Middle"),
        ("S7", "S8"),
    ]


def test_the_list_is_taken_at_its_word_where_somebody_says_so() -> None:
    edited(room("0.01"), description="Great hall", name="0.01a")
    newer = (ROOMS[0], ROOMS[1].replace("Lecture theatre", "Theatre"), ROOMS[2])
    assert outcomes(again(*newer)) == "xs"
    imported(*newer, choices=THEIRS, name="rooms.csv")
    assert room("0.01a").description == "Theatre"
    assert outcomes(again(*newer)) == "ss"


def test_what_both_changed_alike_is_no_conflict() -> None:
    edited(room("0.01"), description="Theatre")
    newer = (ROOMS[0], ROOMS[1].replace("Lecture theatre", "theatre"), ROOMS[2])
    assert outcomes(again(ROOMS[0], newer[1].replace("theatre", "Theatre"), ROOMS[2])) == "ss"


def test_what_the_list_itself_brought_later_counts_as_its_last_word() -> None:
    newer = (ROOMS[0], ROOMS[1].replace("Lecture theatre", "Theatre"), ROOMS[2])
    imported(*newer, choices=AGAIN, name="rooms.csv")
    edited(room("0.01"), description="Lecture theatre")
    assert outcomes(again(*newer)) == "ss"
    assert outcomes(again(*ROOMS)) == "ss"
    assert outcomes(again(ROOMS[0], ROOMS[1].replace("Lecture theatre", "Hall"), ROOMS[2])) == "xs"


def test_two_lists_that_disagree_do_not_take_turns() -> None:
    other = ("Building,Room,Description", "Main Hall,0.01,Auditorium")
    imported(*other, choices=AGAIN, name="other.csv")
    assert outcomes(again(*ROOMS)) == "ss"
    assert room("0.01").description == "Auditorium"


def test_a_unit_without_a_key_is_found_by_what_it_was_before_it_was_changed_here() -> None:
    aula = room("0.01")
    edited(unit("S2"), name="Spare", room_id=aula.id)
    plan = again(*UNITS)
    assert outcomes(plan) == "ss"
    assert "“0.01 · Main Hall”" in said(plan.lines[1])


def test_a_room_or_building_renamed_here_is_not_made_again_by_any_list() -> None:
    edited(room("0.01"), name="Aula")
    db.session.scalars(select(Building)).one().name = "Old Hall"
    db.session.commit()
    assert outcomes(again(*ROOMS)) == "ss"
    assert outcomes(again(*UNITS)) == "ss"
    bare = prepared("Building,Room", "Main Hall,0.01", choices=AGAIN, name="other.csv").plan
    assert bare
    assert (bare.rooms, bare.buildings) == ((), ())


def test_a_name_that_another_room_bears_now_is_that_rooms(make: Builder) -> None:
    edited(room("0.01"), name="Aula", external_id=None, source=None)
    hall = db.session.scalars(select(Building)).one()
    make.room(building=hall, name="0.01")
    plan = again(ROOMS[0], "Main Hall,,0.01,Shed,,")
    assert [(each.id, dict(values)) for each, values in plan.changed_rooms] == [
        (room("0.01").id, {"description": "Shed"})
    ]


def test_a_floor_and_a_date_that_somebody_mended_stay() -> None:
    floor = db.session.scalars(select(Floor).where(Floor.label == "1")).one()
    edited(room("0.01"), floor_id=floor.id)
    edited(unit(), installed_on=date(2024, 3, 3))
    plan = again(*ROOMS)
    assert (outcomes(plan), plan.floors) == ("ss", ())
    assert "Floor was changed here to “1”" in said(plan.lines[0])
    assert "“2024-03-03”" in said(again(*UNITS).lines[0])
    newer = (ROOMS[0], ROOMS[1].replace("EG", "UG"), ROOMS[2])
    assert (outcomes(again(*newer)), again(*newer).floors) == ("xs", ())


def test_a_row_that_no_import_brought_is_compared_with_what_is_here(make: Builder) -> None:
    make.room(building=db.session.scalars(select(Building)).one(), name="Shed")
    plan = again(*ROOMS, "Main Hall,,Shed,Tools,,")
    assert outcomes(plan) == "ssc"


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("Rooms.xlsx", "rooms"),
        ("rooms 2026-10-01.csv", "rooms"),
        ("rooms_20261101.csv", "rooms"),
        ("rooms-01.11.2026 (2).csv", "rooms"),
        ("rooms (1).csv", "rooms"),
        ("hall 3.csv", "hall 3"),
        ("2026-10-01.csv", "2026-10-01"),
        ("building 1234567890.csv", "building 1234567890"),
    ],
)
def test_the_day_in_a_files_name_makes_no_other_list(name: str, source: str) -> None:
    assert source_of(name) == source
