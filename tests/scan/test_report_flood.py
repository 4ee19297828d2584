"""A thousand reports a minute at one tag slow that tag alone, and lose nobody's words."""

from uuid import uuid4

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.codes.models import Tag
from app.equipment.models import Equipment
from app.extensions import db
from app.faults.models import Fault, Report
from tests.builders import Builder
from tests.pages import fetch, read

FLOOD = 40
"""Reports as fast as they go, more than are taken in two minutes."""


@pytest.fixture
def make(guarded: Flask) -> Builder:
    return Builder()


def tagged(make: Builder) -> tuple[Tag, Equipment]:
    tag = make.tag(room=make.room())
    kind = make.equipment_type(symptoms=(make.symptom(), make.symptom()))
    return tag, make.equipment(room=tag.room, model=make.model(type=kind))


def stored(tag: Tag) -> int:
    asked = select(func.count(Report.id)).join(Fault).where(Fault.room_id == tag.room_id)
    return db.session.scalar(asked) or 0


def typed(client: FlaskClient, tag: Tag, unit: Equipment) -> dict[str, str]:
    """A form filled in; its token would else be kept with the context that all browsers share."""
    g.pop("csrf_token", None)
    form = fetch(client, f"/t/{tag.code}/report?unit={unit.id}").form(f"/t/{tag.code}/report")
    symptom = form.page.document.of_class("choice")[0].find("input")
    assert symptom is not None
    return {**form.filled.to_dict(), "symptom": symptom.get("value", ""), "note": "It hums"}


def somebody(number: int) -> dict[str, str]:
    """Each sender has an address of their own: no limit of one address helps."""
    return {"REMOTE_ADDR": f"10.0.{number // 250}.{number % 250 + 1}"}


def test_a_flood_at_one_tag_is_slowed_there_and_nowhere_else(guarded: Flask, make: Builder) -> None:
    (flooded, unit), (calm, other) = tagged(make), tagged(make)
    attacker = guarded.test_client()
    form, statuses = typed(attacker, flooded, unit), []
    visitor = guarded.test_client()
    for number in range(FLOOD):
        data = form | {"key": str(uuid4()), "note": f"Spam {number} 🐝"}
        sent = attacker.post(f"/t/{flooded.code}/report", data=data, environ_base=somebody(number))
        statuses.append(sent.status_code)
    fetch(visitor, f"/t/{calm.code}")
    fetch(visitor, f"/t/{flooded.code}")
    assert set(statuses) == {303, 429}
    assert stored(flooded) <= 24, "twelve a minute, where the minute ended meanwhile"
    answer = visitor.post(f"/t/{calm.code}/report", data=typed(visitor, calm, other))
    assert (answer.status_code, stored(calm)) == (303, 1)


def test_who_joins_what_is_known_is_counted_in_a_flood(guarded: Flask, make: Builder) -> None:
    tag, unit = tagged(make)
    client = guarded.test_client()
    form = typed(client, tag, unit)
    for number in range(13):
        data = form | {"key": str(uuid4()), "note": f"Spam {number}"}
        client.post(f"/t/{tag.code}/report", data=data, environ_base=somebody(number))
    before = stored(tag)
    for number in range(2):
        neighbour = guarded.test_client()
        g.pop("csrf_token", None)
        page = fetch(neighbour, f"/t/{tag.code}/report?unit={unit.id}")
        assert page.form(button="It happens to me too").send().status_code == 303
        wordless = typed(neighbour, tag, unit) | {"note": "", "key": str(uuid4())}
        again = guarded.test_client()
        wordless["csrf_token"] = typed(again, tag, unit)["csrf_token"]
        sent = again.post(
            f"/t/{tag.code}/report", data=wordless, environ_base=somebody(100 + number)
        )
        assert sent.status_code == 303
    assert stored(tag) == before + 4


def test_who_is_slowed_keeps_every_word_and_is_told_when_to_send_again(
    guarded: Flask, make: Builder
) -> None:
    tag, unit = tagged(make)
    client = guarded.test_client()
    form = typed(client, tag, unit)
    for number in range(12):
        data = form | {"key": str(uuid4()), "note": f"Spam {number}"}
        client.post(f"/t/{tag.code}/report", data=data, environ_base=somebody(number))
    note = "العربية 日本語 🐝 " + "x" * 900
    sent = client.post(f"/t/{tag.code}/report", data=form | {"key": str(uuid4()), "note": note})
    page = read(sent, 429, client)
    assert sent.headers["Retry-After"] == "60"
    assert "What you wrote is still here: send it again in a minute, or call." in page.main
    assert page.form(f"/t/{tag.code}/report").filled["note"].strip() == note
