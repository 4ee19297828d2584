"""The seed: thirteen types, "other equipment" and the room itself, each with its symptom words."""

import json

from flask import Flask
from sqlalchemy import func, select

from app.equipment import queries
from app.equipment.models import ROOM_SLUG, EquipmentType, Impact, Symptom, TypeSymptom
from app.equipment.seeds import SEED, plant_types
from app.extensions import db

MOST_WORDS = 8
DOWN = {"NO_START", "NO_PICTURE", "NO_SOUND", "MIC_DEAD", "CONTROL_FAIL", "VC_FAIL", "PC_FAIL"}
DANGER = {"OVERHEAT", "LEAK"}


def _rows() -> list[int | None]:
    tables = (Symptom, EquipmentType, TypeSymptom)
    return [db.session.scalar(select(func.count()).select_from(table)) for table in tables]


def test_planting_twice_is_planting_once(app: Flask) -> None:
    plant_types()
    once = _rows()
    plant_types()
    assert _rows() == once
    assert once[:2] == [22, 15]


def test_words_changed_by_people_stay_as_they_are(app: Flask) -> None:
    plant_types()
    kind = queries.type_of_slug("projector")
    assert kind is not None
    kind.title = "Beamer"
    plant_types()
    assert kind.title == "Beamer"


def test_each_type_offers_at_most_eight_words_and_something_else_last(app: Flask) -> None:
    plant_types()
    for kind in db.session.scalars(select(EquipmentType)):
        words = [symptom.code for symptom in queries.symptoms_of(kind.id)]
        assert 2 <= len(words) <= MOST_WORDS
        assert words[-1] == "OTHER"


def test_every_symptom_is_offered_somewhere(app: Flask) -> None:
    plant_types()
    offered = set(db.session.scalars(select(TypeSymptom.symptom_id)))
    assert offered == set(db.session.scalars(select(Symptom.id)))


def test_equipment_is_never_of_the_type_that_stands_for_the_room(app: Flask) -> None:
    plant_types()
    offered = queries.types()
    assert len(offered) == 14
    assert ROOM_SLUG not in {kind.slug for kind in offered}
    assert queries.symptoms_of_rooms()[0].code == "COMFORT"


def test_a_symptom_that_takes_the_function_away_takes_the_unit_down(app: Flask) -> None:
    plant_types()
    down = set(db.session.scalars(select(Symptom.code).where(Symptom.impact == Impact.DOWN)))
    assert down == DOWN | DANGER


def test_danger_is_told_to_stop_and_to_call(app: Flask) -> None:
    plant_types()
    dangers = db.session.scalars(select(Symptom).where(Symptom.danger)).all()
    assert {symptom.code for symptom in dangers} == DANGER
    for symptom in dangers:
        assert symptom.self_help_steps[0].startswith("Stop")
        assert symptom.self_help_steps[-1] == "Call now."


def test_help_fits_its_column_and_speaks_in_sentences() -> None:
    for line in json.loads(SEED.read_text())["symptoms"]:
        assert len("\n".join(line["self_help"])) <= 500
        assert all(step.endswith(".") and step[0].isupper() for step in line["self_help"])


def test_every_icon_is_in_the_sprite(app: Flask) -> None:
    sprite = (SEED.parents[2] / "static/icons/sprite.svg").read_text()
    for line in json.loads(SEED.read_text())["types"]:
        assert f'id="{line["icon"]}"' in sprite
