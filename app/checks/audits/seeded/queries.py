"""What is known of faults made on purpose: which stand, which were found, how often not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.checks.models import Check, Finding, Result, SeededFault
from app.extensions import db
from app.faults.models import Fault
from app.places.models import Building, Room, Site

TOO_LONG = timedelta(hours=48)
"""One that stands for longer does more harm than it tells."""
MOST = 100


@dataclass(frozen=True)
class Seeded:
    """A fault made on purpose, with what came of it."""

    row: SeededFault
    missed: int
    """Checks by others that passed the unit while it stood and nobody had found it."""
    fault: Fault | None
    """The fault of the check that found it."""


def seeded(seeded_id: int) -> SeededFault | None:
    """One of them."""
    return db.session.get(SeededFault, seeded_id)


def fault_of(row: SeededFault) -> Fault | None:
    """The fault that the check which found it opened, or joined; with what moving it needs."""
    return db.session.scalar(
        select(Fault)
        .join(Finding, Finding.fault_id == Fault.id)
        .where(
            Finding.check_id == row.found_id,
            Finding.result == Result.FAIL,
            Finding.equipment_id == row.equipment_id
            if row.equipment_id
            else Finding.equipment_id.is_(None),
        )
        .options(joinedload(Fault.equipment), joinedload(Fault.room))
        .order_by(Fault.id)
        .limit(1)
    )


def listed() -> Sequence[Seeded]:
    """The newest of them: those that stand first, then by when they were made."""
    building = joinedload(Room.building).joinedload(Building.site)
    rows = db.session.scalars(
        select(SeededFault)
        .join(SeededFault.room)
        .options(
            contains_eager(SeededFault.room).options(
                building.joinedload(Site.support_calendar),
                joinedload(Room.floor),
                joinedload(Room.support_calendar),
            ),
            joinedload(SeededFault.equipment),
            joinedload(SeededFault.seeded_by),
            joinedload(SeededFault.found).joinedload(Check.person),
        )
        .order_by(SeededFault.ended_at.is_not(None), SeededFault.seeded_at.desc())
        .limit(MOST)
    ).all()
    missed = _missed([row.id for row in rows])
    return [
        Seeded(row, missed.get(row.id, 0), fault_of(row) if row.found_id else None) for row in rows
    ]


def _missed(seeded_ids: Sequence[int]) -> dict[int, int]:
    """How many checks passed each of them by."""
    finder = aliased(Check)
    rows = db.session.execute(
        select(SeededFault.id, func.count(Check.id.distinct()))
        .outerjoin(finder, finder.id == SeededFault.found_id)
        .join(Check, Check.room_id == SeededFault.room_id)
        .join(Finding, Finding.check_id == Check.id)
        .where(
            SeededFault.id.in_(seeded_ids),
            Check.done_at >= SeededFault.seeded_at,
            Check.person_id != SeededFault.seeded_by_id,
            Check.corrects_id.is_(None),
            or_(finder.id.is_(None), Check.done_at < finder.done_at),
            or_(SeededFault.ended_at.is_(None), Check.done_at < SeededFault.ended_at),
            Finding.result == Result.PASS,
            func.coalesce(Finding.equipment_id, 0) == func.coalesce(SeededFault.equipment_id, 0),
        )
        .group_by(SeededFault.id)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class Standing:
    """How many stand now, of which some were found, and some stand for too long."""

    found: int
    too_long: int


def standing(at: datetime) -> Standing:
    """What a manager should not forget to put right."""
    rows = db.session.execute(
        select(SeededFault.found_id, SeededFault.seeded_at).where(SeededFault.ended_at.is_(None))
    ).all()
    return Standing(
        found=sum(found is not None for found, _seeded_at in rows),
        too_long=sum(at - seeded_at > TOO_LONG for _found, seeded_at in rows),
    )
