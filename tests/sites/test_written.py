"""What is sent beside a form's own fields changes nothing, and no form takes a key of another site.

Each form of each page of ours is sent twice from the same beginning: as it stands, and with every
column of the database as a field besides. What then stands in the database has to be the same.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Boolean, Column, DateTime, Enum, Integer, String, Table, func, select, text

from app import clock
from app.access import Audience, audience_of
from app.database import Base
from app.extensions import db
from app.people.models import Role
from app.places.serving import service
from app.scope import belonging, condition_of
from tests.builders import Builder
from tests.conftest import signed_in_client
from tests.documents import Document
from tests.pages import Form, Page
from tests.programs import _driver
from tests.sites.conftest import Two
from tests.sites.estates import MARK

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
MADE_ANEW = {
    *("secret", "key", "code", "scan", "body_hash", "fs_uniquifier", "secret_hash", "hash"),
    *("previous", "marks", "changed_at", "letter", "token", "calendar_secret", "made_from"),
    *("changes",),
}
"""Columns that are another each time, or follow from such."""
OF_A_SITE = {
    "room": "room_id",
    "rooms": "room_id",
    "unit": "unit_id",
    "units": "unit_id",
    "building": "building_id",
    "site": "site_id",
    "zone": "zone_id",
    "floor": "floor_id",
    "fault": "fault_id",
    "into": "fault_id",
    "stock": "kept_id",
    "tag": "tag_id",
    "chosen": "unit_id",
    "other": "unit_id",
    "equipment": "unit_id",
    "check": "check_id",
    "first": "room_id",
    "second": "room_id",
    "third": "room_id",
    "of": "unit_id",
}
"""Fields of forms by which something of a site is named, and what of the other site they get."""


@pytest.fixture
def manager_of_ours(app: Flask, make: Builder, two: Two) -> FlaskClient:
    """A manager who serves our site alone."""
    person = make.person(role=Role.MANAGER)
    service.serve(person, [two.ours.site])
    return signed_in_client(app, person)


@pytest.fixture
def forms(
    app: Flask, two: Two, manager_of_ours: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> list[Form]:
    """Each form that the pages of ours show, once."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the database is put back as it was by copying it, which SQLite can")
    monkeypatch.setattr(clock, "now", lambda: NOW)
    found: dict[str, Form] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        is_ours = audience_of(app, rule.endpoint) in {Audience.MANAGER, Audience.TECHNICIAN}
        if is_ours and "GET" in (rule.methods or ()) and rule.arguments <= two.ours.keys.keys():
            address = rule.build({name: two.ours.keys[name] for name in rule.arguments})
            assert address is not None
            found |= {form.action: form for form in _forms(manager_of_ours, address[1])}
    return list(found.values())


def _forms(client: FlaskClient, address: str) -> Iterator[Form]:
    answer = client.get(address)
    if answer.mimetype != "text/html" or answer.status_code != 200:
        return
    page = Page(answer, Document(answer.get_data(as_text=True)), client)
    for element in page.document.all("form"):
        form = Form(page, element)
        if form.method == "post" and not form.leaves:
            yield form


def test_what_is_sent_beside_the_fields_of_a_form_changes_nothing(
    two: Two, forms: list[Form]
) -> None:
    assert len(forms) > 40
    beside, taken = _beside(two), 0
    with closing(_kept()) as begin:
        for form in forms:
            typed = _typed(form)
            plain = _sent(form, typed, begin)
            smuggled = {name: beside[name] for name in beside.keys() - _fields(form)}
            more = _sent(form, smuggled | typed, begin)
            differs = {name for name in plain if plain[name] != more[name]}
            assert not differs, (form.action, differs)
            taken += plain["answer"] in ([302], [303])
    assert taken > 25


def test_no_form_takes_what_belongs_to_another_site(two: Two, forms: list[Form]) -> None:
    named = 0
    with closing(_kept()) as begin:
        for form in forms:
            others = {
                name: two.others.keys[OF_A_SITE[name]]
                for name in _fields(form)
                if name in OF_A_SITE
            }
            if others:
                named += 1
                before = _beyond(two)
                answer = form.send(_typed(form) | others)
                assert answer.status_code < 500, form.action
                assert MARK not in answer.get_data(as_text=True), form.action
                assert _beyond(two) == before, form.action
                _put_back(begin)
    assert named > 8


def _kept() -> Any:
    """A copy of the database as it is."""
    from app.sqlite import sqlite3  # noqa: PLC0415 - of this engine alone

    db.session.commit()
    copy = sqlite3.connect(":memory:")
    _driver().backup(copy)
    return copy


def _put_back(begin: Any) -> None:
    db.session.remove()
    begin.backup(_driver())


def _sent(form: Form, typed: dict[str, Any], begin: Any) -> dict[str, list[Any]]:
    """What the answer was, and what then stands in the database, which is put back as it was."""
    answer = form.send(typed)
    assert answer.status_code < 500, form.action
    db.session.remove()
    stands = {table.name: _rows(table) for table in Base.metadata.sorted_tables}
    _put_back(begin)
    return {"answer": [answer.status_code], **stands}


def _rows(table: Table) -> list[Any]:
    said = ", ".join(f'"{each.name}"' for each in table.c if each.name not in MADE_ANEW)
    asked = f'SELECT {said or 1} FROM "{table.name}"'  # noqa: S608 - of our own names
    return sorted(map(repr, _driver().execute(asked)))


def _beyond(two: Two) -> dict[str, list[Any]]:
    """All that stands at the other site, and how many rows lead there."""
    found: dict[str, list[Any]] = {}
    db.session.remove()
    with db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if belonging(table).condition(table, (1,)) != "1 = 1":
                beyond = text(f"NOT {condition_of(table, (int(two.ours.keys['site_id']),))}")
                count = select(func.count()).select_from(table).where(beyond)
                found[table.name] = [connection.execute(count).scalar()]
    return found


def _fields(form: Form) -> set[str]:
    return {name for each in form.element.iter() if (name := each.get("name"))}


def _typed(form: Form) -> dict[str, Any]:
    """The form as it came, with a word or a number where it lacks one."""
    lacking = [each for each in form.element.iter() if _lacks(each, form)]
    return {each.get("name", ""): _something(each) for each in lacking}


def _lacks(field: Element, form: Form) -> bool:
    name, kind = field.get("name"), field.get("type", "text")
    if not name or kind in {"submit", "button", "file", "hidden"} or field.tag == "button":
        return False
    return field.tag in {"input", "textarea"} and not any(form.filled.getlist(name))


def _something(field: Element) -> str:
    kinds = {"number": "1", "date": "2026-03-20", "email": "new@example.edu", "tel": "5555"}
    kind = field.get("type", "text")
    return field.get("value", "on") if kind in {"checkbox", "radio"} else kinds.get(kind, "Word")


def _beside(two: Two) -> dict[str, Any]:
    """Every column of the database as a field."""
    return {
        column.name: _smuggled(column, two)
        for table in Base.metadata.sorted_tables
        for column in table.c
    }


def _smuggled(column: Column[Any], two: Two) -> str:
    known = {"equipment_id": "unit_id"}.get(column.name, column.name)
    if known in two.others.keys:
        return two.others.keys[known]
    if isinstance(column.type, Enum):
        return str(column.type.enums[-1])
    by_type = {Boolean: "1", Integer: "7", DateTime: "2001-01-01T00:00", String: "smuggled"}
    found = [said for kind, said in by_type.items() if isinstance(column.type, kind)]
    return found[0] if found else "1"
