"""Whoever answers for the place learns that somebody could not be told: once, without a loop."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.notices.delivery.delivering import deliver
from app.notices.delivery.given_up import ABOUT
from app.notices.models import Notice, PushDevice, Topic, Via
from app.notices.service import Words, tell_reporter
from app.people.models import Person, Role
from tests.builders import Builder
from tests.conftest import signed_in_client
from tests.notices.receivers import HttpReceiver, MailServer, PushBrowser
from tests.pages import fetch

NOW = datetime.now(UTC)


@pytest.fixture
def boss(make: Builder) -> Person:
    """Who answers for the place."""
    make.room()
    return make.person(role=Role.MANAGER)


def _tell(address: str = "visitor@example.org") -> None:
    tell_reporter(Via.EMAIL, address, Words("News", "x"), stop_link="/f/1", about="fault-1", at=NOW)
    db.session.commit()


def _said() -> list[Notice]:
    return list(db.session.scalars(select(Notice).where(Notice.about == ABOUT)))


def test_a_manager_is_told_once_and_sees_it_on_the_page_of_the_day(
    app: Flask, boss: Person, mailbox: MailServer
) -> None:
    mailbox.answer = "550 no such person"
    _tell("a@example.org")
    _tell("b@example.org")
    deliver(lambda: NOW)
    (said,) = _said()
    assert (said.person_id, said.topic, said.link) == (boss.id, Topic.SYSTEM, "/notices")
    page = fetch(signed_in_client(app, boss), "/today")
    assert "messages could not be told" in page.main
    assert page.link("Look why, and send it again") == "/notices"


def test_what_says_so_and_is_given_up_itself_says_no_more(
    boss: Person, mailbox: MailServer
) -> None:
    mailbox.answer = "550 no such person"
    _tell()
    for day in range(3):
        deliver(lambda day=day: NOW + timedelta(days=day))  # type: ignore[misc]
    assert [each.dead_at is not None for each in _said()] == [True]


def test_where_mail_is_shut_it_is_said_by_another_way(
    boss: Person, mailbox: MailServer, receiver: HttpReceiver
) -> None:
    phone = PushBrowser(receiver)
    given = {"subscription": phone.subscription, "endpoint": phone.endpoint, "added_at": NOW}
    db.session.add(PushDevice(person_id=boss.id, **given))
    _tell()
    mailbox.end()
    try:
        for day in range(6):
            deliver(lambda day=day: NOW + timedelta(days=day))  # type: ignore[misc]
    finally:
        mailbox.begin()
    assert [each.via for each in _said()] == [Via.PUSH]
    assert "could not be told" in phone.opened(receiver.came[0][2])["title"]


def test_a_technician_is_not_troubled_with_it(
    technician: FlaskClient, boss: Person, mailbox: MailServer
) -> None:
    mailbox.answer = "550 no such person"
    _tell()
    deliver(lambda: NOW)
    assert "could not be told" not in fetch(technician, "/today").main
