"""A broken unit and a spare change places in one act; the fault goes with the broken one."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.equipment.models import Condition, Equipment, EquipmentModel
from app.extensions import db
from app.faults.models import Effect, Event, Fault, FaultState, Promise, TimelineEntry
from app.people.models import Role
from app.places.models import Building, Criticality, Room
from tests.builders import Builder
from tests.conftest import signed_in_client
from tests.equipment.races import ROUNDS, at_once, database_url, ready
from tests.pages import Page, fetch, read

__all__ = ["database_url"]

SWAP = "They have changed places"


@pytest.fixture
def store(make: Builder) -> Room:
    return make.room(name="0.12", description="Store room")


@pytest.fixture
def fault(make: Builder, store: Room) -> Fault:
    """A broken projector in 1.02; one of its model works in the store of the same building."""
    room = make.room(name="1.02", building=store.building)
    broken = make.equipment(name="Projector left", room=room, condition=Condition.DOWN)
    make.equipment(name="Spare projector", room=store, model=broken.model, asset_tag="S-1")
    return make.fault(equipment=broken, effect=Effect.ROOM_DOWN)


def rooms() -> dict[str, str]:
    """In which room each unit stands, by its name."""
    db.session.expire_all()
    found = db.session.execute(select(Equipment.name, Room.name).join(Equipment.room))
    return dict(found.all())


def free() -> str:
    """What the form says of the spare in the store."""
    unit = db.session.scalars(select(Equipment).where(Equipment.asset_tag == "S-1")).one()
    return f"{unit.id}-{unit.room_id}"


def test_the_units_change_places_and_the_fault_goes_with_the_broken_one(
    technician: FlaskClient, make: Builder, fault: Fault
) -> None:
    report, key = make.report(fault=fault), fault.id
    secret = report.secret
    page = fetch(technician, fetch(technician, f"/faults/{key}").link("Swap it"))
    assert "Spare projector" in page.main
    assert "Store room" in page.main
    version = db.session.scalars(select(Room.version).where(Room.name == "1.02")).one()
    sent = page.form(button=SWAP).send({"spare": free()})
    assert sent.location == f"/faults/{key}"
    assert rooms() == {"Projector left": "0.12", "Spare projector": "1.02"}
    found = db.session.get_one(Fault, key)
    assert (found.state, found.effect) == (FaultState.REPORTED, Effect.UNIT_DOWN)
    assert db.session.get_one(Equipment, found.equipment_id).condition is Condition.DOWN
    assert all(db.session.scalars(select(Promise.met_at)))
    now = db.session.scalars(select(Room.version).where(Room.name == "1.02")).one()
    assert now > version
    entry = db.session.scalars(
        select(TimelineEntry).where(TimelineEntry.event == Event.SWAPPED)
    ).one()
    assert (entry.public, entry.note) == (
        *(True, "Room 1.02 can be used again: another unit stands there now."),
    )
    shown = fetch(technician, f"/f/{secret}").main
    assert shown.index("Works again") < shown.index(entry.note)
    assert "takes longer" not in shown
    assert "Try this meanwhile" not in shown
    assert "Room 1.02" in shown
    assert "Room 0.12" not in shown, "where the broken unit stands now is no reporter's business"
    work = fetch(technician, f"/faults/{key}").form(f"/faults/{key}/move")
    work.send({"state": "restored", "restoration": "repair"})
    assert "Room 0.12" not in fetch(technician, f"/f/{secret}").main, "mended in the store"


def test_a_form_sent_twice_swaps_once(technician: FlaskClient, fault: Fault) -> None:
    address = f"/faults/{fault.id}/swap"
    form = fetch(technician, address).form(button=SWAP)
    chosen = free()
    assert form.send({"spare": chosen}).status_code == 303
    page = read(form.send({"spare": chosen}), 422)
    assert "It was moved a moment ago." in page.main
    assert rooms() == {"Projector left": "0.12", "Spare projector": "1.02"}


def test_only_a_working_unit_of_the_type_can_stand_in(
    technician: FlaskClient, make: Builder, store: Room, fault: Fault
) -> None:
    broken = db.session.get_one(Equipment, fault.equipment_id)
    wrong = [
        make.equipment(name="Camera", room=store),
        make.equipment(name="Old", room=store, model_id=broken.model_id, condition=Condition.DOWN),
        broken,
    ]
    address = f"/faults/{fault.id}/swap"
    page = fetch(technician, address)
    assert "Camera" not in page.main
    form = page.form(button=SWAP)
    for each in (*(f"{unit.id}-{unit.room_id}" for unit in wrong), "99-1", "x", "", free()[:-1]):
        assert form.send({"spare": each}).status_code == 422, each
    assert rooms()["Projector left"] == "1.02"


def test_it_is_found_by_asset_tag_or_by_what_its_room_is(
    technician: FlaskClient, fault: Fault
) -> None:
    address = f"/faults/{fault.id}/swap"
    for words in ("s-1", "store", "spare 0.12"):
        assert "Spare projector" in fetch(technician, f"{address}?q={words}").main
    assert "Spare projector" not in fetch(technician, f"{address}?q=attic").main


def test_what_fits_best_stands_first_and_the_rest_is_a_tap_away(
    technician: FlaskClient, make: Builder, store: Room, fault: Fault
) -> None:
    broken, here = db.session.get_one(Equipment, fault.equipment_id), fault.room
    store.criticality = Criticality.C
    near = make.room(name="9.9", building=here.building, floor=here.floor)
    upstairs = make.room(
        name="8.8", building=here.building, floor=make.floor(building=here.building)
    )
    beyond = make.room(name="7.7", building=make.building(site=here.building.site))
    for room in (beyond, upstairs, near):
        make.equipment(name=f"Same {room.name}", room=room, model=broken.model)
    other = make.model(type=broken.model.type, model_number="Other")
    for number in (1, 2):
        make.equipment(name=f"Other {number}", room=near, model=other)
    db.session.commit()
    page = fetch(technician, f"/faults/{fault.id}/swap")
    names = ["Spare projector", "Same 9.9", "Same 8.8", "Same 7.7", "Other 1", "Other 2"]
    shown = _offered(page)
    assert len(shown) == 5
    assert all(map(str.startswith, shown, names)), shown
    assert len(_offered(fetch(technician, page.link("Show more of them")))) == len(names)
    assert "Show more" not in fetch(technician, f"/faults/{fault.id}/swap?q=same").main


def _offered(page: Page) -> list[str]:
    return page.each("choice__words")


def test_two_who_take_the_same_spare_at_once_do_not_both_get_it(app: Flask, make: Builder) -> None:
    staff = [signed_in_client(app, make.person(role=Role.TECHNICIAN)) for _ in range(2)]
    store_id, building_id = _store(make)
    for turn in range(ROUNDS):
        building = db.session.get_one(Building, building_id)
        spare = make.equipment(name=f"Spare {turn}", room=db.session.get_one(Room, store_id))
        broken = [_broken(make, spare.model, make.room(building=building)) for _ in staff]
        pages = [f"/faults/{make.fault(equipment=unit).id}/swap" for unit in broken]
        key, both = spare.id, zip(staff, pages, strict=True)
        senders = [ready(app, each, page, SWAP, spare=f"{key}-{store_id}") for each, page in both]
        assert at_once(senders) == [303, 422]
        there = db.session.scalars(select(Equipment.id).where(Equipment.room_id == store_id)).all()
        assert key not in there
        assert len(there) == turn + 1


def _broken(make: Builder, model: EquipmentModel, room: Room) -> Equipment:
    return make.equipment(room=room, model=model, condition=Condition.DOWN)


def _store(make: Builder) -> tuple[int, int]:
    store = make.room(name="0.12")
    return store.id, store.building_id
