"""Right after a check, a guide that nobody has looked at for long is asked about."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.checks.models import Check
from app.codes.models import Tag
from app.equipment.models import Equipment
from app.extensions import db
from app.guides.models import Guide, GuideKind
from app.places.models import Room
from app.scan.still_right import still_right
from tests.builders import Builder
from tests.pages import Page, fetch

ASKED = "Is this guide still right?"


@pytest.fixture
def unit(make: Builder) -> Equipment:
    return make.equipment(room=make.room(name="2.14"), name="Beamer")


@pytest.fixture
def tag(make: Builder, unit: Equipment) -> Tag:
    return make.tag(room=unit.room)


def _guide(unit: Equipment, title: str, days: int) -> Guide:
    then = clock.now() - timedelta(days=days)
    guide = Guide(kind=GuideKind.SELF_HELP, title=title, body="Press **On**.", version=1)
    guide.model_id, guide.confirmed_at, guide.created_at = unit.model_id, then, then
    db.session.add(guide)
    db.session.commit()
    return guide


def _checked(client: FlaskClient, address: str, unit: Equipment, answer: str = "pass") -> Page:
    form = fetch(client, address).form(button="Log this check")
    why = {f"unit-{unit.id}-why": "locked"} if answer == "not_checked" else {}
    if "/rooms/" in address:
        why["no_tag"] = "none_yet"
    return fetch(client, form.send({f"unit-{unit.id}": answer, **why}).location or "")


def test_one_tap_after_a_check_confirms_the_guide_that_waits_longest(
    technician: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    older, old, fresh = (_guide(unit, str(days), days) for days in (500, 400, 300))
    assert ASKED not in fetch(technician, f"/t/{tag.code}").main
    for guide in (older, old):
        page = _checked(technician, f"/t/{tag.code}/check", unit)
        assert ASKED in page.main
        sent = page.form(f"/rooms/{unit.room_id}/guides/{guide.id}/confirm").send()
        assert sent.location == f"/t/{tag.code}"
        assert clock.now() - db.session.get_one(Guide, guide.id).confirmed_at < timedelta(hours=1)

    page = fetch(technician, f"/t/{tag.code}")
    assert "Noted: the guide is still right." in page.text
    assert ASKED not in page.main
    assert db.session.get_one(Guide, fresh.id).confirmed_by_id is None


def test_it_is_asked_where_there_is_no_tag_too(technician: FlaskClient, make: Builder) -> None:
    unit = make.equipment()
    guide = _guide(unit, "Old", 400)
    page = _checked(technician, f"/rooms/{unit.room_id}/check", unit)
    sent = page.form(f"/rooms/{unit.room_id}/guides/{guide.id}/confirm").send()
    assert sent.location == f"/rooms/{unit.room_id}"


def test_it_is_not_asked_of_what_was_not_looked_at_nor_of_somebody_else(
    technician: FlaskClient, manager: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    _guide(unit, "Old", 400)
    page = _checked(technician, f"/t/{tag.code}/check", unit, "not_checked")
    assert ASKED not in page.main
    _checked(technician, f"/t/{tag.code}/check", unit)
    assert ASKED not in fetch(manager, f"/t/{tag.code}").main


def test_it_is_asked_right_after_the_check_alone(
    technician: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    _guide(unit, "Old", 400)
    assert ASKED in _checked(technician, f"/t/{tag.code}/check", unit).main
    check = db.session.scalars(select(Check).options(joinedload(Check.person))).one()
    room, later = db.session.get_one(Room, check.room_id), check.received_at + timedelta(minutes=16)

    assert still_right(room, tag, check.person, later) is None
