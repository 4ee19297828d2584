"""What is asked of the database is held to the sites of whoever asks, however it is asked."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import aliased, joinedload, selectinload

from app import scope
from app.database import Base, rows_changed
from app.equipment.models import Equipment, EquipmentType, Vendor
from app.errors import Refusal
from app.extensions import db
from app.faults.models import Fault, Promise, Report
from app.held import NotHeldError
from app.places.models import Building, Room
from tests.builders import NOON, Builder


class Two(NamedTuple):
    """The keys of what two sites have."""

    sites: tuple[int, int]
    rooms: tuple[int, int]
    faults: tuple[int, int]
    reports: tuple[int, int]


@pytest.fixture
def two(app: Flask, make: Builder) -> Two:
    """Two sites with a room, a broken unit and a report each; we are held to the first."""
    rooms = [make.room() for _ in range(2)]
    faults = [make.fault(room=room) for room in rooms]
    reports = [make.report(fault=fault) for fault in faults]
    sites = [room.building.site_id for room in rooms]
    told = [sites, *([each.id for each in some] for some in (rooms, faults, reports))]
    db.session.commit()
    db.session.remove()
    scope.see((sites[0],))
    return Two(*((first, second) for first, second in told))


def test_every_table_says_how_it_belongs_to_sites(app: Flask) -> None:
    silent = [
        each.class_.__name__
        for each in Base.registry.mappers
        if not isinstance(getattr(each.class_, "of_site", None), scope.Belonging)
    ]
    assert not silent


ASK_THE_CONNECTION = {
    "database": "what differs between engines",
    "held": "it is what holds",
    **dict.fromkeys(("rows", "schema", "gate", "keeping", "moving"), "commands on all rows"),
    **dict.fromkeys(("audit", "logbook/watching"), "what was done is noted by itself"),
    "checks/due/computing": "work is computed of all, inside `everything()`",
    "scan/lane": "the public page of a tag",
    "demo": "a command",
}
"""What asks a connection itself, where nothing is held to sites, and why it may."""
PAST_THE_SESSION = re.compile(r"\.connection\(|engine\.(connect|begin)\(|exec_driver_sql|raw_conn")


def test_nothing_else_asks_the_database_past_the_session() -> None:
    root = Path(__file__).resolve().parents[2] / "app"
    found = {
        str(file.relative_to(root).with_suffix(""))
        for file in root.rglob("*.py")
        if PAST_THE_SESSION.search(file.read_text())
    }
    known = {name for name in found if any(name.startswith(each) for each in ASK_THE_CONNECTION)}
    assert found == known


def test_lists_counts_and_aliases_are_held(two: Two) -> None:
    other = aliased(Room)
    assert db.session.scalars(select(Room.id)).all() == [two.rooms[0]]
    assert db.session.scalars(select(other.id)).all() == [two.rooms[0]]
    assert db.session.scalar(select(func.count()).select_from(Fault)) == 1
    assert db.session.scalar(select(func.count()).where(Promise.id > 0)) == 1
    assert len(db.session.execute(select(Room.__table__)).all()) == 1


def test_one_row_is_not_found_by_its_key(two: Two) -> None:
    assert db.session.get(Room, two.rooms[0])
    assert db.session.get(Room, two.rooms[1]) is None
    assert db.session.get(Report, two.reports[1]) is None


def test_subqueries_and_tables_that_are_only_compared_are_held(two: Two) -> None:
    with_fault = select(Equipment.room_id).join(Fault, Fault.equipment_id == Equipment.id)
    site_rooms = select(Room.id).where(Room.building_id == Building.id).exists()
    assert db.session.scalars(with_fault).all() == [two.rooms[0]]
    with scope.everything():
        assert db.session.scalar(select(func.count()).where(Room.id.in_(with_fault))) == 2
    assert db.session.scalar(select(func.count()).where(Room.id.in_(with_fault))) == 1
    assert db.session.scalar(select(func.count()).select_from(Building).where(site_rooms)) == 1
    assert db.session.scalar(select(func.count()).where(Room.building_id == Building.id)) == 1


def test_what_comes_along_with_a_row_is_held(two: Two) -> None:
    options = (joinedload(Fault.room_now), selectinload(Fault.reports))
    (fault,) = db.session.scalars(select(Fault).options(*options))
    assert (fault.room_now.id, [each.id for each in fault.reports]) == (
        two.rooms[0],
        [two.reports[0]],
    )


def test_rows_that_are_changed_together_are_held(two: Two) -> None:
    assert rows_changed(db.session.execute(update(Room).values(version=9))) == 1
    assert rows_changed(db.session.execute(delete(Report))) == 1
    assert rows_changed(db.session.execute(update(Vendor).values(name="x"))) == 0
    with pytest.raises(NotHeldError):
        db.session.execute(update(Room), [{"id": two.rooms[1], "version": 9}])
    with pytest.raises(NotHeldError):
        db.session.execute(text("SELECT name FROM room"))


def test_nothing_is_written_to_another_site(two: Two) -> None:
    told = {"secret": "s", "key": "k", "reported_at": NOON}
    db.session.add(Report(fault_id=two.faults[1], **told))
    with pytest.raises(Refusal):
        db.session.flush()
    db.session.rollback()
    db.session.add(Report(fault_id=two.faults[0], **told))
    db.session.flush()
    room = db.session.get_one(Room, two.rooms[0])
    with scope.everything():
        elsewhere = db.session.get_one(Room, two.rooms[1]).building_id
    room.building_id = elsewhere
    with pytest.raises(Refusal):
        db.session.flush()
    db.session.rollback()
    assert db.session.get_one(Room, two.rooms[0]).building_id != elsewhere


def test_what_concerns_all_sites_is_read_and_not_written(two: Two, make: Builder) -> None:
    with pytest.raises(Refusal):
        make.equipment_type()
    db.session.rollback()
    with scope.everything():
        kind = make.equipment_type()
    with pytest.raises(Refusal):
        make.job_plan(type=kind)
    db.session.rollback()
    db.session.delete(db.session.get_one(EquipmentType, kind.id))
    with pytest.raises(Refusal):
        db.session.flush()


def test_what_changed_before_everything_is_seen_is_held_still(two: Two) -> None:
    db.session.add(Building(site_id=two.sites[1], name="Smuggled"))
    with pytest.raises(Refusal), scope.everything():
        pass


def test_somebody_without_any_site_sees_nothing(two: Two) -> None:
    scope.see(())
    assert db.session.scalar(select(func.count()).select_from(Room)) == 0
    scope.see(None)
    assert db.session.scalar(select(func.count()).select_from(Room)) == 2
