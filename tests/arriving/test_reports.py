"""A mail becomes a report of the room that it is about, once; whoever wrote it gets one answer."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.equipment.models import Equipment
from app.extensions import db
from app.faults.models import Channel, Fault, Follower, Mail, MailState, Report
from app.notices.models import Notice, Topic
from app.places.models import Room
from tests.arriving.conftest import mail, take_in
from tests.arriving.imap import ImapServer
from tests.builders import Builder
from tests.pages import fetch


def reports() -> list[Report]:
    return list(db.session.scalars(select(Report).order_by(Report.id)))


def answers() -> list[Notice]:
    to_them = select(Notice).where(Notice.topic == Topic.REPORTER)
    return list(db.session.scalars(to_them.order_by(Notice.id)))


@pytest.mark.parametrize("where", ["subject", "text", "printed", "link"])
def test_the_code_of_a_tag_says_which_unit_it_is_about(
    inbox: ImapServer, make: Builder, beamer: Equipment, where: str
) -> None:
    code = make.tag(equipment=beamer).code
    grouped = f"{code[:4]}-{code[4:8]}-{code[8:]}".lower()
    given = {
        "subject": mail(subject=f"dark ({grouped})"),
        "text": mail(f"It is dark, see {code}.", subject="Help"),
        "printed": mail(f"HTTPS://ROOMS.EXAMPLE.EDU/T/{code}", subject="Help"),
        "link": mail(
            f'<p>It is <a href="https://rooms.example.edu/t/{code}">dark</a></p>',
            subject="Help",
            Content_Type="text/html",
        ),
    }
    (kept,) = take_in(inbox, given[where])
    fault = db.session.scalars(select(Fault)).one()
    assert (fault.equipment_id, fault.room_id) == (beamer.id, beamer.room_id)
    assert (fault.channel, kept.state) == (Channel.EMAIL, MailState.REPORT)
    assert inbox.unread == []


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("ARC 112: no sound", "Please help."),
        ("No sound", "In arc  112, since today."),
        ("No sound", "The beamer left in room (ARC 112) is mute"),
    ],
)
def test_a_room_is_known_by_its_name(
    inbox: ImapServer, hall: Room, beamer: Equipment, subject: str, body: str
) -> None:
    take_in(inbox, mail(body, subject=subject))
    fault = db.session.scalars(select(Fault)).one()
    assert fault.room_id == hall.id
    assert fault.equipment_id == (beamer.id if "beamer left" in body else None)


def test_a_number_in_a_text_is_no_room(inbox: ImapServer, make: Builder) -> None:
    room = make.room(name="9.30")
    take_in(inbox, mail("Since 9.30 it is dark.", subject="Help"))
    assert reports() == []
    take_in(inbox, mail("In room 9.30 it is dark.", subject="Help"))
    (report,) = reports()
    assert db.session.get_one(Fault, report.fault_id).room_id == room.id


def test_a_room_of_a_longer_name_or_of_another_building_is_told_apart(
    inbox: ImapServer, make: Builder
) -> None:
    make.room(name="2.14")
    longer = make.room(name="2.14 B")
    take_in(inbox, mail(subject="2.14 B is dark"))
    elsewhere = make.room(name="2.14 B", building=make.building(name="Kelvin House"))
    take_in(inbox, mail(subject="2.14 B in Kelvin House is dark"))
    take_in(inbox, mail("again", subject="2.14 B is dark, again"))
    found = db.session.scalars(select(Fault.room_id).order_by(Fault.id)).all()
    assert found == [longer.id, elsewhere.id], "two rooms of one name: a person says"


def test_the_sender_gets_one_answer_that_holds_nothing_of_theirs(
    inbox: ImapServer, hall: Room, client: FlaskClient
) -> None:
    take_in(inbox, mail("SECRETWORD\r\nBcc: all@example.org", subject="ARC 112 SECRETWORD"))
    (report,), (answer,) = reports(), answers()
    assert (answer.address, answer.answers) == ("bea@example.org", True)
    assert answer.link == f"/f/{report.secret}"
    assert not {"SECRETWORD", "ARC", "Bea"} & set(f"{answer.subject} {answer.body}".split())
    assert "SECRETWORD" in fetch(client, answer.link).main
    (follower,) = db.session.scalars(select(Follower))
    assert follower.confirmed_at is None, "a From can be forged"


def test_whoever_wrote_says_on_their_page_that_they_want_to_hear_more(
    inbox: ImapServer, hall: Room, client: FlaskClient
) -> None:
    take_in(inbox, mail())
    (report,) = reports()
    page = fetch(client, f"/f/{report.secret}")
    client.get(page.form(button="Yes, write to me").action)
    (follower,) = db.session.scalars(select(Follower))
    assert follower.confirmed_at is None, "to open a link confirms nothing"
    sent = page.form(button="Yes, write to me").send()
    assert "b…@e… is told." in fetch(client, sent.location).main


def test_who_says_that_it_was_not_them_hears_no_more(
    inbox: ImapServer, hall: Room, client: FlaskClient
) -> None:
    take_in(inbox, mail())
    fetch(client, answers()[0].stop_link).form().send()
    take_in(inbox, mail("forged again"))
    assert len(reports()) == 2, "the report is taken all the same"
    assert answers() == []


def test_at_most_three_answers_a_day_go_to_one_address(inbox: ImapServer, hall: Room) -> None:
    take_in(inbox, *(mail(f"number {each}") for each in range(5)))
    assert (len(reports()), len(answers())) == (5, 3)


def test_a_mail_that_comes_twice_is_one_report(inbox: ImapServer, hall: Room) -> None:
    take_in(inbox, mail(), mail())
    assert len(reports()) == 1
    assert inbox.unread == []


def test_a_line_that_breaks_before_the_mark_doubles_nothing(inbox: ImapServer, hall: Room) -> None:
    inbox.forgets = True
    now = clock.now()
    take_in(inbox, mail(), at=now)
    assert (len(reports()), inbox.unread) == (1, [1])
    inbox.forgets = False
    take_in(inbox, at=now + timedelta(minutes=20))
    assert (len(reports()), inbox.unread) == (1, [])


def test_many_mails_of_one_sender_wait_unanswered(inbox: ImapServer, hall: Room) -> None:
    kept = take_in(inbox, *(mail(f"number {each}") for each in range(13)))
    assert [each.state for each in kept[10:]] == [MailState.WAITS] * 3
    other = take_in(inbox, mail("me, too", From="c@example.org"))[-1]
    assert other.state is MailState.REPORT
    later = clock.now() + timedelta(hours=1, minutes=1)
    assert take_in(inbox, mail("the next day"), at=later)[-1].state is MailState.REPORT


def test_what_settled_mails_said_is_erased_and_their_ids_are_not(
    inbox: ImapServer, hall: Room
) -> None:
    take_in(inbox, mail())
    later = clock.now() + timedelta(days=31)
    (kept,) = take_in(inbox, mail(), at=later)
    db.session.refresh(kept)
    assert (kept.sender, kept.words, len(reports())) == ("", "", 1)
    assert db.session.scalar(select(Mail.id).where(Mail.key == kept.key))
