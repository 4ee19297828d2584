"""What was done: when each unit and room was last seen to, and the readings that were taken.

What was not checked was not done, and a check that another one puts right counts no more.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.checks.due.computing.plans import Plan, Plans
from app.checks.models import Check, CheckItem, Finding, Result, Scope
from app.extensions import db

How = tuple[int | None, Scope]
"""By items of which plan, or as a whole (None); in which size of work."""
Done = dict[int, dict[How, datetime]]
"""By unit: the last time that it was seen to, each way."""
Readings = dict[tuple[int, str], list[tuple[datetime, float]]]
"""By unit and code of the item, in the order in which they were taken."""


@dataclass(frozen=True)
class History:
    """What was done on some units and rooms."""

    namesakes: dict[str, list[int]] = field(default_factory=dict)
    units: Done = field(default_factory=dict)
    rooms: dict[tuple[int, Scope], datetime] = field(default_factory=dict)
    readings: Readings = field(default_factory=dict)

    def last(self, plan: Plan, unit_id: int) -> datetime | None:
        """When the plan's work was last done on the unit: by its items, or as a whole.

        A unit that was looked at as a whole in a service had all its services, but those that only
        qualified people may sign; a look in a room check counts for what is no more than that.
        """
        done = self.units.get(unit_id)
        if done is None:
            return None
        if plan.id not in self._counting:
            self._counting[plan.id] = self._counts_for(plan)
        counting = self._counting[plan.id]
        latest: datetime | None = None
        for how, moment in done.items():
            if how in counting and (latest is None or moment > latest):
                latest = moment
        return latest

    def last_of_room(self, plan: Plan, room_id: int) -> datetime | None:
        """When the plan's work was last done on the room itself; as `last` for a unit."""
        looked = plan.scope is Scope.ROOM_CHECK and not plan.qualified
        scopes = Scope if looked else (Scope.SERVICE,)
        return max(
            (self.rooms[k] for k in ((room_id, s) for s in scopes) if k in self.rooms), default=None
        )

    @cached_property
    def _counting(self) -> dict[int, frozenset[How]]:
        return {}

    def _counts_for(self, plan: Plan) -> frozenset[How]:
        hows: set[How] = {(each, scope) for each in self.namesakes[plan.name] for scope in Scope}
        if not plan.qualified:
            hows.add((None, Scope.SERVICE))
            if plan.scope is Scope.ROOM_CHECK:
                hows.add((None, Scope.ROOM_CHECK))
        return frozenset(hows)


def history(unit_ids: Collection[int], room_ids: Collection[int], plans: Plans) -> History:
    """What was done on the units, and in those of the rooms that have plans of their own."""
    codes = {plan.reading_code for plan in plans.all.values() if plan.reading_code}
    of_rooms = set(room_ids) & plans.of_rooms.keys()
    return History(
        plans.namesakes,
        _units(unit_ids) if unit_ids else {},
        _rooms(of_rooms) if of_rooms else {},
        _readings(unit_ids, codes) if codes and unit_ids else {},
    )


@cache
def _still_counts() -> ColumnElement[bool]:
    later = aliased(Check)
    return ~exists().where(later.corrects_id == Check.id)


def _units(unit_ids: Collection[int]) -> Done:
    rows = db.session.execute(
        select(Finding.equipment_id, CheckItem.job_plan_id, Check.scope, func.max(Check.done_at))
        .join(Check, Check.id == Finding.check_id)
        .outerjoin(CheckItem, CheckItem.id == Finding.item_id)
        .where(
            Finding.equipment_id.in_(unit_ids),
            Finding.result != Result.NOT_CHECKED,
            _still_counts(),
        )
        .group_by(Finding.equipment_id, CheckItem.job_plan_id, Check.scope)
    )
    done: Done = defaultdict(dict)
    for unit, plan, scope, moment in rows:
        if unit is not None:
            done[unit][plan, scope] = moment
    return done


def _rooms(room_ids: Collection[int]) -> dict[tuple[int, Scope], datetime]:
    """When the room itself was last looked at; a service that did not ask for it did so, too."""
    asked = select(Finding.id).where(Finding.check_id == Check.id, Finding.equipment_id.is_(None))
    seen = asked.where(Finding.result != Result.NOT_CHECKED).exists()
    rows = db.session.execute(
        select(Check.room_id, Check.scope, func.max(Check.done_at))
        .where(
            Check.room_id.in_(room_ids),
            Check.result != Result.NOT_CHECKED,
            or_(seen, and_(Check.scope == Scope.SERVICE, ~asked.exists())),
            _still_counts(),
        )
        .group_by(Check.room_id, Check.scope)
    )
    return {(room, scope): moment for room, scope, moment in rows}


def _readings(unit_ids: Collection[int], codes: Collection[str]) -> Readings:
    rows = db.session.execute(
        select(Finding.equipment_id, CheckItem.code, Check.done_at, Finding.reading)
        .join(Check, Check.id == Finding.check_id)
        .join(CheckItem, CheckItem.id == Finding.item_id)
        .where(
            CheckItem.code.in_(codes),
            Finding.equipment_id.in_(unit_ids),
            Finding.reading.is_not(None),
            _still_counts(),
        )
        .order_by(Check.done_at, Finding.id)
    )
    readings: Readings = defaultdict(list)
    for unit, code, moment, value in rows:
        if unit is not None and value is not None:
            readings[unit, code].append((moment, value))
    return readings
