"""What is known of many rooms at once: what is due there, what failed last time, who was there."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.checks.audits.queries import blind_in
from app.checks.models import Check, DueWork, Finding, Reason, Result
from app.checks.words import thing
from app.equipment.models import Equipment
from app.extensions import db
from app.faults.models import Fault, room_id_now
from app.faults.queries import to_do


@dataclass(frozen=True)
class Failed:
    """What a check found not fine, and what is not fixed yet: the latest word on each item."""

    unit: str
    what: str
    """The check item, or the note where the unit as a whole was meant."""
    is_item: bool


def failed_in(room_ids: Collection[int]) -> dict[int, list[Failed]]:
    """What failed at an earlier check in each of the rooms and still is open, newest first."""
    home = room_id_now()
    rows = db.session.execute(
        select(home, Finding.equipment_id, Equipment.name, Finding.item_text, Finding.note)
        .select_from(Finding)
        .join(Fault, Fault.id == Finding.fault_id)
        .join(Check, Check.id == Finding.check_id)
        .outerjoin(Equipment, Equipment.id == Finding.equipment_id)
        .where(to_do(), home.in_(room_ids))
        .order_by(Check.done_at.desc(), Finding.id)
    )
    found: dict[int, dict[tuple[int | None, str], Failed]] = defaultdict(dict)
    for room_id, unit_id, name, item, note in rows:
        told = Failed(thing(name), item or note, is_item=bool(item))
        found[room_id].setdefault((unit_id, item), told)
    return {room_id: list(items.values()) for room_id, items in found.items()}


def failed_for(
    room_ids: Collection[int], person_id: int | None, at: datetime
) -> dict[int, list[Failed]]:
    """The same, as this person may read it: nothing of rooms in which theirs is a second look."""
    if not room_ids:
        return {}
    blind = blind_in(room_ids, person_id, at) if person_id else frozenset[int]()
    return failed_in(set(room_ids) - blind)


def due_in(room_ids: Collection[int], until: date) -> dict[int, list[DueWork]]:
    """The work that is due in each of the rooms by that day, with its plan and unit."""
    rows = db.session.scalars(
        select(DueWork)
        .where(DueWork.room_id.in_(room_ids), DueWork.due_on <= until)
        .options(joinedload(DueWork.plan), joinedload(DueWork.equipment))
        .order_by(DueWork.due_on, DueWork.id)
    )
    found: dict[int, list[DueWork]] = defaultdict(list)
    for each in rows:
        found[each.room_id].append(each)
    return found


def checks_of(room_ids: Collection[int]) -> dict[int, DueWork]:
    """The rooms' own checks that will be due, by room."""
    if not room_ids:
        return {}
    rows = db.session.scalars(
        select(DueWork).where(DueWork.room_id.in_(room_ids), DueWork.plan_id.is_(None))
    )
    return {each.room_id: each for each in rows}


def not_checked(room_ids: Collection[int], since: datetime) -> dict[int, Reason | None]:
    """Why each of the rooms could not be checked at its last visit since then, if that was so."""
    last = (
        select(func.max(Check.id))
        .where(Check.room_id.in_(room_ids), Check.done_at >= since)
        .group_by(Check.room_id)
    )
    visits: Sequence[Check] = db.session.scalars(select(Check).where(Check.id.in_(last))).all()
    return {each.room_id: each.reason for each in visits if each.result is Result.NOT_CHECKED}
