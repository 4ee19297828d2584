"""What failed at an earlier check, and what this one says of it: fixed, still broken, or unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext as _

from app.checks.logging.failing import StillFailing, latest_findings
from app.checks.logging.found import Found
from app.checks.models import Reason, Result
from app.checks.words import REASONS
from app.extensions import db
from app.faults import service as faults
from app.faults.models import Fault, FaultState
from app.people.models import Person
from app.places.models import Room


class Still(StrEnum):
    """What can be said of a line that failed last time."""

    FIXED = "fixed"
    BROKEN = "broken"
    UNSEEN = "not_checked"


@dataclass(frozen=True)
class FollowUp:
    """The answer to one line that failed last time; `reason` says why it was not looked at."""

    line: StillFailing
    still: Still
    reason: Reason | None = None

    @property
    def told(self) -> list[object]:
        """What tells it from another answer."""
        return [self.line.finding_id, self.still, self.reason]

    @property
    def words(self) -> str:
        """It as a line for the staff who read the fault."""
        what = self.line.words
        if self.still is Still.FIXED:
            return _("Found fixed in a check: %(what)s", what=what)
        why = REASONS[self.reason] if self.reason else ""
        return _("Not looked at in a check (%(why)s): %(what)s", what=what, why=why)


def with_follow_ups(findings: Sequence[Found], follow_ups: Sequence[FollowUp]) -> list[Found]:
    """The findings, and those that the answers to earlier failures add to them."""
    known = {(each.equipment_id, each.item_id) for each in findings if each.item}
    added = (_found(each) for each in follow_ups)
    return [
        *findings,
        *(new for new in added if new and (new.equipment_id, new.item_id) not in known),
    ]


def _found(told: FollowUp) -> Found | None:
    line, item = told.line, told.line.item
    match told.still:
        case Still.BROKEN:
            note = line.note or ("" if item else _("Still broken"))
            return Found(line.unit, Result.FAIL, item, note=note)
        case Still.UNSEEN:
            return Found(line.unit, Result.NOT_CHECKED, item, told.reason)
    return Found(line.unit, Result.PASS, item) if item else None


def tell_faults(room: Room, follow_ups: Sequence[FollowUp], *, by: Person, at: datetime) -> None:
    """Write the answers on the timelines, and restore each fault of which every line is fixed.

    To be called before this check's own findings are stored. What was settled meanwhile stays so.
    """
    if not follow_ups:
        return
    failing = latest_findings(room.id)
    said = {each.line.finding_id: each for each in follow_ups if each.still is not Still.BROKEN}
    for fault_id in dict.fromkeys(line.fault_id for line in failing):
        lines = [line for line in failing if line.fault_id == fault_id]
        told = [said[line.finding_id] for line in lines if line.finding_id in said]
        if told:
            fixed = len(told) == len(lines) and all(each.still is Still.FIXED for each in told)
            _tell(fault_id, told, fixed=fixed, by=by, at=at)


def _tell(
    fault_id: int, told: Sequence[FollowUp], *, fixed: bool, by: Person, at: datetime
) -> None:
    fault = db.session.get_one(Fault, fault_id)
    words = "\n".join(each.words for each in told)
    faults.remark(fault, words, by=by, public=False, at=at)
    if fixed:
        faults.move(fault, FaultState.RESTORED, by=by, note="", at=at)
