"""Staff say what a fault takes away, and everybody reads it."""

from flask.testing import FlaskClient

from app.extensions import db
from app.faults.models import Effect, Fault
from tests.builders import Builder
from tests.pages import Page, fetch, read


def fault_page(staff: FlaskClient, fault: Fault) -> Page:
    """The page of the fault, as staff see it."""
    return fetch(staff, f"/faults/{fault.id}")


def test_what_it_takes_away_and_public_words_reach_the_public_pages(
    staff: FlaskClient, client: FlaskClient, make: Builder, fault: Fault
) -> None:
    report = make.report(fault=fault)
    form = fault_page(staff, fault).form(f"/faults/{fault.id}/effect")
    assert form.filled["effect"] == "unit_down"
    form.send({"effect": "room_down", "detail": "Use room 2.15."})
    assert db.session.get_one(Fault, fault.id).effect is Effect.ROOM_DOWN
    assert "Use room 2.15." in fetch(client, f"/f/{report.secret}").main


def test_an_effect_that_is_none_keeps_the_words(staff: FlaskClient, fault: Fault) -> None:
    form = fault_page(staff, fault).form(f"/faults/{fault.id}/effect")
    page = read(form.send({"effect": "", "detail": "kept"}), 422, staff)
    assert page.form(f"/faults/{fault.id}/effect").filled["detail"].strip() == "kept"
    assert page.errors
