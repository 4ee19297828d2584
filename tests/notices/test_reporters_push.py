"""Reporters are told on their phones: asked for with one tap, stopped with one, three a day."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.faults import service
from app.faults.following import service as following
from app.faults.following.telling import tell_followers
from app.faults.models import Fault, FaultState, Follower, FollowVia, Report
from app.notices.delivery.delivering import deliver
from app.notices.models import Notice
from app.notices.service import Words
from tests.builders import Builder
from tests.notices.receivers import HttpReceiver, MailServer, PushBrowser
from tests.pages import fetch


@pytest.fixture
def report(make: Builder) -> Report:
    soon = clock.now() + timedelta(days=2)
    return make.report(fault=make.fault(restore_by=soon), language="en", note="SECRETNOTE")


def followers() -> list[Follower]:
    return list(db.session.scalars(select(Follower).execution_options(populate_existing=True)))


def tap(client: FlaskClient, report: Report, subscription: str) -> int:
    """What the button sends once the browser has given its subscription."""
    form = fetch(client, f"/f/{report.secret}").form(f"/f/{report.secret}/phone")
    return form.send({"subscription": subscription}).status_code


def tell(report: Report, number: int = 0) -> None:
    fault = db.session.get_one(Fault, report.fault_id)
    tell_followers(fault, lambda: Words(f"News {number}", "It moves."), at=clock.now())
    db.session.commit()


def test_what_happens_is_pushed_to_the_phone_that_asked(
    app: Flask, client: FlaskClient, make: Builder, report: Report, receiver: HttpReceiver
) -> None:
    phone = PushBrowser(receiver)
    assert tap(client, report, phone.subscription) == 303
    assert tap(client, report, phone.subscription) == 303, "tapped twice"
    (follower,) = followers()
    assert (follower.via, follower.confirmed_at is not None) == (FollowVia.PUSH, True)
    fault = db.session.get_one(Fault, report.fault_id)
    person = make.person(name="Ada Lovelace")
    service.move(fault, FaultState.SEEN, by=person, note="", at=clock.now())
    db.session.commit()
    deliver(clock.now)
    [(_path, _headers, body)] = receiver.came
    told = phone.opened(body)
    assert "Somebody has read your report" in told["title"]
    assert told["link"] == f"/f/{report.secret}"
    assert not {"Ada", "SECRETNOTE"} & set(str(told).split())


def test_stop_ends_it_and_forgets_the_phone(
    client: FlaskClient, report: Report, receiver: HttpReceiver
) -> None:
    tap(client, report, PushBrowser(receiver).subscription)
    page = fetch(client, f"/f/{report.secret}")
    assert "A phone or browser is told." in page.main
    tell(report)
    page.form(button="Stop").send()
    deliver(clock.now)
    assert receiver.came == []
    assert [each.address for each in followers()] == [""]


def test_mail_and_phone_together_bring_three_messages_a_day(
    client: FlaskClient, report: Report, receiver: HttpReceiver, mailbox: MailServer
) -> None:
    tap(client, report, PushBrowser(receiver).subscription)
    following.ask(report, "visitor@example.edu", at=clock.now())
    (mailed,) = (each for each in followers() if each.via is FollowVia.EMAIL)
    following.confirm(mailed, at=clock.now())
    db.session.query(Notice).delete()
    for number in range(4):
        tell(report, number)
        deliver(clock.now)
    assert len(receiver.came) + len(mailbox.mails) == 3
    deliver(lambda: clock.now() + timedelta(hours=25))
    assert len(receiver.came) + len(mailbox.mails) == 5, "what was more comes together"


@pytest.mark.parametrize(
    "given", ["", "{}", "x" * 5000, '{"endpoint": "https://example.org/x"}', "[]"]
)
def test_what_no_browser_gave_is_refused(
    client: FlaskClient, report: Report, receiver: HttpReceiver, given: str
) -> None:
    assert tap(client, report, given) == 400
    assert followers() == []


def test_an_address_inside_the_network_is_never_pushed_to(
    client: FlaskClient, report: Report, receiver: HttpReceiver
) -> None:
    given = PushBrowser(receiver).subscription.replace("127.0.0.1", "169.254.169.254")
    tap(client, report, given)
    tell(report)
    deliver(clock.now)
    assert receiver.came == []


def test_a_phone_that_takes_nothing_any_more_is_forgotten(
    client: FlaskClient, report: Report, receiver: HttpReceiver
) -> None:
    tap(client, report, PushBrowser(receiver).subscription)
    receiver.status = 410
    tell(report)
    deliver(clock.now)
    following.forget(at=clock.now())
    assert followers() == []
