"""What is planned for a unit, and what was done to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from app.checks.logging.parts import used_in
from app.checks.models import Check, CheckPart, Finding, Grade, JobPlan, Result
from app.checks.queries import stands
from app.equipment.models import Equipment
from app.extensions import db
from app.people.models import Person, Role

MOST = 10
"""Visits that are shown of a unit: the newest."""
WORST_FIRST = (Result.FAIL, Result.PASS, Result.NOT_APPLICABLE, Result.NOT_CHECKED)


@dataclass(frozen=True)
class UnitVisit:
    """What one check found on the unit; who by is a role, never a name."""

    check: Check
    role: Role
    findings: tuple[Finding, ...]
    is_corrected: bool
    parts: tuple[CheckPart, ...] = ()
    """What went into the unit."""

    @property
    def grade(self) -> Grade:
        """How the check was made."""
        return Grade(self.check.grade)

    @property
    def result(self) -> Result:
        """The worst that was found; only what was looked at counts."""
        found = {each.result for each in self.findings}
        return next(each for each in WORST_FIRST if each in found)


def visits_of(unit_id: int, most: int = MOST) -> tuple[UnitVisit, ...]:
    """The newest checks that say something of the unit, corrected ones among them."""
    of_unit = select(Finding.check_id).where(Finding.equipment_id == unit_id)
    rows = db.session.execute(
        select(Check, Person.role, ~stands())
        .join(Person, Person.id == Check.person_id)
        .where(Check.id.in_(of_unit))
        .order_by(Check.done_at.desc(), Check.id.desc())
        .limit(most)
    ).all()
    findings: dict[int, list[Finding]] = {check.id: [] for check, *_more in rows}
    for each in db.session.scalars(
        select(Finding)
        .where(Finding.equipment_id == unit_id, Finding.check_id.in_(findings))
        .options(joinedload(Finding.item))
        .order_by(Finding.id)
    ):
        findings[each.check_id].append(each)
    parts: dict[int, list[CheckPart]] = {}
    for part in used_in(findings):
        if part.equipment_id == unit_id:
            parts.setdefault(part.check_id, []).append(part)
    return tuple(
        UnitVisit(check, role, tuple(findings[check.id]), late, tuple(parts.get(check.id, ())))
        for check, role, late in rows
    )


def last_seen(unit_id: int) -> tuple[Check, Role] | None:
    """The newest check that still stands and in which the unit was looked at, and who made it."""
    seen = select(Finding.check_id).where(
        Finding.equipment_id == unit_id, Finding.result.in_((Result.PASS, Result.FAIL))
    )
    return _newest(Check.id.in_(seen))


def last_in(room_id: int) -> tuple[Check, Role] | None:
    """The newest check of a room that still stands and saw anything, and who made it."""
    return _newest(and_(Check.room_id == room_id, Check.result != Result.NOT_CHECKED))


def _newest(wanted: ColumnElement[bool]) -> tuple[Check, Role] | None:
    row = db.session.execute(
        select(Check, Person.role)
        .join(Person, Person.id == Check.person_id)
        .where(wanted, stands())
        .order_by(Check.done_at.desc(), Check.id.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None


def plans_of(unit: Equipment) -> Sequence[JobPlan]:
    """The job plans for the unit itself, for its model, and for its type; the nearest first."""
    of_type = and_(
        JobPlan.type_id == unit.model.type_id,
        JobPlan.model_id.is_(None),
        JobPlan.equipment_id.is_(None),
        JobPlan.room_id.is_(None),
    )
    own = or_(JobPlan.equipment_id == unit.id, JobPlan.model_id == unit.model_id, of_type)
    order = (JobPlan.equipment_id.is_(None), JobPlan.model_id.is_(None), JobPlan.name)
    asked = select(JobPlan).where(own, JobPlan.retired_at.is_(None)).order_by(*order)
    return db.session.scalars(asked).all()
