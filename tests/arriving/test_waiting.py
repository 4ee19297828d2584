"""What names no room waits for a person; what machines wrote is left alone; nothing is lost."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.faults.models import Fault, FaultState, MailState, TimelineEntry
from app.notices.models import Notice, Topic
from app.people.models import Person
from app.places.models import Building, Room
from tests.arriving.conftest import OURS, mail, take_in
from tests.arriving.imap import ImapServer
from tests.arriving.test_broken import picture, with_files
from tests.arriving.test_reports import answers, reports
from tests.builders import Builder
from tests.pages import fetch, read


def test_a_mail_about_no_room_waits_and_somebody_is_told(
    inbox: ImapServer, hall: Room, staff: FlaskClient, ada: Person
) -> None:
    take_in(inbox, mail("It is dark.", subject="Help"))
    (told,) = db.session.scalars(select(Notice))
    assert (told.person_id, told.link) == (ada.id, "/faults/mail")
    assert (
        "It is dark." in fetch(staff, fetch(staff, "/faults").link("A mail waits for a room")).main
    )
    assert answers() == []


def test_a_person_picks_the_room_in_one_step(
    inbox: ImapServer, hall: Room, make: Builder, staff: FlaskClient, client: FlaskClient
) -> None:
    other = make.room(name="ARC 113")
    take_in(inbox, mail("Both are dark.", subject="ARC 112 and ARC 113"))
    page = fetch(staff, "/faults/mail")
    form = page.form(button=f"ARC 113 · {db.session.get_one(Building, other.building_id).name}")
    assert "ARC 112" in page.main, "both are offered"
    after = fetch(staff, form.send().location)
    fault = db.session.scalars(select(Fault)).one()
    assert fault.room_id == other.id
    assert "Both are dark." in after.main
    (answer,) = answers()
    assert "Both are dark." in fetch(client, answer.link).main
    again = read(form.send(), 422, staff)
    assert "waits no more" in again.main
    assert len(reports()) == 1


def test_a_room_is_searched_for_and_a_mail_set_aside_with_a_reason(
    inbox: ImapServer, hall: Room, staff: FlaskClient
) -> None:
    (kept,) = take_in(inbox, mail("Lunch?", subject="Hello"))
    found = fetch(staff, f"/faults/mail/{kept.id}?q=arc")
    assert f"/faults/mail/{kept.id}/room" in {
        form.get("action") for form in found.document.all("form")
    }
    aside = fetch(staff, f"/faults/mail/{kept.id}").form(f"/faults/mail/{kept.id}/aside")
    assert read(aside.send({"why": ""}), 422, staff).errors == [
        "Say why: somebody may look for it."
    ]
    page = fetch(staff, aside.send({"why": "Not ours"}).location)
    assert "Not ours" in page.main
    assert "No mail waits" in page.main
    assert fetch(staff, f"/faults/mail/{kept.id}?q=arc").form(f"/faults/mail/{kept.id}/room"), (
        "who erred makes a fault of it after all"
    )


MACHINES = {
    "Auto_Submitted": "auto-replied",
    "Precedence": "bulk",
    "List_Id": "<all.example.org>",
    "X_Auto_Response_Suppress": "All",
    "Return_Path": "<>",
    "Content_Type": "multipart/report; report-type=delivery-status; boundary=x",
    "From": OURS,
}


@pytest.mark.parametrize("sign", MACHINES)
def test_what_a_machine_wrote_is_left_alone_and_never_answered(
    inbox: ImapServer, hall: Room, staff: FlaskClient, sign: str
) -> None:
    (kept,) = take_in(inbox, mail(**{sign: MACHINES[sign]}))
    assert (kept.state, kept.why) == (MailState.LEFT, sign.replace("_", "-"))
    assert (reports(), answers(), inbox.unread) == ([], [], [])
    assert "Room ARC 112" in fetch(staff, "/faults/mail").main, "it can be looked at"


def test_an_address_that_nobody_reads_is_not_answered(inbox: ImapServer, hall: Room) -> None:
    take_in(inbox, mail(From="no-reply@example.org"))
    assert (len(reports()), answers()) == (1, [])


@pytest.mark.parametrize("header", ["In_Reply_To", "References"])
def test_an_answer_to_a_letter_of_ours_is_a_note_and_no_new_fault(
    inbox: ImapServer, hall: Room, make: Builder, staff: FlaskClient, header: str
) -> None:
    fault = make.fault(room=hall, equipment=None)
    letter = "0b8e7f2c-1111-4222-8333-444455556666"
    _letter(fault, letter)
    raw = mail(
        "Tomorrow at nine.\n> SECRETQUOTE", subject="Re: x", **{header: f"<a@b> <{letter}@h>"}
    )
    (kept,) = take_in(inbox, raw)
    assert (kept.state, kept.fault_id, reports()) == (MailState.NOTE, fault.id, [])
    page = fetch(staff, f"/faults/{fault.id}").main
    assert "Somebody has answered by e-mail" in page
    assert "Tomorrow at nine." in page
    assert "SECRETQUOTE" not in page
    assert db.session.scalar(select(Notice.id).where(Notice.topic == Topic.MINE))


def test_a_number_in_a_subject_counts_from_those_alone_who_have_to_do_with_it(
    inbox: ImapServer, hall: Room, make: Builder
) -> None:
    fault = make.fault(room=hall, equipment=None)
    make.report(fault=fault, contact="bea@example.org")
    known, stranger = take_in(
        inbox,
        mail("It still is.", subject=f"Re: #{fault.id}"),
        mail("Hello.", subject=f"#{fault.id}", From="c@example.org"),
    )
    assert (known.state, stranger.state) == (MailState.NOTE, MailState.WAITS)
    notes = db.session.scalars(select(TimelineEntry).where(TimelineEntry.note != "")).all()
    assert [each.public for each in notes] == [False]


def test_an_inbox_that_is_away_for_a_day_breaks_nothing_and_is_said(
    inbox: ImapServer, hall: Room, staff: FlaskClient
) -> None:
    begin = clock.now()
    take_in(inbox, mail(), at=begin)
    inbox.end()
    try:
        for hour in range(1, 25):
            take_in(inbox, at=begin + timedelta(hours=hour))
    finally:
        inbox.begin()
    page = fetch(staff, "/faults/mail").main
    assert "The inbox can't be read since" in page
    assert "ConnectionRefusedError" in page
    assert "The inbox can't be read" in fetch(staff, "/faults").main
    take_in(inbox, mail("and now"), at=begin + timedelta(hours=26))
    assert len(reports()) == 2
    assert "can't be read" not in fetch(staff, "/faults/mail").main


def test_a_password_that_is_wrong_is_said(
    inbox: ImapServer, app: Flask, staff: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.config["SETTINGS"].model_copy(update={"inbox_password": "wrong"})
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    take_in(inbox, mail())
    page = fetch(staff, "/faults/mail").main
    assert "MailboxLoginError" in page
    assert "wrong" not in page


def _letter(fault: Fault, letter: str, key: str = "") -> None:
    told = {
        "via": "email",
        "topic": "work",
        "address": "v@example.org",
        "about": f"fault-{fault.id}",
    }
    now = clock.now()
    db.session.add(
        Notice(
            key=key or letter,
            letter=letter,
            subject="x",
            body="x",
            created_at=now,
            try_at=now,
            **told,
        )
    )
    db.session.commit()


def test_an_answer_about_a_merged_fault_goes_to_the_one_that_lives_on_with_its_photos(
    inbox: ImapServer, hall: Room, make: Builder, staff: FlaskClient
) -> None:
    lives = make.fault(room=hall, equipment=None)
    merged = make.fault(
        room=hall, equipment=None, state=FaultState.DUPLICATE, merged_into_id=lives.id
    )
    letter = "0b8e7f2c-1111-4222-8333-444455556666"
    _letter(merged, letter)
    raw = with_files(("one.jpg", "image/jpeg", picture()), ("two.png", "image/png", picture("PNG")))
    raw = raw.replace(b"To:", f"In-Reply-To: <{letter}@h>\r\nTo:".encode(), 1)
    (kept,) = take_in(inbox, raw)
    assert (kept.state, kept.fault_id) == (MailState.NOTE, lives.id)
    page = fetch(staff, f"/faults/{lives.id}")
    assert (
        len([each for each in page.document.all("img") if "/photos/" in str(each.get("src"))]) == 2
    )


def test_an_answer_to_a_letter_about_several_faults_waits(
    inbox: ImapServer, hall: Room, make: Builder
) -> None:
    letter = "0b8e7f2c-1111-4222-8333-444455556666"
    for key in (letter, "1b8e7f2c-1111-4222-8333-444455556666"):
        _letter(make.fault(room=hall, equipment=None), letter, key)
    (kept,) = take_in(inbox, mail("Yes.", subject="Re: news", In_Reply_To=f"<{letter}@h>"))
    assert kept.state is MailState.WAITS
