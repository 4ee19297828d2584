"""Faults that are one are merged, and split again; nothing that anybody sent is lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.errors import Refusal
from app.extensions import db
from app.faults.merging import service
from app.faults.models import Fault, FaultState, Kind
from app.faults.promises import queries as promises
from app.people.models import Person
from tests import databases
from tests.builders import Builder
from tests.pages import fetch, read


@pytest.fixture
def twin(make: Builder, fault: Fault) -> Fault:
    """Another fault of the same unit."""
    return make.fault(equipment=fault.equipment, symptom=make.symptom(label="Dark"))


def merge(twin: Fault, fault: Fault, by: Person) -> None:
    service.merge(twin.id, fault.id, note="Told before.", by=by, at=clock.now())
    db.session.commit()


def test_a_merged_fault_shows_where_the_other_stands(
    staff: FlaskClient, client: FlaskClient, make: Builder, fault: Fault, twin: Fault
) -> None:
    report = make.report(fault=twin, note="It smells 😷")
    make.report(fault=fault)
    page = fetch(staff, fetch(staff, f"/faults/{twin.id}").link("It is the same as another fault"))
    sent = page.form().send({"into": str(fault.id), "note": "Told before."})
    target = fetch(staff, sent.location)
    assert "It smells 😷" in target.main
    assert f"Told of fault {twin.id}, which is the same" in target.main
    assert not promises.owed(db.session.get_one(Fault, twin.id))
    move = target.form(f"/faults/{fault.id}/move")
    move.send({"state": "restored", "restoration": "repair", "note": "New lamp."})
    own = fetch(client, f"/f/{report.secret}")
    assert own.each("plate__word") == ["Works again"]
    assert "New lamp." in own.main
    assert "put together with another" in own.main
    assert "2 reports" in own.main


def test_a_reporter_of_a_merged_fault_reopens_the_one_that_it_is(
    client: FlaskClient, make: Builder, ada: Person, fault: Fault, twin: Fault
) -> None:
    report = make.report(fault=twin)
    make.report(fault=fault)
    merge(twin, fault, ada)
    fault.state = FaultState.RESTORED
    db.session.commit()
    fetch(client, f"/f/{report.secret}").form(button="No, it is still broken").send()
    assert db.session.get_one(Fault, fault.id).state is FaultState.REOPENED
    assert db.session.get_one(Fault, twin.id).state is FaultState.DUPLICATE


def test_what_was_no_duplicate_is_split_off_with_new_promises(
    staff: FlaskClient, make: Builder, ada: Person, fault: Fault, twin: Fault
) -> None:
    make.report(fault=twin, note="Mine alone")
    merge(twin, fault, ada)
    fetch(staff, f"/faults/{twin.id}").form(button="No: split it off again").send()
    again = db.session.get_one(Fault, twin.id)
    assert (again.state, again.merged_into_id) == (FaultState.REOPENED, None)
    assert promises.owed(again)
    assert "Mine alone" in fetch(staff, f"/faults/{twin.id}").main
    assert "Mine alone" not in fetch(staff, f"/faults/{fault.id}").main
    with pytest.raises(Refusal):
        service.split(twin.id, by=ada, at=clock.now())


def test_people_of_both_count_for_how_pressing_it_is(
    make: Builder, ada: Person, fault: Fault, twin: Fault
) -> None:
    for each in (fault, fault, twin, twin):
        make.report(fault=each)
    merge(twin, fault, ada)
    assert promises.people(fault) == 4


def test_no_chain_and_no_circle_comes_about(
    make: Builder, ada: Person, fault: Fault, twin: Fault
) -> None:
    third = make.fault(equipment=fault.equipment)
    merge(twin, fault, ada)
    for one, other in ((fault, twin), (third, twin), (fault, third), (fault, fault)):
        with pytest.raises(Refusal):
            service.merge(one.id, other.id, note="x", by=ada, at=clock.now())
        db.session.rollback()
    merge(third, fault, ada)
    assert third.merged_into_id == fault.id


def test_only_what_is_of_one_room_or_model_and_kind_is_merged(
    make: Builder, ada: Person, fault: Fault
) -> None:
    assert fault.equipment
    sibling = make.fault(equipment=make.equipment(model=fault.equipment.model))
    stranger, question = make.fault(), make.fault(room=fault.room, kind=Kind.QUESTION)
    for other in (stranger, question):
        with pytest.raises(Refusal):
            service.merge(other.id, fault.id, note="x", by=ada, at=clock.now())
        db.session.rollback()
    merge(sibling, fault, ada)


def test_a_reason_is_needed(staff: FlaskClient, fault: Fault, twin: Fault) -> None:
    form = fetch(staff, f"/faults/{twin.id}/merge").form()
    assert read(form.send({"into": str(fault.id)}), 422, staff).errors
    assert db.session.get_one(Fault, twin.id).state is FaultState.REPORTED


def test_where_nothing_else_is_open_there_is_nothing_to_merge(
    staff: FlaskClient, fault: Fault
) -> None:
    assert "There is no other" in fetch(staff, f"/faults/{fault.id}/merge").main


class TestAtOnce:
    @pytest.fixture
    def database_url(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
        """A database that several connections share: a file, or the server."""
        if request.config.getoption("--database") == "sqlite":
            yield f"sqlite:///{tmp_path / 'shared.db'}"
            return
        url: str = request.getfixturevalue("postgres_with_tables")
        yield url
        databases.empty(url)

    def test_two_who_merge_each_into_the_other_leave_one_open(
        self, app: Flask, make: Builder, ada: Person
    ) -> None:
        for _round in range(4):
            unit = make.equipment()
            ids = [make.fault(equipment=unit).id for _ in range(2)]
            by, barrier = ada.id, Barrier(2)
            db.session.remove()

            def one(pair: tuple[int, int], by: int = by, barrier: Barrier = barrier) -> bool:
                with app.test_request_context():
                    person = db.session.get_one(Person, by)
                    db.session.rollback()
                    barrier.wait()
                    try:
                        service.merge(*pair, note="x", by=person, at=clock.now())
                        db.session.commit()
                    except Refusal:
                        db.session.rollback()
                        return False
                    finally:
                        db.session.remove()
                    return True

            with ThreadPoolExecutor(2) as pool:
                done = list(pool.map(one, [(ids[0], ids[1]), (ids[1], ids[0])]))
            assert sorted(done) == [False, True]
            states = set(db.session.scalars(select(Fault.state).where(Fault.id.in_(ids))))
            assert states == {FaultState.REPORTED, FaultState.DUPLICATE}
