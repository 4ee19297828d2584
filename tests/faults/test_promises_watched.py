"""What the clock does by itself: warn, tell the next, tell reporters, remind, close."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.extensions import db
from app.faults import jobs, record, service
from app.faults.models import (
    Awaiting,
    Channel,
    Duty,
    Effect,
    Event,
    Fault,
    FaultState,
    Follower,
    FollowVia,
    Promise,
    Restoration,
    Stage,
    TimelineEntry,
)
from app.faults.promises.reached import Step, Wait
from app.notices.models import Notice, Topic
from app.people.models import Person, Role
from app.places import queries as places
from app.places.models import Criticality, Room
from tests.builders import NOON, Builder

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
Sweep = Callable[[datetime], None]


@pytest.fixture
def sweep(monkeypatch: pytest.MonkeyPatch) -> Sweep:
    """The worker, at a moment."""

    def at(moment: datetime) -> None:
        db.session.commit()
        monkeypatch.setattr(clock, "now", lambda: moment)
        jobs.sweep()

    return at


@pytest.fixture
def room(make: Builder) -> Room:
    """A room in which nothing waits for a second day: P2, someone there in 30 minutes."""
    found = places.room(make.room(criticality=Criticality.A, name="2.14").id)
    assert found
    return found


@pytest.fixture
def fault(make: Builder, room: Room) -> Fault:
    unit = make.equipment(room=room, name="Projector left")
    word = make.symptom(label="No picture")
    origin = record.Origin(Channel.TAG)
    return record.opened(room, unit, word, Effect.UNIT_DOWN, origin=origin, at=NOON)


def told(topic: Topic) -> list[tuple[str, str]]:
    """Whom it was told of this topic, and what: addresses and subjects."""
    rows = db.session.scalars(select(Notice).where(Notice.topic == topic).order_by(Notice.id))
    return [(each.address, each.subject) for each in rows]


def whom(topic: Topic) -> set[str]:
    return {address for address, _subject in told(topic)}


def promise(fault: Fault, stage: Stage) -> Promise:
    found = select(Promise).where(Promise.fault_id == fault.id, Promise.stage == stage)
    return db.session.scalars(found).one()


def events(fault: Fault, event: Event) -> list[TimelineEntry]:
    rows = select(TimelineEntry).where(
        TimelineEntry.fault_id == fault.id, TimelineEntry.event == event
    )
    return list(db.session.scalars(rows))


def on_call(room: Room, person: Person, *, step: int = 1) -> None:
    span = {"starts_at": NOON - HOUR, "ends_at": NOON + 9 * HOUR}
    db.session.add(Duty(calendar_id=room.support.id, person_id=person.id, step=step, **span))
    db.session.commit()


def test_at_three_quarters_whoever_took_it_is_warned_once(
    sweep: Sweep, make: Builder, fault: Fault
) -> None:
    ada, _other = make.person(), make.person()
    service.take(fault, ada, at=NOON)
    sweep(NOON + 21 * MINUTE)
    assert not told(Topic.WARNING)
    sweep(NOON + 22 * MINUTE)
    sweep(NOON + 23 * MINUTE)
    [(address, subject)] = told(Topic.WARNING)
    assert address == ada.email
    assert subject.startswith("Soon due: Projector left: No picture, room 2.14")
    notice = db.session.scalars(select(Notice).where(Notice.topic == Topic.WARNING)).one()
    assert "Someone is there: by 12:30" in notice.body
    assert notice.link == f"/faults/{fault.id}"
    [entry] = events(fault, Event.WARNED)
    assert not entry.public


def test_where_nobody_took_it_who_is_on_call_is_warned_else_everybody(
    sweep: Sweep, make: Builder, room: Room, fault: Fault
) -> None:
    ada, bob = make.person(), make.person()
    make.person(active=False)
    sweep(NOON + 4 * MINUTE)
    assert whom(Topic.WARNING) == {ada.email, bob.email}, "nobody is on call"
    on_call(room, bob)
    service.move(fault, FaultState.SEEN, by=ada, note="", at=NOON + 4 * MINUTE)
    sweep(NOON + 22 * MINUTE)
    assert [address for address, _subject in told(Topic.WARNING)[2:]] == [bob.email]


def test_what_is_missed_goes_to_the_next_step_and_again_to_whoever_answers_for_it(
    sweep: Sweep, make: Builder, room: Room, fault: Fault
) -> None:
    ada, eve, _manager = make.person(), make.person(), make.person(role=Role.MANAGER)
    on_call(room, ada)
    on_call(room, eve, step=2)
    service.move(fault, FaultState.SEEN, by=ada, note="", at=NOON)
    sweep(NOON + 22 * MINUTE)
    sweep(NOON + 30 * MINUTE)
    sweep(NOON + 31 * MINUTE)
    assert [address for address, _subject in told(Topic.ESCALATION)] == [eve.email]
    assert [address for address, _subject in told(Topic.WARNING)] == [ada.email, ada.email]
    assert promise(fault, Stage.ATTENDED).escalated_at == NOON + 30 * MINUTE


def test_without_a_second_step_the_managers_are_told(
    sweep: Sweep, make: Builder, fault: Fault
) -> None:
    manager = make.person(role=Role.MANAGER)
    sweep(NOON + 5 * MINUTE)
    assert whom(Topic.ESCALATION) == {manager.email}


def test_reporters_are_told_before_a_promise_passes_and_only_once(
    sweep: Sweep, make: Builder, fault: Fault
) -> None:
    report = make.report(fault=fault, language="en")
    follower = {"via": FollowVia.EMAIL, "address": "lee@example.edu", "secret": "follows"}
    db.session.add(Follower(report_id=report.id, asked_at=NOON, confirmed_at=NOON, **follower))
    sweep(NOON + 22 * MINUTE)
    assert not events(fault, Event.MAY_SLIP)
    attended = promise(fault, Stage.ATTENDED)
    for minute in range(23, 33):
        sweep(NOON + minute * MINUTE)
    [entry] = events(fault, Event.MAY_SLIP)
    assert entry.public
    assert attended.told_at
    assert attended.warned_at
    assert attended.warned_at <= attended.told_at < attended.due_at
    [(address, subject)] = told(Topic.REPORTER)
    assert (address, "may take longer" in subject) == ("lee@example.edu", True)


def test_what_was_reached_in_time_is_not_told_to_be_late(
    sweep: Sweep, make: Builder, fault: Fault
) -> None:
    service.move(fault, FaultState.ATTENDED, by=make.person(), note="", at=NOON + 9 * MINUTE)
    sweep(NOON + HOUR)
    assert not events(fault, Event.MAY_SLIP)


def test_a_worker_that_was_away_tells_late_rather_than_not_at_all(
    sweep: Sweep, make: Builder, fault: Fault
) -> None:
    make.person()
    sweep(NOON + 3 * HOUR)
    assert len(events(fault, Event.MAY_SLIP)) == 1
    assert promise(fault, Stage.ATTENDED).told_at == NOON + 3 * HOUR
    assert not promise(fault, Stage.RESTORED).told_at


def test_what_works_again_is_closed_by_time_unless_somebody_objects(
    sweep: Sweep, make: Builder, fault: Fault
) -> None:
    ada = make.person()
    mended = Step(restoration=Restoration.REPAIR)
    service.move(fault, FaultState.RESTORED, by=ada, note="", at=NOON, how=mended)
    made_do = make.fault(
        state=FaultState.RESTORED, restoration=Restoration.WORKAROUND, restored_at=NOON
    )
    resolved = make.fault(state=FaultState.RESOLVED, resolved_at=NOON)
    sweep(NOON + timedelta(days=13))
    assert [each.state for each in (fault, made_do, resolved)] == [
        FaultState.RESTORED,
        FaultState.RESTORED,
        FaultState.CLOSED,
    ]
    sweep(NOON + timedelta(days=14))
    assert fault.state is FaultState.CLOSED
    assert fault.closed_at == NOON + timedelta(days=14)
    assert len(events(fault, Event.BY_TIME)) == 1
    assert made_do.state is FaultState.RESTORED


def test_the_day_that_a_fault_waited_for_is_told_in_support_hours_once(
    sweep: Sweep, make: Builder, fault: Fault
) -> None:
    ada = make.person()
    service.take(fault, ada, at=NOON)
    wait = Step(wait=Wait(Awaiting.PART, date(2026, 3, 9)))
    service.move(fault, FaultState.WAITING, by=ada, note="A lamp.", at=NOON, how=wait)
    sweep(datetime.fromisoformat("2026-03-09T07:59:00+00:00"))
    assert not told(Topic.MINE)
    for _minute in range(2):
        sweep(datetime.fromisoformat("2026-03-09T08:01:00+00:00"))
    [(address, subject)] = told(Topic.MINE)
    assert address == ada.email
    assert subject.startswith("Look again: ")


def test_nothing_is_said_of_a_fault_while_its_clock_stands_still(
    sweep: Sweep, make: Builder, fault: Fault
) -> None:
    ada = make.person()
    wait = Step(wait=Wait(Awaiting.PART, date(2026, 3, 9)))
    service.move(fault, FaultState.WAITING, by=ada, note="A lamp.", at=NOON, how=wait)
    sweep(NOON + timedelta(days=5))
    assert not told(Topic.WARNING)
    assert not events(fault, Event.MAY_SLIP)


def test_one_fault_that_fails_keeps_no_other_waiting(
    sweep: Sweep, make: Builder, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolved = make.fault(state=FaultState.RESOLVED, resolved_at=NOON - timedelta(days=9))

    def fails(fault_id: int, *, at: datetime) -> None:
        raise LookupError(fault_id, at)

    monkeypatch.setattr(jobs, "STEPS", ((jobs.STEPS[0][0], fails), jobs.STEPS[2]))
    sweep(NOON + HOUR)
    assert resolved.state is FaultState.CLOSED
    assert db.session.scalar(select(func.count(Promise.warned_at))) == 0
