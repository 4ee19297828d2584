"""A person's calendar: what is due and the rounds, at an address that only they know."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from app.checks.due import service
from app.checks.models import DueWork, JobPlan, Round, RoundStop, Scope
from app.equipment.models import Equipment
from app.extensions import db
from app.people.models import Person, Role
from app.places.models import Criticality, Room
from tests.builders import NOON, Builder
from tests.pages import fetch


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.clock.now", lambda: NOON)


@pytest.fixture
def unit(make: Builder) -> Equipment:
    """A projector in a room that is checked each 120 days, and was today."""
    building = make.building(name="Physics")
    room = make.room(
        name="2.14", criticality=Criticality.C, last_checked_at=NOON, building=building
    )
    return make.equipment(room=room, name="Hood; left, “big”")


@pytest.fixture
def plan(make: Builder, unit: Equipment) -> JobPlan:
    """A service that the law asks for and an electrician alone may sign, on 1 April."""
    return make.job_plan(
        type=unit.model.type,
        name="Electric test",
        scope=Scope.SERVICE,
        rrule="FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=1",
        starts_on=date(2026, 1, 1),
        minutes=20,
        statutory=True,
        qualification="Electrician",
    )


def room_of(unit: Equipment) -> Room:
    return db.session.get_one(Room, unit.room_id)


def computed() -> None:
    for _rooms in service.recompute(at=NOON):
        db.session.commit()


def opened(client: FlaskClient) -> str:
    """The address of the calendar, made on its page."""
    fetch(client, "/calendar").form("/calendar/address").send({})
    (address,) = [a for a in fetch(client, "/calendar").links if a.endswith("mine.ics")]
    return address


def events(client: FlaskClient, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.data)
    return {str(each["summary"]): each for each in found.walk("VEVENT")}


def test_what_is_due_stands_on_its_day_for_a_year_and_lasts_all_day(
    client: FlaskClient, technician: FlaskClient, unit: Equipment
) -> None:
    computed()

    (event,) = events(client, opened(technician)).values()

    assert event["summary"] == "Room check: 2.14 Physics"
    assert event["dtstart"].to_ical() == b"20260701"
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(days=1)
    assert event["url"] == f"https://rooms.example.edu/rooms/{unit.room_id}"
    assert event["categories"].to_ical() == b"Room check"


def test_work_for_the_qualified_is_in_their_calendar_alone_and_in_that_of_managers(
    client: FlaskClient,
    technician: FlaskClient,
    manager: FlaskClient,
    unit: Equipment,
    plan: JobPlan,
) -> None:
    computed()
    site_id = unit.room.building.site_id
    title = "Electric test: Hood; left, “big”, 2.14 Physics (Required by law)"
    mine, managers = opened(technician), opened(manager)
    assert title not in events(client, mine)
    assert title not in events(client, managers)
    everything = managers.replace("mine", "everything")
    assert events(client, everything)[title]["categories"].to_ical().endswith(b"Required by law")
    assert events(client, f"{everything}?site={site_id}").keys() == {
        title,
        "Room check: 2.14 Physics",
    }
    assert events(client, f"{everything}?site=999999") == {}
    assert client.get(mine.replace("mine", "everything")).status_code == 404

    person = db.session.scalars(select(Person).where(Person.role == Role.TECHNICIAN)).one()
    person.qualifications = "First aider\nelectrician"
    assert title in events(client, mine)


def test_an_address_made_anew_closed_or_of_somebody_switched_off_opens_nothing(
    client: FlaskClient, technician: FlaskClient
) -> None:
    first = opened(technician)
    second = opened(technician)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200

    person = db.session.scalars(select(Person).where(Person.calendar_secret.is_not(None))).one()
    person.active = False
    assert client.get(second).status_code == 404
    person.active = True
    fetch(technician, "/calendar").form("/calendar/close").send({})
    assert client.get(second).status_code == 404


def test_who_asks_again_is_told_that_nothing_is_new_until_something_is(
    client: FlaskClient, technician: FlaskClient, unit: Equipment, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed()
    address = opened(technician)
    first = client.get(address)
    assert first.headers["Cache-Control"] == "private, no-cache"
    known = {"If-None-Match": first.headers["ETag"]}
    monkeypatch.setattr("app.clock.now", lambda: NOON + timedelta(hours=5))
    again = client.get(address, headers=known)
    assert (again.status_code, again.data) == (304, b"")

    room_of(unit).criticality = Criticality.B
    computed()

    assert client.get(address, headers=known).status_code == 200


def test_an_entry_keeps_its_name_and_its_stamp_is_when_it_changed(
    client: FlaskClient, technician: FlaskClient, unit: Equipment
) -> None:
    computed()
    address, long_ago = opened(technician), datetime.fromisoformat("2020-01-01T00:00Z")
    row = db.session.scalars(select(DueWork)).one()
    row.changed_at = long_ago
    (before,) = events(client, address).values()
    assert before["dtstamp"].dt == before["last-modified"].dt == long_ago

    for _rooms in service.recompute(at=NOON + timedelta(days=1)):  # a night without news
        db.session.commit()
    (night,) = events(client, address).values()
    assert night["last-modified"].dt == long_ago

    room_of(unit).criticality = Criticality.B
    computed()
    (after,) = events(client, address).values()
    assert after["uid"] == before["uid"]
    assert after["dtstart"].dt < before["dtstart"].dt
    assert after["last-modified"].dt > long_ago


def test_rounds_stand_on_their_day_and_what_others_walk_is_left_to_them(
    client: FlaskClient, technician: FlaskClient, make: Builder, unit: Equipment
) -> None:
    computed()
    address = opened(technician)
    person = db.session.scalars(select(Person).where(Person.calendar_secret.is_not(None))).one()
    walk = Round(
        name="North, early",
        scope=Scope.ROOM_CHECK,
        planned_on=date(2026, 7, 2),
        person_id=person.id,
        made_at=NOON,
    )
    db.session.add(walk)
    db.session.flush()
    db.session.add(RoundStop(round_id=walk.id, room_id=unit.room_id, position=0))
    db.session.commit()

    found = events(client, address)
    assert found["Round: North, early"]["dtstart"].dt == date(2026, 7, 2)
    assert "2.14 Physics" in found["Round: North, early"]["description"]
    assert "Room check: 2.14 Physics" in found

    walk.person_id = make.person(name="Ada Secret").id
    assert events(client, address) == {}
    assert b"Ada" not in client.get(address).data


def test_the_file_is_folded_and_escaped(
    client: FlaskClient, technician: FlaskClient, unit: Equipment
) -> None:
    unit.room.building.name = "Ä" * 90 + "; a, b"
    computed()
    body = client.get(opened(technician)).data
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"\r\n" in body
    assert b"\\; a\\, b" in body.replace(b"\r\n ", b"")
