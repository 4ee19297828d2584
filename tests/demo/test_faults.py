"""The faults of the demo: their moves, promises and reports, and the thread among them."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from app.equipment.models import Equipment, EquipmentModel
from app.extensions import db
from app.faults import queries as faults
from app.faults.models import (
    MOVES,
    OPEN_STATES,
    Channel,
    Effect,
    Event,
    Fault,
    FaultState,
    Priority,
    Promise,
    Stage,
)
from app.faults.promises import queries as promises
from app.faults.promises.clock import Clock
from app.faults.promises.targets import stages
from app.places import support
from app.places.models import Room
from tests.demo.conftest import AT

pytestmark = pytest.mark.usefixtures("demo")

LONDON = ZoneInfo("Europe/London")


def test_a_fault_goes_through_the_moves_in_order(every_fault: list[Fault]) -> None:
    for fault in every_fault:
        moments = [entry.at for entry in fault.timeline]
        assert moments == sorted(moments)
        assert moments[0] == fault.reported_at
        assert moments[-1] < AT
        states = [entry.state for entry in fault.timeline if entry.state]
        assert all(then in MOVES[now] for now, then in pairwise(states))
        assert (states[0], states[-1]) == (FaultState.REPORTED, fault.state)
        settled = [entry.at for entry in fault.timeline if entry.state is FaultState.RESTORED]
        assert fault.restored_at == (settled[-1] if settled else None)


def test_staff_act_on_faults_in_support_hours(rooms: list[Room], every_fault: list[Fault]) -> None:
    calendar = rooms[0].support
    acts = [entry for fault in every_fault for entry in fault.timeline if entry.person]
    assert len(acts) > 300
    for entry in acts:
        assert support.is_open(calendar, entry.at - timedelta(seconds=1)), entry.at


def test_a_promise_is_counted_by_the_rule_of_promises(every_fault: list[Fault]) -> None:
    for fault in every_fault:
        again = [e.at for e in fault.timeline if e.event is Event.STILL_BROKEN]
        since = again[-1] if again else fault.reported_at
        minutes = stages(promises.targets(fault.room.support.id), fault.priority)[Stage.RESTORED]
        due = Clock(fault.room.support, promises.holidays(fault.room)).after(since, minutes)
        begins = promises.next_booking(fault.room, since) or due
        assert fault.restore_by == (min(due, begins) if fault.priority is Priority.P1 else due)


def test_most_promises_were_kept(every_fault: list[Fault]) -> None:
    kept = [f.restored_at <= f.restore_by for f in every_fault if f.restored_at]
    assert 0.85 < sum(kept) / len(kept) < 0.98


def test_what_visitors_told_is_a_symptom_of_the_unit(every_fault: list[Fault]) -> None:
    told = [fault for fault in every_fault if fault.channel is Channel.TAG]
    assert len(told) > 80
    for fault in told:
        assert fault.symptom in faults.symptoms_of(fault.equipment)
        first, *others = sorted(fault.reports, key=lambda report: report.reported_at)
        assert (first.me_too, first.reported_at) == (False, fault.reported_at)
        assert all(report.me_too for report in others)


def test_a_contact_is_kept_only_of_what_is_fresh(every_fault: list[Fault]) -> None:
    for fault in every_fault:
        settled = fault.resolved_at or fault.restored_at or AT
        if any(report.contact for report in fault.reports):
            assert AT - settled < timedelta(days=30)


def test_eight_faults_are_open_in_every_stage(every_fault: list[Fault]) -> None:
    is_open = [fault for fault in every_fault if fault.state.is_open]
    assert len(is_open) == 8
    assert {fault.state for fault in is_open} == OPEN_STATES - {FaultState.REOPENED}
    assert max(fault.reported_at for fault in is_open) == AT - timedelta(minutes=25)
    assert [fault.effect for fault in is_open].count(Effect.ROOM_DOWN) == 1
    assert [fault.restore_by < AT for fault in is_open].count(True) == 1


def test_one_projector_model_overheats_in_the_hot_summer_and_the_worst_are_replaced(
    every_fault: list[Fault],
) -> None:
    summer = [
        fault
        for fault in every_fault
        if fault.equipment
        and fault.equipment.model.model_number == "LX-400"
        and datetime(2026, 6, 1, tzinfo=UTC) < fault.reported_at < datetime(2026, 10, 1, tzinfo=UTC)
    ]
    assert len(summer) >= 8
    retired = db.session.scalars(
        select(EquipmentModel.model_number)
        .join(Equipment, Equipment.model_id == EquipmentModel.id)
        .where(Equipment.retired_at.is_not(None))
    ).all()
    assert retired == ["LX-400"] * 3


def test_what_was_promised_was_mostly_kept_and_reporters_were_told_of_what_slips(
    every_fault: list[Fault],
) -> None:
    promises = list(db.session.scalars(select(Promise)))
    turns = {fault.id: fault.times_reopened for fault in every_fault}
    assert {(each.fault_id, each.turn) for each in promises} == {
        (id_, turn) for id_, most in turns.items() for turn in range(most + 1)
    }
    counted = [each for each in promises if each.void_at is None]
    slipped = [each for each in counted if (each.met_at or AT) > each.first_due_at]
    assert 0.02 < len(slipped) / len(counted) < 0.35
    assert all(each.told_at and each.told_at < each.first_due_at for each in slipped)
