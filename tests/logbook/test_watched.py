"""What pages and commands do with rooms, plans, people and tags is noted by itself."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.codes.models import Tag
from app.database import Base
from app.extensions import db
from app.logbook.watched import WATCHED
from app.people.models import Person
from tests.builders import Builder
from tests.pages import fetch


def acts() -> list[str]:
    """All acts of the log in their order."""
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.number)))


def last() -> AuditEntry:
    """The newest entry."""
    newest = select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1)
    return db.session.scalars(newest).one()


def test_whatever_tests_build_is_nobodys_act(make: Builder) -> None:
    make.fault()
    db.session.commit()
    assert acts() == []


def test_a_room_that_is_changed_on_its_page_is_noted_from_what_to_what(
    manager: FlaskClient, make: Builder
) -> None:
    room = make.room(name="2.14")
    site = room.building.site_id
    db.session.commit()
    form = fetch(manager, f"/rooms/{room.id}/edit").form(f"/rooms/{room.id}/edit")
    assert form.send({"name": "2.15"}).status_code == 303
    entry = last()
    assert (entry.act, entry.about, entry.about_id) == ("places.changed", "room", room.id)
    assert json.loads(entry.changes) == {"name": ["2.14", "2.15"]}
    assert entry.way == "places.edit_room"
    assert entry.site_id == site
    assert db.session.get_one(Person, entry.person_id).name


def test_a_voided_tag_is_noted_with_its_room(manager: FlaskClient, make: Builder) -> None:
    tag: Tag = make.tag()
    db.session.commit()
    page = fetch(manager, f"/t/{tag.code}/void")
    assert page.form(f"/t/{tag.code}/void").send().status_code == 303
    assert (last().act, last().about, last().about_id) == ("codes.voided", "room", tag.room_id)
    assert tag.code not in last().name + last().changes


def test_an_account_that_is_given_on_the_command_line_is_noted(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["people", "add", "ada@example.edu", "--name", "Ada"])
    assert done.exit_code == 0, done.output
    entry = last()
    assert (entry.act, entry.who, entry.about) == ("people.added", "command", "person")
    assert "Ada" not in entry.name + entry.changes
    assert entry.way == "flask people add"


def test_who_signs_in_and_out_is_noted_and_who_could_not(client: FlaskClient, app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["people", "add", "ada@example.edu", "--name", "Ada"])
    token = done.output.split("/welcome/")[1].split()[0]
    words = "a few words in a row"
    welcome = fetch(client, f"/welcome/{token}").form(f"/welcome/{token}")
    assert welcome.send({"password": words, "again": words}).status_code == 303
    assert acts()[-1] == "people.signed_in"
    another = app.test_client()
    for email, password in (
        ("ada@example.edu", "wrong"),
        ("bob@example.edu", "wrong"),
        ("ada@example.edu", words),
    ):
        form = fetch(another, "/sign-in").form("/sign-in")
        form.send({"email": email, "password": password})
    assert acts()[-3:] == ["people.sign_in_refused", "people.sign_in_refused", "people.signed_in"]
    told = [each.changes for each in db.session.scalars(select(AuditEntry))]
    assert not any("ada" in each or "bob" in each or "wrong" in each for each in told)


def test_what_is_made_with_its_parts_is_noted_once(manager: FlaskClient, make: Builder) -> None:
    make.room()
    db.session.commit()
    form = fetch(manager, "/support-calendars/new").form("/support-calendars/new")
    form.send({"name": "Evenings", "phone": "5555"})
    assert acts().count("places.made") == 1
    assert "places.calendar_changed" not in acts()


CLASSES: list[Any] = list(WATCHED)


@pytest.mark.parametrize("table", CLASSES, ids=lambda each: str(each.__tablename__))
def test_what_is_said_of_a_table_names_columns_that_it_has(table: type[Base]) -> None:
    said = WATCHED[table]
    columns = set(table.__table__.columns.keys())
    assert {*said.states, *said.but, *(way.split(".")[0] for way in said.of)} <= columns
