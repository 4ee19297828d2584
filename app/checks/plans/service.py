"""Commands on job plans: make, change, retire, bring back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, Unpack

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.checks.models import Basis, JobPlan, Scope, Shift
from app.equipment.models import Equipment, EquipmentModel, EquipmentType
from app.errors import Refusal
from app.extensions import db
from app.places.models import Room
from app.places.words import named


@dataclass(frozen=True)
class Target:
    """What a plan is for: all units of the type, or those of a model, or one unit, or one room."""

    type: EquipmentType
    model: EquipmentModel | None = None
    equipment: Equipment | None = None
    room: Room | None = None


class PlanFields(TypedDict):
    """What may be said of a plan, and changed about it."""

    name: str
    description: str
    scope: Scope
    minutes: int
    qualification: str
    statutory: bool
    rrule: str
    basis: Basis
    every_days: int | None
    starts_on: date | None
    shift: Shift
    in_term: bool
    reading_code: str | None
    reading_every: float | None


def add_plan(target: Target, **fields: Unpack[PlanFields]) -> JobPlan:
    """A new plan without items; refuses a name that another plan for the same bears."""
    plan = JobPlan(
        type_id=target.type.id,
        model_id=target.model.id if target.model else None,
        equipment_id=target.equipment.id if target.equipment else None,
        room_id=target.room.id if target.room else None,
        version=1,
    )
    _take(plan, fields)
    with _only_one(plan.name):
        db.session.add(plan)
    return plan


def change_plan(plan: JobPlan, **fields: Unpack[PlanFields]) -> None:
    """Say anew what the plan is; what was done by it stays as it was."""
    with _only_one(fields["name"]):
        _take(plan, fields)


def retire_plan(plan: JobPlan, *, at: datetime) -> None:
    """Plan its work no longer; what was done by it stays."""
    plan.retired_at = plan.retired_at or at
    db.session.flush()


def bring_back_plan(plan: JobPlan) -> None:
    """Plan its work again."""
    plan.retired_at = None
    db.session.flush()


def _take(plan: JobPlan, fields: PlanFields) -> None:
    for name, value in fields.items():
        setattr(plan, name, value)
    plan.name = named(fields["name"])


@contextmanager
def _only_one(name: str) -> Iterator[None]:
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        if "unique" not in str(error.orig).lower():
            raise
        sentence = _("There is a plan “%(name)s” for this already. Choose another name.", name=name)
        raise Refusal(sentence, field="name") from error
