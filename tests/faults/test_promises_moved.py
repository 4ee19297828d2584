"""Another moment is promised, with a reason that reaches whoever reported it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.faults import record
from app.faults.models import Channel, Effect, Fault, Follower, FollowVia, PromiseMove, Stage
from app.faults.promises import keeping, queries
from app.notices.models import Notice, Topic
from app.places import queries as places
from app.places.models import Criticality
from tests.builders import NOON, Builder
from tests.conftest import signed_in_client
from tests.pages import fetch, read

TOMORROW = "2026-03-04T15:00"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=1))


@pytest.fixture
def fault(make: Builder) -> Fault:
    """A fault in Vienna, an hour ahead of UTC, of which three promises are owed."""
    site = make.site(support_calendar=make.support_calendar(timezone="Europe/Vienna"))
    room = make.room(criticality=Criticality.A, building=make.building(site=site))
    here = places.room(room.id)
    assert here
    origin = record.Origin(Channel.TAG)
    unit, word = make.equipment(room=room), make.symptom()
    fault = record.opened(here, unit, word, Effect.UNIT_DOWN, origin=origin, at=NOON)
    keeping.meet(fault, [Stage.SEEN], at=NOON)
    report = make.report(fault=fault)
    follower = {"via": FollowVia.EMAIL, "address": "lee@example.edu", "secret": "follows"}
    db.session.add(Follower(report_id=report.id, asked_at=NOON, confirmed_at=NOON, **follower))
    db.session.commit()
    return fault


def due(fault: Fault, stage: Stage) -> datetime:
    db.session.expire_all()
    return next(each.due_at for each in queries.of_fault(fault) if each.stage is stage)


def test_the_new_moment_its_reason_and_the_news_are_stored_together(
    staff: FlaskClient, fault: Fault
) -> None:
    form = fetch(staff, f"/faults/{fault.id}/promise").form(button="Promise it")
    sent = {"stage": "restored", "due": TOMORROW, "reason": "The lamp comes tomorrow at noon."}
    assert form.send(sent).status_code == 303
    assert due(fault, Stage.RESTORED).isoformat() == "2026-03-04T14:00:00+00:00", "15:00 in Vienna"
    move = db.session.scalars(select(PromiseMove)).one()
    assert move.told_at < move.due_before
    notice = db.session.scalars(select(Notice).where(Notice.topic == Topic.REPORTER)).one()
    assert "The lamp comes tomorrow at noon." in notice.body


def test_the_reporters_page_tells_the_reason(
    staff: FlaskClient, client: FlaskClient, make: Builder, fault: Fault
) -> None:
    report = make.report(fault=fault)
    form = fetch(staff, f"/faults/{fault.id}/promise").form(button="Promise it")
    form.send({"stage": "restored", "due": TOMORROW, "reason": "The lamp is late."})
    page = fetch(client, f"/f/{report.secret}")
    assert "The promise has moved" in page.main
    assert "The lamp is late." in page.main


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": ""}, "Say why: whoever reported it will ask."),
        ({"reason": "  \n "}, "Say why: whoever reported it will ask."),
        ({"reason": "x" * 1001}, "Please use at most 1000 characters."),
        ({"due": ""}, "Enter the day and the time that you promise now."),
        ({"due": "2026-03-03T12:00"}, "Promise a moment that is still to come."),
        ({"due": "2036-03-03T12:00"}, "Promise a moment within a year."),
        ({"stage": ""}, "Choose what you promise."),
        (
            {"stage": "attended", "due": "2026-03-09T12:00"},
            "It is promised to work again before that. Move that promise first.",
        ),
    ],
)
def test_what_is_no_promise_is_refused_and_what_was_typed_stays(
    staff: FlaskClient, fault: Fault, typed: dict[str, str], sentence: str
) -> None:
    address = f"/faults/{fault.id}/promise"
    whole = {"stage": "restored", "due": TOMORROW, "reason": "The lamp is late."}
    before = due(fault, Stage.RESTORED)
    page = read(fetch(staff, address).form(button="Promise it").send(whole | typed), 422, staff)
    assert sentence in page.main
    assert page.form(address).filled["due"] == (whole | typed)["due"]
    assert due(fault, Stage.RESTORED) == before


def test_the_same_form_sent_twice_is_one_move(staff: FlaskClient, fault: Fault) -> None:
    form = fetch(staff, f"/faults/{fault.id}/promise").form(button="Promise it")
    sent = {"stage": "restored", "due": TOMORROW, "reason": "The lamp is late."}
    assert [form.send(sent).status_code for _twice in range(2)] == [303, 303]
    assert len(db.session.scalars(select(PromiseMove)).all()) == 1


def test_of_two_who_promise_at_once_the_second_looks_again(
    app: Flask, staff: FlaskClient, make: Builder, fault: Fault
) -> None:
    bob = signed_in_client(app, make.person(name="Bob"))
    address = f"/faults/{fault.id}/promise"
    forms = [fetch(each, address).form(button="Promise it") for each in (staff, bob)]
    sent = {"stage": "restored", "due": TOMORROW, "reason": "The lamp is late."}
    forms[0].send(sent)
    page = read(forms[1].send(sent | {"reason": "The key is lost."}), 422, bob)
    assert "Ada Lovelace promised another time while you were writing." in page.main
    assert page.form(address).filled["reason"].strip() == "The key is lost."
    again = page.form(address)
    assert again.send().status_code == 303


def test_what_is_settled_has_nothing_to_put_off(staff: FlaskClient, fault: Fault) -> None:
    keeping.meet(fault, list(Stage), at=NOON)
    db.session.commit()
    page = fetch(staff, f"/faults/{fault.id}/promise")
    assert "Nothing is owed any more" in page.main
    assert "Kept" in page.main
