"""What is known from checks: a room's history, what failed last time, the lists to go through."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, Select, select
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
class Tally:
    """How many units a check answered for.

    `fine` are those on which something passed and nothing failed, `failed` those on which
    something did, `left_out` those of which nothing was checked; `seen` are all but these. Where
    `of_room`, the one that is counted is the room itself; beside units only its failure counts.
    """

    seen: int
    fine: int
    failed: int
    left_out: int
    of_room: bool


def _tallied(results: Iterable[tuple[int | None, Result]]) -> Tally:
    units: dict[int | None, set[Result]] = {}
    for unit, result in results:
        units.setdefault(unit, set()).add(result)
    failed = sum(Result.FAIL in each for each in units.values())
    of_room = units.keys() == {None}
    if not of_room:
        units.pop(None, None)
    left_out = sum(each == {Result.NOT_CHECKED} for each in units.values())
    return Tally(
        seen=len(units) - left_out,
        fine=sum(Result.PASS in each and Result.FAIL not in each for each in units.values()),
        failed=failed,
        left_out=left_out,
        of_room=of_room,
    )


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
    rows = db.session.execute(
        select(Check, Person.role, Person.public_name, ~stands())
        .join(Person, Person.id == Check.person_id)
        .where(Check.room_id == room_id)
        .order_by(Check.done_at.desc(), Check.id.desc())
        .slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE + 1)
    ).all()
    shown = rows[:PAGE_SIZE]
    found = _findings_of([check.id for check, *_more in shown])
    return History(
        tuple(
            _past(check, (role, name), found[check.id], old=old) for check, role, name, old in shown
        ),
        page,
        has_more=len(rows) > PAGE_SIZE and page < DEEPEST_PAGE,
    )


Seen = Row[Finding, str | None]


def _findings_of(check_ids: Sequence[int]) -> dict[int, list[Seen]]:
    found: dict[int, list[Seen]] = {key: [] for key in check_ids}
    if found:
        for row in db.session.execute(
            select(Finding, Equipment.name)
            .outerjoin(Equipment, Equipment.id == Finding.equipment_id)
            .where(Finding.check_id.in_(check_ids))
            .order_by(Finding.id)
        ):
            found[row[0].check_id].append(row)
    return found


def corrected(check_ids: Iterable[int]) -> frozenset[int]:
    """Which of these checks a later one corrects."""
    later = select(Check.corrects_id).where(Check.corrects_id.in_(set(check_ids)))
    return frozenset(key for key in db.session.scalars(later) if key)


def stands() -> ColumnElement[bool]:
    """Whether a check counts, in a query: no later one corrects it."""
    later = aliased(Check)
    return ~select(later.id).where(later.corrects_id == Check.id).exists()


def _past(check: Check, by: tuple[Role, str], seen: Sequence[Seen], *, old: bool) -> PastCheck:
    return PastCheck(
        id=check.id,
        done_at=check.done_at,
        role=by[0],
        name=by[1],
        scope=check.scope,
        result=check.result,
        reason=check.reason,
        noted=tuple(noted(each, name) for each, name in seen if _matters(each)),
        tally=_tallied((each.equipment_id, each.result) for each, _name in seen),
        grade=Grade(check.grade),
        no_tag=check.no_tag,
        is_corrected=old,
    )


def _matters(finding: Finding) -> bool:
    read = finding.reading is not None or finding.read_on is not None
    return read or finding.result in {Result.FAIL, Result.NOT_CHECKED}


def noted(finding: Finding, unit_name: str | None) -> Noted:
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
    return _tallied((unit, result) for unit, result in rows)


def units_left_out(room_id: int) -> frozenset[int]:
    """The units in use that the room's last real check did not look at, or that came after it."""
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
    return frozenset(db.session.scalars(here.where(Equipment.id.not_in(seen))))


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
