"""How much work the coming weeks bring, counted as if each piece were done on its day.

A forecast: what is due next is known to the day; what comes after it follows from its plan alone,
without the holidays that may move it by some days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, func, select

from app.checks.due.computing.plans import Plan, in_force
from app.checks.models import DueWork, Scope
from app.extensions import db
from app.paging import Slice, slice_of
from app.places.models import Criticality, Room

WEEKS = 52
WEEK = timedelta(days=7)
EARLIEST, LATEST = 1900, 9000


@dataclass
class Week:
    """What a week brings: minutes of work, and how many checks and services that is.

    The first week has all that is late already as well.
    """

    starts_on: date
    minutes: int = 0
    checks: int = 0
    services: int = 0
    statutory: int = 0


def monday(day: date) -> date:
    """The first day of the day's week."""
    return day - timedelta(days=day.weekday())


def week_of(text: str) -> date | None:
    """The first day of the week with the day that the text tells; None where it tells none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return monday(day) if EARLIEST <= day.year <= LATEST else None


def weeks_ahead(today: date, building_id: int | None = None) -> list[Week]:
    """The coming 52 weeks from today's on, of all buildings or one."""
    weeks = [Week(monday(today) + n * WEEK) for n in range(WEEKS)]
    plans = in_force().all
    ends = weeks[-1].starts_on + WEEK
    for plan_id, criticality, scope, due_on, of, minutes, statutory, count in _grouped(building_id):
        plan = plans.get(plan_id or 0)
        for on in _days(_every(plan, criticality), max(due_on, today), of, ends, plan):
            week = weeks[(on - weeks[0].starts_on).days // 7]
            week.minutes += minutes * count
            week.checks += count if scope is Scope.ROOM_CHECK else 0
            week.services += count if scope is Scope.SERVICE else 0
            week.statutory += count if statutory else 0
    return weeks


def in_week(starts_on: date, today: date, building_id: int | None, page: int) -> Slice:
    """The work that is known to be due in the week, a page of it; with today's, what is late."""
    asked = _placed(select(DueWork.id), building_id).where(DueWork.due_on < starts_on + WEEK)
    if starts_on > today:
        asked = asked.where(DueWork.due_on >= starts_on)
    return slice_of(asked.order_by(DueWork.due_on, DueWork.id), page)


def _placed(asked: Select[int], building_id: int | None) -> Select[int]:
    if building_id is None:
        return asked
    return asked.join(Room, Room.id == DueWork.room_id).where(Room.building_id == building_id)


Group = tuple[int | None, Criticality, Scope, date, date | None, int, bool, int]


def _grouped(building_id: int | None) -> Iterator[Group]:
    """How many pieces of work are alike: of one plan, due on one day, that take as long."""
    columns = (DueWork.plan_id, Room.criticality, DueWork.scope, DueWork.due_on)
    sides = (*columns, DueWork.occurrence, DueWork.minutes, DueWork.statutory)
    asked = select(*sides, func.count()).join(Room, Room.id == DueWork.room_id).group_by(*sides)
    if building_id is not None:
        asked = asked.where(Room.building_id == building_id)
    for row in db.session.execute(asked):
        yield row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7]


def _every(plan: Plan | None, criticality: Criticality) -> timedelta | None:
    """How long after its day work comes again that follows no rule; None: nobody knows."""
    if plan and plan.schedule:
        days = plan.schedule.every_days
        return timedelta(days=days) if days else None
    return criticality.check_every


def _days(
    every: timedelta | None, first: date, of: date | None, ends: date, plan: Plan | None
) -> Iterator[date]:
    """The days on which the work comes until the end: by its plan's dates, or each so many days.

    `of` is the date of the plan that the first day stands for: what was moved comes but once.
    """
    dates = plan.schedule.dates_from(of or first) if plan and plan.schedule else None
    on: date | None = first
    while on and on < ends:
        yield on
        later = on + every if every else None
        on = dates.after(max(on, of or on)) if dates else later
