"""How a check was made, as the server computes it: never more than it knows, and never raised.

A printed code proves no presence, as it can be photographed. So a grade says only how the check
came about; "verified" is not among its words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from app.checks.models import Check, Finding, Grade
from app.extensions import db


@dataclass(frozen=True)
class WithoutSignal:
    """How a phone made a check without signal, as far as it can say."""

    clock_off: int
    """Seconds by which its clock was ahead of ours when it was sent."""
    at_tag: bool
    """Whether it says that it opened the tag's address; if not, the check is a record."""


Taken = tuple[int | None, int, float]
"""A reading within its limits: of which unit, of which check item, and what it was."""


def grade_of(visit: Check, readings: Iterable[Taken], device: WithoutSignal | None = None) -> Grade:
    """The grade of a check that is about to be stored, with the readings that it took.

    A correction, or a check without a tag, is recorded; so is one of a phone without signal that
    did not open the tag's address, whatever else it had. Any other comes by a tag's address, so it
    is code presented at least. A scan counts for the first check that bears it; where another has
    it already, the check loses it.
    """
    if visit.corrects_id or visit.no_tag or (device and not device.at_tag):
        visit.scan = None
        return Grade.RECORDED
    if visit.scan and db.session.scalar(select(Check.id).where(Check.scan == visit.scan)):
        visit.scan = None
    if visit.scan is None:
        return Grade.PRESENTED
    return (
        Grade.LOCAL_FACT
        if any(_has_moved(each, visit.room_id) for each in readings)
        else Grade.SCANNED
    )


def _has_moved(taken: Taken, room_id: int) -> bool:
    """Whether it differs from the last one of the same item and unit: that can't be made up."""
    unit_id, item_id, reading = taken
    there = Finding.equipment_id == unit_id if unit_id else Check.room_id == room_id
    last = db.session.scalar(
        select(Finding.reading)
        .join(Check, Check.id == Finding.check_id)
        .where(
            there,
            Finding.item_id == item_id,
            Finding.reading.is_not(None),
        )
        .order_by(Check.done_at.desc(), Finding.id.desc())
        .limit(1)
    )
    return last is not None and last != reading
