"""Somebody is shown what is kept of them, and erased: now, and after a backup comes back."""

import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.audit import service as audit
from app.audit.acts import Act
from app.audit.models import AuditEntry
from app.database import Base
from app.errors import Refusal
from app.extensions import db
from app.faults.models import Fault, FaultState, Follower, FollowVia, Report
from app.notices.models import Notice, Topic, Via
from app.people.models import Person
from app.privacy import queries, service
from app.privacy.models import Erasure
from tests.builders import NOON, Builder
from tests.pages import fetch, read

MARK = "Zyx-Marker"
ADDRESS = "Stranger@Example.org"


def _bearing(word: str) -> list[str]:
    """Every column in which the word stands, in any case."""
    found = []
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, sa.String) and not isinstance(column.type, sa.Enum):
                asked = sa.select(sa.func.count()).where(
                    sa.func.lower(column).contains(word.lower())
                )
                if db.session.scalar(asked):
                    found.append(f"{table.name}.{column.name}")
    return found


@pytest.fixture
def marked(make: Builder) -> Person:
    """A person whose every word bears a marker, with a fault in hand and a message on its way."""
    person = make.person(
        name=MARK, email=f"{MARK}@example.edu".lower(), qualifications=MARK, active=False
    )
    make.fault(assignee_id=person.id, state=FaultState.SEEN)
    db.session.add(
        Notice(
            key="n-1",
            via=Via.EMAIL,
            topic=next(iter(Topic)),
            address=person.email,
            person_id=person.id,
            subject=MARK,
            body=MARK,
            created_at=NOON,
            try_at=NOON,
        )
    )
    db.session.commit()
    return person


@pytest.fixture
def report(make: Builder) -> Report:
    """A report by a stranger who wants to be told, and left the same address as a contact."""
    report = make.report(note=f"{MARK} was here", contact=ADDRESS, rating_note=MARK)
    db.session.add(
        Follower(
            report_id=report.id,
            via=FollowVia.EMAIL,
            address=ADDRESS,
            secret="f" * 32,
            asked_at=NOON,
            confirmed_at=NOON,
        )
    )
    db.session.commit()
    return report


def test_of_a_person_who_is_erased_a_number_is_left(app: Flask, marked: Person) -> None:
    service.erase(marked, at=NOON)
    db.session.commit()

    assert _bearing(MARK) == []
    assert not marked.active
    assert marked.name == f"Former colleague {marked.id}"
    assert db.session.scalars(sa.select(Fault.assignee_id)).all() == [None]
    service.erase(marked, at=NOON)
    assert db.session.scalar(sa.select(sa.func.count(Erasure.id))) == 1


def test_who_can_still_sign_in_is_not_erased(app: Flask, make: Builder) -> None:
    with pytest.raises(Refusal, match="Switch the account off first"):
        service.erase(make.person(), at=NOON)


def test_a_backup_that_brings_somebody_back_erases_them_again(
    app: Flask, marked: Person, report: Report
) -> None:
    service.erase(marked, at=NOON)
    service.erase_address(ADDRESS, at=NOON)
    db.session.commit()
    marked.name, marked.email, report.contact, report.note = MARK, "m@example.edu", ADDRESS, MARK
    db.session.commit()

    assert service.erase_again() == 2
    db.session.commit()
    assert _bearing(MARK) == []
    assert _bearing(ADDRESS) == []
    assert service.erase_again() == 0


def test_of_a_strangers_address_nothing_is_left_but_that_somebody_told_of_it(
    app: Flask, report: Report, make: Builder
) -> None:
    secret = report.secret
    make.report(note="somebody else's words", contact="other@example.org")

    assert service.erase_address(f" {ADDRESS.upper()} ", at=NOON) == 1
    db.session.commit()
    assert _bearing(ADDRESS) == []
    assert _bearing(MARK) == []
    assert _bearing(secret) == []
    assert db.session.scalar(sa.select(sa.func.count(Report.id))) == 2
    assert _bearing("other@example.org") == ["report.contact"]


def test_two_years_after_it_is_settled_nobody_knows_who_told_of_it(
    app: Flask, report: Report, make: Builder
) -> None:
    fault = db.session.get_one(Fault, report.fault_id)
    fault.state, fault.resolved_at, fault.closed_at = FaultState.CLOSED, NOON, NOON
    still_open = make.report(note="still open")
    db.session.commit()

    service.forget(at=NOON + timedelta(days=729))
    assert _bearing(MARK) != []
    service.forget(at=NOON + timedelta(days=731))
    db.session.commit()
    assert _bearing(MARK) == []
    assert _bearing("still open") == ["report.note"]
    assert still_open.note == "still open"


def test_an_administrator_keeps_a_file_and_erases(admin: FlaskClient, marked: Person) -> None:
    number = marked.id
    page = fetch(admin, f"/people/{number}/erase")
    file = page.link("First keep a file of all that is known of this person")
    told: Any = json.loads(admin.get(file).data)
    assert told["person"][0]["name"] == MARK
    assert "password" not in told["person"][0]
    assert told["fault.assignee_id"][0]["state"] == "seen"

    page.form().send({})
    active = db.session.query(Person).filter_by(active=True).first()
    assert active
    assert "Switch the account off first." in fetch(admin, f"/people/{active.id}/erase").main
    assert f"Former colleague {number}" in fetch(admin, "/people").text


def test_somebody_reads_what_is_known_of_themselves(technician: FlaskClient) -> None:
    told: Any = technician.get("/account/data").json
    assert len(told["person"]) == 1
    assert "fs_uniquifier" not in told["person"][0]


def test_a_strangers_data_is_shown_and_erased_on_one_page(
    admin: FlaskClient, report: Report
) -> None:
    page = fetch(admin, "/privacy/address")
    nothing = read(page.form().send({"address": "nobody@example.org"}), 404, admin)
    assert nothing.errors == ["Nothing that is kept bears this."]
    answer = page.form().send({"address": ADDRESS})
    told: Any = answer.json
    assert told["report"][0]["note"] == f"{MARK} was here"
    assert "secret" not in told["report"][0]
    assert queries.known_of_address("nobody@example.org") == {}


def test_half_a_year_later_the_log_is_shorter_and_still_holds(app: Flask, marked: Person) -> None:
    audit.note(Act.PERSON_OFF, marked, at=NOON)
    db.session.commit()
    audit.note(Act.PERSON_ON, marked, at=NOON + timedelta(days=100))
    db.session.commit()
    entries = sa.select(sa.func.count()).select_from(AuditEntry)

    service.forget(at=NOON + timedelta(days=180))
    db.session.commit()
    assert db.session.scalar(entries.where(AuditEntry.at == NOON)) == 1
    service.forget(at=NOON + timedelta(days=182))
    db.session.commit()
    assert db.session.scalar(entries.where(AuditEntry.at == NOON)) == 0
    assert db.session.scalar(entries.where(AuditEntry.act == Act.PERSON_ON)) == 1
