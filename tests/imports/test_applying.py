"""A plan becomes rows: all of them or none, and every room that shows something new is touched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, func, select

from app.database import Base
from app.equipment.models import Equipment, EquipmentModel
from app.errors import Refusal
from app.extensions import db
from app.imports.applying import service
from app.imports.planning.plans import FIGURES, Plan
from app.imports.preparing import Choices, Prepared, prepare
from app.places.models import Building, Criticality, Floor, Room, Site, SupportCalendar
from tests.builders import NOON, Builder
from tests.imports.files import csv_bytes

ROOMS = (
    "Building,Floor,Room,Description,Criticality,Room ID",
    "Main Hall,EG,0.01,Lecture theatre,A,r1",
    "Main Hall,2. OG,2.01,Seminar room,,r2",
)
UNITS = (
    "Building,Floor,Room,Type,Maker,Model,Asset tag,Serial number,Installed on",
    "Main Hall,EG,0.01,Projector,Epson,EB-1,T1,S1,2024-03-02",
    "Main Hall,EG,0.01,Projector,Epson,EB-1,T2,S1,",
    "Main Hall,UG,-1.01,Piano,Steinway,,,,",
)
NEW = Choices(site="Main campus", phone="5555")


def prepared(*lines: str, choices: Choices = NEW, name: str = "list.csv") -> Prepared:
    made = prepare(csv_bytes(*lines), name, choices)
    assert made.refused is None, str(made.refused)
    return made


def imported(*lines: str, choices: Choices = NEW, name: str = "list.csv") -> Plan:
    """The plan, after it was applied and committed."""
    made = prepared(*lines, choices=choices, name=name)
    plan, origin = made.plan, made.origin
    assert plan
    assert origin
    service.apply(plan, origin, at=NOON, timezone="Europe/Berlin")
    db.session.commit()
    db.session.expire_all()
    return plan


def counts(plan: Plan) -> tuple[int, ...]:
    """New, changed, the same, refused."""
    return tuple(plan.counts[outcome] for outcome in FIGURES)


def stored(*tables: type[Base]) -> tuple[int, ...]:
    return tuple(db.session.scalar(select(func.count()).select_from(each)) or 0 for each in tables)


def room(name: str) -> Room:
    return db.session.scalars(select(Room).where(Room.name == name)).one()


def test_the_first_list_makes_the_site_its_support_and_the_rooms(types: None) -> None:
    assert counts(imported(*ROOMS)) == (2, 0, 0, 0)
    calendar = db.session.scalars(select(SupportCalendar)).one()
    assert (calendar.phone, calendar.timezone) == ("5555", "Europe/Berlin")
    assert [(each.weekday, each.opens.hour) for each in calendar.hours] == [
        (day, 8) for day in range(5)
    ]
    assert stored(Site, Building, Floor, Room) == (1, 1, 2, 2)
    first = room("0.01")
    assert (first.criticality, first.description) == (Criticality.A, "Lecture theatre")
    assert (first.source, first.external_id, first.created_at) == ("list", "r1", NOON)
    floors = db.session.execute(select(Floor.label, Floor.position)).all()
    assert {(label, position) for label, position in floors} == {("EG", 0), ("2. OG", 2)}


def test_the_same_list_again_changes_nothing(types: None) -> None:
    imported(*ROOMS)
    imported(*UNITS, choices=Choices())
    before = {each.id: each.version for each in db.session.scalars(select(Room))}
    assert counts(imported(*ROOMS, choices=Choices())) == (0, 0, 2, 0)
    assert counts(imported(*UNITS, choices=Choices())) == (0, 0, 3, 0)
    assert {each.id: each.version for each in db.session.scalars(select(Room))} == before


def test_of_a_newer_list_only_what_changed_is_changed_and_touched(types: None) -> None:
    imported(*ROOMS)
    newer = [*ROOMS[:2], ROOMS[2].replace("Seminar", "Class"), "Main Hall,EG,0.02,,,r3"]
    assert counts(imported(*newer, choices=Choices())) == (1, 1, 1, 0)
    assert (room("2.01").description, room("2.01").version) == ("Class room", 2)
    assert (room("0.01").version, room("0.02").version) == (1, 1)


def test_equipment_touches_the_rooms_it_comes_to_leaves_and_changes_in(types: None) -> None:
    imported(*ROOMS)
    imported(*UNITS, choices=Choices())
    assert (room("0.01").version, room("2.01").version, room("-1.01").version) == (2, 1, 1)
    imported(UNITS[0], UNITS[1].replace(",0.01", ",2.01"), choices=Choices())
    assert (room("0.01").version, room("2.01").version, room("-1.01").version) == (3, 2, 1)
    assert stored(Equipment, EquipmentModel) == (3, 2)


def test_two_rooms_swap_their_names_in_one_import(types: None) -> None:
    imported(*ROOMS)
    first = room("0.01").id
    swapped = [ROOMS[0], "Main Hall,,2.01,,,r1", "Main Hall,,0.01,,,r2"]
    assert counts(imported(*swapped, choices=Choices())) == (0, 2, 0, 0)
    assert room("2.01").id == first


def test_a_list_for_a_second_site_shares_the_one_support_calendar(types: None) -> None:
    imported(*ROOMS)
    imported(*ROOMS, choices=Choices(site="North campus"), name="north.csv")
    assert stored(Site, SupportCalendar, Room) == (2, 1, 4)


@contextmanager
def failing_at(table: str) -> Iterator[None]:
    """The database fails as it comes to this table."""

    def fail(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith(f"INSERT INTO {table} "):
            raise ConnectionError(table)

    event.listen(db.engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", fail)


@pytest.mark.parametrize("table", ["support_calendar", "site", "building", "floor", "room"])
def test_what_fails_midway_leaves_nothing_behind(types: None, table: str) -> None:
    with failing_at(table), pytest.raises(ConnectionError):
        imported(*ROOMS)
    db.session.rollback()
    assert stored(SupportCalendar, Site, Building, Floor, Room) == (0, 0, 0, 0, 0)


def test_units_that_fail_take_their_rooms_back_with_them(types: None) -> None:
    imported(*ROOMS)
    with failing_at("equipment"), pytest.raises(ConnectionError):
        imported(*UNITS, choices=Choices())
    db.session.rollback()
    assert stored(Room, EquipmentModel, Equipment) == (2, 0, 0)


def test_a_room_that_somebody_made_meanwhile_refuses_the_whole_plan(
    types: None, make: Builder
) -> None:
    hall = make.building(name="Main Hall")
    made = prepared(*ROOMS, choices=Choices())
    assert made.plan
    assert made.origin
    make.room(building=hall, name="0.01")
    with pytest.raises(Refusal, match="changed the same rooms meanwhile"):
        service.apply(made.plan, made.origin, at=NOON, timezone="UTC")
    db.session.rollback()
    assert stored(Room) == (1,)


def test_five_thousand_rooms_are_a_few_statements(types: None) -> None:
    rows = [f"Hall {n % 7},{n % 3},R{n},,,{n}" for n in range(5000)]
    seen: list[str] = []

    def see(*given: Any) -> None:
        seen.append(given[2])

    event.listen(db.engine, "before_cursor_execute", see)
    plan = imported(ROOMS[0], *rows)
    assert counts(plan) == (5000, 0, 0, 0)
    assert len(seen) < 60
    assert stored(Room, Floor, Building) == (5000, 21, 7)


def test_before_the_types_are_planted_equipment_is_refused_with_the_way(make: Builder) -> None:
    refused = prepare(csv_bytes(*UNITS), "list.csv", NEW).refused
    assert "flask --app wsgi prepare" in str(refused)


def test_the_site_and_the_phone_are_checked_like_any_other(types: None) -> None:
    refused = prepare(csv_bytes(*ROOMS), "list.csv", Choices(site="x" * 201)).refused
    assert refused
    assert (refused.where, "at most 200" in str(refused)) == ("site", True)
    refused = prepare(csv_bytes(*ROOMS), "list.csv", Choices(site="A", phone="none")).refused
    assert refused
    assert refused.where == "phone"
