"""Each list that was applied is remembered: from which file, by whom, what it did row by row."""

from __future__ import annotations

from hashlib import sha256

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app.checks.models import JobPlan, PastKind, PastWork, Scope
from app.equipment.models import Equipment, Spare, SpareStock, StockMove, System, Vendor
from app.extensions import db
from app.imports.applying.recorded import MEMBERS, TABLES, WORDS, recorded
from app.imports.models import IMPORT_MOVES, Action, ImportBatch, ImportChange, ImportState, What
from app.places.models import Building, Room, Zone
from tests.builders import NOON, Builder
from tests.imports.files import csv_bytes
from tests.imports.test_applying import ROOMS, UNITS, imported, room
from tests.imports.uploads import ROOMS as SENT
from tests.imports.uploads import applied, sent
from tests.pages import Page, fetch


def batch() -> ImportBatch:
    """The newest batch."""
    return db.session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc())).first() or (
        pytest.fail("nothing is remembered")
    )


def changes(what: What | None = None) -> list[ImportChange]:
    wanted = select(ImportChange).where(ImportChange.batch_id == batch().id)
    found = db.session.scalars(wanted.order_by(ImportChange.number))
    return [each for each in found if what in {None, each.what}]


def test_what_a_list_made_is_remembered_row_by_row(types: None) -> None:
    imported(*ROOMS)
    found = batch()
    assert (found.file_name, found.source, found.kind) == ("list.csv", "list", "rooms")
    assert (found.read, found.created, found.changed, found.same, found.refused) == (2, 2, 0, 0, 0)
    assert found.sha256 == sha256(csv_bytes(*ROOMS)).hexdigest()
    assert (found.at, found.person_id, found.state) == (NOON, None, ImportState.APPLIED)
    made = [(each.what.value, each.name, each.place) for each in changes()]
    assert made == [
        ("calendar", "Main campus", ""),
        ("site", "Main campus", ""),
        ("building", "Main Hall", "Main campus"),
        ("floor", "EG", "Main Hall"),
        ("floor", "2. OG", "Main Hall"),
        ("room", "0.01", "Main Hall"),
        ("room", "2.01", "Main Hall"),
    ]
    assert {each.action for each in changes()} == {Action.CREATED}
    first = changes(What.ROOM)[0]
    assert (first.row_id, first.before) == (room("0.01").id, {})
    assert (first.after["name"], first.after["external_id"]) == ("0.01", "r1")


def test_of_units_each_bears_its_own_key(types: None) -> None:
    imported(*ROOMS)
    imported(*UNITS)
    assert [each.what for each in changes()].count(What.UNIT) == 3
    assert [each.name for each in changes(What.MODEL)] == ["Epson EB-1", "Steinway"]
    tags = [each.after["asset_tag"] for each in changes(What.UNIT)]
    assert tags == ["T1", "T2", None]
    assert changes(What.UNIT)[0].after["installed_on"] == "2024-03-02"


def test_a_changed_row_is_remembered_as_it_was_and_as_it_is(types: None) -> None:
    imported(*ROOMS)
    imported(ROOMS[0], "Main Hall,EG,2.01,Class room,C,r2")
    (changed,) = changes()
    assert (changed.action, changed.row_id) == (Action.CHANGED, room("2.01").id)
    before, after = changed.before, changed.after
    assert (before["description"], after["description"]) == ("Seminar room", "Class room")
    assert (before["criticality"], after["criticality"]) == ("B", "C")
    assert (before["floor"], after["floor"]) == ("2. OG", "EG")


def test_a_list_that_changes_the_same_columns_to_what_they_are_is_no_batch(
    manager: FlaskClient, make: Builder
) -> None:
    make.site()
    applied(sent(manager, csv_bytes(*SENT)))
    sent(manager, csv_bytes(*SENT))
    assert batch().id == 1


def test_the_sums_of_a_batch_always_add_up(types: None) -> None:
    imported(*ROOMS)
    batch().refused = 1
    with pytest.raises(IntegrityError, match="adds_up"):
        db.session.flush()
    db.session.rollback()


def test_the_moves_cover_every_state() -> None:
    assert set(IMPORT_MOVES) == set(ImportState)


def things_beside() -> None:
    """One of each kind of thing beside rooms and units."""
    unit = db.session.scalars(select(Equipment).options(joinedload(Equipment.model))).first()
    assert unit
    building, vendor = room("0.01").building_id, Vendor(name="Acme")
    db.session.add_all([Zone(building_id=building, name="East"), vendor])
    db.session.add(System(building_id=building, name="Sound"))
    spare = Spare(model_id=unit.model_id, name="Lamp", vendor=vendor)
    stock = SpareStock(spare=spare, site_id=db.session.get_one(Building, building).site_id)
    db.session.add(StockMove(stock=stock, change=2, at=NOON))
    plan = JobPlan(type_id=unit.model.type_id, name="Look", rrule="", minutes=5)
    plan.scope = Scope.SERVICE
    db.session.add(plan)
    past = PastWork(room_id=unit.room_id, kind=PastKind.WORK, words="Mended", readings=[])
    past.done_on, past.source, past.created_at = NOON.date(), "list", NOON
    db.session.add(past)
    db.session.flush()


@pytest.mark.parametrize("what", What)
def test_what_is_recorded_are_columns_and_their_words(what: What, types: None) -> None:
    imported(*ROOMS)
    imported(*UNITS)
    things_beside()
    _key, name, place, columns, worded = db.session.execute(recorded(what).limit(1)).one()
    table = {each.name for each in TABLES[what].__table__.columns}
    figures = {"spans", "opens", "closes"} if what is What.CALENDAR else set()
    assert set(columns) <= table | figures | set(MEMBERS)
    assert set(worded) - set(columns) <= WORDS
    assert name
    assert isinstance(place, str)


def test_a_batch_of_thousands_is_remembered_in_a_few_statements(types: None) -> None:
    rows = [f"Hall,,R{n},Projector,Epson,EB-1,T{n},S{n}," for n in range(2500)]
    imported(UNITS[0], *rows)
    assert len(changes(What.UNIT)) == 2500
    assert len({each.number for each in changes()}) == len(changes())
    rows = [each.replace("Epson", "Sony") for each in rows]
    imported(UNITS[0], *rows)
    assert {each.after["model"] for each in changes(What.UNIT)} == {"Projector Sony EB-1"}


def past(client: FlaskClient) -> Page:
    """The page of the newest import, by way of the list."""
    page = fetch(client, "/imports")
    return fetch(client, next(each for each in page.links if "/imports/batches/" in each))


def test_the_list_under_the_form_leads_to_what_an_import_did(
    manager: FlaskClient, make: Builder
) -> None:
    make.site()
    assert "Imported so far" not in fetch(manager, "/imports").main
    done = applied(sent(manager, csv_bytes(*SENT)))
    shown = fetch(manager, done.link("What it did, and undo"))
    listed = fetch(manager, "/imports").main
    assert "rooms.csv" in listed
    assert "2 new, 0 changed" in listed
    assert shown.h1 == "rooms.csv"
    assert shown.each("figure") == ["2 new", "0 changed", "0 the same", "1 refused"]
    assert [row[0] for row in shown.rows[1:]] == ["Main Hall", "0", "2", "0.01", "2.01"]
    made = db.session.scalars(select(Room).where(Room.name == "0.01")).one()
    assert f"/rooms/{made.id}" in shown.links


def test_what_an_import_did_is_searched_and_filtered(manager: FlaskClient, make: Builder) -> None:
    make.site()
    applied(sent(manager, csv_bytes(*SENT)))
    newer = [SENT[0], "Main Hall,2,2.01,Class room", "Main Hall,2,2.02,"]
    applied(sent(manager, csv_bytes(*newer)))
    page = past(manager)
    assert len(page.rows) == 3
    changed = fetch(manager, f"{page.response.request.path}?which=changed")
    assert [row[0] for row in changed.rows[1:]] == ["2.01"]
    assert "Description: Seminar room → Class room" in changed.main
    for asked in ("which=changed&q=2.02", "what=floor", "which=left"):
        empty = fetch(manager, f"{page.response.request.path}?{asked}")
        assert "No row answers to that" in empty.main
    for nonsense in ("which=x", "what=x", "page=99"):
        assert len(fetch(manager, f"{page.response.request.path}?{nonsense}").rows) == 3


def test_an_import_that_never_was_is_not_found(manager: FlaskClient) -> None:
    assert manager.get("/imports/batches/9").status_code == 404
    assert manager.get("/imports/batches/9/undo").status_code == 404
    assert manager.get("/imports/batches").status_code == 404
