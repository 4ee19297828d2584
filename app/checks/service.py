"""Logging a check: one visit, what it found, and the faults that follow from it."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.checks.evidence import Taken, grade_of
from app.checks.models import Check, CheckItem, Finding, Reason, Result, Scope
from app.checks.words import thing
from app.equipment.models import Equipment
from app.errors import Refusal
from app.extensions import db
from app.faults import service as faults
from app.faults.models import Fault
from app.people.models import Person
from app.places import service as places
from app.places.models import Room

Faults = dict[int | None, Fault]
"""By the key of the unit; None for the room itself."""

SAME_VISIT = timedelta(minutes=15)
"""How long the same answers of a person are one visit: a browser's Back gives a form a new key."""


@dataclass(frozen=True)
class Found:
    """What was found on one item of a unit, or on the unit as a whole (`item` None).

    Without equipment it was found on the room itself, as a whole.
    With a reading the result follows from the item's limits, whatever `result` says.
    """

    equipment: Equipment | None
    result: Result
    item: CheckItem | None = None
    reason: Reason | None = None
    reading: float | None = None
    read_on: date | None = None
    note: str = ""

    @property
    def equipment_id(self) -> int | None:
        """The unit's key; None for the room itself."""
        return self.equipment.id if self.equipment else None

    @property
    def thing(self) -> str:
        """What it was found on, by name."""
        return thing(self.equipment.name if self.equipment else None)

    @property
    def words(self) -> str:
        """The finding as a line of text: item, reading, note."""
        item = self.item.text if self.item else ""
        unit = self.item.unit if self.item else ""
        read = f"{self.reading:g} {unit}".strip() if self.reading is not None else ""
        read = self.read_on.isoformat() if self.read_on else read
        return ": ".join(part for part in (item, read, self.note) if part)


def log(  # noqa: PLR0913 - a visit has this many sides
    room: Room,
    by: Person,
    scope: Scope,
    findings: Sequence[Found],
    *,
    key: str,
    note: str = "",
    reason: Reason | None = None,
    scan: str | None = None,
    at: datetime,
    received_at: datetime,
) -> Check:
    """The stored check. `reason` says why the room could not be checked; then nothing was found.

    `scan` is that of the tag by which the visit began, as the server gave it out; None: no scan.

    The same key and body again give the first check; another body under the key is refused. So
    does the body of the person's last check here, under any key, within `SAME_VISIT`. Each unit
    that failed gets a fault, or joins the one that it has; all in the caller's transaction.
    """
    _queue_up(room)
    visit = Check(
        room_id=room.id,
        person_id=by.id,
        scope=scope,
        reason=reason,
        note=note,
        done_at=at,
        received_at=received_at,
        key=key,
        scan=scan,
    )
    visit.body_hash = _fingerprint(visit, findings)
    if earlier := _earlier(visit) or _just_logged(visit):
        return earlier
    settled = [_settled(each, room, at) for each in findings]
    _refuse_empty(settled, reason)
    visit.result = overall([each.result for each in settled])
    visit.grade = grade_of(visit, _readings(settled))
    if earlier := _stored_before(visit):
        return earlier
    _add_findings(visit, settled, _faults_of(settled, room, by, at))
    _mark_checked(room, visit)
    return visit


def _queue_up(room: Room) -> None:
    """Two checks of one room at once: the second waits here, and finds the room as it is then.

    Before anything is stored: a row that refers to the room holds it already, and two holders
    who both want it for themselves would wait for each other.
    """
    db.session.refresh(room, ["version", "last_checked_at"], with_for_update=True)


def overall(results: Sequence[Result]) -> Result:
    """The result of a check: fail if anything failed, pass only if something was seen fine."""
    for result in (Result.FAIL, Result.PASS):
        if result in results:
            return result
    return Result.NOT_CHECKED


def _fingerprint(visit: Check, findings: Sequence[Found]) -> str:
    """The SHA-256 of what was answered; a repeat has the same, whenever it arrives."""
    lines = [
        (
            each.equipment_id,
            each.item.id if each.item else None,
            None if _is_read(each) else each.result,
            each.reason,
            each.reading,
            each.read_on and each.read_on.isoformat(),
            each.note,
        )
        for each in findings
    ]
    body = json.dumps(
        [visit.room_id, visit.person_id, visit.scope, visit.note, visit.reason, lines]
    )
    return hashlib.sha256(body.encode()).hexdigest()


def _earlier(visit: Check) -> Check | None:
    earlier = db.session.scalar(select(Check).where(Check.key == visit.key))
    if earlier and earlier.body_hash != visit.body_hash:
        raise Refusal(
            _(
                "This form was sent before with other answers, and those are stored. "
                "Open the check again to log another one."
            )
        )
    return earlier


def _just_logged(visit: Check) -> Check | None:
    """The person's last check of the room, if it is this one again: what came after it counts."""
    last = db.session.scalar(
        select(Check)
        .where(Check.room_id == visit.room_id, Check.person_id == visit.person_id)
        .order_by(Check.done_at.desc(), Check.id.desc())
        .limit(1)
    )
    if last is None or last.body_hash != visit.body_hash:
        return None
    return last if abs(visit.done_at - last.done_at) <= SAME_VISIT else None


def _stored_before(visit: Check) -> Check | None:
    """Store the visit, or the one that another process stored under its key at this moment."""
    try:
        with db.session.begin_nested():
            db.session.add(visit)
    except IntegrityError:
        if earlier := _earlier(visit):
            return earlier
        raise
    return None


def _is_read(found: Found) -> bool:
    return found.reading is not None or found.read_on is not None


def _settled(found: Found, room: Room, at: datetime) -> Found:
    if (unit := found.equipment) and (unit.room_id != room.id or unit.is_retired):
        sentence = _("%(unit)s is no longer in this room. Open the check again.", unit=unit.name)
        raise Refusal(sentence)
    if (found.result is Result.NOT_CHECKED) != (found.reason is not None):
        raise Refusal(_("Say why %(unit)s was not checked.", unit=found.thing))
    result = found.result
    if found.item and found.reading is not None:
        result = found.item.judged(found.reading)
    elif found.item and found.read_on:
        result = found.item.judged_date(found.read_on, at.astimezone(room.support.zone).date())
    if result is Result.FAIL and not (found.item or found.note):
        raise Refusal(_("Say what is wrong with %(unit)s.", unit=found.thing))
    return replace(found, result=result)


def _readings(settled: Sequence[Found]) -> Iterator[Taken]:
    for each in settled:
        if each.item and each.reading is not None and each.result is Result.PASS:
            yield each.equipment_id, each.item.id, each.reading


def _refuse_empty(findings: Sequence[Found], reason: Reason | None) -> None:
    if not findings and reason is None:
        raise Refusal(_("Nothing was answered. Say how at least one unit is."))
    if findings and reason is not None:
        raise Refusal(
            _("You said that the room could not be checked, and also how units are. Keep one.")
        )


def _faults_of(findings: Sequence[Found], room: Room, by: Person, at: datetime) -> Faults:
    """One fault for each unit that failed, opened or joined, with the words of what failed."""
    failed: dict[int | None, list[Found]] = {}
    for each in findings:
        if each.result is Result.FAIL:
            failed.setdefault(each.equipment_id, []).append(each)
    return {
        key: faults.found_in_check(
            room, found[0].equipment, by=by, note="\n".join(each.words for each in found), at=at
        )
        for key, found in failed.items()
    }


def _add_findings(visit: Check, findings: Sequence[Found], faults_of: Faults) -> None:
    for each in findings:
        fault = faults_of[each.equipment_id] if each.result is Result.FAIL else None
        db.session.add(
            Finding(
                check_id=visit.id,
                equipment_id=each.equipment_id,
                item_id=each.item.id if each.item else None,
                item_text=each.item.text if each.item else "",
                result=each.result,
                reason=each.reason,
                reading=each.reading,
                read_on=each.read_on,
                unit=each.item.unit if each.item and each.reading is not None else "",
                note=each.note,
                fault_id=fault.id if fault else None,
            )
        )
    db.session.flush()


def _mark_checked(room: Room, visit: Check) -> None:
    """Remember the visit as the room's last check, if it saw anything and none was later."""
    before = room.last_checked_at
    if visit.result is not Result.NOT_CHECKED and (before is None or before < visit.done_at):
        room.last_checked_at, room.last_checked_grade = visit.done_at, visit.grade
    places.touch(room)
    db.session.flush()
