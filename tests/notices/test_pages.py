"""Each person chooses what they hear; managers see what waits and why; admins add channels."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import get_locale
from sqlalchemy import select

from app import jobs
from app.extensions import db
from app.notices.delivery.delivering import deliver
from app.notices.models import Channel, Notice, PushDevice, Quiet, Topic, Via
from app.notices.pages import masked
from app.notices.service import Words, announce, tell, tell_reporter
from app.people.models import Person, Role
from app.places.models import SupportCalendar
from tests.builders import Builder
from tests.conftest import signed_in_client
from tests.notices.receivers import HttpReceiver, MailServer, PushBrowser
from tests.pages import fetch, read

NOW = datetime.now(UTC)
HERE = "/settings/notices"


@pytest.fixture
def person(make: Builder) -> Person:
    """Somebody who mends faults."""
    return make.person(role=Role.TECHNICIAN)


@pytest.fixture
def browser(app: Flask, person: Person) -> FlaskClient:
    """Their browser."""
    return signed_in_client(app, person)


def _told(person: Person, topic: Topic, at: datetime = NOW) -> list[Notice]:
    before = set(db.session.scalars(select(Notice.id)))
    tell([person], topic, Words("News", "Text"), about="fault-1", at=at)
    db.session.commit()
    return [each for each in db.session.scalars(select(Notice)) if each.id not in before]


def test_somebody_chooses_what_comes_by_mail_and_when_not(
    person: Person, browser: FlaskClient
) -> None:
    assert len(_told(person, Topic.NEW_FAULT)) == 1, "unless they choose, they hear everything"
    answer = (
        fetch(browser, HERE)
        .form(HERE)
        .send({"by_email": ["mine", "escalation"], "by_push": ["mine"], "gather_minutes": "60"})
    )
    assert answer.status_code == 303
    assert not _told(person, Topic.NEW_FAULT)
    [gathered] = _told(person, Topic.MINE)
    assert gathered.try_at == NOW + timedelta(minutes=60)
    [urgent] = _told(person, Topic.ESCALATION)
    assert urgent.try_at == NOW
    assert "checked" in fetch(browser, HERE).response.get_data(as_text=True)


def test_quiet_hours_need_a_beginning_and_an_end(browser: FlaskClient) -> None:
    answer = fetch(browser, HERE).form(HERE).send({"starts": "22:00"})
    page = read(answer, 422)
    assert "Enter both, or none." in page.text
    assert db.session.scalars(select(Quiet)).all() == []


def test_a_browser_is_pushed_to_until_its_owner_ends_it(
    person: Person, browser: FlaskClient, receiver: HttpReceiver, make: Builder
) -> None:
    pushed = PushBrowser(receiver)
    add = f"{HERE}/devices"
    given = {"subscription": pushed.subscription, "name": "A phone"}
    assert fetch(browser, HERE).form(add).send(given).status_code == 303
    assert "A phone" in fetch(browser, HERE).text
    assert {each.via for each in _told(person, Topic.MINE)} == {Via.EMAIL, Via.PUSH}
    device = db.session.scalars(select(PushDevice)).one()
    other = signed_in_client(browser.application, make.person(role=Role.TECHNICIAN))
    assert other.post(f"{add}/{device.id}/end").status_code in {400, 404}
    fetch(browser, HERE).form(f"{add}/{device.id}/end").send({})
    assert {each.via for each in _told(person, Topic.MINE)} == {Via.EMAIL}


def test_what_is_no_subscription_is_refused(browser: FlaskClient) -> None:
    answer = fetch(browser, HERE).form(f"{HERE}/devices").send({"subscription": "{}"})
    assert answer.status_code == 400
    assert db.session.scalars(select(PushDevice)).all() == []


def test_a_try_comes_by_the_ways_that_were_chosen(
    browser: FlaskClient, mailbox: MailServer
) -> None:
    assert fetch(browser, HERE).form(f"{HERE}/try").send({}).status_code == 303
    jobs._worker().sweep()
    assert [each["Subject"] for each in mailbox.mails] == ["A try"]


def test_what_could_not_be_told_says_why_and_is_sent_again(
    person: Person, manager: FlaskClient, mailbox: MailServer
) -> None:
    mailbox.answer = "550 no such person"
    _told(person, Topic.MINE)
    deliver(lambda: NOW)
    page = fetch(manager, "/notices")
    assert "no such person" in page.text
    notice = db.session.scalars(select(Notice).where(Notice.topic == Topic.MINE)).one()
    mailbox.answer = "250 taken"
    page.form(f"/notices/{notice.id}/again").send({})
    deliver(lambda: NOW + timedelta(hours=1))
    assert mailbox.receivers.count(person.email) == 1
    assert "Nothing: all that was to be told was told" in fetch(manager, "/notices").text


def test_what_waits_can_be_given_up(person: Person, manager: FlaskClient) -> None:
    [notice] = _told(person, Topic.MINE)
    fetch(manager, "/notices").form(f"/notices/{notice.id}/give-up").send({})
    assert "Given up by hand." in fetch(manager, "/notices").text


def test_a_reporters_address_is_not_shown_in_whole(manager: FlaskClient) -> None:
    tell_reporter(
        Via.EMAIL, "carla@example.org", Words("News", "Text"), stop_link="", about="", at=NOW
    )
    db.session.commit()
    assert "carla@" not in fetch(manager, "/notices").text
    assert masked("carla@example.org") == "c…@example.org"


def test_an_admin_adds_a_webhook_and_sees_its_secret_once(
    admin: FlaskClient, receiver: HttpReceiver
) -> None:
    given = {
        "kind": "webhook",
        "name": "Our board",
        "address": f"{receiver.address}/hook",
        "topics": ["new_fault"],
    }
    new = "/notices/channels/new"
    page = read(fetch(admin, new).form(new).send(given), 200, admin)
    channel = db.session.scalars(select(Channel)).one()
    assert channel.secret.startswith("whsec_")
    assert channel.secret in page.text
    assert channel.secret not in fetch(admin, "/notices/channels").text
    page.form(f"/notices/channels/{channel.id}/try").send({})
    deliver(lambda: datetime.now(UTC))
    assert len(receiver.came) == 1
    listed = fetch(admin, "/notices/channels")
    assert "less than a minute ago" in listed.text or "just now" in listed.text
    listed.form(f"/notices/channels/{channel.id}/stop").send({})
    announce(Topic.NEW_FAULT, Words("a", "b"), about="fault-1", payload={}, at=NOW)
    assert db.session.scalars(select(Notice).where(Notice.topic == Topic.NEW_FAULT)).all() == []
    fetch(admin, "/notices/channels").form(f"/notices/channels/{channel.id}/start").send({})
    db.session.expire_all()
    assert channel.stopped_at is None


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("webhook", "file:///etc/passwd"),
        ("webhook", "ftp://example.org"),
        ("webhook", "https://me:secret@example.org/"),
        ("chat", "exec://ls"),
        ("chat", "mailto://a:b@example.org"),
        ("chat", "https://example.org/"),
    ],
)
def test_a_channel_leads_nowhere_else(admin: FlaskClient, kind: str, address: str) -> None:
    given = {"kind": kind, "name": "x", "address": address, "topics": ["new_fault"]}
    new = "/notices/channels/new"
    page = read(fetch(admin, new).form(new).send(given), 422)
    assert page.errors
    assert db.session.scalars(select(Channel)).all() == []


def test_somebody_is_told_in_the_language_that_they_choose(
    make: Builder, person: Person, browser: FlaskClient
) -> None:
    fetch(browser, HERE).form(HERE).send({"language": "en"})
    assert db.session.get_one(Person, person.id).language == "en"
    person.language = "de"
    other = make.person()
    tell([person, other], Topic.MINE, lambda: Words(str(get_locale()), ""), about="x", at=NOW)
    told = {
        each.person_id: (each.subject, each.language) for each in db.session.scalars(select(Notice))
    }
    assert told == {person.id: ("de", "de"), other.id: ("en", "en")}


def test_the_time_zone_is_that_of_most_sites_until_somebody_chooses(
    make: Builder, browser: FlaskClient
) -> None:
    assert fetch(browser, HERE).form(HERE).filled["timezone"] == "UTC", "there is no site yet"
    make.room()
    calendar = db.session.scalars(select(SupportCalendar)).one()
    calendar.timezone = "Asia/Kolkata"
    db.session.commit()
    assert fetch(browser, HERE).form(HERE).filled["timezone"] == "Asia/Kolkata"
