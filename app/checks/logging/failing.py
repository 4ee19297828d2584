"""What failed at an earlier check and is not fixed: the next check has to answer it."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased, joinedload

from app.checks.models import Check, CheckItem, Finding, Result
from app.checks.queries import Noted, noted
from app.equipment.models import Equipment
from app.extensions import db
from app.faults.models import Fault, FaultState
from app.faults.queries import open_in_room


@dataclass(frozen=True)
class StillFailing:
    """What a check found not fine, and whose fault is still open."""

    finding_id: int
    fault_id: int
    unit: Equipment | None
    item: CheckItem | None
    noted: Noted
    note: str
    since: datetime
    received_at: datetime
    state: FaultState

    @property
    def words(self) -> str:
        """What failed, as a line of text."""
        return self.noted.item or self.note or self.noted.unit_name


def latest_findings(room_id: int) -> tuple[StillFailing, ...]:
    """What failed at an earlier check and is not fixed: the latest word on each item."""
    faults = {fault.id: fault for fault in open_in_room(room_id)}
    later = aliased(Finding)
    seen_fine = select(later.id).where(
        later.equipment_id == Finding.equipment_id,
        later.item_id == Finding.item_id,
        later.result == Result.PASS,
        later.id > Finding.id,
    )
    here = select(Check.id).where(Check.room_id == room_id)
    room_fine = select(later.id).where(
        Finding.equipment_id.is_(None),
        later.equipment_id.is_(None),
        later.check_id.in_(here),
        later.item_id == Finding.item_id,
        later.result == Result.PASS,
        later.id > Finding.id,
    )
    rows = db.session.execute(
        _lines()
        .where(Finding.fault_id.in_(faults), ~seen_fine.exists(), ~room_fine.exists())
        .order_by(Check.done_at.desc(), Finding.id)
    )
    latest: dict[tuple[int | None, str], StillFailing] = {}
    for finding, check, unit, fault in rows:
        still = _still_failing(finding, check, unit, fault)
        latest.setdefault((finding.equipment_id, finding.item_text), still)
    return tuple(latest.values())


def failed_before(room_id: int, finding_ids: Set[int]) -> dict[int, StillFailing]:
    """The lines by their findings, fixed meanwhile or not; those of other rooms are left out."""
    if not finding_ids:
        return {}
    rows = db.session.execute(_lines().where(Finding.id.in_(finding_ids), Check.room_id == room_id))
    return {row[0].id: _still_failing(*row) for row in rows}


def _lines() -> Select[Finding, Check, Equipment, Fault]:
    return (
        select(Finding, Check, Equipment, Fault)
        .join(Check, Check.id == Finding.check_id)
        .join(Fault, Fault.id == Finding.fault_id)
        .outerjoin(Equipment, Equipment.id == Finding.equipment_id)
        .options(joinedload(Finding.item))
    )


def _still_failing(
    finding: Finding, check: Check, unit: Equipment | None, fault: Fault
) -> StillFailing:
    return StillFailing(
        finding_id=finding.id,
        fault_id=fault.id,
        unit=unit,
        item=finding.item,
        noted=noted(finding, unit.name if unit else None),
        note=finding.note,
        since=check.done_at,
        received_at=check.received_at,
        state=fault.state,
    )
