"""Who is on call: by calendar and step, one person of each step at a time."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app import clock
from app.extensions import db
from app.faults.models import Duty
from app.faults.promises.duty import queries
from app.people.models import Person, Role
from app.places.models import SupportCalendar
from tests.builders import NOON, Builder
from tests.pages import fetch, read

BUTTON = "Put on call"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def vienna(make: Builder) -> SupportCalendar:
    return make.support_calendar(name="AV desk", timezone="Europe/Vienna")


@pytest.fixture
def eve(make: Builder) -> Person:
    return make.person(name="Eve")


def turn(calendar: SupportCalendar, person: Person, **given: str) -> dict[str, str]:
    plain = {
        "calendar": str(calendar.id),
        "person": str(person.id),
        "starts_at": "2026-03-03T08:00",
        "ends_at": "2026-03-03T18:00",
        "step": "1",
    }
    return plain | given


def test_a_turn_is_meant_in_the_calendars_time_and_everybody_sees_who_it_is(
    manager: FlaskClient, technician: FlaskClient, vienna: SupportCalendar, eve: Person
) -> None:
    form = fetch(manager, "/duty").form(button=BUTTON)
    assert form.send(turn(vienna, eve)).status_code == 303
    [duty] = db.session.query(Duty).all()
    assert duty.starts_at == NOON - timedelta(hours=5), "8:00 in Vienna"
    page = fetch(technician, "/duty")
    assert "Now: Eve." in page.main
    assert BUTTON not in page.main


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"starts_at": "2026-03-03T17:59", "ends_at": "2026-03-04T08:00"}, "Eve is on call then"),
        ({"ends_at": "2026-03-03T08:00"}, "ends after it starts"),
        ({"person": ""}, "Choose who is on call."),
        ({"starts_at": ""}, "Enter when it starts."),
    ],
)
def test_what_can_not_be_is_refused_and_what_was_typed_stays(
    manager: FlaskClient,
    make: Builder,
    vienna: SupportCalendar,
    eve: Person,
    given: dict[str, str],
    sentence: str,
) -> None:
    other = make.person(name="Bob")
    form = fetch(manager, "/duty").form(button=BUTTON)
    form.send(turn(vienna, eve))
    sent = turn(vienna, other) | given
    page = read(form.send(sent), 422, manager)
    assert sentence in page.main
    assert page.form(button=BUTTON).filled["ends_at"] == sent["ends_at"]
    assert len(db.session.query(Duty).all()) == 1


def test_other_steps_other_calendars_and_the_next_turn_are_no_clash(
    manager: FlaskClient, make: Builder, vienna: SupportCalendar, eve: Person
) -> None:
    form = fetch(manager, "/duty").form(button=BUTTON)
    later = {"starts_at": "2026-03-03T18:00", "ends_at": "2026-03-04T08:00"}
    elsewhere = make.support_calendar(name="Lab desk")
    form = fetch(manager, "/duty").form(button=BUTTON)
    turns = (
        turn(vienna, eve),
        turn(vienna, eve),
        turn(vienna, eve, step="2"),
        turn(vienna, eve, **later),
        turn(elsewhere, eve),
    )
    assert {form.send(each).status_code for each in turns} == {303}
    assert len(db.session.query(Duty).all()) == 4, "sent twice is one turn"


def test_a_turn_is_removed_and_the_week_stays_in_sight(
    manager: FlaskClient, vienna: SupportCalendar, eve: Person
) -> None:
    fetch(manager, "/duty").form(button=BUTTON).send(turn(vienna, eve))
    page = fetch(manager, "/duty?week=2026-03-05")
    assert "Week of 2 March 2026" in page.main
    answer = page.form(button="Remove").send()
    assert answer.location == "/duty?week=2026-03-02"
    assert not db.session.query(Duty).all()


@pytest.mark.parametrize("week", ["", "never", "0001-01-01", "9999-12-31", "2024-02-29"])
def test_any_week_that_is_asked_for_is_answered(
    technician: FlaskClient, vienna: SupportCalendar, week: str
) -> None:
    assert vienna.name in fetch(technician, f"/duty?week={week}").main


def test_who_is_switched_off_is_on_call_no_more(make: Builder, vienna: SupportCalendar) -> None:
    gone = make.person(active=False, role=Role.MANAGER)
    span = {"starts_at": NOON - timedelta(hours=1), "ends_at": NOON + timedelta(hours=1)}
    db.session.add(Duty(calendar_id=vienna.id, person_id=gone.id, step=1, **span))
    db.session.flush()
    assert not queries.on_call(vienna.id, NOON)
    assert queries.between(vienna.id, NOON, NOON)
