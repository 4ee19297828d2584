"""No page for everybody says a word that is not meant for everybody.

Every column of text is given a marker of its own, but for those that are named here as meant for
the public, or as keys that open or sort something: a column that is new is private until then. Then
every address that asks nobody to sign in is opened. Reporters may read their own words.
"""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.access import Audience, audience_of
from app.codes.models import TagState
from app.database import Base
from app.extensions import db
from app.faults.models import Fault, FaultState, Follower, FollowVia, Report, TimelineEntry
from tests.builders import NOON, Builder
from tests.telling import Telling

pytestmark = pytest.mark.sqlite

MARK = "Qvx"
FOR_EVERYBODY = {
    *("site.name", "building.name", "floor.label", "room.name", "room.description"),
    *("equipment.name", "equipment_model.maker", "equipment_model.model_number"),
    *("equipment_type.title", "equipment_type.icon", "symptom.label", "symptom.self_help"),
    *("contingency.loan_kit", "contingency.call", "contingency.note", "support_calendar.phone"),
    *("support_calendar.name", "fault.detail", "guide.title", "guide.body", "tag.code"),
    *(
        "person.public_name",
        "finding.item_text",
        "house_style.organisation",
        "spare_stock.place",
        "spare.name",
    ),
}
"""What a public page may say. A note in a fault's timeline goes by its own mark."""
KEYS = re.compile(
    r"(key|secret|code|hash|slug|language|locale|timezone|token|rrule|address|subscription|endpoint"
    r"|fs_uniquifier|bound_to|made_from|external_id|_id|previous|marks|ids|act|of|about|source)$"
)
SAMPLES = {"filename": "css/site.css", "page": "report", "token": "no-such-token", "key": "x" * 32}


def _marked_columns() -> Iterator[sa.Column[Any]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            name = f"{table.name}.{column.name}"
            is_text = isinstance(column.type, sa.String) and not isinstance(column.type, sa.Enum)
            is_text = is_text and column.computed is None
            if is_text and name not in FOR_EVERYBODY and not KEYS.search(column.name):
                yield column


def _mark(own: int) -> list[str]:
    """Give each of them its marker, but the words of one reporter; which there were."""
    marked: list[str] = []
    triggers = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for name in db.session.scalars(triggers).all():
        db.session.execute(sa.text(f"DROP TRIGGER {name}"))  # what keeps history as it was
    for column in _marked_columns():
        table = column.table
        name = f"{table.name}.{column.name}"
        word: sa.ColumnElement[str] = sa.literal(f"{MARK}{len(marked):03}")
        if column.unique:
            word = word + sa.cast(next(iter(table.primary_key.columns)), sa.String)
        changed = sa.update(table).values({column.name: word})
        if table.name == "report":
            changed = changed.where(table.c.id != own)
        if name == "timeline_entry.note":
            changed = changed.where(table.c.public.is_(False))
        db.session.execute(changed)
        marked.append(name)
    db.session.commit()
    return marked


@pytest.fixture
def world(make: Builder) -> dict[str, str]:
    """A room with everything that has words, and a value for each part of an address."""
    room = make.room()
    tag = make.tag(room=room, state=TagState.PLACED)
    unit = make.equipment(room=room, serial_number="s", asset_tag="a", note="n")
    fault = make.fault(room=room, equipment=unit)
    report = make.report(fault=fault, note="my own words")
    make.report(fault=fault, note="a stranger's", contact="x@example.org", rating_note="r")
    make.check(room=room, note="n")
    db.session.add(TimelineEntry(fault_id=fault.id, at=NOON, note="for staff", public=False))
    db.session.add(
        Follower(
            report_id=report.id,
            via=FollowVia.EMAIL,
            address="x@example.org",
            secret="followed",
            asked_at=NOON,
        )
    )
    db.session.commit()
    told = {
        "code": tag.code,
        "secret": report.secret,
        "follower": "followed",
        "own": str(report.id),
    }
    return told | {"unit_id": str(unit.id), "fault_id": str(fault.id)}


def _addresses(app: Flask, world: dict[str, str]) -> Iterator[str]:
    """Every address that is open to everybody."""
    given = SAMPLES | world
    for rule in app.url_map.iter_rules():
        is_page = rule.endpoint not in {"static", "security.static"} and "GET" in (
            rule.methods or ()
        )
        if is_page and audience_of(app, rule.endpoint) is Audience.ANYONE:
            yield _built(rule, given)
    yield from (f"/t/{world['code']}?page=2", "/no/such/page", "/rooms", "/faults/1")


def _built(rule: Rule, given: dict[str, str]) -> str:
    built = rule.build({name: given.get(name, "1") for name in rule.arguments})
    assert built
    return built[1]


def test_no_public_page_says_what_is_not_for_everybody(
    app: Flask, client: FlaskClient, world: dict[str, str], record_property: Telling
) -> None:
    marked = _mark(int(world["own"]))
    assert len(marked) > 40
    assert {"person.name", "person.email", "report.note", "check.note", "vendor.email"} <= {*marked}
    read = 0
    for address in _addresses(app, world):
        answer = client.get(address)
        text = answer.get_data(as_text=True) + json.dumps([*answer.headers])
        told = {marked[int(each)] for each in re.findall(rf"{MARK}(\d\d\d)", text)}
        assert told == set(), f"{address} tells {told}"
        read += answer.status_code == 200
    record_property("public pages", read)
    record_property("marked columns", len(marked))
    assert read > 10
    assert "my own words" in client.get(f"/f/{world['secret']}").get_data(as_text=True)


def test_four_hundred_days_later_no_way_to_reach_a_reporter_is_kept(
    app: Flask, world: dict[str, str], time_machine: Any
) -> None:
    settled = {"state": FaultState.CLOSED, "resolved_at": NOON, "closed_at": NOON}
    db.session.execute(sa.update(Fault).values(settled))
    db.session.commit()
    time_machine.move_to(NOON + timedelta(days=400), tick=False)
    app.extensions["jobs"].sweep()
    assert db.session.scalars(sa.select(Report.contact).where(Report.contact != "")).all() == []
    assert db.session.scalars(sa.select(Follower.address).where(Follower.address != "")).all() == []
