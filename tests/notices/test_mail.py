"""Mail: every try has the same id, an outage loses nothing, and no text makes a header."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.notices.delivery.delivering import deliver
from app.notices.delivery.erasing import erase
from app.notices.models import Notice, Topic, Via
from app.notices.service import Words, tell, tell_reporter
from app.people.models import Person, Role
from tests.builders import Builder
from tests.notices.receivers import MailServer

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
EVIL = [
    "a\r\nBcc: evil@example.org",
    "a\nBcc: evil@example.org",
    "a\rBcc: evil@example.org",
    "a\r\n\r\nBcc: evil@example.org",
    "a\x0b\x0cBcc: evil@example.org",
    "a\u2028Bcc: evil@example.org",
    "a\x85Bcc: evil@example.org\x00",
    "=?utf-8?q?a=0D=0ABcc=3A_evil=40example.org?=",
]


def _deliver(at: datetime) -> None:
    deliver(lambda: at)


def _tell(person: Person, subject: str = "The projector fails", at: datetime = NOW) -> None:
    tell([person], Topic.MINE, Words(subject, "Room 2.14.", "/faults/1"), about="fault-1", at=at)
    db.session.commit()


def _tell_reporter(number: int = 1, at: datetime = NOW, address: str = "a@example.org") -> None:
    words = Words(f"News {number}", f"Text {number}", f"/f/{number}")
    tell_reporter(
        Via.EMAIL, address, words, stop_link=f"/f/{number}/stop", about=f"fault-{number}", at=at
    )
    db.session.commit()


def _one() -> Notice:
    return db.session.scalars(select(Notice).execution_options(populate_existing=True)).one()


def test_a_mail_says_what_it_is_and_leads_to_our_address(
    app: Flask, make: Builder, mailbox: MailServer
) -> None:
    _tell(make.person(email="tech@example.edu", role=Role.TECHNICIAN))
    _deliver(NOW)
    mail = mailbox.mails[0]
    assert mail["To"] == "tech@example.edu"
    assert mail["Subject"] == "The projector fails"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<{_one().letter}@rooms.example.edu>"
    plain, page = (part.get_content() for part in mail.iter_parts())
    assert "Room 2.14." in plain
    assert "https://rooms.example.edu/faults/1" in plain
    assert 'href="https://rooms.example.edu/faults/1"' in page
    assert "src=" not in page
    assert _one().sent_at == NOW


def test_a_reporter_can_stop_from_the_mail_itself(app: Flask, mailbox: MailServer) -> None:
    _tell_reporter()
    _deliver(NOW)
    mail = mailbox.mails[0]
    stop = "https://rooms.example.edu/f/1/stop"
    assert mail["List-Unsubscribe"] == f"<{stop}>"
    assert all(stop in part.get_content() for part in mail.iter_parts())


@pytest.mark.parametrize("evil", EVIL)
def test_no_text_makes_a_header(app: Flask, mailbox: MailServer, evil: str) -> None:
    words = Words(evil, evil, f"/f/{evil}")
    for address in ("good@example.org", f"x@example.org{evil}"):
        tell_reporter(Via.EMAIL, address, words, stop_link=f"/{evil}", about="fault-1", at=NOW)
    db.session.commit()
    _deliver(NOW)
    assert mailbox.receivers == ["good@example.org"]
    names = {name.lower() for name in mailbox.mails[0]}
    assert "bcc" not in names
    assert names <= {
        *("subject", "from", "to", "reply-to", "date", "message-id", "auto-submitted"),
        *("x-auto-response-suppress", "list-unsubscribe", "mime-version", "content-type"),
        *("x-peer", "x-mailfrom", "x-rcptto"),
    }


def test_a_server_that_is_away_for_a_day_delays_mail_and_loses_none(
    app: Flask, make: Builder, mailbox: MailServer
) -> None:
    person = make.person(role=Role.TECHNICIAN)
    mailbox.end()
    try:
        for hour in range(24):
            _tell(person, f"News {hour}", NOW + timedelta(hours=hour))
            _deliver(NOW + timedelta(hours=hour))
        keys = set(db.session.scalars(select(Notice.letter))) - {""}
    finally:
        mailbox.begin()
    for minutes in range(0, 240, 20):
        _deliver(NOW + timedelta(hours=24, minutes=minutes))
    told = " ".join(part.get_content() for mail in mailbox.mails for part in mail.iter_parts())
    told += " ".join(mail["Subject"] for mail in mailbox.mails)
    assert all(f"News {hour}" in told for hour in range(24))
    assert keys <= {each.partition("@")[0].lstrip("<") for each in mailbox.ids}
    assert len(mailbox.ids) == len(set(mailbox.ids))


def test_each_try_bears_the_same_id(
    app: Flask, make: Builder, mailbox: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _tell(make.person(role=Role.TECHNICIAN))
    with monkeypatch.context() as patch:  # the worker dies after the mail has gone
        patch.setattr("app.notices.delivery.tries.note_sent", lambda *_a, **_k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            _deliver(NOW)
    db.session.rollback()
    _deliver(NOW + timedelta(hours=2))
    assert len(mailbox.ids) == 2
    assert len(set(mailbox.ids)) == 1
    assert mailbox.raw[0].count(b"Message-ID") == 1


def test_a_receiver_who_is_refused_for_good_is_not_tried_again(
    app: Flask, make: Builder, mailbox: MailServer
) -> None:
    mailbox.answer = "550 no such person"
    _tell(make.person(role=Role.TECHNICIAN))
    _deliver(NOW)
    assert _one().dead_at == NOW
    assert "no such person" in _one().problem


def test_a_receiver_who_is_put_off_holds_up_no_other(
    app: Flask, make: Builder, mailbox: MailServer
) -> None:
    mailbox.answer = "451 later"
    _tell(make.person(role=Role.TECHNICIAN))
    _deliver(NOW)
    assert (_one().dead_at, _one().tries) == (None, 1)
    mailbox.answer = "250 taken"
    _deliver(NOW + timedelta(minutes=1))
    assert not mailbox.mails, "tried again before its pause was over"
    _deliver(NOW + timedelta(minutes=5))
    assert len(mailbox.mails) == 1


def test_what_never_goes_is_given_up_after_three_days(
    app: Flask, make: Builder, mailbox: MailServer
) -> None:
    mailbox.answer = "451 later"
    _tell(make.person(role=Role.TECHNICIAN))
    for hours in range(0, 80, 2):
        _deliver(NOW + timedelta(hours=hours))
    dead_at = _one().dead_at
    assert dead_at is not None
    assert timedelta(days=3) < dead_at - NOW < timedelta(days=3, hours=5)


def test_an_address_gets_three_mails_a_day_and_the_rest_together_the_next(
    app: Flask, mailbox: MailServer
) -> None:
    for number in range(7):
        _tell_reporter(number, NOW + timedelta(minutes=number), address="A@example.org ")
        _deliver(NOW + timedelta(minutes=number))
    for hour in range(1, 24):
        _deliver(NOW + timedelta(hours=hour))
    assert len(mailbox.mails) == 3
    _deliver(NOW + timedelta(hours=24))
    assert len(mailbox.mails) == 4
    plain = next(mailbox.mails[3].iter_parts()).get_content()
    assert all(f"Text {number}" in plain for number in (3, 4, 5, 6))
    assert all(f"/f/{number}/stop" in plain for number in (3, 4, 5, 6))


def test_what_was_told_is_forgotten_after_thirty_days(app: Flask, mailbox: MailServer) -> None:
    _tell_reporter()
    _deliver(NOW)
    erase(at=NOW + timedelta(days=29))
    assert _one().address == "a@example.org"
    erase(at=NOW + timedelta(days=31))
    notice = _one()
    assert {notice.address, notice.subject, notice.body, notice.stop_link} == {""}
    assert notice.sent_at == NOW
