"""What the demo's technicians read off: numbers that grow, wear and swing with the seasons.

Each reading follows from the unit, the item and the day alone, so that the story stays the same.
"""

import math
import random
from collections.abc import Callable
from datetime import date, timedelta

from app.demo.story.world import UnitPlan

LAMP_LIFE = 3600
"""Hours after which a lamp is changed; a laser lasts."""
NEW_BATTERIES = 534
"""Days before the moment on which the weak batch of batteries was replaced."""


def reading(unit: UnitPlan, item: str, day: date, today: date) -> float | date | None:
    """What is read on the day; None where the item does not apply to the unit."""
    at = _Reader(unit, day, today, random.Random(f"{unit.key} {item} {day}"))  # noqa: S311
    return READERS[item](at)


class _Reader:
    """A unit on a day: its own constants, and the day's chance."""

    def __init__(self, unit: UnitPlan, day: date, today: date, rng: random.Random) -> None:
        self.unit, self.day, self.today, self.rng = unit, day, today, rng
        own = random.Random(unit.key)  # noqa: S311
        self.own, self.other = own.random(), own.random()
        self.days = (day - unit.installed_on).days

    def around(self, middle: float, spread: float, digits: int = 0) -> float:
        """A value near the unit's middle."""
        return round(self.rng.gauss(middle, spread), digits)

    @property
    def is_laser(self) -> bool:
        """Whether the projector has no lamp to change and no filter to clean."""
        return "Laser" in self.unit.model


def _light_hours(at: _Reader) -> float:
    hours = at.days * (2.4 + 2.2 * at.own)
    return round(hours if at.is_laser else hours % LAMP_LIFE)


def _filter_hours(at: _Reader) -> float | None:
    """Since the filter was cleaned at the last service, about half a year ago."""
    return None if at.is_laser else at.around(180 * (2.4 + 2.2 * at.own), 25)


def _battery_health(at: _Reader) -> float | None:
    """In per cent, of what has batteries: weak before the batch was replaced, then slowly less."""
    if at.unit.model != "W2":
        return None
    ago = (at.today - at.day).days
    if ago > NEW_BATTERIES:
        return at.around(74 + 3 * at.own, 0.6)
    return round(99 - 7 * at.own - (NEW_BATTERIES - ago) / 60)


def _temperature(at: _Reader) -> float:
    season = math.cos((at.day.timetuple().tm_yday - 200) / 365 * 2 * math.pi)
    return min(25.6, max(19.4, at.around(21.6 + 1.6 * season + at.own, 0.6, 1)))


def _next_of(at: _Reader, every: int, least: int) -> date:
    """The unit's next date of a kind, renewed when it comes within `least` days."""
    due = at.today - timedelta(days=int(at.own * every))
    while due > at.day + timedelta(days=least):
        due -= timedelta(days=every)
    while due <= at.day + timedelta(days=least):
        due += timedelta(days=every)
    return due


READERS: dict[str, Callable[[_Reader], float | date | None]] = {
    "PJ6": _light_hours,
    "PJ7": _filter_hours,
    "AU7": _battery_health,
    "LI5": lambda at: at.around(184 + 12 * at.own, 3),
    "HV1": _temperature,
    "HV2": lambda at: min(1150.0, max(430.0, at.around(640 + 160 * at.own, 110, -1))),
    "AE3": lambda at: _next_of(at, 730, 20),
    "AE4": lambda at: _next_of(at, 1460, 30),
    "EW5": lambda at: at.around(80 + 8 * at.own, 0.7, 1),
    "EW6": lambda at: at.around(6 + 4 * at.own, 0.2, 1),
    "EW7": lambda at: min(37.0, max(16.5, at.around(21 + 4 * at.own, 1, 1))),
}
"""How to read each item; items that only a qualified person may sign are not here."""
