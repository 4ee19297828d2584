"""What is wrong, in a word, and what it takes away: at a check as in a report."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.checks.models import Check, Finding, Result
from app.codes.models import Tag
from app.equipment.models import Condition, Equipment, Impact, Symptom
from app.extensions import db
from app.faults.models import Effect, Fault
from tests.builders import Builder
from tests.pages import fetch, read

LOG = "Log this check"


@pytest.fixture
def unit(make: Builder) -> Equipment:
    """One word takes its unit down, the other does not."""
    dark = make.symptom(code="NO_PICTURE", label="No picture")
    hums = make.symptom(code="HUMS", label="It hums", impact=Impact.DEGRADED)
    make.symptom(code="OTHER", label="Something else", impact=Impact.DEGRADED)
    model = make.model(type=make.equipment_type(symptoms=(dark, hums)))
    return make.equipment(name="Beamer", model=model)


@pytest.fixture
def tag(make: Builder, unit: Equipment) -> Tag:
    return make.tag(room=unit.room)


def _fail(client: FlaskClient, tag: Tag, thing: str, **said: str) -> Any:
    typed = {thing: "fail"} | {f"{thing}-{name}": value for name, value in said.items()}
    return fetch(client, f"/t/{tag.code}/check").form(button=LOG).send(typed)


@pytest.mark.parametrize(
    ("said", "effect", "noted"),
    [
        ({"symptom": "NO_PICTURE"}, Effect.UNIT_DOWN, "No picture"),
        ({"symptom": "HUMS", "note": "Loudly"}, Effect.DEGRADED, "It hums: Loudly"),
        ({"symptom": "HUMS", "effect": "room_down"}, Effect.ROOM_DOWN, "It hums"),
        ({"symptom": "NO_PICTURE", "effect": "degraded"}, Effect.DEGRADED, "No picture"),
        ({"symptom": "OTHER", "note": "Odd"}, Effect.DEGRADED, "Odd"),
        ({"effect": "unit_down", "note": "Dead"}, Effect.UNIT_DOWN, "Dead"),
    ],
)
def test_a_word_is_enough_and_says_what_the_fault_takes_away(
    technician: FlaskClient,
    tag: Tag,
    unit: Equipment,
    said: dict[str, str],
    effect: Effect,
    noted: str,
) -> None:
    assert _fail(technician, tag, f"unit-{unit.id}", **said).status_code == 303

    fault = db.session.scalars(select(Fault)).one()
    db.session.refresh(fault, ["symptom"])
    assert (fault.symptom.code, fault.effect) == (said.get("symptom", "OTHER"), effect)
    assert db.session.scalars(select(Finding.note)).one() == noted
    assert unit.condition is (Condition.DEGRADED if effect is Effect.DEGRADED else Condition.DOWN)


def test_a_room_that_can_not_be_used_says_so_at_its_door(
    technician: FlaskClient, client: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    _fail(technician, tag, f"unit-{unit.id}", symptom="NO_PICTURE", effect="room_down")
    page = fetch(client, f"/t/{tag.code}")

    assert "No picture" in page.main
    assert "Please don't use this room for now" in page.main


def test_what_the_public_reads_is_the_word_and_never_the_note(
    technician: FlaskClient, client: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    _fail(technician, tag, f"unit-{unit.id}", symptom="HUMS", note="Lea left it on")
    page = fetch(client, f"/t/{tag.code}")

    assert "It hums" in page.main
    assert "Lea" not in page.text


def test_nothing_but_what_it_takes_away_says_nothing(
    technician: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    name = f"unit-{unit.id}"
    sent = _fail(technician, tag, name, symptom="OTHER", effect="unit_down")
    form = read(sent, 422, technician).form(button=LOG)

    assert (form.filled[f"{name}-symptom"], form.filled[f"{name}-effect"]) == ("OTHER", "unit_down")
    assert form.send({f"{name}-note": "Smells"}).status_code == 303


def test_the_open_fault_of_the_same_word_is_joined_and_only_ever_made_worse(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    words = {each.code: each for each in db.session.scalars(select(Symptom))}
    hums, dark = (
        make.fault(equipment=unit, symptom=words[each]) for each in ("HUMS", "NO_PICTURE")
    )
    hums.effect = dark.effect = Effect.DEGRADED
    db.session.commit()
    for effect in ("unit_down", "degraded"):
        _fail(technician, tag, f"unit-{unit.id}", symptom="NO_PICTURE", effect=effect)

    faults = db.session.scalars(select(Fault).order_by(Fault.id)).all()
    assert [each.effect for each in faults] == [Effect.DEGRADED, Effect.UNIT_DOWN]
    assert set(db.session.scalars(select(Finding.fault_id))) == {dark.id}


def test_a_room_itself_has_no_unit_that_could_be_down(
    technician: FlaskClient, make: Builder
) -> None:
    make.symptom(code="OTHER", label="Something else")
    tag = make.tag(room=make.room(name="Empty"))
    page = fetch(technician, f"/t/{tag.code}/check")
    assert "The unit is down" not in page.main
    assert (
        _fail(technician, tag, "unit-room", effect="room_down", note="Flooded").status_code == 303
    )

    fault = db.session.scalars(select(Fault)).one()
    assert (fault.equipment_id, fault.effect) == (None, Effect.ROOM_DOWN)
    assert db.session.scalars(select(Check)).one().result is Result.FAIL
