"""The job plans in force, and which of them are for a unit or a room."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal

import structlog
from sqlalchemy import or_, select

from app.checks.due.computing.places import Unit
from app.checks.due.dates import Schedule
from app.checks.due.recurrence import Rule
from app.checks.due.rules import read
from app.checks.models import Basis, JobPlan, Scope
from app.errors import Refusal
from app.extensions import db

log = structlog.get_logger()

Level = Literal["unit", "model", "type"]
NEAREST_FIRST: tuple[Level, ...] = ("unit", "model", "type")
SHORTEST_CHECK = 5
"""Minutes that a room check takes at least: by the practice of classroom teams, 5 to 15."""


@dataclass(frozen=True, eq=False)
class Plan:
    """A job plan in force. `schedule` is None where its rule can't be followed."""

    id: int
    name: str
    scope: Scope
    minutes: int
    qualified: bool
    statutory: bool
    reading_code: str | None
    schedule: Schedule | None

    @cached_property
    def has_rows(self) -> bool:
        """Whether it is planned by itself: services are, and what the law asks for.

        Other room checks are part of the room's own, which comes as often as the room matters.
        """
        return self.schedule is not None and (self.scope is Scope.SERVICE or self.statutory)


@dataclass(frozen=True, eq=False)
class Plans:
    """The plans in force by what they are for: a unit, a model, a type, or a room."""

    all: dict[int, Plan]
    by_level: dict[tuple[Level, int], list[Plan]]
    of_rooms: dict[int, list[Plan]]
    namesakes: dict[str, list[int]]
    """The keys of all plans of a name, retired ones too: what was done by one counts for all."""
    known: dict[tuple[int, int], tuple[Plan, ...]]

    def of(self, unit: Unit) -> tuple[Plan, ...]:
        """The unit's plans: of several with one name the nearest, the unit's own before others."""
        own = ("unit", unit.id) in self.by_level
        key = (unit.type_id, unit.model_id)
        if own or key not in self.known:
            found = self._nearest(unit)
            if own:
                return found
            self.known[key] = found
        return self.known[key]

    def _nearest(self, unit: Unit) -> tuple[Plan, ...]:
        ids = {"unit": unit.id, "model": unit.model_id, "type": unit.type_id}
        named: dict[str, Plan] = {}
        for level in NEAREST_FIRST:
            for plan in self.by_level.get((level, ids[level]), ()):
                named.setdefault(plan.name, plan)
        return tuple(named.values())

    def check_minutes(self, units: Iterable[Unit]) -> int:
        """How long the room's own check takes, in minutes."""
        checks = (
            plan.minutes
            for unit in units
            for plan in self.of(unit)
            if plan.scope is Scope.ROOM_CHECK and not plan.has_rows and not plan.qualified
        )
        return max(SHORTEST_CHECK, sum(checks))


def in_force(type_ids: Collection[int] | None = None, room_ids: Collection[int] = ()) -> Plans:
    """The plans in force for these types of equipment and rooms; all where no types are given."""
    asked = select(JobPlan).order_by(JobPlan.id)
    if type_ids is not None:
        asked = asked.where(or_(JobPlan.type_id.in_(type_ids), JobPlan.room_id.in_(room_ids)))
    plans = Plans({}, {}, {}, {}, {})
    for row in db.session.scalars(asked):
        plans.namesakes.setdefault(row.name, []).append(row.id)
        if row.retired_at is None:
            _add(plans, row)
    return plans


def _add(plans: Plans, row: JobPlan) -> None:
    plan = plans.all[row.id] = Plan(
        id=row.id,
        name=row.name,
        scope=row.scope,
        minutes=row.minutes,
        qualified=bool(row.qualification),
        statutory=row.statutory,
        reading_code=row.reading_code,
        schedule=_schedule(row),
    )
    if row.room_id is not None:
        plans.of_rooms.setdefault(row.room_id, []).append(plan)
        return
    place: tuple[Level, int] = ("type", row.type_id)
    if row.equipment_id is not None:
        place = ("unit", row.equipment_id)
    elif row.model_id is not None:
        place = ("model", row.model_id)
    plans.by_level.setdefault(place, []).append(plan)


def _schedule(row: JobPlan) -> Schedule | None:
    timing: dict[str, Any] = {
        "starts_on": row.starts_on,
        "shift": row.shift,
        "in_term": row.in_term,
        "reading_every": row.reading_every,
        "statutory": row.statutory,
    }
    if row.basis is Basis.AFTER:
        return Schedule(every_days=row.every_days, **timing)
    rule = _followed(row.rrule)
    if rule is None and row.rrule:  # without one, it is done when needed
        log.warning("a job plan has a rule that can't be followed", plan=row.id)
    follows_reading = row.reading_every and not row.rrule
    return Schedule(rule, **timing) if rule or follows_reading else None


@lru_cache(maxsize=1_000)
def _followed(text: str) -> Rule | None:
    try:
        return read(text)
    except Refusal:
        return None
