"""A broken fault is closed by saying what it was; a question by an answer."""

import pytest
from flask.testing import FlaskClient

from app import clock
from app.extensions import db
from app.faults.closing.words import CAUSES, MECHANISMS, MODES, REMEDIES, mode_of
from app.faults.models import (
    Cause,
    Diagnosis,
    Fault,
    FaultState,
    Kind,
    Mechanism,
    Remedy,
    Restoration,
)
from app.faults.promises import queries as promises
from tests.builders import Builder
from tests.pages import fetch, read

WAS = {"mechanism": "connection", "cause": "wear", "remedy": "replace", "minutes": "25"}


def test_every_word_of_the_standard_has_words() -> None:
    assert set(MECHANISMS) == set(Mechanism)
    assert set(CAUSES) == set(Cause)
    assert set(REMEDIES) == set(Remedy)


def test_a_symptoms_mode_is_chosen_beforehand() -> None:
    assert mode_of("FTF") == "FTF"
    assert mode_of("OTH other / UNK unknown") == "OTH"
    assert mode_of("nonsense") == "OTH"
    assert all(len(code) <= 10 for code in MODES)


def test_three_taps_and_minutes_close_a_fault(staff: FlaskClient, fault: Fault) -> None:
    page = fetch(staff, fetch(staff, f"/faults/{fault.id}").link("Close it with what it was"))
    form = page.form(f"/faults/{fault.id}/close")
    assert form.filled["mode"] == "FTF"
    assert "mechanism" not in form.filled
    after = fetch(staff, form.send(WAS).location)
    assert "Does not work. What: A cable or plug. Why: Age and wear." in after.main
    closed = db.session.get_one(Fault, fault.id)
    assert (closed.state, closed.restoration) == (FaultState.RESOLVED, Restoration.REPAIR)
    assert not promises.owed(closed)


def test_nothing_is_closed_with_a_word_missing(staff: FlaskClient, fault: Fault) -> None:
    form = fetch(staff, f"/faults/{fault.id}/close").form(f"/faults/{fault.id}/close")
    for left_out in WAS:
        said = {name: value for name, value in WAS.items() if name != left_out}
        assert read(form.send({**said, "note": "Kept"}), 422, staff).errors
    wrong = form.send({**WAS, "minutes": "-5"})
    assert "how many minutes" in read(wrong, 422, staff).errors[0]
    assert db.session.get_one(Fault, fault.id).state is FaultState.REPORTED
    assert db.session.get(Diagnosis, fault.id) is None


def test_what_moved_meanwhile_is_looked_at_again(staff: FlaskClient, fault: Fault) -> None:
    form = fetch(staff, f"/faults/{fault.id}/close").form(f"/faults/{fault.id}/close")
    move = fetch(staff, f"/faults/{fault.id}").form(f"/faults/{fault.id}/move")
    move.send({"state": "attended"})
    assert "made it" in read(form.send(WAS), 422, staff).main


def test_what_it_was_the_last_times_stands_beside_it(
    staff: FlaskClient, make: Builder, fault: Fault
) -> None:
    earlier = make.fault(equipment=fault.equipment, symptom=fault.symptom)
    elsewhere = make.fault(symptom=fault.symptom)
    for each in (earlier, elsewhere):
        form = fetch(staff, f"/faults/{each.id}/close").form(f"/faults/{each.id}/close")
        form.send({**WAS, "minutes": "61" if each is elsewhere else "17"})
    for address in (f"/faults/{fault.id}", f"/faults/{fault.id}/close"):
        shown = fetch(staff, address).main
        assert "(17 min)" in shown
        assert "(61 min)" not in shown


def test_what_came_again_is_said_anew_and_the_first_word_is_kept(
    staff: FlaskClient, fault: Fault
) -> None:
    close = f"/faults/{fault.id}/close"
    fetch(staff, close).form(close).send(WAS)
    move = fetch(staff, f"/faults/{fault.id}").form(f"/faults/{fault.id}/move")
    move.send({"state": "reopened"})
    fetch(staff, close).form(close).send({**WAS, "remedy": "clean"})
    shown = fetch(staff, f"/faults/{fault.id}").main
    assert "Done: Replaced" in shown
    assert "Done: Cleaned" in shown
    assert db.session.get_one(Diagnosis, fault.id).remedy is Remedy.CLEAN


@pytest.mark.parametrize(
    ("button", "state"),
    [
        ("Answer and close", FaultState.RESOLVED),
        ("Close it: this will not be done", FaultState.REJECTED),
    ],
)
def test_a_suggestion_is_answered_and_closed_with_a_reason(
    staff: FlaskClient, client: FlaskClient, make: Builder, button: str, state: FaultState
) -> None:
    wish = make.fault(kind=Kind.SUGGESTION)
    report = make.report(fault=wish)
    form = fetch(staff, f"/faults/{wish.id}").form(button=button)
    pressed = {"refuse": "1"} if state is FaultState.REJECTED else {}
    assert form.send({"answer": "In the summer.", **pressed}).status_code == 303
    assert db.session.get_one(Fault, wish.id).state is state
    assert "In the summer." in fetch(client, f"/f/{report.secret}").main


def test_an_answer_without_words_is_none(staff: FlaskClient, make: Builder) -> None:
    asked = make.fault(kind=Kind.QUESTION, reported_at=clock.now())
    form = fetch(staff, f"/faults/{asked.id}").form(f"/faults/{asked.id}/answer")
    assert read(form.send({"answer": " "}), 422, staff).errors
    assert db.session.get_one(Fault, asked.id).state is FaultState.REPORTED
