"""The demo campus as plain values: its buildings, rooms and units, seen from one moment.

What stands where is in `campus.json`; makers and models are invented. Everything is dated
backwards from the moment, so that the demo is as fresh on any day.
"""

import json
import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

SEED = 20
HISTORY = timedelta(days=730)
"""How far back checks and faults go."""

CAMPUS = Path(__file__).with_name("campus.json")

HOURS = (
    *((day, time(7, 30), time(20)) for day in range(5)),
    (5, time(9), time(13)),
)
"""When the demo's support team is there."""

REPLACED = {
    ("Brunel Hall/LT1", "Projector left"): "projector laser",
    ("Brunel Hall/LT2", "Projector left"): "projector laser",
    ("Brunel Hall/LT4", "Projector"): "projector laser",
}
"""The projectors that overheated once too often, and the model that came in their place."""

LASER_ROOMS = frozenset({"Lovelace House/G.02", "Curie Building/LT7"})
"""Lecture theatres that were fitted with the newer projector from the start."""


@dataclass(frozen=True)
class UnitPlan:
    """One unit: `placed_at` when it came, `retired_at` when it went, if it did."""

    key: str
    room: str
    name: str
    type: str
    maker: str
    model: str
    serial_number: str
    asset_tag: str
    installed_on: date
    placed_at: datetime
    retired_at: datetime | None = None

    def is_there(self, moment: datetime) -> bool:
        """Whether the unit stands in its room at the moment."""
        return self.placed_at <= moment and (self.retired_at is None or moment < self.retired_at)


@dataclass(frozen=True)
class RoomPlan:
    """One room; `criticality` is A, B, C or S."""

    key: str
    building: str
    floor: str
    name: str
    description: str
    criticality: str
    units: tuple[UnitPlan, ...]


@dataclass(frozen=True)
class Campus:
    """The whole campus as it came to be over two years, up to `at`."""

    at: datetime
    begun_at: datetime
    site: str
    calendar_name: str
    phone: str
    timezone: str
    rooms: tuple[RoomPlan, ...]

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the campus lives."""
        return ZoneInfo(self.timezone)

    @property
    def today(self) -> date:
        """The local date of the moment."""
        return self.at.astimezone(self.zone).date()

    @property
    def hot_summer(self) -> int:
        """The year of the summer in which projectors overheated: the last one long past."""
        return (
            self.today.year if self.today >= date(self.today.year, 11, 1) else self.today.year - 1
        )

    def moment(self, day: date, clock: time) -> datetime:
        """A local time of the campus, in UTC."""
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)

    def room(self, key: str) -> RoomPlan:
        """The room of that key, such as "Brunel Hall/LT1"."""
        return next(room for room in self.rooms if room.key == key)


def campus(at: datetime) -> Campus:
    """The campus seen from this moment; the same moment gives the same campus."""
    plan = json.loads(CAMPUS.read_text(encoding="utf-8"))
    zone = plan["calendar"]["timezone"]
    empty = Campus(
        at=at,
        begun_at=at - HISTORY,
        site=plan["site"],
        calendar_name=plan["calendar"]["name"],
        phone=plan["calendar"]["phone"],
        timezone=zone,
        rooms=(),
    )
    return replace(empty, rooms=tuple(_rooms(plan, empty)))


def on_a_weekday(day: date) -> date:
    """The day, or the Monday after it where it is at a weekend."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def _rooms(plan: dict[str, Any], of: Campus) -> list[RoomPlan]:
    fitting = _Fitting(plan["models"], of)
    return [
        RoomPlan(
            key := f"{building}/{name}",
            building,
            floor,
            name,
            description,
            criticality,
            tuple(fitting.units(key, plan["kits"][kit])),
        )
        for building, lines in plan["buildings"].items()
        for floor, name, description, criticality, kit in lines
    ]


class _Fitting:
    """Puts units into rooms and counts their numbers on."""

    def __init__(self, models: dict[str, list[str]], of: Campus) -> None:
        self.models, self.of = models, of
        self.rng = random.Random(SEED)  # noqa: S311 - a story, not a secret
        self.number = 1000

    def units(self, room: str, kit: list[list[str]]) -> list[UnitPlan]:
        """The units of a room, with those that were replaced and what replaced them."""
        units = []
        for name, model in kit:
            if (room, name) in REPLACED:
                units += self._replaced(room, name, model)
            else:
                laser = room in LASER_ROOMS and model == "projector lamp"
                units.append(self._unit(room, name, "projector laser" if laser else model))
        return units

    def _replaced(self, room: str, name: str, model: str) -> list[UnitPlan]:
        day = on_a_weekday(date(self.of.hot_summer, 10, 6))
        when = self.of.moment(day, time(7, 35))
        old = replace(self._unit(room, name, model), retired_at=when)
        new = self._unit(room, name, REPLACED[room, name])
        new = replace(new, key=f"{old.key} (new)", placed_at=when, installed_on=day)
        return [old, new]

    def _unit(self, room: str, name: str, model: str) -> UnitPlan:
        kind, maker, number = self.models[model]
        self.number += 1
        age = self.rng.randrange(760, 760 + 5 * 365)
        return UnitPlan(
            key=f"{room}/{name}",
            room=room,
            name=name,
            type=kind,
            maker=maker,
            model=number,
            serial_number=f"{maker[:2].upper()}{self.rng.randrange(10**6, 10**7)}",
            asset_tag=f"NU-{self.number:06d}",
            installed_on=self.of.today - timedelta(days=age),
            placed_at=self.of.begun_at,
        )
