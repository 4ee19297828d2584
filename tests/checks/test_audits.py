"""A second look: asked of others, made blind, compared unit by unit, and told with its number."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.checks import service
from app.checks.audits.comparing import answer
from app.checks.audits.drawing import draw
from app.checks.audits.figures import Share
from app.checks.audits.queries import audited, blind_in, second_looks, was_blind
from app.checks.models import Check, Grade, Result, Round, RoundStop, Scope, StopState
from app.checks.service import Found
from app.extensions import db
from app.faults.models import FaultState
from app.people.models import Person, Role
from app.places import queries as places
from tests.builders import NOON, Builder
from tests.conftest import signed_in_client
from tests.pages import fetch

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


class Two:
    """Two technicians, a room of two units, and a first check of it that was drawn."""

    def __init__(self, make: Builder, result: Result = Result.PASS) -> None:
        self.room = make.room(name="Lecture Theatre 1")
        self.tag = make.tag(room=self.room)
        self.units = [make.equipment(room=self.room, name=name) for name in ("Beamer", "Screen")]
        self.one, self.other = make.person(name="Ada One"), make.person(name="Bo Other")
        self.first = self.check(self.one, result, Result.PASS, at=NOON - HOUR)
        (self.audit,) = draw(100, lambda _check: 0.0, at=NOON - HOUR / 2)
        db.session.commit()

    def check(self, by: Person, *results: Result, at: Any = NOON, **given: Any) -> Check:
        """A check of the room by a person, with a result for each unit."""
        room = places.room(self.room.id)
        assert room
        found = [
            Found(unit, result, note="Dark picture MARKER" if result is Result.FAIL else "")
            for unit, result in zip(self.units, results, strict=False)
        ]
        fields = {"key": f"key-{by.id}-{at}", "at": at, "received_at": at}
        visit = service.log(room, by, Scope.ROOM_CHECK, found, **(fields | given))
        db.session.commit()
        return visit


@pytest.fixture
def two(make: Builder) -> Two:
    return Two(make)


def test_the_room_is_a_second_look_for_others_and_never_for_who_made_it(
    app: Flask, two: Two
) -> None:
    assert [each.room.id for each in second_looks(two.other, NOON)] == [two.room.id]
    assert second_looks(two.one, NOON) == ()
    theirs = fetch(signed_in_client(app, two.other), "/today").text
    assert "Second look" in theirs
    assert "Ada One" not in theirs
    assert "Second look" not in fetch(signed_in_client(app, two.one), "/today").text


def test_it_is_compared_as_soon_as_it_comes(two: Two) -> None:
    again = two.check(two.other, Result.FAIL, Result.PASS)
    db.session.refresh(two.audit)
    assert (two.audit.again_id, two.audit.agreed, two.audit.compared) == (again.id, 1, 2)
    assert audited([two.first.id, again.id]) == {two.first.id}
    assert second_looks(two.other, NOON) == ()


def test_units_that_one_of_them_left_out_are_not_compared(two: Two) -> None:
    two.check(two.other, Result.PASS)
    db.session.refresh(two.audit)
    assert (two.audit.agreed, two.audit.compared) == (1, 1)


def test_the_same_person_again_is_no_second_look(two: Two) -> None:
    two.check(two.one, Result.PASS, Result.FAIL)
    db.session.refresh(two.audit)
    assert two.audit.again_id is None


def test_what_comes_too_late_lapses_and_is_counted(
    two: Two, manager: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = NOON - HOUR / 2 + timedelta(hours=48, minutes=1)
    two.check(two.other, Result.PASS, Result.PASS, at=late)
    db.session.refresh(two.audit)
    assert two.audit.again_id is None
    assert second_looks(two.other, late) == ()
    monkeypatch.setattr(clock, "now", lambda: late)
    page = fetch(manager, "/checks/audits").text
    assert "Nobody made it again in time." in page
    assert "Lecture Theatre 1" in page


def test_a_unit_that_was_repaired_in_between_is_left_out(make: Builder) -> None:
    two = Two(make, Result.FAIL)
    make.fault(
        equipment=two.units[0],
        state=FaultState.RESOLVED,
        restored_at=NOON - timedelta(minutes=20),
        reported_at=NOON - timedelta(days=1),
    )
    two.check(two.other, Result.PASS, Result.PASS)
    db.session.refresh(two.audit)
    assert (two.audit.agreed, two.audit.compared) == (1, 1)


def test_a_check_without_a_tag_is_no_second_look(two: Two, make: Builder) -> None:
    visit = make.check(room=two.room, person=two.other, done_at=NOON, grade=Grade.RECORDED)
    assert answer(visit) is None


def test_the_second_one_sees_nothing_of_the_first(app: Flask, make: Builder) -> None:
    two = Two(make, Result.FAIL)
    assert blind_in([two.room.id], two.other.id, NOON) == {two.room.id}
    assert blind_in([two.room.id], two.one.id, NOON) == frozenset()
    told = ("Failed last time", "Open faults", "Known: ", "What was done here", "MARKER")
    addresses = [f"/t/{two.tag.code}", f"/t/{two.tag.code}/check", f"/rooms/{two.room.id}"]
    first, second = (signed_in_client(app, each) for each in (two.one, two.other))
    for address in addresses:
        page, blind = fetch(first, address).text, fetch(second, address).text
        assert any(words in page for words in told), address
        assert not [words for words in told if words in blind], address
        assert "A second look" in blind
        assert "A second look" not in page
    for person in (two.one, two.other):
        stops = [RoundStop(room_id=two.room.id, position=1, state=StopState.OPEN)]
        walk = Round(name="Walk", scope=Scope.ROOM_CHECK, planned_on=NOON.date(), made_at=NOON)
        walk.person_id, walk.stops = person.id, stops
        db.session.add(walk)
    db.session.commit()
    assert "MARKER" in fetch(first, "/rounds/1").text
    assert "MARKER" not in fetch(second, "/rounds/2").text
    assert "MARKER" not in fetch(second, "/today").main.partition("What is broken")[0]
    assert "MARKER" in first.get("/sync/round.json").text
    along = second.get("/sync/round.json").text
    assert "Lecture Theatre 1" in along
    assert "MARKER" not in along


def test_a_round_taken_along_blind_is_not_asked_what_failed(make: Builder) -> None:
    two = Two(make, Result.FAIL)
    drawn, ends = two.audit.drawn_at, two.audit.due_by
    assert was_blind(two.room.id, two.other.id, drawn)
    assert not was_blind(two.room.id, two.one.id, drawn)
    assert not was_blind(two.room.id, two.other.id, drawn - HOUR)
    assert not was_blind(two.room.id, two.other.id, ends)
    two.check(two.other, Result.FAIL, Result.PASS)
    assert was_blind(two.room.id, two.other.id, drawn)


def test_a_correction_of_ones_own_check_is_not_blind(app: Flask, two: Two) -> None:
    address = f"/t/{two.tag.code}/check?corrects={two.first.id}"
    page = fetch(signed_in_client(app, two.other), address).text
    assert "A second look" not in page


def test_nobody_sees_that_a_check_waits_for_its_second_look(app: Flask, two: Two) -> None:
    for role in (Role.MANAGER, Role.AUDITOR, Role.ADMIN):
        person = Person(
            email=f"{role}@example.edu",
            name=str(role),
            role=role,
            fs_uniquifier=str(role),
            created_at=NOON,
        )
        db.session.add(person)
        db.session.commit()
        page = fetch(signed_in_client(app, person), "/checks/audits").text
        assert "Lecture Theatre 1" not in page
        assert "+A" not in fetch(signed_in_client(app, person), "/checks").text


def test_an_audited_check_says_so_to_staff_and_keeps_its_grade(
    app: Flask, two: Two, client: FlaskClient
) -> None:
    grade = two.first.grade
    two.check(two.other, Result.PASS, Result.PASS)
    db.session.refresh(two.first)
    assert two.first.grade == grade
    staff = signed_in_client(app, two.one)
    assert "audited (+A)" in fetch(staff, f"/checks/{two.first.id}").text
    assert "audited (+A)" in fetch(staff, "/checks").text
    assert "+A" not in fetch(client, f"/t/{two.tag.code}").text
    with staff.get("/exports/checks.csv") as file:
        lines = list(csv.DictReader(io.StringIO(file.get_data(as_text=True).lstrip("\ufeff"))))
    told = {line["check"]: line["audited"] for line in lines}
    assert told[str(two.first.id)] == "yes"
    assert sorted(told.values()) == ["no", "yes"]


def test_the_page_tells_differences_and_no_share_of_too_few(auditor: FlaskClient, two: Two) -> None:
    two.check(two.other, Result.FAIL, Result.PASS)
    page = fetch(auditor, "/checks/audits").text
    assert "Beamer: fine at first, not fine at the second look" in page
    assert "Two people have looked at 2 units so far." in page
    assert "1 of 2" in page
    assert "50 %" not in page


def test_the_page_tells_a_share_with_its_number_and_bounds(
    auditor: FlaskClient, two: Two, make: Builder
) -> None:
    again = make.check(room=two.room, person=two.other, done_at=NOON)
    two.audit.again_id, two.audit.agreed, two.audit.compared = again.id, 9, 10
    db.session.commit()
    page = fetch(auditor, "/checks/audits").text
    assert "Both said the same of 9 of 10 units" in page
    assert "between 60 % and 98 %" in page


def test_bounds_are_those_of_wilson() -> None:
    low, high = Share(9, 10).bounds
    assert (round(low, 4), round(high, 4)) == (0.5958, 0.9821)
    low, high = Share(0, 10).bounds
    assert (round(low, 4), round(high, 4)) == (0.0, 0.2775)
    assert Share(0, 0).bounds == (0.0, 1.0)
    assert not Share(4, 4).is_telling
    assert Share(5, 5).is_telling


def test_an_auditors_day_begins_at_the_audits(auditor: FlaskClient) -> None:
    assert auditor.get("/today").location == "/checks/audits"
