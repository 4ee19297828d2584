"""Staff see the faults, take one, move it, and say what it takes away."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.extensions import db
from app.faults import service
from app.faults.models import Fault, FaultState
from tests.builders import Builder
from tests.pages import Page, fetch, read

NEXT_WEEK = (clock.now() + timedelta(days=7)).date().isoformat()
RESTORED = {"state": "restored", "restoration": "repair"}
WAITING = {"state": "waiting", "awaiting": "part", "next_on": NEXT_WEEK}


def fault_page(staff: FlaskClient, fault: Fault) -> Page:
    return fetch(staff, f"/faults/{fault.id}")


def test_visitors_are_asked_to_sign_in(client: FlaskClient, fault: Fault) -> None:
    for address in ("/faults", f"/faults/{fault.id}"):
        assert client.get(address).status_code == 302


def test_staff_read_notes_and_contacts(staff: FlaskClient, make: Builder, fault: Fault) -> None:
    make.report(fault=fault, note="It smells 😷", contact="grace@example.edu")
    page = fault_page(staff, fault)
    assert page.h1 == "Projector left: No picture"
    assert "It smells 😷" in page.main
    assert "grace@example.edu" in page.main


def test_one_takes_it(staff: FlaskClient, fault: Fault) -> None:
    sent = fault_page(staff, fault).form(button="Take it").send()
    after = fetch(staff, sent.location)
    assert "It is yours now." in after.main
    assert "Ada Lovelace" in after.main
    assert db.session.get_one(Fault, fault.id).state is FaultState.SEEN


def test_of_two_who_take_it_at_once_the_second_is_told(
    app: Flask, staff: FlaskClient, technician: FlaskClient, fault: Fault
) -> None:
    slow = fault_page(technician, fault).form(button="Take it")
    fault_page(staff, fault).form(button="Take it").send()
    after = fetch(technician, slow.send().location)
    assert "Ada Lovelace took it a moment before you." in after.main
    after.form(button="Take it over").send()
    assert db.session.get_one(Fault, fault.id).assignee_id != 1


def test_who_taps_take_twice_is_not_told_of_themselves(staff: FlaskClient, fault: Fault) -> None:
    form = fault_page(staff, fault).form(button="Take it")
    form.send()
    after = fetch(staff, form.send().location)
    assert "a moment before you" not in after.main
    assert "It is yours now." in after.main


@pytest.mark.parametrize(
    ("typed", "entries"),
    [
        ({"note": "Lamp ordered."}, 2),
        ({"note": "Lamp ordered.", "remark": "Ladder needed."}, 3),
        ({**WAITING, "note": "Lamp ordered.", "remark": "Ladder needed."}, 3),
        ({"state": "restored", "restoration": "repair"}, 2),
    ],
)
def test_a_move_or_note_sent_twice_is_one(
    staff: FlaskClient, fault: Fault, typed: dict[str, str], entries: int
) -> None:
    form = fault_page(staff, fault).form(f"/faults/{fault.id}/move")
    answers = [form.send(typed) for _twice in range(2)]
    assert [each.status_code for each in answers] == [303, 303]
    lines = fault_page(staff, fault).each("timeline__entry")
    assert len(lines) == entries, lines


def test_the_same_words_on_another_day_are_said_again(staff: FlaskClient, fault: Fault) -> None:
    for _day in range(2):
        fault_page(staff, fault).form(f"/faults/{fault.id}/move").send({"note": "Still waiting."})
    assert fault_page(staff, fault).main.count("Still waiting.") == 2


def test_the_same_move_by_another_is_not_a_repeat(
    staff: FlaskClient, technician: FlaskClient, fault: Fault
) -> None:
    forms = [
        fault_page(each, fault).form(f"/faults/{fault.id}/move") for each in (staff, technician)
    ]
    assert [form.send(RESTORED).status_code for form in forms] == [303, 422]


def test_what_is_needed_to_let_it_wait_is_said_before_and_not_called_optional(
    staff: FlaskClient, fault: Fault
) -> None:
    page = fault_page(staff, fault)
    assert "Needed if it has to wait" in page.main
    for label in ("how?", "for what?", "look again?", "everybody"):
        (shown,) = [each for each in page.each("label") if label in each]
        assert "optional" not in shown
    assert "Words for staff only optional" in page.each("label")


def test_only_allowed_moves_are_offered(staff: FlaskClient, make: Builder) -> None:
    page = fault_page(staff, make.fault(state=FaultState.RESTORED))
    assert page.each("choice__words")[:3] == [
        "Open it again",
        "Close it",
        "Nothing yet, only a note",
    ]


def test_a_fault_that_is_only_reported_can_be_seen(staff: FlaskClient, fault: Fault) -> None:
    page = fault_page(staff, fault)
    assert page.each("choice__words")[0] == "I have seen it"
    assert "Open it again" not in page.main


@pytest.mark.parametrize("state", [FaultState.RESTORED, FaultState.RESOLVED, FaultState.REJECTED])
def test_a_settled_fault_can_be_opened_again(
    staff: FlaskClient, make: Builder, state: FaultState
) -> None:
    page = fault_page(staff, make.fault(state=state))
    assert page.each("choice__words")[0] == "Open it again"
    assert "I have seen it" not in page.main


def test_it_is_restored_with_words_for_everybody_and_words_for_staff(
    staff: FlaskClient, client: FlaskClient, make: Builder, fault: Fault
) -> None:
    report = make.report(fault=fault)
    form = fault_page(staff, fault).form(f"/faults/{fault.id}/move")
    sent = form.send({**RESTORED, "note": "New lamp.", "remark": "Stock is empty."})
    assert sent.status_code == 303
    page = fault_page(staff, fault)
    assert "Stock is empty." in page.main
    own = fetch(client, f"/f/{report.secret}")
    assert own.each("plate__word") == ["Works again"]
    assert "New lamp." in own.main
    assert "Stock is empty." not in own.main


def test_a_note_alone_moves_nothing(staff: FlaskClient, fault: Fault) -> None:
    form = fault_page(staff, fault).form(f"/faults/{fault.id}/move")
    assert form.send({"remark": "Ladder needed"}).status_code == 303
    assert "Ladder needed" in fault_page(staff, fault).main
    assert db.session.get_one(Fault, fault.id).state is FaultState.REPORTED


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose what happens, or write a note."),
        ({"state": "waiting"}, "Say why: whoever reported it will ask."),
        ({"state": "rejected"}, "Say why: whoever reported it will ask."),
        ({"state": "resolved"}, "Say what it was: choose “Close it with what it was”."),
        ({"state": "restored"}, "Say whether it is mended, or made to work for now."),
        ({"state": "gone"}, "Choose what happens, or write a note."),
        ({"note": "x" * 1001}, "Please use at most 1000 characters."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_stored(
    staff: FlaskClient, fault: Fault, typed: dict[str, str], sentence: str
) -> None:
    form = fault_page(staff, fault).form(f"/faults/{fault.id}/move")
    page = read(form.send(typed), 422, staff)
    assert "Please look at this again" in page.main
    assert page.errors == [sentence]
    assert db.session.get_one(Fault, fault.id).state is FaultState.REPORTED


def test_of_two_who_move_it_at_once_the_second_loses_no_word(
    app: Flask, staff: FlaskClient, technician: FlaskClient, fault: Fault
) -> None:
    slow = fault_page(technician, fault).form(f"/faults/{fault.id}/move")
    quick = fault_page(staff, fault).form(f"/faults/{fault.id}/move")
    quick.send({**WAITING, "note": "Lamp ordered."})
    page = read(slow.send({**RESTORED, "note": "Cable pushed in."}), 422, technician)
    assert "Ada Lovelace made it “Waiting” while you were writing." in page.errors[0]
    assert page.form(f"/faults/{fault.id}/effect").filled["effect"] == "unit_down"
    again = page.form(f"/faults/{fault.id}/move")
    assert again.filled["note"].strip() == "Cable pushed in."
    assert again.filled["state"] == "restored"
    assert again.send().status_code == 303
    assert db.session.get_one(Fault, fault.id).state is FaultState.RESTORED


def test_what_a_reporter_reopened_meanwhile_is_said_too(
    staff: FlaskClient, make: Builder, fault: Fault
) -> None:
    report = make.report(fault=fault)
    service.move(fault, FaultState.RESTORED, by=make.person(), note="", at=clock.now())
    db.session.commit()
    form = fault_page(staff, fault).form(f"/faults/{fault.id}/move")
    service.still_broken(report, at=clock.now())
    db.session.commit()
    page = read(form.send({"state": "resolved"}), 422, staff)
    assert page.errors[0].startswith("A reporter made it “Open again”")


def test_a_fault_that_is_not_there_is_not_found(staff: FlaskClient) -> None:
    fetch(staff, "/faults/999", 404)


def test_a_form_sent_after_sign_out_keeps_what_was_typed(staff: FlaskClient, fault: Fault) -> None:
    form = fault_page(staff, fault).form(f"/faults/{fault.id}/move")
    with staff.session_transaction() as session:
        for name in ("_user_id", "_fresh", "fs_cc"):
            session.pop(name)
    answer = form.send({"state": "restored", "note": "typed with care"})
    assert answer.status_code == 401
    assert "typed with care" in answer.text
    assert db.session.get_one(Fault, fault.id).state is FaultState.REPORTED
