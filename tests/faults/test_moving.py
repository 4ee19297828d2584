"""A fault's way from reported to resolved, and back."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.equipment.models import Condition, Equipment
from app.errors import Refusal
from app.extensions import db
from app.faults import service, words
from app.faults.models import (
    MOVES,
    OPEN,
    OPEN_STATES,
    Awaiting,
    Cause,
    Diagnosis,
    Effect,
    Event,
    Fault,
    FaultState,
    Kind,
    Mechanism,
    Remedy,
    Restoration,
    TimelineEntry,
)
from app.faults.promises.reached import Step, Wait
from app.people.models import Person
from app.places.models import Room
from tests.builders import NOON, Builder
from tests.building import stored

PART = Step(wait=Wait(Awaiting.PART, date(2026, 3, 9)))
MENDED = Step(restoration=Restoration.REPAIR)
REACHED = [(before, after) for before in FaultState for after in sorted(MOVES[before])]
BARRED = [(a, b) for a in FaultState for b in FaultState if b not in MOVES[a]]


def last_entry(fault: Fault) -> TimelineEntry:
    entries = select(TimelineEntry).where(TimelineEntry.fault_id == fault.id)
    return db.session.scalars(entries.order_by(TimelineEntry.id.desc()).limit(1)).one()


def diagnosed(fault: Fault, by: Person, at: datetime) -> None:
    was = {"mode": "FTF", "mechanism": Mechanism.CONNECTION, "cause": Cause.WEAR, "minutes": 5}
    stored(Diagnosis(fault_id=fault.id, remedy=Remedy.REPLACE, by_id=by.id, at=at, **was))


def test_the_table_of_moves_covers_every_state() -> None:
    assert set(MOVES) == set(FaultState)
    for table in (words.STATES, words.MEANINGS, words.MOVED):
        assert set(table) == set(FaultState)
    by_act = {after for moves in MOVES.values() for after in moves} - {FaultState.DUPLICATE}
    assert set(words.ACTS) == by_act, "a duplicate is made by joining two"
    assert set(words.EVENTS) == set(Event)
    assert set(words.EFFECTS) == set(Effect)


def test_the_indexes_and_the_model_name_the_same_open_states() -> None:
    assert {state for state in FaultState if f"'{state}'" in OPEN} == OPEN_STATES


@pytest.mark.parametrize(("before", "after"), REACHED)
def test_every_move_of_the_table_is_made(
    make: Builder, before: FaultState, after: FaultState
) -> None:
    fault, ada = make.fault(state=before), make.person()
    if after is FaultState.RESOLVED:
        diagnosed(fault, ada, NOON)
    service.move(fault, after, by=ada, note="because", at=NOON, how=PART)
    assert fault.state is after
    entry = last_entry(fault)
    assert (entry.state, entry.note, entry.person_id) == (after, "because", ada.id)


@pytest.mark.parametrize(("before", "after"), BARRED)
def test_no_other_move_is_made(make: Builder, before: FaultState, after: FaultState) -> None:
    fault = make.fault(state=before)
    with pytest.raises(Refusal) as refused:
        service.move(fault, after, by=make.person(), note="because", at=NOON)
    assert refused.value.field == "state"
    assert fault.state is before


def test_nothing_is_resolved_before_it_is_said_what_it_was_this_time(make: Builder) -> None:
    fault, ada, later = make.fault(), make.person(), NOON + timedelta(days=1)
    service.move(fault, FaultState.RESTORED, by=ada, note="", at=NOON, how=MENDED)
    with pytest.raises(Refusal) as refused:
        service.move(fault, FaultState.RESOLVED, by=ada, note="", at=NOON)
    assert "what it was" in str(refused.value)
    assert fault.state is FaultState.RESTORED
    diagnosed(fault, ada, NOON)
    service.move(fault, FaultState.RESOLVED, by=ada, note="", at=NOON)
    service.move(fault, FaultState.REOPENED, by=None, note="", at=later)
    service.move(fault, FaultState.RESTORED, by=ada, note="", at=later, how=MENDED)
    with pytest.raises(Refusal):
        service.move(fault, FaultState.RESOLVED, by=ada, note="", at=later)
    question = make.fault(kind=Kind.QUESTION, state=FaultState.RESTORED)
    service.move(question, FaultState.RESOLVED, by=ada, note="", at=later)


@pytest.mark.parametrize("state", [FaultState.WAITING, FaultState.REJECTED])
def test_waiting_and_rejecting_need_a_reason(make: Builder, state: FaultState) -> None:
    with pytest.raises(Refusal) as refused:
        service.move(make.fault(), state, by=make.person(), note="", at=NOON)
    assert refused.value.field == "note"


def test_restoring_brings_the_unit_up_and_changes_the_rooms_page(make: Builder) -> None:
    fault = make.fault(equipment=make.equipment(condition=Condition.DOWN))
    room = db.session.get_one(Room, fault.room_id)
    before = room.version
    service.move(fault, FaultState.RESTORED, by=make.person(), note="", at=NOON)
    assert db.session.get_one(Equipment, fault.equipment_id).condition is Condition.UP
    assert fault.restored_at == NOON
    assert room.version > before


def test_a_unit_stays_down_while_another_fault_of_it_is_open(make: Builder) -> None:
    unit = make.equipment(condition=Condition.DOWN)
    small = make.fault(equipment=unit, effect=Effect.DEGRADED)
    big = make.fault(equipment=unit, effect=Effect.UNIT_DOWN)
    ada = make.person()
    conditions = []
    for fault in (small, big):
        service.move(fault, FaultState.RESTORED, by=ada, note="", at=NOON)
        conditions.append(unit.condition)
    assert conditions == [Condition.DOWN, Condition.UP]


def test_taking_a_fault_also_reads_it(make: Builder) -> None:
    fault, ada = make.fault(), make.person()
    service.take(fault, ada, at=NOON)
    assert (fault.assignee_id, fault.state) == (ada.id, FaultState.SEEN)
    entry = last_entry(fault)
    assert (entry.event, entry.state) == (Event.TAKEN, FaultState.SEEN)
    service.take(fault, ada, at=NOON)
    assert last_entry(fault).id == entry.id, "taking twice is taking once"


def test_a_settled_fault_is_not_taken(make: Builder) -> None:
    with pytest.raises(Refusal, match="settled"):
        service.take(make.fault(state=FaultState.RESOLVED), make.person(), at=NOON)


def test_a_worse_effect_brings_the_promise_forward_and_nothing_puts_it_off(make: Builder) -> None:
    fault, ada = make.fault(restore_by=NOON + timedelta(days=9)), make.person()
    service.set_effect(fault, Effect.ROOM_DOWN, detail="Use 2.15", by=ada, at=NOON)
    sooner = fault.restore_by
    assert sooner < NOON + timedelta(days=2)
    service.set_effect(fault, Effect.DEGRADED, detail="Use 2.15", by=ada, at=NOON)
    assert fault.restore_by == sooner
    assert fault.detail == "Use 2.15"
    unit = db.session.get_one(Equipment, fault.equipment_id)
    assert unit.condition is Condition.DEGRADED


def test_a_worse_effect_of_an_old_fault_is_never_promised_at_once(make: Builder) -> None:
    fault = make.fault(
        effect=Effect.DEGRADED,
        reported_at=NOON - timedelta(days=30),
        restore_by=NOON + timedelta(days=9),
    )
    service.set_effect(fault, Effect.ROOM_DOWN, detail="", by=make.person(), at=NOON)
    assert fault.restore_by == NOON + timedelta(hours=22), "8 support hours: 6 today, 2 tomorrow"


def test_a_lesser_effect_leaves_the_promise_as_it_was_given(make: Builder) -> None:
    given = NOON + timedelta(days=90)
    fault = make.fault(effect=Effect.ROOM_DOWN, restore_by=given)
    service.set_effect(fault, Effect.UNIT_DOWN, detail="", by=make.person(), at=NOON)
    assert fault.restore_by == given


def test_moving_forgets_the_contacts_whose_time_is_over(make: Builder) -> None:
    settled = make.fault(state=FaultState.RESOLVED, resolved_at=NOON - timedelta(days=31))
    old = make.report(fault=settled, contact="ada@example.edu")
    service.move(make.fault(), FaultState.RESTORED, by=make.person(), note="", at=NOON)
    db.session.refresh(old)
    assert old.contact == ""


def test_a_reporter_who_confirms_leaves_the_cause_to_staff(make: Builder) -> None:
    fault = make.fault()
    report = make.report(fault=fault)
    service.move(fault, FaultState.RESTORED, by=make.person(), note="", at=NOON)
    service.works_again(report, at=NOON)
    service.works_again(report, at=NOON)
    assert fault.state is FaultState.RESTORED
    events = select(TimelineEntry).where(TimelineEntry.event == Event.WORKS_AGAIN)
    assert len(list(db.session.scalars(events))) == 1


def test_what_was_mended_is_closed_when_a_reporter_confirms(make: Builder) -> None:
    fault = make.fault()
    report = make.report(fault=fault)
    mended = Step(restoration=Restoration.REPAIR)
    service.move(fault, FaultState.RESTORED, by=make.person(), note="", at=NOON, how=mended)
    service.works_again(report, at=NOON)
    assert (fault.state, fault.closed_at) == (FaultState.CLOSED, NOON)


def test_a_reporter_who_contradicts_opens_it_again_with_a_new_promise(make: Builder) -> None:
    fault = make.fault(restore_by=NOON)
    report = make.report(fault=fault)
    later = NOON + timedelta(days=1)
    service.move(fault, FaultState.RESTORED, by=make.person(), note="", at=NOON)
    service.still_broken(report, at=later)
    assert fault.state is FaultState.REOPENED
    assert fault.restored_at is None
    assert fault.restore_by > later
    entry = last_entry(fault)
    assert (entry.event, entry.person_id) == (Event.STILL_BROKEN, None)
    assert db.session.get_one(Equipment, fault.equipment_id).condition is Condition.DOWN
    service.still_broken(report, at=later)
    assert last_entry(fault).id == entry.id


def test_nobody_confirms_what_nobody_restored(make: Builder) -> None:
    with pytest.raises(Refusal):
        service.works_again(make.report(), at=NOON)


def test_what_was_rejected_is_reported_anew(make: Builder) -> None:
    report = make.report(fault=make.fault(state=FaultState.REJECTED))
    with pytest.raises(Refusal, match="report it again"):
        service.still_broken(report, at=NOON)
