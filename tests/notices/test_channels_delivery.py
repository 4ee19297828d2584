"""Webhooks that prove who sends, chat rooms, and browsers: each by a real receiver."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from standardwebhooks import Webhook, WebhookVerificationError

from app.extensions import db
from app.notices.channels.chat import is_understood, service_of
from app.notices.channels.signing import new_secret, signed
from app.notices.delivery.delivering import deliver
from app.notices.models import Channel, Notice, PushDevice, Topic, Via
from app.notices.service import Words, announce, tell
from app.people.models import Person, Role
from tests.builders import Builder
from tests.notices.receivers import HttpReceiver, MailServer, PushBrowser

NOW = datetime.now(UTC)
WORDS = Words("The projector fails", "Room 2.14.", "/faults/1")


def _channel(via: Via, address: str, name: str = "ours") -> Channel:
    channel = Channel(
        via=via,
        name=name,
        address=address,
        secret=new_secret() if via is Via.WEBHOOK else "",
        topics="new_fault warning",
        created_at=NOW,
    )
    db.session.add(channel)
    db.session.commit()
    return channel


def _announce(topic: Topic = Topic.NEW_FAULT) -> None:
    announce(topic, WORDS, about="fault-1", payload={"fault": 1, "room": "2.14 ü"}, at=NOW)
    db.session.commit()


def _deliver(**later: float) -> None:
    deliver(lambda: NOW + timedelta(**later))


def _channels() -> list[Channel]:
    found = select(Channel).order_by(Channel.id).execution_options(populate_existing=True)
    return list(db.session.scalars(found))


def test_a_webhook_is_signed_as_its_receivers_library_wants_it(
    app: Flask, receiver: HttpReceiver
) -> None:
    channel = _channel(Via.WEBHOOK, f"{receiver.address}/hook")
    _announce()
    _announce(Topic.WORK)  # it did not want to hear that
    _deliver()
    [(path, headers, body)] = receiver.came
    told = Webhook(channel.secret).verify(body, headers)
    assert path == "/hook"
    assert (told["type"], told["data"]) == ("new_fault", {"fault": 1, "room": "2.14 ü"})
    with pytest.raises(WebhookVerificationError):
        Webhook(channel.secret).verify(body.replace(b"1", b"2"), headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(body, headers)


def test_the_signature_is_that_of_the_scheme_s_own_example() -> None:
    """The example of the scheme's specification."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    headers = signed(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_receiver_that_is_away_gets_all_later_under_the_same_ids(
    app: Flask, receiver: HttpReceiver
) -> None:
    _channel(Via.WEBHOOK, f"{receiver.address}/hook")
    for _each in range(3):
        _announce()
    receiver.status = 500
    _deliver()
    first = [headers["webhook-id"] for _path, headers, _body in receiver.came]
    assert len(first) == 1, "the others wait for a receiver that works"
    assert "500" in _channels()[0].problem
    receiver.end()
    try:
        _deliver(minutes=10)
    finally:
        receiver.begin()
    receiver.status = 200
    for hours in (1, 2, 3, 4):
        _deliver(hours=hours)
    ids = [headers["webhook-id"] for _path, headers, _body in receiver.came]
    assert set(ids) == set(db.session.scalars(select(Notice.letter)))
    assert len(ids) == 4
    assert first[0] in ids[1:]
    assert _channels()[0].problem == ""


def test_a_broken_way_holds_up_no_other(
    app: Flask, make: Builder, mailbox: MailServer, receiver: HttpReceiver
) -> None:
    _channel(Via.WEBHOOK, f"{receiver.address}/hook")
    _channel(Via.WEBHOOK, "http://127.0.0.1:9/nobody", "broken")
    _channel(Via.CHAT, "ntfy://127.0.0.1:9/nobody", "broken chat")
    tell([make.person(role=Role.TECHNICIAN)], Topic.MINE, WORDS, about="fault-1", at=NOW)
    _announce()
    _deliver()
    assert len(receiver.came) == 1
    assert len(mailbox.mails) == 1
    assert [bool(each.problem) for each in _channels()] == [False, True, True]


def test_a_chat_room_hears_it_by_the_one_way_out(app: Flask, receiver: HttpReceiver) -> None:
    receiver.status = 200
    _channel(Via.CHAT, f"ntfy://127.0.0.1:{receiver.port}/rooms")
    _announce()
    _deliver()
    [(_path, headers, body)] = receiver.came
    assert headers["user-agent"] == "Roomworthy"
    told = json.loads(body)
    assert told["topic"] == "rooms"
    assert "https://rooms.example.edu/faults/1" in told["message"]
    assert "http" not in json.dumps({**told, "message": ""})


def test_a_chat_address_leads_nowhere_inside(app: Flask, receiver: HttpReceiver) -> None:
    _channel(Via.CHAT, "mmost://10.0.0.1:80/abcdefghijklmnop")
    _announce()
    _deliver()
    assert "inside the network" in _channels()[0].problem


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "exec://ls",
        "mailto://a:b@example.org",
        "dbus://",
        "syslog://",
        "json://127.0.0.1/",
        "xml://127.0.0.1/",
        "form://127.0.0.1/",
        "windows://",
        "gnome://",
        "msteams://x/y/z/?template=/etc/passwd",
        "ntfy://host/topic?retry=100&wait=100",
        "ntfy://host/topic?attach=file:///etc/passwd",
        "ntfy://host/topic?:key=value",
        "include file:///etc/passwd",
        "ntfy",
        "",
    ],
)
def test_only_chat_services_that_are_named_are_spoken_to(app: Flask, address: str) -> None:
    assert service_of(address) is None
    assert not is_understood(address)


def test_an_address_of_a_service_that_is_named_is_understood(app: Flask) -> None:
    for address in (
        "ntfy://host/topic",
        "mmosts://host/abcdefghijklmnop",
        "gotifys://host/ABCDEFGHIJKLMNO",
        "discord://123456789012345678/abcdefghijklmnopqrstuvwxyz",
        "matrixs://user:secret@host/#room",
        "tgram://123456789:abcdefg_hijklmnop/12315544",
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#rooms",
        "gchat://workspace/key/token",
        "rockets://user:secret@host/#rooms",
    ):
        assert is_understood(address), address


def _device(person: Person, browser: PushBrowser) -> None:
    given = {"subscription": browser.subscription, "endpoint": browser.endpoint}
    db.session.add(PushDevice(person_id=person.id, added_at=NOW, **given))
    db.session.commit()


def test_a_browser_opens_what_was_sealed_for_it(
    app: Flask, make: Builder, mailbox: MailServer, receiver: HttpReceiver
) -> None:
    person, browser = make.person(role=Role.TECHNICIAN), PushBrowser(receiver)
    _device(person, browser)
    tell([person], Topic.ESCALATION, WORDS, about="fault-1", at=NOW)
    db.session.commit()
    _deliver()
    [(_path, headers, body)] = receiver.came
    told = browser.opened(body)
    assert (told["title"], told["link"]) == ("The projector fails", "/faults/1")
    assert b"projector" not in body
    assert headers["content-encoding"] == "aes128gcm"
    assert headers["urgency"] == "high"
    assert headers["authorization"].startswith("vapid t=")
    assert told["id"] in set(db.session.scalars(select(Notice.letter)))
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_told_nothing_more(
    app: Flask, make: Builder, mailbox: MailServer, receiver: HttpReceiver, status: int
) -> None:
    person = make.person(role=Role.TECHNICIAN)
    _device(person, PushBrowser(receiver))
    receiver.status = status
    for minute in (0, 1):
        at = NOW + timedelta(minutes=minute)
        tell([person], Topic.MINE, WORDS, about="fault-1", at=at)
        db.session.commit()
        deliver(lambda at=at: at)  # type: ignore[misc]
    assert len(receiver.came) == 1
    assert len(mailbox.mails) == 2
    db.session.expire_all()
    assert db.session.scalars(select(PushDevice)).one().gone_at == NOW
