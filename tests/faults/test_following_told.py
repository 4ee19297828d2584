"""Whoever follows a fault is told when it moves: in their language, on their own page's link."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask_babel import get_locale
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.faults import service
from app.faults.following.telling import tell_followers
from app.faults.models import (
    Awaiting,
    Fault,
    FaultState,
    Follower,
    FollowVia,
    Report,
    Restoration,
)
from app.faults.promises.reached import Step, Wait
from app.notices.models import Notice, Topic, Via
from app.notices.service import Words
from app.people.models import Person
from tests.builders import Builder
from tests.building import stored


@pytest.fixture
def report(make: Builder, fault: Fault) -> Report:
    return make.report(fault=fault)


def follower(report: Report, **given: Any) -> Follower:
    now = clock.now()
    fields = {
        "report_id": report.id,
        "via": FollowVia.EMAIL,
        "address": "visitor@example.edu",
        "secret": f"secret-{report.id}-{given.get('address', '')}",
        "asked_at": now,
        "confirmed_at": now,
    }
    return stored(Follower(**(fields | given)))


def told() -> list[Notice]:
    return list(db.session.scalars(select(Notice).where(Notice.topic == Topic.REPORTER)))


@pytest.fixture
def moved(fault: Fault, ada: Person) -> Callable[..., None]:
    def move(state: FaultState, note: str = "", how: Step | None = None) -> None:
        held = db.session.get_one(Fault, fault.id)
        service.move(held, state, by=ada, note=note, at=clock.now(), how=how or Step())

    return move


def test_each_move_is_told_with_its_reason_and_the_way_to_stop(report: Report, moved: Any) -> None:
    one = follower(report)
    day = (clock.now() + timedelta(days=9)).date()
    moved(FaultState.SEEN)
    moved(FaultState.ATTENDED)
    moved(FaultState.WAITING, "A lamp is ordered", Step(wait=Wait(Awaiting.PART, day)))
    moved(FaultState.RESTORED, "", Step(restoration=Restoration.WORKAROUND))
    notices = told()
    lines = [each.subject.partition(": ")[2] for each in notices]
    assert lines == [
        "Somebody has read your report",
        "Somebody is working on it",
        "It has to wait",
        "It works again",
    ]
    assert all(each.subject.startswith("Projector left in room") for each in notices)
    assert {each.link for each in notices} == {f"/f/{report.secret}"}
    assert {each.stop_link for each in notices} == {f"/f/stop/{one.secret}"}
    assert "works again by" in notices[0].body
    assert "A lamp is ordered" in notices[2].body
    assert f"We look at it again on {day:%A}" in notices[2].body
    assert "We still look for the cause" in notices[3].body


def test_the_way_around_it_is_told_while_it_is_broken(
    report: Report, fault: Fault, moved: Any
) -> None:
    follower(report)
    db.session.get_one(Fault, fault.id).detail = "Use the left input meanwhile"
    moved(FaultState.SEEN)
    assert "Use the left input meanwhile" in told()[0].body


def test_unconfirmed_and_stopped_are_not_told(report: Report, moved: Any) -> None:
    now = clock.now()
    follower(report, address="a@example.edu", confirmed_at=None)
    follower(report, address="b@example.edu", stopped_at=now)
    moved(FaultState.SEEN)
    assert told() == []


def test_one_address_is_told_once_however_many_reports_it_follows(
    make: Builder, report: Report, fault: Fault, moved: Any
) -> None:
    follower(report)
    follower(make.report(fault=fault))
    moved(FaultState.SEEN)
    assert len(told()) == 1


def test_followers_of_a_fault_merged_into_it_are_told_too(
    make: Builder, fault: Fault, moved: Any
) -> None:
    second = make.fault(room=fault.room, merged_into_id=fault.id, state=FaultState.DUPLICATE)
    third = make.fault(room=fault.room, merged_into_id=second.id, state=FaultState.DUPLICATE)
    follower(make.report(fault=third))
    moved(FaultState.SEEN)
    assert [each.address for each in told()] == ["visitor@example.edu"]


def test_each_is_told_in_the_language_of_the_report(
    make: Builder, report: Report, fault: Fault
) -> None:
    follower(report)
    follower(make.report(fault=fault, language="de"), address="b@example.edu")

    def words() -> Words:
        return Words(str(get_locale()), "")

    tell_followers(fault, words, at=clock.now())
    assert [each.subject for each in told()] == ["en", "de"]


def test_a_push_goes_by_push(report: Report, moved: Any) -> None:
    follower(report, via=FollowVia.PUSH, address="{}")
    moved(FaultState.SEEN)
    assert [each.via for each in told()] == [Via.PUSH]


def test_closing_is_told_only_with_a_reason(report: Report, moved: Any) -> None:
    follower(report)
    moved(FaultState.RESTORED)
    moved(FaultState.CLOSED)
    assert len(told()) == 1
    moved(FaultState.REOPENED)
    moved(FaultState.REJECTED, "It was the light switch")
    assert "It was the light switch" in told()[-1].body
