"""The second look, beside the first: which units both saw, and about which they agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from app.checks.models import Check, Finding, Grade, Result, SpotAudit
from app.extensions import db
from app.faults.models import Channel, Fault

Verdicts = Mapping[int | None, Result]
"""What a check said of each unit that it looked at: pass or fail; None is the room itself."""


@dataclass(frozen=True)
class Difference:
    """A unit of which two checks said different things."""

    equipment_id: int | None
    first: Result
    again: Result


@dataclass(frozen=True)
class Compared:
    """How many units both looked at, and of which they differ."""

    units: int
    differences: tuple[Difference, ...]


def answer(visit: Check) -> SpotAudit | None:
    """The audit that a stored check answers, as the second look at its room; None: it is none.

    It is one by another person, at the tag, after the draw and within its time. It answers the
    audit that was drawn first, and is compared with its check at once.
    """
    if visit.corrects_id or visit.result is Result.NOT_CHECKED or visit.grade < Grade.PRESENTED:
        return None
    audit = db.session.scalar(
        select(SpotAudit)
        .join(Check, Check.id == SpotAudit.check_id)
        .where(
            SpotAudit.due_by >= visit.done_at,
            SpotAudit.drawn_at <= visit.done_at,
            SpotAudit.again_id.is_(None),
            Check.room_id == visit.room_id,
            Check.person_id != visit.person_id,
        )
        .order_by(SpotAudit.drawn_at, SpotAudit.id)
        .limit(1)
    )
    if audit is None:
        return None
    found = compared(db.session.get_one(Check, audit.check_id), visit)
    audit.again_id, audit.compared = visit.id, found.units
    audit.agreed = found.units - len(found.differences)
    db.session.flush()
    return audit


def compared(first: Check, again: Check) -> Compared:
    """What the two say of the units that both looked at.

    A unit that was repaired, or reported broken by somebody else, between the two is left out:
    both may be right about it.
    """
    before, after = _verdicts(first.id), _verdicts(again.id)
    both = (before.keys() & after.keys()) - _changed(first, again)
    return Compared(
        len(both),
        tuple(
            Difference(unit, before[unit], after[unit])
            for unit in sorted(both, key=lambda unit: unit or 0)
            if before[unit] is not after[unit]
        ),
    )


def _verdicts(check_id: int) -> Verdicts:
    told: dict[int | None, Result] = {}
    for unit, result in db.session.execute(
        select(Finding.equipment_id, Finding.result).where(
            Finding.check_id == check_id, Finding.result.in_((Result.PASS, Result.FAIL))
        )
    ):
        told[unit] = Result.FAIL if Result.FAIL in {result, told.get(unit)} else Result.PASS
    return told


def _changed(first: Check, again: Check) -> set[int | None]:
    span = (first.done_at, again.done_at)
    reported = and_(Fault.channel != Channel.CHECK, Fault.reported_at.between(*span))
    repaired = Fault.restored_at.between(*span)
    of_room = select(Finding.equipment_id).where(Finding.check_id == first.id)
    return set(
        db.session.scalars(
            select(Fault.equipment_id).where(
                or_(reported, repaired),
                or_(
                    Fault.equipment_id.in_(of_room),
                    and_(Fault.equipment_id.is_(None), Fault.room_id == first.room_id),
                ),
            )
        )
    )
