"""What is known from checks: a room's history, what failed last time, the lists to go through."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, Row, Select, bindparam, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from app.checks.models import (
    Check,
    CheckItem,
    Finding,
    Grade,
    JobPlan,
    NoTag,
    Reason,
    Result,
    Scope,
)
from app.checks.tally import Tally, tallied
from app.checks.words import thing
from app.equipment.models import Equipment
from app.extensions import db
from app.people.models import Person, Role
from app.places.models import Building, Room, Site

PAGE_SIZE = 10
DEEPEST_PAGE = 500
"""Nobody turns more pages; an offset of 5,000 in one room's index stays some milliseconds."""


@dataclass(frozen=True)
class Noted:
    """A finding that a reader wants to see: not fine, not checked, or read off.

    `item` is empty where the unit as a whole was meant, `equipment_id` where the room itself was.
    It bears no free text of a technician, so it can be shown to anyone.
    """

    equipment_id: int | None
    unit_name: str
    item: str
    result: Result
    reason: Reason | None
    reading: float | None
    measure: str
    read_on: date | None
    fault_id: int | None


@dataclass(frozen=True)
class PastCheck:
    """A check as anyone may see it: who by is a role, and a name only where its owner gave one."""

    id: int
    done_at: datetime
    role: Role
    name: str
    scope: Scope
    result: Result
    reason: Reason | None
    noted: tuple[Noted, ...]
    tally: Tally
    grade: Grade
    no_tag: NoTag | None
    is_corrected: bool
    """Whether a later entry puts it right; that one counts."""


@dataclass(frozen=True)
class History:
    """One page of a room's checks, newest first."""

    checks: tuple[PastCheck, ...]
    page: int
    has_more: bool


def history(room_id: int, page: int = 1) -> History:
    """The room's checks, 10 a page, newest first; two queries, whatever the number of checks."""
    page = min(max(page, 1), DEEPEST_PAGE)
    asked = {"room_id": room_id, "turned": (page - 1) * PAGE_SIZE}
    rows = db.session.execute(_visits(), asked).all()
    shown = rows[:PAGE_SIZE]
    found = _findings_of([row.id for row in shown])
    more = len(rows) > PAGE_SIZE and page < DEEPEST_PAGE
    return History(tuple(_past(row, found[row.id]) for row in shown), page, has_more=more)


Line = Row[*tuple[Any, ...]]


@cache
def _visits() -> Select[*tuple[Any, ...]]:
    """A page of checks and one more; made once, as each page of a room asks it."""
    check = (Check.id, Check.done_at, Check.scope, Check.result, Check.reason, Check.no_tag)
    by, is_corrected = (Person.role, Person.public_name.label("name")), ~stands()
    return (
        select(*check, Check.grade, *by, is_corrected.label("is_corrected"))
        .join(Person, Person.id == Check.person_id)
        .where(Check.room_id == bindparam("room_id"))
        .order_by(Check.done_at.desc(), Check.id.desc())
        .limit(PAGE_SIZE + 1)
        .offset(bindparam("turned", type_=Integer))
    )


@cache
def _shown() -> Select[*tuple[Any, ...]]:
    """What is shown of the findings of some checks, with the units' names; made once."""
    line = (Finding.check_id, Finding.equipment_id, Finding.result, Finding.item_text)
    read = (Finding.reason, Finding.reading, Finding.read_on, Finding.unit, Finding.fault_id)
    return (
        select(*line, *read, Equipment.name)
        .outerjoin(Equipment, Equipment.id == Finding.equipment_id)
        .where(Finding.check_id.in_(bindparam("check_ids", expanding=True)))
        .order_by(Finding.id)
    )


def _findings_of(check_ids: Sequence[int]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {key: [] for key in check_ids}
    for row in db.session.execute(_shown(), {"check_ids": check_ids}) if check_ids else ():
        found[row.check_id].append(row)
    return found


def corrected(check_ids: Iterable[int]) -> frozenset[int]:
    """Which of these checks a later one corrects."""
    later = select(Check.corrects_id).where(Check.corrects_id.in_(set(check_ids)))
    return frozenset(key for key in db.session.scalars(later) if key)


@cache
def stands() -> ColumnElement[bool]:
    """Whether a check counts, in a query: no later one corrects it."""
    later = aliased(Check)
    return ~select(later.id).where(later.corrects_id == Check.id).exists()


def _past(visit: Line, seen: Sequence[Line]) -> PastCheck:
    told: dict[str, Any] = {**visit._mapping, "grade": Grade(visit.grade)}
    tally = tallied((each.equipment_id, each.result) for each in seen)
    return PastCheck(
        **told, noted=tuple(noted(each, each.name) for each in seen if _matters(each)), tally=tally
    )


def _matters(finding: Line) -> bool:
    read = finding.reading is not None or finding.read_on is not None
    return read or finding.result in {Result.FAIL, Result.NOT_CHECKED}


def noted(finding: Finding | Line, unit_name: str | None) -> Noted:
    """A finding without its free text."""
    return Noted(
        equipment_id=finding.equipment_id,
        unit_name=thing(unit_name),
        item=finding.item_text,
        result=finding.result,
        reason=finding.reason,
        reading=finding.reading,
        measure=finding.unit,
        read_on=finding.read_on,
        fault_id=finding.fault_id,
    )


def check_lists(units: Sequence[Equipment], scope: Scope) -> dict[int, tuple[CheckItem, ...]]:
    """The items in force to go through, by the unit's key, in order; units bring their models.

    Each comes with its plan and picture. Of each unit: the plans for its type, then those for its
    model and for the unit itself. A service goes through the room check as well. Work that only a
    qualified person may sign is left out: nobody's qualification is known here.
    """
    scopes = [Scope.ROOM_CHECK] if scope is Scope.ROOM_CHECK else list(Scope)
    found = db.session.scalars(
        _asked_of_all()
        .where(
            JobPlan.room_id.is_(None),
            JobPlan.type_id.in_({unit.model.type_id for unit in units}),
            JobPlan.scope.in_(scopes),
        )
        .order_by(JobPlan.scope, JobPlan.equipment_id.is_not(None))
        .order_by(JobPlan.model_id.is_not(None), JobPlan.id, CheckItem.position)
    ).all()
    return {unit.id: _of_nearest(unit, found) for unit in units}


def room_items(room_ids: Collection[int]) -> dict[int, tuple[CheckItem, ...]]:
    """The items in force of plans for these rooms themselves, in order; as `check_lists`."""
    asked = _asked_of_all().where(JobPlan.room_id.in_(room_ids))
    found: dict[int, tuple[CheckItem, ...]] = {}
    for item in db.session.scalars(asked.order_by(JobPlan.scope, JobPlan.id, CheckItem.position)):
        room_id = item.job_plan.room_id or 0
        found[room_id] = (*found.get(room_id, ()), item)
    return found


def in_scope(items: Iterable[CheckItem], scope: Scope) -> tuple[CheckItem, ...]:
    """Those of the scope; a service goes through the room check as well."""
    return tuple(each for each in items if scope in {Scope.SERVICE, each.job_plan.scope})


def _asked_of_all() -> Select[CheckItem]:
    return (
        select(CheckItem)
        .join(CheckItem.job_plan)
        .where(
            CheckItem.until_version.is_(None),
            JobPlan.retired_at.is_(None),
            JobPlan.qualification == "",
        )
        .options(contains_eager(CheckItem.job_plan), joinedload(CheckItem.picture))
    )


def _of_nearest(unit: Equipment, items: Sequence[CheckItem]) -> tuple[CheckItem, ...]:
    """The items for the unit; of several plans with one name, those of the nearest to it."""
    mine = [item for item in items if item.job_plan.covers(unit)]
    nearest: dict[str, JobPlan] = {}
    for plan in sorted((item.job_plan for item in mine), key=lambda plan: plan.nearness):
        nearest[plan.name] = plan
    return tuple(item for item in mine if nearest[item.job_plan.name] is item.job_plan)


def tally(check_id: int) -> Tally:
    """How many units a check answered for, and how they were."""
    rows = db.session.execute(
        select(Finding.equipment_id, Finding.result).where(Finding.check_id == check_id)
    )
    return tallied((unit, result) for unit, result in rows)


def units_left_out(room_id: int) -> frozenset[int]:
    """The units in use that the room's last real check did not look at, or that came after it."""
    return frozenset(db.session.scalars(_left_out(), {"room_id": room_id}))


@cache
def _left_out() -> Select[int]:
    room_id: BindParameter[int] = bindparam("room_id")
    last = (
        select(Check.id)
        .where(Check.room_id == room_id, Check.result != Result.NOT_CHECKED, stands())
        .order_by(Check.done_at.desc(), Check.id.desc())
        .limit(1)
    )
    seen = select(Finding.equipment_id).where(
        Finding.check_id == last.scalar_subquery(),
        Finding.result != Result.NOT_CHECKED,
        Finding.equipment_id.is_not(None),
    )
    here = select(Equipment.id).where(Equipment.room_id == room_id, Equipment.retired_at.is_(None))
    return here.where(Equipment.id.not_in(seen))


def with_place(query: Select[Check]) -> Select[Check]:
    """The query with each check's person, and its room with what tells its local time."""
    room = contains_eager(Check.room)
    return query.join(Check.room).options(
        joinedload(Check.person),
        room.joinedload(Room.floor),
        room.joinedload(Room.support_calendar),
        room.joinedload(Room.building).joinedload(Building.site).joinedload(Site.support_calendar),
    )


def check(check_id: int) -> Check | None:
    """One check with its room, place, person, and findings with their units and faults."""
    findings = selectinload(Check.findings)
    return db.session.scalar(
        with_place(select(Check))
        .where(Check.id == check_id)
        .options(findings.joinedload(Finding.equipment), findings.joinedload(Finding.fault))
    )
