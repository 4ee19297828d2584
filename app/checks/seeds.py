"""The check lists that Roomworthy brings for its own types of equipment."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.checks.models import CheckItem, ItemKind, JobPlan, Scope
from app.equipment.models import EquipmentType
from app.extensions import db

SEED = Path(__file__).with_name("job_plans.json")
"""24 job plans with 98 items, in our own wording; site rules and the law come before them."""


def shipped_plans() -> list[dict[str, Any]]:
    """The job plans as shipped, in the order in which a type's work is listed."""
    plans: list[dict[str, Any]] = json.loads(SEED.read_text(encoding="utf-8"))
    return plans


def plant_job_plans() -> None:
    """Store the shipped job plans that are missing; those that are there stay as they are."""
    types = {kind.slug: kind for kind in db.session.scalars(select(EquipmentType))}
    there = {(plan.type_id, plan.name) for plan in db.session.scalars(select(JobPlan))}
    for seed in shipped_plans():
        if (types[seed["type"]].id, seed["name"]) not in there:
            db.session.add(_plan(types[seed["type"]], seed))
    db.session.flush()


def _plan(kind: EquipmentType, seed: dict[str, Any]) -> JobPlan:
    """The plan; where the law asks for checks of the type, it asks for this work."""
    items = [
        CheckItem(**(each | {"kind": ItemKind(each["kind"]), "position": position}))
        for position, each in enumerate(seed["items"])
    ]
    return JobPlan(
        type_id=kind.id,
        name=seed["name"],
        scope=Scope(seed["scope"]),
        rrule=seed["rrule"],
        minutes=seed["minutes"],
        statutory=kind.statutory,
        qualification=seed.get("qualification", ""),
        items=items,
    )
