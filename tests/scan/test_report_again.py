"""Who reports the same fault again from the same browser is led back to their own page."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.codes.models import Tag
from app.equipment.models import Equipment
from app.extensions import db
from app.faults.models import Fault, FaultState, Report
from tests.builders import Builder
from tests.pages import fetch

ME_TOO = "It happens to me too"


@pytest.fixture
def tag(make: Builder) -> Tag:
    return make.tag()


@pytest.fixture
def unit(make: Builder, tag: Tag) -> Equipment:
    other = make.symptom(code="OTHER", label="Something else")
    words = (make.symptom(code="NO_PICTURE"), make.symptom(code="LOUD"), other)
    make.equipment_type(slug="room", symptoms=(make.symptom(code="LIGHT_OUT"), other))
    kind = make.equipment_type(symptoms=words)
    return make.equipment(room=tag.room, model=make.model(type=kind))


def send(client: FlaskClient, tag: Tag, unit: Equipment | None, **typed: str) -> Any:
    """Open the form anew, as after Back, and send it."""
    address = f"/t/{tag.code}/report"
    page = fetch(client, f"{address}?unit={unit.id if unit else 'room'}")
    sent = page.form(address).send({"symptom": "NO_PICTURE", **typed})
    assert sent.status_code == 303
    return sent.location


def counts() -> tuple[int, int]:
    faults, reports = (
        db.session.scalar(select(func.count()).select_from(each)) or 0 for each in (Fault, Report)
    )
    return faults, reports


@pytest.mark.parametrize("note", ["", "dark"])
def test_sent_gone_back_and_sent_again_is_one_report(
    client: FlaskClient, tag: Tag, unit: Equipment, note: str
) -> None:
    first = send(client, tag, unit, note=note)
    assert send(client, tag, unit, note=note) == first
    assert counts() == (1, 1)
    assert "You told us of this already" in fetch(client, first).main


def test_on_a_shared_browser_nobody_is_led_to_anothers_words(
    client: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    first = send(client, tag, unit, note="dark, and my name is Mallory")
    address = f"/t/{tag.code}/report?unit={unit.id}"
    me_too = fetch(client, address).form(button=ME_TOO).send().location
    for other in (send(client, tag, unit, note=""), me_too):
        assert other != first
        assert "Mallory" not in fetch(client, other).main


def test_something_else_in_the_same_words_is_one_fault(
    client: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    first = send(client, tag, unit, symptom="OTHER", note="It rattles")
    assert send(client, tag, unit, symptom="OTHER", note="It rattles") == first
    assert counts() == (1, 1)
    assert send(client, tag, unit, symptom="OTHER", note="It leaks") != first
    assert counts() == (2, 2)


def test_me_too_after_ones_own_report_or_twice_counts_once(
    client: FlaskClient, app: Flask, tag: Tag, unit: Equipment
) -> None:
    own = send(client, tag, unit)
    address = f"/t/{tag.code}/report?unit={unit.id}"
    assert fetch(client, address).form(button=ME_TOO).send().location == own
    neighbour = app.test_client()
    pages = {fetch(neighbour, address).form(button=ME_TOO).send().location for _twice in range(2)}
    assert len(pages) == 1
    assert pages != {own}
    assert counts() == (1, 2)


@pytest.mark.parametrize("more", [{"note": "and it hums"}, {"contact": "ada@example.edu"}])
def test_what_is_new_is_never_dropped(
    client: FlaskClient, tag: Tag, unit: Equipment, more: dict[str, str]
) -> None:
    first = send(client, tag, unit, note="dark")
    assert send(client, tag, unit, **more) != first
    assert counts() == (1, 2)


def test_another_symptom_another_room_and_a_fault_that_came_again_are_reports_of_their_own(
    client: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    send(client, tag, unit)
    send(client, tag, unit, symptom="LOUD")
    for each in (tag, make.tag()):
        send(client, each, None, symptom="LIGHT_OUT")
    assert counts() == (4, 4)
    db.session.query(Fault).update({"state": FaultState.RESOLVED})
    db.session.commit()
    send(client, tag, unit)
    assert counts() == (5, 5)


def test_a_browser_remembers_its_newest_twenty(
    client: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    for number in range(21):
        send(client, tag, unit, symptom="OTHER", note=f"Trouble {number}")
    with client.session_transaction() as session:
        assert len(session["told"]) == 20
    send(client, tag, unit, symptom="OTHER", note="Trouble 20")
    assert counts() == (21, 21)
    send(client, tag, unit, symptom="OTHER", note="Trouble 0")
    assert counts() == (22, 22)
