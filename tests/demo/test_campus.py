"""The demo holds together: what rows keep of their history is what the history says."""

from collections import Counter
from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from app.checks.models import Check, CheckItem, Finding, Result, Scope
from app.checks.readiness import Readiness, readiness
from app.codes.models import Tag, TagState
from app.demo.facts import TELLING
from app.demo.story.visits import OVERDUE
from app.equipment.models import Condition, Equipment
from app.extensions import db
from app.faults import queries as faults
from app.faults.models import Channel, Effect, Fault
from app.places.models import Building, Criticality, Room
from tests.demo.conftest import AT

pytestmark = pytest.mark.usefixtures("demo")

LONDON = ZoneInfo("Europe/London")


def _state(room: Room) -> Readiness:
    effects = [fault.effect for fault in faults.open_in_room(room.id)]
    return readiness(effects, room.last_checked_at, room.check_due_on, AT.date())


def _keyed(rooms: list[Room]) -> dict[str, Room]:
    return {f"{room.building.name}/{room.name}": room for room in rooms}


def test_the_campus_has_3_buildings_60_rooms_and_400_units_in_use(rooms: list[Room]) -> None:
    count = select(func.count())
    assert db.session.scalar(count.select_from(Building)) == 3
    assert db.session.scalar(count.select_from(Room)) == 60
    in_use = count.select_from(Equipment).where(Equipment.retired_at.is_(None))
    assert db.session.scalar(in_use) == 400
    assert len({room.criticality for room in rooms}) == len(Criticality)


def test_every_room_has_a_tag_and_most_hang_in_their_places() -> None:
    tags = db.session.scalars(select(Tag)).all()
    assert Counter(Counter(tag.room_id for tag in tags if tag.room_id).values()) == {1: 60}
    assert 5 <= len([tag for tag in tags if tag.equipment_id]) <= 20
    states = Counter(tag.state for tag in tags)
    assert states.keys() == {TagState.PRINTED, TagState.PLACED, TagState.WORN}
    assert states[TagState.WORN] == 1
    assert 2 <= states[TagState.PRINTED] <= 5
    assert all(tag.address and tag.printed_at for tag in tags)
    hung = [tag for tag in tags if tag.state is not TagState.PRINTED]
    assert all(tag.placed_by_id for tag in hung)
    assert not [tag for tag in hung if tag.is_printed_again], "paper is printed before it hangs"


def test_some_tags_were_not_opened_for_half_a_year() -> None:
    long_ago = (AT - timedelta(days=180)).date()
    opened = [day for day in db.session.scalars(select(Tag.scanned_on)) if day]
    assert 1 <= len([day for day in opened if day < long_ago]) <= 5


def test_checks_tell_of_two_years_and_nobody_checks_at_weekends_or_at_night() -> None:
    moments = db.session.scalars(select(Check.done_at)).all()
    assert 3500 < len(moments) < 6000
    assert max(moments) < AT
    assert timedelta(days=715) < AT - min(moments) <= timedelta(days=730)
    local = [moment.astimezone(LONDON) for moment in moments]
    assert {moment.weekday() for moment in local} == set(range(5))
    assert min(moment.time() for moment in local) > time(7, 30)
    assert max(moment.time() for moment in local) < time(18)


def test_nobody_is_in_two_rooms_at_once() -> None:
    rows = select(Check.person_id, Check.done_at)
    assert max(Counter(tuple(row) for row in db.session.execute(rows)).values()) == 1


def test_a_check_is_of_units_that_stood_in_its_room_that_day() -> None:
    rows = db.session.execute(
        select(Check, Equipment)
        .join(Finding, Finding.check_id == Check.id)
        .join(Equipment, Equipment.id == Finding.equipment_id)
        .distinct()
    ).all()
    assert rows
    for check, unit in rows:
        assert unit.room_id == check.room_id
        assert unit.created_at <= check.done_at
        assert unit.retired_at is None or check.done_at < unit.retired_at


def test_the_result_of_a_check_follows_from_its_findings() -> None:
    results: dict[int, set[Result]] = {}
    for check_id, result in db.session.execute(select(Finding.check_id, Finding.result)):
        results.setdefault(check_id, set()).add(result)
    for check in db.session.scalars(select(Check)):
        found = results.get(check.id, set())
        order = (Result.FAIL, Result.PASS, Result.NOT_CHECKED)
        assert check.result is next((r for r in order if r in found), Result.NOT_CHECKED)
        assert (check.reason is not None) == (not found)


def test_a_reading_means_what_its_limits_say() -> None:
    rows = db.session.execute(
        select(Finding, CheckItem, Check.done_at)
        .join(CheckItem, CheckItem.id == Finding.item_id)
        .join(Check, Check.id == Finding.check_id)
    ).all()
    assert {item.code for _finding, item, _at in rows} > {"PJ6", "AU7", "HV1", "AE3", "EW5"}
    for finding, item, at in rows:
        assert finding.item_text == item.text
        if finding.reading is not None:
            assert finding.result is item.judged(finding.reading), item.code
        if finding.read_on:
            assert finding.result is item.judged_date(finding.read_on, at.date()), item.code


def test_a_failure_has_the_fault_that_was_open_then() -> None:
    rows = db.session.execute(
        select(Finding, Fault, Check.done_at)
        .join(Check, Check.id == Finding.check_id)
        .outerjoin(Fault, Fault.id == Finding.fault_id)
        .where(Finding.result == Result.FAIL)
    ).all()
    assert len(rows) > 40
    for finding, fault, at in rows:
        assert fault.equipment_id == finding.equipment_id
        assert fault.reported_at <= at
        assert fault.restored_at is None or at < fault.restored_at


def test_what_a_check_found_broken_is_in_the_check() -> None:
    found = select(Fault.id, Fault.reported_at).where(Fault.channel == Channel.CHECK)
    failed = select(Finding.fault_id, Check.done_at).join(Check, Check.id == Finding.check_id)
    seen = {tuple(row) for row in db.session.execute(failed)}
    for row in db.session.execute(found):
        assert tuple(row) in seen


def test_the_condition_of_a_unit_follows_from_its_open_faults(every_fault: list[Fault]) -> None:
    effects: dict[int | None, set[Effect]] = {}
    for fault in every_fault:
        if fault.state.is_open:
            effects.setdefault(fault.equipment_id, set()).add(fault.effect)
    for unit in db.session.scalars(select(Equipment)):
        of_unit = effects.get(unit.id, set())
        down = bool(of_unit & {Effect.UNIT_DOWN, Effect.ROOM_DOWN})
        assert unit.condition is (
            Condition.DOWN if down else Condition.DEGRADED if of_unit else Condition.UP
        )


def test_a_room_remembers_its_last_real_check(rooms: list[Room]) -> None:
    last: dict[int, datetime] = {}
    for check in db.session.scalars(select(Check).where(Check.result != Result.NOT_CHECKED)):
        last[check.room_id] = max(check.done_at, last.get(check.room_id, check.done_at))
    assert {room.id: room.last_checked_at for room in rooms} == last


def test_a_room_has_changed_as_often_as_something_happened_in_it(
    rooms: list[Room], every_fault: list[Fault]
) -> None:
    changes = Counter(db.session.scalars(select(Check.room_id)))
    for unit in db.session.scalars(select(Equipment)):
        changes[unit.room_id] += 2 if unit.is_retired else 1
    for fault in every_fault:
        changes[fault.room_id] += len(fault.timeline) + len(fault.reports)
    assert {room.id: room.version - 1 for room in rooms} == dict(changes)


def test_most_rooms_are_working_and_some_are_overdue(rooms: list[Room]) -> None:
    states = {key: _state(room) for key, room in _keyed(rooms).items()}
    counted = Counter(states.values())
    assert counted[Readiness.WORKING] >= 45
    assert {k for k, state in states.items() if state is Readiness.UNCHECKED} == set(OVERDUE)


def test_the_rooms_to_try_are_what_they_are_said_to_be(rooms: list[Room]) -> None:
    keyed = _keyed(rooms)
    assert [_state(keyed[key]) for key, _how in TELLING] == [
        Readiness.WORKING,
        Readiness.LIMITS,
        Readiness.NOT_WORKING,
    ]


def test_light_hours_grow_from_service_to_service_until_the_lamp_is_changed() -> None:
    rows = db.session.execute(
        select(Finding.equipment_id, Finding.reading)
        .join(CheckItem, CheckItem.id == Finding.item_id)
        .join(Check, Check.id == Finding.check_id)
        .where(CheckItem.code == "PJ6", Check.scope == Scope.SERVICE)
        .order_by(Check.done_at)
    ).all()
    of_unit: dict[int | None, list[float]] = {}
    for unit, hours in rows:
        of_unit.setdefault(unit, []).append(hours or 0)
    steps = [(before, after) for hours in of_unit.values() for before, after in pairwise(hours)]
    growing = [after for before, after in steps if after > before]
    assert len(growing) > 0.6 * len(steps)
