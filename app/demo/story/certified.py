"""The work on the demo's campus that only qualified people may sign, once a year.

A firm comes for the fire extinguishers, and what its report says is copied from paper; the safety
office certifies the fume hoods itself, with its own readings.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from app.checks.models import Result, Scope
from app.demo.story.lines import Line
from app.demo.story.visits import MARA, OVERDUE, Visit
from app.demo.story.world import Campus, RoomPlan, UnitPlan, on_a_weekday

SAM = "sam"
EXTINGUISHER, HOOD = "fire_extinguisher", "fume_hood"
ROOMS_A_DAY = 9
YEAR = 365


@dataclass(frozen=True)
class Coming:
    """Who comes for which type of equipment, from which day of each year on."""

    type: str
    person: str
    month: int
    day: int
    starts: time
    minutes: int


COMINGS = (
    Coming(EXTINGUISHER, MARA, 3, 4, time(13, 40), 12),
    Coming(HOOD, SAM, 6, 3, time(9), 31),
)


def certified_visits(campus: Campus) -> Iterator[Visit]:
    """The visits of all years, each of one room and of one type of equipment in it."""
    for coming in COMINGS:
        for year in range(campus.begun_at.year, campus.today.year + 1):
            yield from _coming(campus, coming, year)


def _coming(campus: Campus, coming: Coming, year: int) -> Iterator[Visit]:
    day = on_a_weekday(date(year, coming.month, coming.day))
    rooms = [room for room in campus.rooms if _has(room, coming.type)]
    for number, room in enumerate(rooms):
        if number and number % ROOMS_A_DAY == 0:
            day = on_a_weekday(day + timedelta(days=1))
        minutes = coming.minutes * (number % ROOMS_A_DAY) + 5
        at = campus.moment(day, coming.starts) + timedelta(minutes=minutes, seconds=number)
        if room.key not in OVERDUE or campus.at - at > timedelta(days=200):
            yield Visit(room, Scope.SERVICE, coming.person, at, only=coming.type)


def _has(room: RoomPlan, kind: str) -> bool:
    return any(unit.type == kind for unit in room.units)


def certified_lines(unit: UnitPlan, day: date) -> Iterator[Line]:
    """What the qualified person found on the unit on that day: always fine, as it was told."""
    rng = random.Random(f"{unit.key} certified {day}")  # noqa: S311 - a story, not a secret
    if unit.type == EXTINGUISHER:
        yield Line(unit, Result.PASS, "FE7")
        yield Line(unit, Result.PASS, "FE8", read_on=_in_years(unit, day, 6))
        yield Line(unit, Result.PASS, "FE9", read_on=_in_years(unit, day, 12))
        return
    average = round(rng.gauss(101, 3))
    yield Line(unit, Result.PASS, "FH5", reading=min(118, max(84, average)))
    yield Line(unit, Result.PASS, "FH6", reading=min(110, max(73, average - rng.randint(6, 14))))
    yield Line(unit, Result.PASS, "FH7")
    yield Line(unit, Result.PASS, "FH8", read_on=day + timedelta(days=YEAR))


def _in_years(unit: UnitPlan, day: date, years: int) -> date:
    """The next date so many years apart, counted from when the unit came."""
    due = unit.installed_on
    while due <= day + timedelta(days=60):
        due += timedelta(days=years * YEAR)
    return due
