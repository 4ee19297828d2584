"""The guides that Roomworthy brings for its own types of equipment, for help at once."""

import json
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from app.equipment.models import EquipmentType, Symptom
from app.extensions import db
from app.guides import service
from app.guides.models import Guide, GuideKind
from app.guides.service import About, Wording

SEED = Path(__file__).with_name("guides.json")
"""14 guides for room users, in our own wording. Each says all that the first words do."""


def shipped_guides() -> list[dict[str, str]]:
    """The guides as shipped: type, symptom, title, and the body in Markdown."""
    guides: list[dict[str, str]] = json.loads(SEED.read_text(encoding="utf-8"))
    return guides


def plant_guides(*, at: datetime) -> None:
    """Store the shipped guides where none was ever written for the type against the symptom."""
    types = {kind.slug: kind for kind in db.session.scalars(select(EquipmentType))}
    symptoms = {each.code: each for each in db.session.scalars(select(Symptom))}
    asked = select(Guide.type_id, Guide.symptom_id)
    there = {(kind, symptom) for kind, symptom in db.session.execute(asked)}
    for seed in shipped_guides():
        kind, symptom = types[seed["type"]], symptoms[seed["symptom"]]
        if (kind.id, symptom.id) not in there:
            said = Wording(GuideKind.SELF_HELP, seed["title"], seed["body"], symptom)
            service.write(About(kind), said, None, at=at)
