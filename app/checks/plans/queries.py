"""Job plans by what they are for, and what one of them reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict

from app.checks.models import Check, CheckItem, Finding, ItemKind, JobPlan
from app.equipment.models import Equipment, EquipmentModel, EquipmentType
from app.extensions import db
from app.numbers import number_of
from app.paging import Slice, contains, slice_of
from app.places import queries as places
from app.places.models import Building, Room, Site

ENOUGH = 12
"""How many models, units and rooms a search for what a plan is for shows of each."""


@dataclass(frozen=True)
class PlanFilter:
    """Which plans are asked for."""

    words: str = ""
    type_id: int | None = None
    retired: bool = False


@dataclass(frozen=True)
class Plans:
    """One page of the list."""

    plans: Sequence[JobPlan]
    part: Slice


@dataclass(frozen=True)
class Reach:
    """What a search for that which a plan is for has found."""

    models: Sequence[EquipmentModel]
    units: Sequence[Equipment]
    rooms: Sequence[Room]


def wanted_plans(asked: MultiDict[str, str]) -> PlanFilter:
    """The filter that an address asks for; what makes no sense is left out."""
    return PlanFilter(
        words=" ".join(asked.get("q", "").split())[:200],
        type_id=number_of(asked, "type"),
        retired=asked.get("use", "") == "retired",
    )


def listed(wanted: PlanFilter, page: int) -> Plans:
    """The page's plans in the order of their types, with what they are for."""
    part = slice_of(_ordered(wanted), page)
    found = db.session.scalars(select(JobPlan).where(JobPlan.id.in_(part.ids)).options(*_for()))
    by_id = {plan.id: plan for plan in found}
    return Plans([by_id[key] for key in part.ids], part)


def plan(plan_id: int) -> JobPlan | None:
    """The plan with what it is for; None where there is none."""
    return db.session.scalar(select(JobPlan).where(JobPlan.id == plan_id).options(*_for()))


def items_of(plan_id: int) -> Sequence[CheckItem]:
    """The items of a plan that are in force, in order, with their pictures."""
    return db.session.scalars(
        select(CheckItem)
        .where(CheckItem.job_plan_id == plan_id, CheckItem.until_version.is_(None))
        .options(joinedload(CheckItem.picture))
        .order_by(CheckItem.position, CheckItem.id)
    ).all()


def item(plan_id: int, item_id: int) -> CheckItem | None:
    """An item in force of the plan, with its picture; None where there is none."""
    found = db.session.get(CheckItem, item_id, options=[joinedload(CheckItem.picture)])
    if found is None or found.job_plan_id != plan_id or found.until_version is not None:
        return None
    return found


def numbers_read(type_id: int) -> Sequence[CheckItem]:
    """The items in force by which a number is read off equipment of the type."""
    return db.session.scalars(
        select(CheckItem)
        .join(CheckItem.job_plan)
        .where(
            JobPlan.type_id == type_id,
            JobPlan.room_id.is_(None),
            JobPlan.retired_at.is_(None),
            CheckItem.kind == ItemKind.NUMBER,
            CheckItem.until_version.is_(None),
        )
        .order_by(JobPlan.id, CheckItem.position)
    ).all()


def reading_of(plan: JobPlan) -> str:
    """The words of the item whose reading the plan follows; empty where it follows none."""
    if not plan.reading_code:
        return ""
    wanted = select(CheckItem.text).where(CheckItem.code == plan.reading_code)
    return db.session.scalar(wanted) or plan.reading_code


def site_of(plan: JobPlan) -> Site | None:
    """Whose days show what becomes of the plan's dates: its own site, or else the first."""
    room = plan.room or (plan.equipment.room if plan.equipment else None)
    return room.building.site if room else next(iter(places.sites()), None)


def units_of(plan: JobPlan) -> int:
    """For how many units in use the plan is; 0 where it is for a room."""
    return db.session.scalar(select(func.count()).select_from(_units(plan).subquery())) or 0


def is_used(plan: JobPlan) -> bool:
    """Whether something was found on a unit that the plan is for: its items count from then on."""
    found = select(Finding.id).where(Finding.equipment_id.in_(_units(plan, in_use=False)))
    if plan.room_id is not None:
        found = select(Check.id).where(Check.room_id == plan.room_id)
    own = select(Finding.id).join(CheckItem).where(CheckItem.job_plan_id == plan.id)
    return bool(db.session.scalar(select(or_(exists(own), exists(found)))))


def _units(plan: JobPlan, *, in_use: bool = True) -> Select[int]:
    units = select(Equipment.id)
    if in_use:
        units = units.where(Equipment.retired_at.is_(None))
    if plan.room_id is not None:
        return units.where(Equipment.id.is_(None))
    if plan.equipment_id is not None:
        return units.where(Equipment.id == plan.equipment_id)
    if plan.model_id is not None:
        return units.where(Equipment.model_id == plan.model_id)
    return units.join(Equipment.model).where(EquipmentModel.type_id == plan.type_id)


def reached(words: str, *, models_too: bool) -> Reach:
    """Units and rooms in use that the words name, and models where asked for; some of each."""
    asked = words.split()
    models = select(EquipmentModel).options(joinedload(EquipmentModel.type)).join(EquipmentType)
    label = func.lower(EquipmentModel.maker + " " + EquipmentModel.model_number)
    models = models.where(label != " ", *(contains(label, word) for word in asked))
    units = select(Equipment).options(*_of_unit()).where(Equipment.retired_at.is_(None))
    units = units.where(*(contains(Equipment.searched, word) for word in asked))
    rooms = select(Room).options(joinedload(Room.building), joinedload(Room.floor))
    rooms = rooms.where(Room.retired_at.is_(None), *(contains(Room.searched, w) for w in asked))
    return Reach(
        db.session.scalars(models.order_by(label).limit(ENOUGH)).all() if models_too else (),
        db.session.scalars(units.order_by(Equipment.searched).limit(ENOUGH)).all(),
        db.session.scalars(rooms.order_by(Room.name, Room.id).limit(ENOUGH)).all(),
    )


def model(model_id: int) -> EquipmentModel | None:
    """The model with its type; None where there is none."""
    return db.session.get(EquipmentModel, model_id, options=[joinedload(EquipmentModel.type)])


def _of_unit() -> tuple[Any, ...]:
    room = joinedload(Equipment.room)
    return (
        joinedload(Equipment.model).joinedload(EquipmentModel.type),
        room.joinedload(Room.building),
        room.joinedload(Room.floor),
    )


def _for() -> tuple[Any, ...]:
    room, unit = joinedload(JobPlan.room), joinedload(JobPlan.equipment).joinedload(Equipment.room)
    return (
        joinedload(JobPlan.type),
        joinedload(JobPlan.model),
        room.joinedload(Room.building).joinedload(Building.site),
        room.joinedload(Room.floor),
        unit.joinedload(Room.building).joinedload(Building.site),
        unit.joinedload(Room.floor),
    )


def _ordered(wanted: PlanFilter) -> Select[int]:
    ids = select(JobPlan.id).join(JobPlan.type).where(*_conditions(wanted))
    return ids.order_by(
        EquipmentType.position, EquipmentType.title, JobPlan.scope, JobPlan.name, JobPlan.id
    )


def _conditions(wanted: PlanFilter) -> list[ColumnElement[bool]]:
    retired = JobPlan.retired_at.is_not(None)
    found: list[ColumnElement[bool]] = [retired if wanted.retired else ~retired]
    if wanted.type_id is not None:
        found.append(JobPlan.type_id == wanted.type_id)
    return found + [_says(word) for word in wanted.words.split()]


def _says(word: str) -> ColumnElement[bool]:
    label = func.lower(EquipmentModel.maker + " " + EquipmentModel.model_number)
    return or_(
        contains(func.lower(JobPlan.name), word),
        contains(func.lower(JobPlan.description), word),
        contains(func.lower(EquipmentType.title), word),
        JobPlan.model_id.in_(select(EquipmentModel.id).where(contains(label, word))),
        JobPlan.equipment_id.in_(select(Equipment.id).where(contains(Equipment.searched, word))),
        JobPlan.room_id.in_(select(Room.id).where(contains(Room.searched, word))),
    )
