"""The demo's history as rows: faults with their reports and timelines, checks with their findings.

Thousands of rows go in by Core inserts, in the order in which they came to be. What a row in use
keeps of its history (a unit's condition, a room's last check and version) is counted from the same
story.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Table, insert, select

from app.checks.models import Check, CheckItem, Finding, Grade, NoTag, Result
from app.database import Base
from app.demo.promising import promises, times_reopened
from app.demo.story.certified import EXTINGUISHER
from app.demo.story.lines import Line
from app.demo.story.telling import Seen, Story
from app.demo.story.troubles import Trouble
from app.equipment.models import Condition, Equipment, Symptom
from app.extensions import db
from app.faults.models import Effect, Fault, Promise, Report, TimelineEntry
from app.faults.promises.clock import Clock
from app.people.models import Person
from app.places.models import Room, SupportCalendar

Row = dict[str, Any]
COPIED_AFTER = timedelta(minutes=50)
"""How long after the work a report on paper is copied."""

CONDITIONS = {
    Effect.DEGRADED: Condition.DEGRADED,
    Effect.UNIT_DOWN: Condition.DOWN,
    Effect.ROOM_DOWN: Condition.DOWN,
}


@dataclass(frozen=True)
class Estate:
    """The rows that the history hangs on, by their keys in the story."""

    people: dict[str, Person]
    rooms: dict[str, Room]
    units: dict[str, Equipment]
    items: dict[str, CheckItem]
    calendar: SupportCalendar


def write_down(story: Story, estate: Estate) -> None:
    """Store the story, and bring units and rooms in step with it."""
    faults = _faults(story.troubles, estate)
    _promise(story, estate, faults)
    _checks(story.checks, estate, faults)
    for trouble in story.troubles:
        if trouble.state.is_open:
            unit = estate.units[trouble.incident.unit.key]
            unit.condition = CONDITIONS[trouble.effect]
    for seen in story.checks:
        if seen.result is not Result.NOT_CHECKED:
            room = estate.rooms[seen.visit.room.key]
            room.last_checked_at, room.last_checked_grade = seen.visit.done_at, _grade(seen)
    changes = _changes(story)
    for key, room in estate.rooms.items():
        room.version = 1 + changes[key]
    db.session.flush()


def _changes(story: Story) -> Counter[str]:
    """How often each room's page has changed: by units, by checks, by what faults went through."""
    changes = Counter(seen.visit.room.key for seen in story.checks)
    for room in story.campus.rooms:
        changes[room.key] += sum(2 if unit.retired_at else 1 for unit in room.units)
    for trouble in story.troubles:
        changes[trouble.incident.room.key] += len(trouble.entries) + len(trouble.told)
    return changes


def _stored(model: type[Check | Fault], rows: Sequence[Row]) -> list[int]:
    """The ids of the rows just stored, in their order."""
    wanted = insert(model).returning(model.id, sort_by_parameter_order=True)
    return list(db.session.scalars(wanted, rows))


def _store(model: type[Base], rows: Sequence[Row]) -> None:
    """Store rows that nothing refers to; past the ORM, which takes twice as long."""
    db.session.connection().execute(insert(cast("Table", model.__table__)), rows)


def _faults(troubles: Sequence[Trouble], estate: Estate) -> list[int]:
    symptoms = {each.code: each.id for each in db.session.scalars(select(Symptom))}
    ids = _stored(Fault, [_fault(each, estate, symptoms[each.symptom]) for each in troubles])
    numbered = list(zip(ids, troubles, strict=True))
    _store(TimelineEntry, [r for id_, each in numbered for r in _timeline(id_, each, estate)])
    _store(Report, [row for id_, each in numbered for row in _reports(id_, each)])
    return ids


def _promise(story: Story, estate: Estate, faults: Sequence[int]) -> None:
    clock, now = Clock(estate.calendar), story.campus.at
    numbered = zip(faults, story.troubles, strict=True)
    _store(Promise, [row for id_, each in numbered for row in promises(id_, each, clock, now)])


def _fault(trouble: Trouble, estate: Estate, symptom_id: int) -> Row:
    incident = trouble.incident
    return {
        "room_id": estate.rooms[incident.room.key].id,
        "equipment_id": estate.units[incident.unit.key].id,
        "symptom_id": symptom_id,
        "detail": incident.detail,
        "state": trouble.state,
        "effect": trouble.effect,
        "channel": incident.channel,
        "reported_at": incident.reported_at,
        "restore_by": trouble.restore_by,
        "priority": trouble.priority,
        "times_reopened": times_reopened(trouble),
        "restored_at": trouble.restored_at,
        "resolved_at": trouble.resolved_at,
        "assignee_id": estate.people[trouble.assignee].id if trouble.assignee else None,
    }


def _timeline(fault_id: int, trouble: Trouble, estate: Estate) -> Iterator[Row]:
    for entry in trouble.entries:
        yield {
            "fault_id": fault_id,
            "at": entry.at,
            "state": entry.state,
            "event": entry.event,
            "note": entry.note,
            "public": entry.public,
            "person_id": estate.people[entry.person].id if entry.person else None,
        }


def _reports(fault_id: int, trouble: Trouble) -> Iterator[Row]:
    for report in trouble.told:
        yield {
            "fault_id": fault_id,
            "secret": secrets.token_urlsafe(24),
            "key": secrets.token_urlsafe(24),
            "note": report.note,
            "contact": report.contact,
            "me_too": report.me_too,
            "reported_at": report.at,
        }


def _checks(checks: Sequence[Seen], estate: Estate, faults: Sequence[int]) -> None:
    ids = _stored(Check, [_check(number, seen, estate) for number, seen in enumerate(checks, 1)])
    findings = [
        _finding(id_, line, estate, faults)
        for id_, seen in zip(ids, checks, strict=True)
        for line in seen.lines
    ]
    _store(Finding, findings)


def _check(number: int, seen: Seen, estate: Estate) -> Row:
    key = f"demo-{number}"
    scanned = _grade(seen) is Grade.SCANNED
    return {
        "room_id": estate.rooms[seen.visit.room.key].id,
        "person_id": estate.people[seen.visit.person].id,
        "scope": seen.visit.scope,
        "result": seen.result,
        "reason": seen.visit.reason,
        "note": seen.note,
        "done_at": seen.visit.done_at,
        "received_at": seen.visit.done_at + (timedelta() if scanned else COPIED_AFTER),
        "key": key,
        "body_hash": hashlib.sha256(key.encode()).hexdigest(),
        "grade": _grade(seen),
        "scan": key if scanned else None,
        "no_tag": None if scanned else NoTag.FROM_PAPER,
    }


def _grade(seen: Seen) -> Grade:
    """What a firm did is copied from its report; all else began with a scan."""
    return Grade.RECORDED if seen.visit.only == EXTINGUISHER else Grade.SCANNED


def _finding(check_id: int, line: Line, estate: Estate, faults: Sequence[int]) -> Row:
    item = estate.items[line.item] if line.item else None
    return {
        "check_id": check_id,
        "equipment_id": estate.units[line.unit.key].id,
        "item_id": item.id if item else None,
        "item_text": item.text if item else "",
        "result": line.result,
        "reason": line.reason,
        "reading": line.reading,
        "read_on": line.read_on,
        "unit": item.unit if item and line.reading is not None else "",
        "note": line.note,
        "fault_id": None if line.trouble is None else faults[line.trouble],
    }
