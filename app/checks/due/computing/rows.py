"""The rows of due work of some rooms: what they should be, and what is written to make them so."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, cast

from sqlalchemy import Table, bindparam, delete, func, select, update

from app.checks.due import dates
from app.checks.due.calendars import Calendar
from app.checks.due.computing import places
from app.checks.due.computing.booked import Booked, booked
from app.checks.due.computing.moves import Moves, moves
from app.checks.due.computing.past import History, history
from app.checks.due.computing.places import Days, Pair, Place, Unit
from app.checks.due.computing.plans import Plan, Plans, in_force
from app.checks.due.dates import Due, Past
from app.checks.due.moving import may_be_on
from app.checks.models import DueWork, Scope
from app.database import insert_many
from app.extensions import db
from app.places.models import Criticality

Key = tuple[int, int | None, int | None]
"""A room, a plan (None: the room's own check), and a unit (None: the room itself)."""


class Work(NamedTuple):
    """What a row of due work says, in the order of `COLUMNS`."""

    scope: Scope
    due_on: date
    late_from: date
    last_done_on: date | None
    minutes: int
    statutory: bool
    room_version: int | None = None
    made_from: str | None = None
    occurrence: date | None = None
    moved_from: date | None = None


TABLE = cast("Table", DueWork.__table__)
COLUMNS = Work._fields
KEYS = ("room_id", "plan_id", "equipment_id")
Wanted = Iterator[tuple[Key, Work]]
Dates = dict[tuple[int, int, date, date, date | None], Due | None]
"""Kept of plans without readings: many units came, and were seen to, on the same days."""


@dataclass(frozen=True)
class Facts:
    """All that the rows of some rooms follow from."""

    rooms: Mapping[int, Place]
    units: Mapping[int, list[Unit]]
    plans: Plans
    history: History
    kept: Dates
    moves: Moves
    booked: Booked

    def calendar(self, room: Place, plan: Plan) -> Calendar:
        """The days on which the plan's work can be done in the room."""
        return self.booked.calendar(room.id, room.days.calendar, plan.minutes)


def work_of(facts: Facts, made_from: Mapping[int, str | None]) -> Wanted:
    """The due work of the rooms; their own checks bear what they are made from."""
    for room in facts.rooms.values():
        units = facts.units.get(room.id, [])
        yield (room.id, None, None), _room_check(facts, room, units, made_from[room.id])
        for plan in facts.plans.of_rooms.get(room.id, ()):
            if plan.has_rows and (work := _of_room(facts, room, plan)):
                yield (room.id, plan.id, None), work
        for unit in units:
            yield from _of_unit(facts, room, unit)


def _room_check(facts: Facts, room: Place, units: list[Unit], made_from: str | None) -> Work:
    checked_on = room.days.local(room.last_checked_at) if room.last_checked_at else None
    statutory = room.criticality is Criticality.S
    due = dates.room_check(checked_on or room.came_on, room.check_every, statutory=statutory)
    return Work(
        Scope.ROOM_CHECK,
        due.on,
        due.late_from,
        checked_on,
        facts.plans.check_minutes(units),
        statutory,
        room.version,
        made_from,
    )


def _of_room(facts: Facts, room: Place, plan: Plan) -> Work | None:
    done_at = facts.history.last_of_room(plan, room.id)
    done_on = room.days.local(done_at) if done_at else None
    return _work(facts, room, plan, None, Past(room.came_on, done_on))


def _of_unit(facts: Facts, room: Place, unit: Unit) -> Wanted:
    local, known = room.days.local, facts.history
    entered_on = local(unit.created_at)
    grid_from = unit.installed_on or entered_on
    came_on = max(entered_on, grid_from)
    days: dict[datetime | None, date | None] = {None: None}
    for plan in facts.plans.of(unit):
        if plan.has_rows:
            done_at = known.last(plan, unit.id)
            if done_at and done_at not in days:
                days[done_at] = local(done_at)
            readings = known.readings.get((unit.id, plan.reading_code or ""), ())
            values = [(local(at), value) for at, value in readings] if readings else ()
            past = Past(came_on, days[done_at], values, grid_from)
            if work := _work(facts, room, plan, unit, past):
                yield (room.id, plan.id, unit.id), work


def _next(facts: Facts, room: Place, plan: Plan, past: Past) -> Due | None:
    if plan.schedule is None:
        return None
    if past.readings or room.id in facts.booked:
        return dates.next_due(plan.schedule, facts.calendar(room, plan), past)
    key = (plan.id, id(room.days), past.came_on, past.begins_on, past.done_on)
    if key not in facts.kept:
        facts.kept[key] = dates.next_due(plan.schedule, room.days.calendar, past)
    return facts.kept[key]


def _work(facts: Facts, room: Place, plan: Plan, unit: Unit | None, past: Past) -> Work | None:
    due = _next(facts, room, plan, past)
    if due is None:
        return None
    on, moved_from = due.on, None
    if facts.moves and plan.schedule:
        target = (plan.id, unit.id, None) if unit else (plan.id, None, room.id)
        to = facts.moves.get((*target, due.of))
        if to and may_be_on(plan.schedule.lawful, facts.calendar(room, plan), due, to):
            on, moved_from = to, due.on
    said = (plan.scope, on, due.late_from, past.done_on, plan.minutes, plan.statutory)
    return Work(*said, None, None, due.of, moved_from)


def facts_of(
    room_ids: Collection[int], plans: Plans | None, days: dict[Pair, Days] | None = None
) -> Facts:
    """What the rows of these rooms follow from, in few statements; `plans` None: they are read.

    `days` are those of sites that were read before, and are added to.
    """
    rooms = places.rooms(room_ids, {} if days is None else days)
    units = places.units(rooms)
    if plans is None:
        plans = in_force({unit.type_id for unit in units}, rooms)
    by_room: dict[int, list[Unit]] = defaultdict(list)
    for unit in units:
        by_room[unit.room_id].append(unit)
    done = history([unit.id for unit in units], rooms, plans)
    moved = moves([unit.id for unit in units], rooms)
    return Facts(rooms, by_room, plans, done, {}, moved, booked(rooms))


def write(room_ids: Collection[int], wanted: Mapping[Key, Work]) -> None:
    """Make the rooms' rows those that are wanted; what is right already is not touched."""
    there: dict[Key, tuple[int, Work]] = {}
    gone: list[int] = []
    for id_, key, work in _there(room_ids):
        if key in wanted and key not in there:
            there[key] = (id_, work)
        else:
            gone.append(id_)
    new = [(*key, *work) for key, work in wanted.items() if key not in there]
    changed = [
        (id_, work, wanted[key]) for key, (id_, work) in there.items() if work != wanted[key]
    ]
    if gone:
        db.session.execute(delete(DueWork).where(DueWork.id.in_(gone)))
    if changed:
        _change(changed)
    if new:
        insert_many(db.session.connection(), TABLE, (*KEYS, *COLUMNS), new)


def _change(changed: list[tuple[int, Work, Work]]) -> None:
    """Write the rows anew; those that only follow from another night or version say so alone."""
    connection = db.session.connection()
    one = update(TABLE).where(TABLE.c.id == bindparam("row"))
    whole, stamped = [], []
    for id_, before, after in changed:
        version, mark = after.room_version, after.made_from
        if before._replace(room_version=version, made_from=mark) == after:
            stamped.append({"row": id_, "room_version": version, "made_from": mark})
        else:
            whole.append({"row": id_, **after._asdict()})
    if stamped:
        connection.execute(one, stamped)
    if whole:
        connection.execute(one.values(changed_at=func.now()), whole)


def _there(room_ids: Collection[int]) -> Iterator[tuple[int, Key, Work]]:
    columns = [getattr(DueWork, name) for name in COLUMNS]
    rows = db.session.execute(
        select(DueWork.id, DueWork.room_id, DueWork.plan_id, DueWork.equipment_id, *columns)
        .where(DueWork.room_id.in_(room_ids))
        .order_by(DueWork.id)
    )
    for id_, room, plan, unit, *said in rows:
        yield id_, (room, plan, unit), Work(*said)
