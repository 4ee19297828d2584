"""The equipment types and symptom words that a new estate begins with, from `seed.json`.

The words are those of room users; each bears the nearest failure mode of ISO 14224.
"""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.equipment.models import EquipmentType, Impact, Symptom, TypeSymptom
from app.extensions import db

SEED = Path(__file__).with_name("seed.json")


def plant_types() -> None:
    """Add the seed types and symptoms that are missing; what is there already stays as it is."""
    seed = json.loads(SEED.read_text(encoding="utf-8"))
    symptoms = {each.code: each for each in db.session.scalars(select(Symptom))}
    for line in seed["symptoms"]:
        if line["code"] not in symptoms:
            symptoms[line["code"]] = _symptom(line)
    there = set(db.session.scalars(select(EquipmentType.slug)))
    for position, line in enumerate(seed["types"]):
        if line["slug"] not in there:
            _plant(line, position, symptoms)
    db.session.flush()


def _symptom(line: dict[str, Any]) -> Symptom:
    symptom = Symptom(
        code=line["code"],
        label=line["label"],
        failure_mode=line["failure_mode"],
        self_help="\n".join(line["self_help"]),
        impact=Impact(line["impact"]),
        danger=line.get("danger", False),
    )
    db.session.add(symptom)
    return symptom


def _plant(line: dict[str, Any], position: int, symptoms: dict[str, Symptom]) -> None:
    fields = ("slug", "title", "discipline", "statutory", "icon")
    db.session.add(
        EquipmentType(
            **{name: line[name] for name in fields},
            position=position,
            symptoms=[
                TypeSymptom(symptom=symptoms[code], position=place)
                for place, code in enumerate(line["symptoms"])
            ],
        )
    )
