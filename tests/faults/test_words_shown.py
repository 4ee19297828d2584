"""What a reporter wrote is for staff; everybody reads it once staff say so, by one tap."""

import pytest
from flask.testing import FlaskClient

from app.codes.models import Tag
from app.extensions import db
from app.faults.models import Fault, Report
from app.people.models import Person
from tests.builders import Builder
from tests.pages import fetch

WORDS = "The <b>left</b> lamp flickers 🐝"
SHOW, HIDE = "Let everybody read it", "For staff only"


@pytest.fixture
def report(make: Builder, fault: Fault) -> Report:
    return make.report(fault=fault, note=WORDS, contact="ada@example.edu")


@pytest.fixture
def tag(make: Builder, fault: Fault) -> Tag:
    return make.tag(room=fault.room)


def public(client: FlaskClient, tag: Tag, fault: Fault) -> list[str]:
    page = fetch(client, f"/t/{tag.code}/report?unit={fault.equipment_id}")
    assert "ada@example.edu" not in page.main
    return page.each("said")


def test_one_tap_shows_it_to_everybody_and_one_takes_it_back(
    staff: FlaskClient, client: FlaskClient, ada: Person, report: Report, fault: Fault, tag: Tag
) -> None:
    key = report.id
    assert public(client, tag, fault) == []
    sent = fetch(staff, f"/faults/{fault.id}").form(button=SHOW).send()
    after = fetch(staff, sent.location)
    assert "Everybody can read these words." in after.main
    assert public(client, tag, fault) == [WORDS]
    kept = db.session.get_one(Report, key)
    assert (kept.note, kept.shown_by_id, kept.shown_at is not None) == (WORDS, ada.id, True)
    after.form(button=HIDE).send()
    assert public(client, tag, fault) == []


def test_what_was_merged_shows_where_the_fault_lives_on(
    staff: FlaskClient, client: FlaskClient, make: Builder, report: Report, fault: Fault, tag: Tag
) -> None:
    other = make.fault(equipment=fault.equipment)
    page = fetch(staff, f"/faults/{fault.id}/merge")
    page.form().send({"into": str(other.id), "note": "The same."})
    fetch(staff, f"/faults/{other.id}").form(button=SHOW).send()
    assert public(client, tag, other) == [WORDS]


def test_where_nothing_was_written_there_is_nothing_to_show(
    staff: FlaskClient, make: Builder, fault: Fault
) -> None:
    make.report(fault=fault)
    assert SHOW not in fetch(staff, f"/faults/{fault.id}").main


def test_words_of_another_fault_are_not_found_here_and_visitors_decide_nothing(
    staff: FlaskClient, client: FlaskClient, make: Builder, report: Report, fault: Fault
) -> None:
    form = fetch(staff, f"/faults/{fault.id}").form(button=SHOW)
    other = make.report(fault=make.fault(), note="Elsewhere")
    wrong = f"/faults/{fault.id}/reports/{other.id}/words"
    assert staff.post(wrong, data=form.filled | {"approve": "1"}).status_code == 404
    client.post(form.action, data={"approve": "1"})
    db.session.expire_all()
    assert not any(db.session.scalars(db.select(Report.shown_at)))
