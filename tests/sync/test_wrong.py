"""What is wrong, in a word, and what it takes away: said without signal as with it."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.checks.models import Finding
from app.equipment.models import Equipment
from app.extensions import db
from app.faults.models import Effect, Fault
from app.people.models import Person
from tests.builders import Builder
from tests.sync.sending import message, send


@pytest.fixture
def me(technician: FlaskClient) -> Person:
    return db.session.scalars(select(Person)).one()


@pytest.fixture
def unit(technician: FlaskClient, make: Builder) -> Equipment:
    dark = make.symptom(code="NO_PICTURE", label="No picture")
    make.symptom(code="OTHER", label="Something else")
    model = make.model(type=make.equipment_type(symptoms=(dark,)))
    return make.equipment(name="Beamer", model=model)


def _said(unit: Equipment, me: Person, **wrong: Any) -> dict[str, Any]:
    return message(unit, person=me.id, findings=[{"unit": unit.id, "result": "fail"} | wrong])


def test_the_words_go_along_by_the_type_of_the_unit(
    technician: FlaskClient, unit: Equipment
) -> None:
    along = technician.get("/sync/round.json").json
    assert along
    (said,) = along["rooms"][0]["units"]

    words = [["NO_PICTURE", "No picture"], ["OTHER", "Something else"]]
    assert along["symptoms"] == {str(said["type"]): words, "room": words[1:]}


@pytest.mark.parametrize(
    ("wrong", "effect", "noted"),
    [
        ({"symptom": "NO_PICTURE"}, Effect.UNIT_DOWN, "No picture"),
        ({"symptom": "NO_PICTURE", "effect": "room_down"}, Effect.ROOM_DOWN, "No picture"),
        ({"symptom": "OTHER", "note": "Odd"}, Effect.DEGRADED, "Odd"),
    ],
)
def test_the_word_names_the_fault_and_a_repeat_is_the_same_check(
    technician: FlaskClient,
    me: Person,
    unit: Equipment,
    wrong: dict[str, Any],
    effect: Effect,
    noted: str,
) -> None:
    said = _said(unit, me, **wrong)
    first = send(technician, said)

    assert first.status_code == 200
    assert send(technician, said).json == first.json
    assert db.session.scalars(select(Fault.effect)).one() is effect
    assert db.session.scalars(select(Finding.note)).one() == noted
    other = said | {"findings": [said["findings"][0] | {"effect": "degraded"}]}
    both = send(technician, other).json["beside"]  # type: ignore[index]
    assert both["here"] == both["there"] == [f"Beamer: Not fine ({noted})"]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({}, 409), ({"symptom": "GONE"}, 409), ({"symptom": "NO_PICTURE", "effect": "worse"}, 422)],
)
def test_what_says_nothing_is_refused_with_a_sentence(
    technician: FlaskClient, me: Person, unit: Equipment, wrong: dict[str, Any], status: int
) -> None:
    answer = send(technician, _said(unit, me, **wrong))

    assert answer.status_code == status
    assert answer.json["sentence"]  # type: ignore[index]


def test_a_room_itself_is_no_unit_that_could_be_down(
    technician: FlaskClient, me: Person, unit: Equipment
) -> None:
    wet = {"result": "fail", "note": "Wet", "effect": "unit_down"}

    assert send(technician, message(unit, person=me.id, findings=[wet])).status_code == 422
