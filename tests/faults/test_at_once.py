"""Two people at the same moment: neither result is lost, nobody is answered with an error."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.equipment.models import Condition, Equipment
from app.extensions import db
from app.faults.models import Effect, Fault, FaultState, TimelineEntry
from app.people.models import Role
from tests import databases
from tests.builders import NOON, Builder
from tests.conftest import signed_in_client
from tests.pages import fetch

ROUNDS = 6
"""What goes wrong only sometimes is tried some times."""


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that several connections share: a file, or the server."""
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{tmp_path / 'shared.db'}"
        return
    url: str = request.getfixturevalue("postgres_with_tables")
    yield url
    databases.empty(url)


def ready(app: Flask, client: FlaskClient, page: str, button: str, **typed: str) -> Any:
    """A phone with the form filled in, ready to send from a connection of its own."""
    form = fetch(client, page).form(button=button)
    sent, action, cookie = form.filled, form.action, client.get_cookie("session")
    for name, value in typed.items():
        sent[name] = value
    assert cookie

    def send() -> int:
        twin = FlaskClient(app, app.response_class)
        twin.set_cookie("session", cookie.value)
        return twin.post(action, data=sent).status_code

    return send


def at_once(senders: list[Callable[[], int]]) -> set[int]:
    db.session.remove()  # the test's own transaction would hold the others up
    barrier = Barrier(len(senders))

    def send(one: Callable[[], int]) -> int:
        barrier.wait()
        return one()

    with ThreadPoolExecutor(len(senders)) as pool:
        return set(pool.map(send, senders))


def test_two_who_repair_the_two_faults_of_a_unit_at_once_leave_it_working(
    app: Flask, make: Builder
) -> None:
    staff = [signed_in_client(app, make.person(role=Role.TECHNICIAN)) for _ in range(2)]
    for _round in range(ROUNDS):
        unit = make.equipment(condition=Condition.DOWN)
        unit_id = unit.id
        faults = [make.fault(equipment=unit).id for _ in range(2)]
        forms = [
            ready(app, each, f"/faults/{fault}", "Save", state="restored", restoration="repair")
            for each, fault in zip(staff, faults, strict=True)
        ]
        assert at_once(forms) == {303}
        assert db.session.get_one(Equipment, unit_id).condition is Condition.UP


def test_of_two_who_move_one_fault_at_once_the_second_is_told_and_nothing_is_lost(
    app: Flask, make: Builder
) -> None:
    staff = [signed_in_client(app, make.person(role=Role.TECHNICIAN)) for _ in range(2)]
    for _round in range(ROUNDS // 2):
        fault = make.fault().id
        page = f"/faults/{fault}"
        repaired = {"state": "restored", "restoration": "repair", "note": "New lamp."}
        rejected = {"state": "rejected", "note": "It was switched off."}
        forms = [
            ready(app, each, page, "Save", **typed)
            for each, typed in zip(staff, (repaired, rejected), strict=True)
        ]
        assert at_once(forms) == {303, 422}, "one moves it, the other reads that it has moved"
        moved = select(TimelineEntry.state, TimelineEntry.note).where(
            TimelineEntry.fault_id == fault, TimelineEntry.state != FaultState.REPORTED
        )
        (entry,) = db.session.execute(moved).all()
        found = db.session.get_one(Fault, fault)
        assert entry.state is found.state
        assert entry.note == (repaired if entry.state == "restored" else rejected)["note"]


def test_a_repair_while_others_report_and_join_never_stops_anybody(
    app: Flask, client: FlaskClient, technician: FlaskClient, make: Builder
) -> None:
    symptom = make.symptom(code="NO_PICTURE")
    model = make.model(type=make.equipment_type(symptoms=(symptom,)))
    for _round in range(ROUNDS):
        tag = make.tag()
        unit = make.equipment(room=tag.room, model=model)
        fault = make.fault(equipment=unit, symptom=symptom, effect=Effect.DEGRADED)
        fault.restore_by = NOON + timedelta(days=99)
        page = f"/t/{tag.code}/report?unit={unit.id}"
        senders = [
            ready(app, technician, f"/faults/{fault.id}", "Save", state="attended"),
            ready(app, technician, f"/faults/{fault.id}", "Save what it means", effect="room_down"),
            ready(app, client, page, "Send", symptom="NO_PICTURE"),
            ready(app, client, page, "It happens to me too"),
        ]
        assert at_once(senders) == {303}


def test_me_too_tapped_many_times_at_once_is_one_report(
    app: Flask, client: FlaskClient, make: Builder
) -> None:
    for _round in range(ROUNDS):
        tag = make.tag()
        unit = make.equipment(room=tag.room)
        fault = make.fault(equipment=unit)
        page = f"/t/{tag.code}/report?unit={unit.id}"
        impatient = ready(app, client, page, "It happens to me too")
        assert at_once([impatient] * 8) == {303}
        assert "1 report." in fetch(client, page).main, fault.id
