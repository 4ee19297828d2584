"""Auditors read what was done in plain sentences, find what they look for, and take it along."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.audit import service as audit
from app.audit.acts import Act
from app.audit.models import AuditEntry
from app.extensions import db
from app.logbook.pages import sentence
from app.logbook.queries import PAGE_SIZE
from app.logbook.words import GROUPS, SENTENCES
from app.people.models import Person
from tests.builders import NOON, Builder
from tests.documents import words
from tests.pages import fetch


@pytest.fixture
def ada(make: Builder) -> Person:
    """Somebody who did some things: a room was renamed and retired, somebody switched off."""
    ada = make.person(name="Ada Adams")
    room = make.room(name="2.14")
    room.name = "=2.15"
    audit.note(Act.PLACE_CHANGED, room, by=ada, changes=audit.changes_of(room), at=NOON)
    audit.note(Act.PLACE_RETIRED, room, by=ada, at=NOON + timedelta(days=1))
    bob = make.person(name="Bob Bond")
    audit.note(Act.PERSON_OFF, bob, by=ada, at=NOON + timedelta(days=2))
    audit.note(Act.BACKED_UP, at=NOON + timedelta(days=3))
    db.session.commit()
    return ada


def told(client: FlaskClient, address: str = "/audit") -> str:
    """The text of the page."""
    return fetch(client, address).text


def test_every_act_has_its_sentence_and_its_group() -> None:
    assert set(SENTENCES) == set(Act)
    assert all(any(act.startswith(group) for group in GROUPS) for act in Act)


def test_what_was_done_stands_there_in_sentences(auditor: FlaskClient, ada: Person) -> None:
    page = told(auditor)
    assert "Ada Adams changed room =2.15" in page
    assert "name: 2.14 → =2.15" in page
    assert "Ada Adams switched off Bob Bond" in page
    assert "The command line made a backup" in page


def test_days_are_headings_and_what_is_alike_is_told_once(
    app: Flask, auditor: FlaskClient, make: Builder
) -> None:
    ada = make.person(name="Ada Adams")
    for number in range(5):
        audit.note(Act.PLACE_RETIRED, make.room(name=f"1.0{number}"), by=ada, at=NOON)
    for minute in range(2):
        with app.test_request_context("/people/7/link", method="POST"):
            at = NOON + timedelta(days=1, minutes=minute)
            audit.note(Act.LINK_GIVEN, ada, by=ada, at=at)
            db.session.commit()
    changed = {"invited_at": (None, "2026-03-02 12:30:00.006830")}
    audit.note(Act.INVITED, ada, by=ada, at=NOON + timedelta(days=1), changes=changed)
    db.session.commit()
    page = fetch(auditor, "/audit")
    assert [words(each) for each in page.document.all("h2")] == [
        "Wednesday, 4 March 2026",
        "Tuesday, 3 March 2026",
    ]
    runs = [words(each) for each in page.document.all("summary") if "entries" in words(each)]
    assert [each[each.index("Ada") :] for each in runs] == [
        "Ada Adams made a one-time link for Ada Adams 2 entries · /people/…/link",
        "Ada Adams retired room 1.04, room 1.03, and 3 more 5 entries",
    ]
    assert "invited: 2 March 2026, 12:30" in page.text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"changed", "retired", "off", "backup"}),
        ("?person=901", {"changed", "retired", "off"}),
        ("?group=places.", {"changed", "retired"}),
        ("?group=people.", {"off"}),
        ("?about=room", {"changed", "retired"}),
        ("?about=room&id=99", set()),
        ("?about=person&id=902", {"off"}),
        ("?q=2.15", {"changed", "retired"}),
        ("?q=2.15 LAB", {"changed", "retired"}),
        ("?since=2026-03-03&until=2026-03-03", {"changed"}),
        ("?before=2", {"changed"}),
    ],
)
def test_each_filter_leaves_what_it_says(
    auditor: FlaskClient, make: Builder, asked: str, found: set[str]
) -> None:
    ada = make.person(name="Ada", id=901)
    bob = make.person(name="Bob", id=902)
    room = make.room(name="2.15 Lab")
    noted = (
        (Act.PLACE_CHANGED, room, ada),
        (Act.PLACE_RETIRED, room, ada),
        (Act.PERSON_OFF, bob, ada),
        (Act.BACKED_UP, None, None),
    )
    for days, (act, about, by) in enumerate(noted):
        audit.note(act, about, by=by, at=NOON + timedelta(days=days))
    db.session.commit()
    page = told(auditor, "/audit" + asked)
    signs = {
        "changed": "Ada changed room 2.15 Lab",
        "retired": "Ada retired room 2.15 Lab",
        "off": "Ada switched off Bob",
        "backup": "made a backup",
    }
    assert {name for name, words in signs.items() if words in page} == found


def test_a_date_that_is_none_is_told(auditor: FlaskClient, ada: Person) -> None:
    assert "What you wrote is not a date." in told(auditor, "/audit?since=yesterday")


def test_older_entries_follow_where_the_page_ends(auditor: FlaskClient, app: Flask) -> None:
    for _ in range(PAGE_SIZE + 1):
        audit.note(Act.BACKED_UP, at=NOON)
    db.session.commit()
    assert "before=2" in fetch(auditor, "/audit").response.text
    assert told(auditor, "/audit?before=2").count("made a backup") == 1


def test_the_file_holds_what_the_filters_leave_and_no_formula(
    auditor: FlaskClient, ada: Person
) -> None:
    answer = auditor.get("/audit.csv?group=places.")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [each["act"] for each in rows] == ["places.retired", "places.changed"]
    assert [each["name"] for each in rows] == ["'=2.15", "'=2.15"]
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


def test_who_was_erased_is_a_number(auditor: FlaskClient, ada: Person, make: Builder) -> None:
    audit.note(Act.SIGNED_IN, by=make.person(), at=NOON)
    db.session.commit()
    entry = db.session.get_one(AuditEntry, 5)
    assert sentence(entry, {}) == f"Person {entry.person_id} signed in"
