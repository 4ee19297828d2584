"""What is done is noted in the transaction that does it, and each entry is chained to the last."""

import json
from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError

from app.audit import service as audit
from app.audit.acts import Act, Who
from app.audit.models import AuditEntry
from app.extensions import db
from tests.builders import NOON, Builder


def entries() -> Sequence[AuditEntry]:
    """All that stands in the log, in its order."""
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.number)).all()


def test_what_is_noted_stands_in_the_log_once_it_is_committed(make: Builder) -> None:
    room = make.room(name="2.14")
    audit.note(Act.PLACE_RETIRED, room, at=NOON)
    assert not entries()
    db.session.commit()
    (entry,) = entries()
    assert (entry.number, entry.at, entry.act) == (1, NOON, "places.retired")
    assert (entry.about, entry.about_id, entry.name) == ("room", room.id, "2.14")
    assert (entry.who, entry.person_id, entry.changes) == (Who.COMMAND, None, "{}")


def test_the_site_of_a_room_a_unit_and_a_fault_is_found(make: Builder) -> None:
    fault = make.fault()
    site = fault.room.building.site_id
    for about in (fault, fault.equipment, fault.room, fault.room.building, make.person()):
        audit.note(Act.FAULT_REJECTED, about, at=NOON)
    db.session.commit()
    assert [each.site_id for each in entries()] == [site, site, site, site, None]


def test_what_was_changed_is_told_from_what_to_what(make: Builder) -> None:
    room = make.room(name="2.14")
    room.name, room.source = "2.15", "SAP"
    audit.note(Act.PLACE_CHANGED, room, changes=audit.changes_of(room), at=NOON)
    db.session.commit()
    assert json.loads(entries()[0].changes) == {"name": ["2.14", "2.15"], "source": [None, "SAP"]}


def test_secrets_and_what_is_personal_are_never_told(make: Builder) -> None:
    person = make.person(name="Ada", email="ada@example.edu")
    person.name, person.email, person.password = "Grace", "grace@example.edu", "argon"
    person.calendar_secret = "abc"
    audit.note(Act.PERSON_CHANGED, person, changes=audit.changes_of(person), at=NOON)
    db.session.commit()
    (entry,) = entries()
    told = json.loads(entry.changes)
    assert told.keys() == {"name", "email", "password", "calendar_secret"}
    assert all(each == [None, None] for each in told.values())
    assert entry.name == ""


def test_a_transaction_that_is_rolled_back_has_noted_nothing(make: Builder) -> None:
    audit.note(Act.BACKED_UP, at=NOON)
    db.session.rollback()
    audit.note(Act.RESTORED, at=NOON)
    db.session.commit()
    assert [each.act for each in entries()] == ["program.restored"]


def test_a_savepoint_that_is_rolled_back_takes_its_own_notes_along(make: Builder) -> None:
    audit.note(Act.BACKED_UP, at=NOON)
    outer = db.session.begin_nested()
    with db.session.begin_nested():
        audit.note(Act.RESTORED, at=NOON)
    outer.rollback()
    with db.session.begin_nested():
        audit.note(Act.UPGRADED, at=NOON)
    db.session.commit()
    assert [each.act for each in entries()] == ["program.backed_up", "program.upgraded"]


def test_entries_are_chained(make: Builder) -> None:
    for _ in range(2):
        audit.note(Act.BACKED_UP, at=NOON)
        audit.note(Act.RESTORED, at=NOON)
        db.session.commit()
    found = entries()
    assert [each.number for each in found] == [1, 2, 3, 4]
    assert [each.previous for each in found] == ["0" * 64, *(each.hash for each in found[:-1])]
    assert len({each.hash for each in found}) == 4


@pytest.mark.parametrize("how", [update(AuditEntry).values(name="x"), delete(AuditEntry)])
def test_the_database_refuses_to_change_or_remove_an_entry(app: Flask, how: object) -> None:
    audit.note(Act.BACKED_UP, at=NOON)
    db.session.commit()
    with pytest.raises(IntegrityError):
        db.session.execute(how)  # type: ignore[call-overload]
    db.session.rollback()
    assert entries()[0].name == ""


def test_postgresql_refuses_to_empty_the_log(app: Flask) -> None:
    if db.engine.dialect.name != "postgresql":
        return
    with pytest.raises(IntegrityError):
        db.session.execute(text("TRUNCATE audit_entry"))
    db.session.rollback()
