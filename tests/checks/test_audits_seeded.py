"""A fault made on purpose: managers and auditors alone know of it; who fails it first finds it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app import clock
from app.checks import service
from app.checks.audits.seeded import queries
from app.checks.audits.seeded import service as seeding
from app.checks.models import Check, Result, Scope, SeededFault
from app.checks.service import Found
from app.codes.models import Tag
from app.equipment.models import Equipment
from app.errors import Refusal
from app.extensions import db
from app.faults.models import Fault, FaultState
from app.people.models import Person, Role
from app.places import queries as places
from tests.builders import NOON, Builder
from tests.conftest import signed_in_client
from tests.pages import fetch, read

HOUR = timedelta(hours=1)
MARKER = "Unplugged the HDMI cable XYZZY"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def boss(make: Builder) -> Person:
    return make.person(name="Mo Manager", role=Role.MANAGER)


@pytest.fixture
def unit(make: Builder) -> Equipment:
    unit = make.equipment(name="Beamer", room=make.room(name="Hall 7"))
    make.tag(room=unit.room)
    return unit


@pytest.fixture
def seeded(unit: Equipment, boss: Person) -> SeededFault:
    row = seeding.seed(unit.room, unit, MARKER, boss, at=NOON - HOUR)
    db.session.commit()
    return row


def check(unit: Equipment, by: Person, result: Result, at: datetime = NOON) -> Check:
    room = places.room(unit.room_id)
    assert room
    note = "No picture" if result is Result.FAIL else ""
    found = [Found(unit, result, note=note)]
    key = f"key-{by.id}-{at}"
    visit = service.log(room, by, Scope.ROOM_CHECK, found, key=key, at=at, received_at=at)
    db.session.commit()
    return visit


def test_a_manager_notes_one_and_sees_it(app: Flask, unit: Equipment, boss: Person) -> None:
    manager = signed_in_client(app, boss)
    assert "Hall 7" in fetch(manager, "/checks/seeded/new?q=hall").text
    address = f"/checks/seeded/new?room={unit.room_id}"
    sent = fetch(manager, address).form(address).send({"unit": str(unit.id), "what": MARKER})
    assert (sent.status_code, sent.location) == (303, "/checks/seeded")
    page = fetch(manager, "/checks/seeded").text
    assert MARKER in page
    assert "Stands" in page


def test_what_is_missing_is_said_beside_its_field(
    app: Flask, unit: Equipment, boss: Person
) -> None:
    manager = signed_in_client(app, boss)
    address = f"/checks/seeded/new?room={unit.room_id}"
    page = read(fetch(manager, address).form(address).send({"what": MARKER}), 422)
    assert page.errors == ["Choose the unit that you changed."]
    assert MARKER in page.text


def test_a_unit_that_is_broken_anyway_bears_none(
    make: Builder, unit: Equipment, boss: Person
) -> None:
    make.fault(equipment=unit)
    with pytest.raises(Refusal, match="has an open fault"):
        seeding.seed(unit.room, unit, MARKER, boss, at=NOON)


def test_a_unit_bears_one_at_a_time(seeded: SeededFault, unit: Equipment, boss: Person) -> None:
    with pytest.raises(Refusal, match="bears one already"):
        seeding.seed(unit.room, unit, "Once more", boss, at=NOON)


def test_the_first_check_that_fails_the_unit_finds_it(
    seeded: SeededFault, unit: Equipment, make: Builder
) -> None:
    check(unit, make.person(), Result.PASS, NOON - HOUR / 2)
    check(unit, make.person(), Result.PASS, NOON - HOUR / 3)
    finder = check(unit, make.person(), Result.FAIL)
    check(unit, make.person(), Result.FAIL, NOON + HOUR)
    db.session.refresh(seeded)
    assert seeded.found_id == finder.id
    (line,) = queries.listed()
    assert line.missed == 2
    assert line.fault is not None


def test_who_made_it_does_not_find_it(seeded: SeededFault, unit: Equipment, boss: Person) -> None:
    check(unit, boss, Result.FAIL)
    db.session.refresh(seeded)
    assert seeded.found_id is None
    assert queries.listed()[0].missed == 0


def test_a_check_from_before_finds_nothing(
    seeded: SeededFault, unit: Equipment, make: Builder
) -> None:
    check(unit, make.person(), Result.FAIL, NOON - 2 * HOUR)
    db.session.refresh(seeded)
    assert seeded.found_id is None


def test_put_right_it_closes_the_fault_that_it_led_to(
    app: Flask, seeded: SeededFault, unit: Equipment, boss: Person, make: Builder
) -> None:
    check(unit, make.person(name="Tess Tech"), Result.FAIL)
    manager = signed_in_client(app, boss)
    page = fetch(manager, "/checks/seeded")
    assert "found by Tess Tech" in page.text
    assert "1 fault made on purpose was found" in fetch(manager, "/today").text
    for _twice in range(2):
        assert page.form(button="Put right, and close fault 1").send().status_code == 303
    (fault,) = db.session.scalars(select(Fault))
    assert fault.state is FaultState.CLOSED
    assert db.session.get_one(SeededFault, seeded.id).ended_at == NOON
    assert "made on purpose" not in fetch(manager, "/today").text


def test_put_right_alone_leaves_the_fault_open(
    app: Flask, seeded: SeededFault, unit: Equipment, boss: Person, make: Builder
) -> None:
    check(unit, make.person(), Result.FAIL)
    page = fetch(signed_in_client(app, boss), "/checks/seeded")
    assert page.form(button="Put right").send().status_code == 303
    (fault,) = db.session.scalars(select(Fault))
    assert fault.state.is_open


def test_one_that_stands_too_long_is_in_the_managers_day(
    app: Flask, seeded: SeededFault, boss: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = signed_in_client(app, boss)
    assert "made on purpose" not in fetch(manager, "/today").text
    monkeypatch.setattr(clock, "now", lambda: NOON + 48 * HOUR)
    assert "has stood for more than 48 hours" in fetch(manager, "/today").text
    assert "It has stood for 2 days" in fetch(manager, "/checks/seeded").text


def test_an_auditor_reads_them_and_can_end_none(auditor: FlaskClient, seeded: SeededFault) -> None:
    page = fetch(auditor, "/checks/seeded").text
    assert MARKER in page
    assert "Put right" not in page
    assert auditor.post(f"/checks/seeded/{seeded.id}/end").status_code == 403


def test_it_is_no_fault(seeded: SeededFault, unit: Equipment) -> None:
    assert db.session.scalar(select(func.count()).select_from(Fault)) == 0
    assert unit.condition == "up"


@pytest.mark.parametrize("actor", ["client", "technician"])
def test_no_page_of_a_technician_or_a_visitor_tells_of_it_or_of_a_draw(
    app: Flask,
    request: pytest.FixtureRequest,
    actor: str,
    seeded: SeededFault,
    unit: Equipment,
    make: Builder,
) -> None:
    """Every address that they can open is read, before and after it was found."""
    code = db.session.scalars(select(Tag.code)).one()
    browser: FlaskClient = request.getfixturevalue(actor)
    for result in (Result.PASS, Result.FAIL):
        visit = check(unit, make.person(), result, NOON - timedelta(minutes=9))
        told = {
            **dict.fromkeys(("room_id", "unit_id", "check_id", "fault_id"), "1"),
            "check_id": str(visit.id),
            "room_id": str(unit.room_id),
            "unit_id": str(unit.id),
            "code": code,
            "ending": "csv",
        }
        seen = 0
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or not rule.arguments <= set(told):
                continue
            built = rule.build({name: told[name] for name in rule.arguments})
            assert built
            with browser.get(built[1]) as page:
                if page.status_code != 200:
                    continue
                seen += 1
                body = page.get_data().decode(errors="replace")
            for word in ("XYZZY", "on purpose", "/checks/seeded", "/checks/audits"):
                assert word not in body, built[1]
        assert seen > (5 if actor == "client" else 25)
