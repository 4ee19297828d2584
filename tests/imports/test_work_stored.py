"""Lists of work are applied, come again, are taken back; they move nothing that was seen here."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.checks import queries
from app.checks.models import JobPlan, PastKind, PastWork, Result
from app.equipment.models import Equipment
from app.exports.cobie.book import House
from app.exports.lists import Asked, write
from app.extensions import db
from app.imports.applying import service
from app.imports.models import ImportBatch
from app.imports.past import undoing
from app.imports.planning.plans import Outcome, Plan
from app.imports.preparing import Choices, Prepared, prepare
from app.places import queries as places
from app.places.models import Room
from tests.builders import NOON, Builder
from tests.imports.files import csv_bytes

pytestmark = pytest.mark.usefixtures("types")

ORDERS = (
    "WO number,Done on,Short text,Result,Asset tag,Room,Building,Lamp hours",
    "4711,2024-05-17,Changed the lamp,done,T-1,2.14,Hall,12",
    "4712,2024-05-18,Yearly look,pass,,2.14,Hall,",
)
TODAY = dt.date(2026, 3, 3)


@pytest.fixture
def room(make: Builder) -> Room:
    building = make.building(name="Hall")
    return make.room(building=building, floor=None, name="2.14")


@pytest.fixture
def unit(make: Builder, room: Room) -> Equipment:
    return make.equipment(room=room, name="Projector", asset_tag="T-1")


def prepared(*lines: str, name: str = "orders.csv", **chosen: str) -> Prepared:
    return prepare(csv_bytes(*lines), name, Choices(constants=chosen, today=TODAY))


def planned(*lines: str, name: str = "orders.csv", **chosen: str) -> Plan:
    made = prepared(*lines, name=name, **chosen)
    assert made.refused is None, str(made.refused)
    assert made.plan
    return made.plan


def applied(*lines: str, name: str = "orders.csv", **chosen: str) -> ImportBatch:
    made = prepared(*lines, name=name, **chosen)
    assert made.plan
    assert made.origin
    batch = service.apply(made.plan, made.origin, at=NOON, timezone="UTC")
    db.session.commit()
    return batch


def refused(*lines: str, **chosen: str) -> list[str]:
    lines_of = planned(*lines, **chosen).lines
    return [str(each.says[0]) for each in lines_of if each.outcome is Outcome.REFUSED]


def counts(plan: Plan) -> dict[str, int]:
    return {outcome.value: count for outcome, count in plan.counts.items() if count}


def past() -> list[PastWork]:
    return list(db.session.scalars(select(PastWork).order_by(PastWork.id)))


def jobs() -> list[JobPlan]:
    return list(db.session.scalars(select(JobPlan).order_by(JobPlan.id)))


def test_past_work_is_stored_as_the_list_tells_it(room: Room, unit: Equipment) -> None:
    applied(*ORDERS)
    first, second = past()
    assert (first.equipment_id, first.room_id) == (unit.id, room.id)
    assert (first.done_on, first.words) == (dt.date(2024, 5, 17), "Changed the lamp")
    assert (first.result, first.kind) == (None, PastKind.WORK)
    assert first.readings == [{"name": "Lamp hours", "value": "12 h"}]
    assert (first.source, first.external_id) == ("orders", "4711")
    assert (second.equipment_id, second.result) == (None, Result.PASS)


def test_the_same_list_again_changes_nothing(room: Room, unit: Equipment) -> None:
    applied(*ORDERS)
    assert counts(planned(*ORDERS)) == {"same": 2}


@pytest.mark.usefixtures("unit")
def test_a_newer_list_changes_what_it_tells_otherwise_and_empties_nothing() -> None:
    applied(*ORDERS)
    newer = (ORDERS[0], "4711,2024-05-19,Changed the lamp,,T-1,2.14,Hall,", ORDERS[2])
    plan = planned(*newer)
    assert counts(plan) == {"change": 1, "same": 1}
    assert [each.field for each in plan.lines[0].changes] == ["done_on"]
    applied(*newer)
    assert past()[0].done_on == dt.date(2024, 5, 19)
    assert past()[0].readings


@pytest.mark.usefixtures("unit")
def test_two_equal_rows_are_two_and_each_finds_its_own_again() -> None:
    row = "2024-05-17,Changed the lamp,2.14,Hall"
    lines = ("Done on,Short text,Room,Building,Result", f"{row},", f"{row},")
    applied(*lines)
    assert len(past()) == 2
    assert counts(planned(*lines)) == {"same": 2}
    assert counts(planned(*lines, f"{row},")) == {"create": 1, "same": 2}


@pytest.mark.usefixtures("unit")
def test_one_number_on_two_rows_is_one_if_they_agree_and_else_refused() -> None:
    again = (*ORDERS[:2], ORDERS[1])
    assert counts(planned(*again)) == {"create": 1, "same": 1}
    other = (*ORDERS[:2], "4711,2024-05-18,Else,done,T-1,2.14,Hall,12")
    (told,) = refused(*other)
    assert told.startswith("The number “4711” stands on line 2 already")


@pytest.mark.usefixtures("room")
def test_an_unknown_unit_is_refused_or_told_as_work_in_the_room_given_for_all() -> None:
    lines = ("Done on,Short text,Asset id,Result", "2024-05-17,Lamp,AID5,")
    (told,) = refused(*lines)
    assert "Import the equipment first, or give one room for all rows" in told
    applied(*lines, building="Hall", room="2.14")
    (stored,) = past()
    assert stored.equipment_id is None
    assert stored.words == "Lamp\nAsset id: AID5"


@pytest.mark.usefixtures("room")
def test_a_room_of_the_list_itself_takes_no_work_of_an_unknown_unit() -> None:
    head = "Done on,Short text,Asset id,Room,Building,Result"
    lines = (head, "2024-05-17,Lamp,AID5,2.14,Hall,")
    assert "AID5" in refused(*lines)[0]


def test_a_serial_number_tells_a_unit_only_where_it_is_the_only_one(
    make: Builder, unit: Equipment, room: Room
) -> None:
    unit.serial_number = "S1"
    db.session.commit()
    lines = ("Done on,Short text,Serial number,Result", "2024-05-17,Lamp,S1,")
    assert counts(planned(*lines)) == {"create": 1}
    make.equipment(room=room, name="Twin", serial_number="S1")
    assert refused(*lines) == [
        "“S1” is borne by several pieces of equipment here, so it tells none of them."
    ]


@pytest.mark.usefixtures("unit")
def test_a_day_to_come_is_refused() -> None:
    row = "2026-03-09,Lamp,2.14,Hall,"
    assert "has not come yet" in refused("Done on,Short text,Room,Building,Result", row)[0]


@pytest.mark.usefixtures("unit")
def test_past_work_is_taken_back_and_with_it_only_what_it_brought() -> None:
    first = applied(*ORDERS[:2])
    second = applied(*ORDERS, name="orders.csv")
    undoing.undo(second, None, at=NOON)
    db.session.commit()
    assert [each.external_id for each in past()] == ["4711"]
    undoing.undo(first, None, at=NOON)
    db.session.commit()
    assert past() == []


def test_past_work_is_no_check_and_moves_no_date(room: Room, unit: Equipment) -> None:
    room.last_checked_at = NOON - dt.timedelta(days=900)
    db.session.commit()
    before = told_of(room.id)
    row = "2026-03-02,Room check,pass,T-1,2.14,Hall,PM"
    applied("Done on,Short text,Result,Asset tag,Room,Building,Kind", row)
    db.session.expire_all()
    assert past()[0].kind is PastKind.CHECK
    assert told_of(room.id) == before


def told_of(room_id: int) -> tuple[object, ...]:
    """All that pages say of the checks of a room."""
    found = places.room(room_id)
    assert found
    seen = found.last_checked_at, found.check_due_on
    return *seen, queries.history(room_id).checks, queries.units_left_out(room_id)


def test_planned_work_is_for_what_the_row_names(room: Room, unit: Equipment) -> None:
    head = "What,How often,Minutes,Asset,Type,Model,Manufacturer,Room,Building"
    applied(
        head,
        "Clean,every 6 months,20,Projector,,,,2.14,Hall",
        "Look,weekly,,,Document camera,,,,",
        "Air,monthly,5,,,,,2.14,Hall",
        name="jobs.csv",
    )
    of_unit, of_type, of_room = [each for each in jobs() if each.name in {"Clean", "Look", "Air"}]
    assert (of_unit.equipment_id, of_unit.rrule, of_unit.minutes) == (
        unit.id, "FREQ=MONTHLY;INTERVAL=6", 20,
    )  # fmt: skip
    assert (of_type.equipment_id, of_type.room_id, of_type.model_id) == (None, None, None)
    assert (of_room.room_id, of_room.equipment_id) == (room.id, None)


@pytest.mark.usefixtures("unit")
def test_planned_work_comes_again_is_changed_and_taken_back() -> None:
    lines = ("What,How often,Minutes,Asset tag", "Clean,every 6 months,20,T-1")
    first = applied(*lines, name="jobs.csv")
    assert counts(planned(*lines, name="jobs.csv")) == {"same": 1}
    second = applied(lines[0], "Clean,quarterly,,T-1", name="jobs.csv")
    assert [(each.rrule, each.minutes) for each in jobs()] == [("FREQ=MONTHLY;INTERVAL=3", 20)]
    undoing.undo(second, None, at=NOON)
    db.session.commit()
    assert [each.rrule for each in jobs()] == ["FREQ=MONTHLY;INTERVAL=6"]
    undoing.undo(first, None, at=NOON)
    db.session.commit()
    assert jobs() == []


@pytest.mark.usefixtures("unit")
@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Clean,weekly,5,Fan,,2.14,Hall", "There is no equipment “Fan” in 2.14."),
        ("Clean,weekly,5,,,9.99,Hall", "There is no room “9.99” in Hall."),
        ("Clean,weekly,5,,,9.99,", "There is no room “9.99” here."),
        ("Clean,weekly,5,Fan,,,", "There is no equipment “Fan” here."),
        ("Clean,weekly,5,,,2.14,Barn", "There is no building “Barn” here."),
        ("Clean,weekly,5,,Spaceship,,", "“Spaceship” is no type of equipment known here."),
        ("Clean,weekly,5,,,,", "does not say what “Clean” is for"),
    ],
)
def test_planned_work_for_what_nobody_knows_is_refused(row: str, why: str) -> None:
    (told,) = refused("What,How often,Minutes,Asset,Type,Room,Building", row)
    assert why in told


@pytest.mark.usefixtures("room")
def test_a_site_that_nobody_knows_is_said_and_the_only_such_building_taken() -> None:
    lines = ("Done on,Short text,Site,Building,Room,Result", "2024-05-17,Lamp,Removed,Hall,2.14,")
    (line,) = planned(*lines).lines
    assert line.outcome is Outcome.CREATE
    assert str(line.says[0]) == "There is no site “Removed” here: looked for at all sites."


def test_what_went_out_comes_in_again_and_changes_nothing(room: Room, unit: Equipment) -> None:
    nasty = "2024-05-19,\"=1+1; 'n/a'\",fail,,2.14,Hall,"
    applied(*ORDERS, "4713," + nasty, "," + nasty, "," + nasty)
    assert len(past()) == 5
    out = io.BytesIO()
    house = House("https://rooms.example.edu", "Northfield")
    write("past_work", "csv", Asked(MultiDict(), NOON, house), out)
    db.session.rollback()
    made = prepare(out.getvalue(), "past_work.csv", Choices(today=TODAY))
    assert made.plan
    assert made.mapping
    assert made.mapping.kind == "history"
    assert counts(made.plan) == {"same": 5}, list(made.plan.lines)
