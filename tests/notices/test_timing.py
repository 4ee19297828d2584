"""Quiet hours, gathering, storms: when a notice may go to a person."""

from datetime import UTC, datetime, time, timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.extensions import db
from app.notices.delivery.delivering import deliver
from app.notices.models import Notice, Quiet, Topic
from app.notices.service import Words, tell
from app.notices.wishes.timing import after_quiet
from app.people.models import Person, Role
from tests.builders import Builder
from tests.notices.receivers import MailServer

NOW = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
ZONES = ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia"]

MINUTES = st.integers(0, 24 * 60 - 1)


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def _quiet(person: Person, **values: object) -> Quiet:
    usual = {"timezone": "UTC", "starts": time(22), "ends": time(7), "gather_minutes": 0}
    quiet = Quiet(person_id=person.id, **{**usual, "urgent_anyway": True, **values})
    db.session.add(quiet)
    db.session.commit()
    return quiet


def _tell(person: Person, number: int, *, at: datetime, topic: Topic = Topic.NEW_FAULT) -> None:
    words = Words(f"News {number}", f"Text {number}.")
    tell([person], topic, words, about=f"fault-{number}", at=at)
    db.session.commit()


def _moments() -> list[datetime]:
    return list(db.session.scalars(select(Notice.try_at).order_by(Notice.id)))


def test_what_comes_at_night_waits_for_the_morning_and_comes_as_one(
    app: Flask, make: Builder, mailbox: MailServer
) -> None:
    person = make.person(role=Role.TECHNICIAN)
    _quiet(person)
    for number in range(3):
        _tell(person, number, at=NOW + timedelta(minutes=number))
    morning = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
    assert set(_moments()) == {morning}
    deliver(lambda: morning - timedelta(minutes=1))
    assert not mailbox.mails
    deliver(lambda: morning)
    assert [each["Subject"] for each in mailbox.mails] == ["News 0, and 2 more"]


@pytest.mark.parametrize(("anyway", "waits"), [(True, False), (False, True)])
def test_what_is_urgent_comes_at_night_unless_not_even_that_is_wanted(
    app: Flask, make: Builder, anyway: bool, waits: bool
) -> None:
    person = make.person(role=Role.TECHNICIAN)
    _quiet(person, urgent_anyway=anyway)
    _tell(person, 1, at=NOW, topic=Topic.ESCALATION)
    assert (_moments()[0] > NOW) is waits


def test_what_is_gathered_goes_together_when_the_first_has_waited_long_enough(
    app: Flask, make: Builder
) -> None:
    person = make.person(role=Role.TECHNICIAN)
    _quiet(person, starts=None, ends=None, gather_minutes=15)
    for minutes in (0, 5, 14, 16):
        _tell(person, minutes, at=NOW + timedelta(minutes=minutes))
    first = NOW + timedelta(minutes=15)
    assert _moments() == [first, first, first, NOW + timedelta(minutes=31)]


def test_a_storm_comes_as_one_message(app: Flask, make: Builder, mailbox: MailServer) -> None:
    person = make.person(role=Role.TECHNICIAN)
    for number in range(30):
        at = NOW + timedelta(seconds=10 * number)
        _tell(person, number, at=at)
        deliver(lambda at=at: at)  # type: ignore[misc]
    deliver(lambda: NOW + timedelta(minutes=20))
    assert len(mailbox.mails) == 6
    assert mailbox.mails[-1]["Subject"] == "News 5, and 24 more"


def test_a_person_who_is_switched_off_is_told_nothing(app: Flask, make: Builder) -> None:
    person = make.person(role=Role.TECHNICIAN)
    person.active = False
    _tell(person, 1, at=NOW)
    assert _moments() == []


@settings(deadline=None)
@given(
    starts=MINUTES,
    ends=MINUTES,
    zone=st.sampled_from(ZONES),
    seconds=st.integers(0, 2 * 366 * 24 * 3600),
)
def test_nothing_is_quiet_for_longer_than_a_day_or_comes_before_it_was_told(
    starts: int, ends: int, zone: str, seconds: int
) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    quiet = Quiet(timezone=zone, starts=_time(starts), ends=_time(ends))
    moment = after_quiet(quiet, at)
    assert timedelta(0) <= moment - at <= timedelta(hours=25)
    again = after_quiet(quiet, moment)
    assert again - moment <= timedelta(hours=1), "its end is not quiet, but where clocks go back"
