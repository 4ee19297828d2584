"""By when each stage of a fault is promised, and what moves a promise."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.errors import Refusal
from app.extensions import db
from app.faults import record, service
from app.faults.models import (
    Awaiting,
    Channel,
    Effect,
    Fault,
    FaultState,
    Kind,
    Pause,
    Priority,
    PromiseMove,
    Restoration,
    Stage,
)
from app.faults.promises import keeping, queries
from app.faults.promises.priorities import Weight, priority
from app.faults.promises.reached import REACHED, Step, Wait
from app.faults.promises.targets import DEFAULTS, stages
from app.places import queries as places
from app.places.models import Booking, Criticality, Holiday, Room
from tests.builders import NOON, Builder

HOUR = timedelta(hours=1)


def weight(**given: object) -> Weight:
    plain: dict[str, object] = {
        "kind": Kind.BROKEN,
        "danger": False,
        "effect": Effect.UNIT_DOWN,
        "criticality": Criticality.B,
        "people": 1,
        "booked_from": None,
    }
    return Weight(**(plain | given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"danger": True, "effect": Effect.DEGRADED}, Priority.P1),
        ({"danger": True, "kind": Kind.QUESTION}, Priority.P4),
        ({"booked_from": NOON - HOUR}, Priority.P1),
        ({"booked_from": NOON - HOUR, "effect": Effect.DEGRADED}, Priority.P2),
        ({"booked_from": NOON + HOUR}, Priority.P2),
        ({"booked_from": NOON + 3 * HOUR}, Priority.P3),
        ({"effect": Effect.ROOM_DOWN}, Priority.P2),
        ({"criticality": Criticality.A, "effect": Effect.DEGRADED}, Priority.P2),
        ({"criticality": Criticality.S}, Priority.P2),
        ({}, Priority.P3),
        ({"effect": Effect.DEGRADED}, Priority.P4),
        ({"effect": Effect.DEGRADED, "people": 3}, Priority.P3),
        ({"effect": Effect.DEGRADED, "people": 6}, Priority.P2),
        ({"people": 100}, Priority.P2),
    ],
)
def test_the_first_line_of_the_table_that_fits(given: dict[str, object], found: Priority) -> None:
    assert priority(weight(**given), at=NOON) is found


def test_every_priority_promises_when_it_works_again() -> None:
    for each in Priority:
        assert Stage.RESTORED in stages(DEFAULTS, each)
        assert stages({}, each)[Stage.RESTORED] == DEFAULTS[each, Stage.RESTORED]


def test_every_state_says_what_is_reached_or_that_nothing_is_owed() -> None:
    assert set(FaultState) - set(REACHED) == {FaultState.REJECTED, FaultState.DUPLICATE}


def room_of(make: Builder, **given: object) -> Room:
    room = places.room(make.room(**given).id)
    assert room
    return room


def opened(make: Builder, room: Room, *, symptom: str = "No picture") -> Fault:
    unit = make.equipment(room=room)
    origin = record.Origin(Channel.TAG)
    word = make.symptom(label=symptom)
    return record.opened(room, unit, word, Effect.UNIT_DOWN, origin=origin, at=NOON)


def due(fault: Fault) -> dict[Stage, str]:
    return {each.stage: each.due_at.isoformat() for each in queries.of_fault(fault)}


def test_only_support_hours_count(make: Builder) -> None:
    fault = opened(make, room_of(make, criticality=Criticality.A))
    assert due(fault) == {
        Stage.SEEN: "2026-03-03T12:05:00+00:00",
        Stage.ATTENDED: "2026-03-03T12:30:00+00:00",
        Stage.WORKAROUND: "2026-03-03T13:00:00+00:00",
        Stage.RESTORED: "2026-03-04T10:00:00+00:00",
    }, "6 hours on Tuesday, 2 on Wednesday"
    assert fault.restore_by.isoformat() == "2026-03-04T10:00:00+00:00"


def test_holidays_of_the_site_do_not_count(make: Builder) -> None:
    room = room_of(make, criticality=Criticality.A)
    site_id = room.building.site_id
    db.session.add(Holiday(site_id=site_id, day=date(2026, 3, 4), name="Founders' day"))
    fault = opened(make, room)
    assert due(fault)[Stage.RESTORED] == "2026-03-05T10:00:00+00:00"


def test_a_calendar_without_hours_is_promised_in_whole_days(make: Builder) -> None:
    site = make.site(support_calendar=make.support_calendar(hours=[]))
    room = room_of(make, building=make.building(site=site))
    assert opened(make, room).restore_by == NOON + timedelta(days=3)


def test_a_lesson_that_stands_still_is_helped_before_the_next_one_begins(make: Builder) -> None:
    room = room_of(make)
    for begins in (NOON - HOUR, NOON + HOUR):
        db.session.add(Booking(room_id=room.id, starts_at=begins, ends_at=begins + HOUR * 1.5))
    fault = opened(make, room)
    assert fault.priority is Priority.P1
    assert fault.restore_by == NOON + HOUR


def test_more_people_bring_it_forward_and_nothing_puts_it_off(make: Builder) -> None:
    fault = opened(make, room_of(make))
    before = fault.restore_by
    for n in range(4):
        service.join(fault, note="", contact="", key=f"key-{n}", at=NOON + HOUR)
    assert fault.priority is Priority.P2
    assert fault.restore_by < before
    assert queries.of_fault(fault)[-1].first_due_at == fault.restore_by


def test_waiting_stops_the_clock_until_the_day_that_was_said(make: Builder) -> None:
    fault, ada = opened(make, room_of(make)), make.person()
    before = fault.restore_by
    wait = Step(wait=Wait(Awaiting.PART, date(2026, 3, 9)))
    service.move(fault, FaultState.WAITING, by=ada, note="A lamp is on its way.", at=NOON, how=wait)
    paused = fault.restore_by
    assert paused > before
    later = NOON + timedelta(days=1)
    service.move(fault, FaultState.ATTENDED, by=ada, note="", at=later)
    assert before < fault.restore_by < paused, "it came a day later, not six"
    assert db.session.scalars(select(Pause)).one().ended_at == later


def test_nothing_waits_without_a_reason_and_a_day_to_come(make: Builder) -> None:
    fault, ada = opened(make, room_of(make)), make.person()
    with pytest.raises(Refusal):
        service.move(fault, FaultState.WAITING, by=ada, note="Well.", at=NOON)
    db.session.rollback()


def test_what_works_again_has_met_all_that_was_promised(make: Builder) -> None:
    fault, ada = opened(make, room_of(make)), make.person()
    make_do = Step(restoration=Restoration.WORKAROUND)
    service.move(fault, FaultState.RESTORED, by=ada, note="", at=NOON + HOUR, how=make_do)
    assert not queries.owed(fault)
    assert {each.met_at for each in queries.of_fault(fault)} == {NOON + HOUR}


def test_what_comes_again_is_promised_again(make: Builder) -> None:
    fault, ada = opened(make, room_of(make)), make.person()
    service.move(fault, FaultState.RESTORED, by=ada, note="", at=NOON + HOUR)
    service.move(fault, FaultState.REOPENED, by=ada, note="", at=NOON + 2 * HOUR)
    assert fault.times_reopened == 1
    assert {each.began_at for each in queries.owed(fault)} == {NOON + 2 * HOUR}


def test_a_promise_is_put_off_only_with_a_reason_and_to_a_moment_to_come(make: Builder) -> None:
    fault, ada = opened(make, room_of(make)), make.person()
    promise = queries.owed(fault)[-1]
    later = promise.due_at + timedelta(days=1)
    for due_at, reason in ((later, ""), (NOON - HOUR, "The part is late.")):
        with pytest.raises(Refusal):
            keeping.put_off(promise, fault, due_at, reason=reason, by=ada, at=NOON)
    keeping.put_off(promise, fault, later, reason="The part is late.", by=ada, at=NOON)
    assert fault.restore_by == later
    assert promise.first_due_at < later
    assert db.session.scalars(select(PromiseMove)).one().reason == "The part is late."
