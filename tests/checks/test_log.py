"""Logging a check: what is stored, which faults follow, and that sending twice counts once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.checks import service
from app.checks.models import Check, CheckItem, Finding, ItemKind, Reason, Result, Scope
from app.checks.service import Found
from app.equipment.models import Condition, Equipment
from app.errors import Refusal
from app.extensions import db
from app.faults.models import Channel, Fault, FaultState, TimelineEntry
from app.people.models import Person
from app.places import queries as places
from app.places.models import Room
from tests.builders import NOON, Builder

KEY = "8c1f3f5e-0000-4000-8000-000000000001"


@pytest.fixture
def person(make: Builder) -> Person:
    return make.person()


@pytest.fixture
def unit(make: Builder) -> Equipment:
    return make.equipment(name="Beamer")


def log(unit: Equipment, by: Person, *findings: Found, **given: Any) -> Check:
    room = places.room(unit.room_id)
    assert room
    at = given.get("at", NOON)
    fields: dict[str, Any] = {"key": KEY, "at": at, "received_at": at}
    return service.log(room, by, Scope.ROOM_CHECK, findings, **(fields | given))


def _count(table: type[Check] | type[Finding] | type[Fault]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_fine_room_is_one_check_with_one_finding_a_unit(unit: Equipment, person: Person) -> None:
    check = log(unit, person, Found(unit, Result.PASS), note="All quiet")

    (finding,) = db.session.scalars(select(Finding))
    assert (check.result, check.note, check.person_id) == (Result.PASS, "All quiet", person.id)
    assert (check.done_at, check.received_at) == (NOON, NOON)
    assert (finding.equipment_id, finding.item_id, finding.result) == (unit.id, None, Result.PASS)
    assert finding.fault_id is None


def test_a_check_is_remembered_by_its_room(unit: Equipment, person: Person, make: Builder) -> None:
    room = db.session.get_one(Room, unit.room_id)
    version = room.version
    log(unit, person, Found(unit, Result.PASS))

    assert room.last_checked_at == NOON
    assert room.version > version


def test_a_check_that_arrives_late_does_not_set_the_room_back(
    unit: Equipment, person: Person
) -> None:
    room = db.session.get_one(Room, unit.room_id)
    room.last_checked_at = NOON
    log(unit, person, Found(unit, Result.PASS), at=NOON - timedelta(days=1))

    assert room.last_checked_at == NOON


@pytest.mark.parametrize("findings", [True, False])
def test_a_visit_that_could_check_nothing_is_no_check(
    unit: Equipment, person: Person, findings: bool
) -> None:
    if findings:
        found = [Found(unit, Result.NOT_CHECKED, reason=Reason.LOCKED)]
        check = log(unit, person, *found)
    else:
        check = log(unit, person, reason=Reason.LOCKED)

    assert check.result is Result.NOT_CHECKED
    assert db.session.get_one(Room, unit.room_id).last_checked_at is None


def test_a_failure_opens_a_fault_of_the_unit(
    unit: Equipment, person: Person, make: Builder
) -> None:
    items = [make.check_item(text="In focus"), make.check_item(text="Clean")]
    check = log(unit, person, *(Found(unit, Result.FAIL, item, note="left") for item in items))

    (fault,) = db.session.scalars(select(Fault))
    notes = db.session.scalars(
        select(TimelineEntry.note).where(TimelineEntry.fault_id == fault.id)
    ).all()
    assert check.result is Result.FAIL
    assert (fault.equipment_id, fault.channel, fault.state) == (
        unit.id,
        Channel.CHECK,
        FaultState.REPORTED,
    )
    assert "In focus: left\nClean: left" in notes
    assert set(db.session.scalars(select(Finding.fault_id))) == {fault.id}
    assert unit.condition is not Condition.UP


def test_a_failure_joins_the_fault_that_is_open_already(
    unit: Equipment, person: Person, make: Builder
) -> None:
    known = make.fault(equipment=unit)
    log(unit, person, Found(unit, Result.FAIL, note="Still dark"))

    assert _count(Fault) == 1
    assert db.session.scalars(select(Finding.fault_id)).all() == [known.id]


def test_two_units_that_fail_are_two_faults(unit: Equipment, person: Person, make: Builder) -> None:
    other = make.equipment(room=unit.room)
    log(
        unit,
        person,
        Found(unit, Result.FAIL, note="dark"),
        Found(other, Result.FAIL, note="loud"),
    )

    assert _count(Fault) == 2


@pytest.mark.parametrize(
    ("reading", "result"), [(20.0, Result.PASS), (30.0, Result.FAIL), (26.0, Result.PASS)]
)
def test_a_reading_outside_its_limits_fails_with_its_value(
    unit: Equipment, person: Person, make: Builder, reading: float, result: Result
) -> None:
    item = make.check_item(
        kind=ItemKind.NUMBER, unit="°C", minimum=19, maximum=26, text="Temperature"
    )
    check = log(unit, person, Found(unit, Result.PASS, item, reading=reading))

    (finding,) = db.session.scalars(select(Finding))
    assert (check.result, finding.result) == (result, result)
    assert (finding.reading, finding.unit, finding.item_text) == (reading, "°C", "Temperature")
    assert (finding.fault_id is not None) is (result is Result.FAIL)


@pytest.mark.parametrize(
    ("read_on", "result"),
    [
        (date(2026, 3, 2), Result.FAIL),
        (date(2026, 3, 3), Result.FAIL),
        (date(2026, 3, 4), Result.PASS),
    ],
)
def test_a_date_has_passed_when_it_has_passed_in_the_room(
    person: Person, make: Builder, read_on: date, result: Result
) -> None:
    auckland = make.support_calendar(timezone="Pacific/Auckland")
    unit = make.equipment(room=make.room(support_calendar=auckland))
    item = make.check_item(kind=ItemKind.DATE, past_fails=True)
    late = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)  # already the 4th in Auckland
    check = log(unit, person, Found(unit, Result.PASS, item, read_on=read_on), at=late)

    assert check.result is result


def test_the_words_of_the_list_are_kept_as_they_were(
    unit: Equipment, person: Person, make: Builder
) -> None:
    item = make.check_item(text="Shows an image")
    log(unit, person, Found(unit, Result.PASS, item))
    db.session.get_one(CheckItem, item.id).text = "Another question"
    db.session.flush()

    assert db.session.scalars(select(Finding.item_text)).all() == ["Shows an image"]


def test_the_same_form_again_is_the_same_check(unit: Equipment, person: Person) -> None:
    found = Found(unit, Result.FAIL, note="dark")
    first = log(unit, person, found)
    db.session.commit()
    again = log(unit, person, found, at=NOON + timedelta(minutes=3))

    assert again.id == first.id
    assert (_count(Check), _count(Finding), _count(Fault)) == (1, 1, 1)
    entries = db.session.scalar(select(func.count()).select_from(TimelineEntry))
    log(unit, person, found)
    assert db.session.scalar(select(func.count()).select_from(TimelineEntry)) == entries


def test_the_same_form_again_is_the_same_check_though_the_room_has_changed_since(
    unit: Equipment, person: Person
) -> None:
    first = log(unit, person, Found(unit, Result.PASS))
    unit.retired_at = NOON

    assert log(unit, person, Found(unit, Result.PASS)).id == first.id


@pytest.mark.parametrize("other", ["answer", "note", "person"])
def test_another_form_under_the_same_key_is_refused(
    unit: Equipment, person: Person, make: Builder, other: str
) -> None:
    log(unit, person, Found(unit, Result.PASS))
    db.session.commit()
    by = make.person() if other == "person" else person
    found = Found(unit, Result.NOT_APPLICABLE if other == "answer" else Result.PASS)

    with pytest.raises(Refusal, match="sent before") as refused:
        log(unit, by, found, note="new" if other == "note" else "")

    assert refused.value.status == 409
    assert _count(Check) == 1


def test_nothing_is_stored_of_a_check_that_is_refused_midway(
    unit: Equipment, person: Person, make: Builder
) -> None:
    elsewhere = make.equipment()
    with pytest.raises(Refusal, match="no longer in this room"):
        log(unit, person, Found(unit, Result.PASS), Found(elsewhere, Result.PASS))
    db.session.rollback()

    assert (_count(Check), _count(Finding)) == (0, 0)


def test_a_unit_that_has_gone_is_refused(unit: Equipment, person: Person) -> None:
    unit.retired_at = NOON
    with pytest.raises(Refusal, match="no longer in this room"):
        log(unit, person, Found(unit, Result.PASS))


@pytest.mark.parametrize(
    ("result", "reason", "sentence"),
    [
        (Result.NOT_CHECKED, None, "Say why"),
        (Result.PASS, Reason.LOCKED, "Say why"),
        (Result.FAIL, None, "Say what is wrong"),
    ],
)
def test_a_finding_must_say_what_it_means(
    unit: Equipment, person: Person, result: Result, reason: Reason | None, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        log(unit, person, Found(unit, result, reason=reason))


def test_a_check_of_nothing_is_refused(unit: Equipment, person: Person) -> None:
    with pytest.raises(Refusal, match="Nothing was answered"):
        log(unit, person)


def test_a_room_cannot_be_checked_and_not_be_checked(unit: Equipment, person: Person) -> None:
    with pytest.raises(Refusal, match="Keep one"):
        log(unit, person, Found(unit, Result.PASS), reason=Reason.IN_USE)


@pytest.mark.parametrize(
    ("results", "overall"),
    [
        ([Result.PASS, Result.FAIL, Result.NOT_CHECKED], Result.FAIL),
        ([Result.NOT_CHECKED, Result.PASS, Result.NOT_APPLICABLE], Result.PASS),
        ([Result.NOT_CHECKED, Result.NOT_APPLICABLE], Result.NOT_CHECKED),
        ([Result.NOT_APPLICABLE], Result.NOT_CHECKED),
        ([], Result.NOT_CHECKED),
    ],
)
def test_a_check_passes_only_where_something_was_seen_fine(
    results: list[Result], overall: Result
) -> None:
    assert service.overall(results) is overall


@pytest.mark.parametrize(("minutes", "checks"), [(15, 1), (16, 2)])
def test_the_same_answers_under_another_key_are_one_visit_for_a_quarter_of_an_hour(
    unit: Equipment, person: Person, minutes: int, checks: int
) -> None:
    log(unit, person, Found(unit, Result.PASS))
    log(unit, person, Found(unit, Result.PASS), key="2", at=NOON + timedelta(minutes=minutes))

    assert _count(Check) == checks


def test_the_same_answers_of_somebody_else_are_another_check(
    unit: Equipment, person: Person, make: Builder
) -> None:
    log(unit, person, Found(unit, Result.PASS))
    log(unit, make.person(), Found(unit, Result.PASS), key="2")

    assert _count(Check) == 2
