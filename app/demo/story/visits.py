"""When the demo's rooms were visited: rounds at each room's cadence, walked by people.

Rounds begin early on weekdays, building by building. Now and then a room is late, forgotten, or
in use; nobody comes over Christmas, and fewer in summer. The last round before the moment is
always kept, so that most rooms are found working whenever the demo is made.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.checks.models import Reason, Scope
from app.demo.story.world import SEED, Campus, RoomPlan, on_a_weekday
from app.places.models import Criticality

DAY = timedelta(days=1)

TOM, INES, MARA = "tom", "ines", "mara"
ROUNDS = {
    "Brunel Hall": (TOM, {"A": 0, "S": 0, "B": 3, "C": 4}),
    "Curie Building": (INES, {"A": 1, "S": 0, "B": 2, "C": 4}),
    "Lovelace House": (INES, {"A": 1, "S": 1, "B": 4, "C": 2}),
}
"""Whose building it is, and on which weekday (Monday is 0) rooms of a class are checked."""

OVERDUE = {"Lovelace House/1.04": 4, "Brunel Hall/2.03": 2, "Curie Building/-1.01": 9}
"""Rooms whose check is that many days late at the moment, at least."""

LOCKED_OUT = "Lovelace House/1.04"
"""The overdue room that was tried twice in vain."""

SERVICES_A_DAY = 3
QUARTERLY = frozenset({"video_conferencing", "hvac_room_unit"})
"""Types that are serviced four times a year."""


@dataclass(frozen=True)
class Visit:
    """One visit of one person to one room; `reason` says why nothing could be checked."""

    room: RoomPlan
    scope: Scope
    person: str
    done_at: datetime
    reason: Reason | None = None
    only: str = ""
    """The one type of equipment that a qualified person came for; "" for all."""


@dataclass(frozen=True)
class _Slot:
    room: RoomPlan
    day: date
    scope: Scope = Scope.ROOM_CHECK
    reason: Reason | None = None
    after_noon: bool = False


def visits(campus: Campus) -> tuple[Visit, ...]:
    """Every visit of the two years, the oldest first."""
    rng = random.Random(SEED + 1)  # noqa: S311 - a story, not a secret
    slots = list(_services(campus))
    long_ago = campus.today - 30 * DAY
    served = {(slot.room.key, _week(slot.day)) for slot in slots if slot.day < long_ago}
    for number, room in enumerate(campus.rooms):
        slots += [
            slot
            for slot in _room_slots(campus, room, number, rng)
            if (room.key, _week(slot.day)) not in served
        ]
    walked = [each for each in _walked(campus, slots, rng) if happened(campus, each)]
    return tuple(sorted(walked, key=lambda each: (each.done_at, each.room.key)))


def happened(campus: Campus, visit: Visit) -> bool:
    """Whether it was after the campus began, and before the moment of the demo."""
    return campus.begun_at < visit.done_at < campus.at - timedelta(minutes=5)


def _week(day: date) -> date:
    return day - day.weekday() * DAY


def _services(campus: Campus) -> Iterator[_Slot]:
    """The long visits: in January and before the new year all rooms, between them some."""
    often = [room for room in campus.rooms if any(unit.type in QUARTERLY for unit in room.units)]
    for year in range(campus.begun_at.year, campus.today.year + 1):
        yield from _service_round(campus, date(year, 1, 6), campus.rooms)
        yield from _service_round(campus, date(year, 4, 7), often)
        yield from _service_round(campus, date(year, 8, 25), campus.rooms)
        yield from _service_round(campus, date(year, 11, 3), often)


def _service_round(campus: Campus, begins: date, rooms: Sequence[RoomPlan]) -> Iterator[_Slot]:
    for building in ROUNDS:
        day = on_a_weekday(begins)
        for at, room in enumerate(room for room in rooms if room.building == building):
            if at and at % SERVICES_A_DAY == 0:
                day = on_a_weekday(day + DAY)
            if day <= campus.today and not _is_forgotten(campus, room, day):
                yield _Slot(room, day, Scope.SERVICE)


def _is_forgotten(campus: Campus, room: RoomPlan, day: date) -> bool:
    """Whether a service would make a room checked that is overdue at the moment."""
    if room.key not in OVERDUE:
        return False
    every = Criticality(room.criticality).check_every
    return day > campus.today - every - (OVERDUE[room.key] + 21) * DAY


def _room_slots(campus: Campus, room: RoomPlan, number: int, rng: random.Random) -> Iterator[_Slot]:
    every = Criticality(room.criticality).check_every
    every -= timedelta(days=every.days % 7)
    kept_from = campus.today - every - 8 * DAY
    for planned in _planned(campus, room, number, every):
        day = planned if planned >= kept_from else _as_it_went(planned, room, rng)
        if day is None or _is_left_undone(campus, room, day):
            continue
        yield from _tries(room, day, rng)
    if room.key == LOCKED_OUT:
        for ago, reason in ((6, Reason.IN_USE), (3, Reason.LOCKED)):
            yield _Slot(room, _weekday_before(campus.today - ago * DAY), reason=reason)


def _planned(campus: Campus, room: RoomPlan, number: int, every: timedelta) -> Iterator[date]:
    _owner, weekdays = ROUNDS[room.building]
    phase = (number * 3 % (every.days // 7)) * 7
    day = _week(campus.begun_at.date()) + timedelta(days=phase + weekdays[room.criticality])
    while day <= campus.today:
        yield day
        day += every


def _as_it_went(planned: date, room: RoomPlan, rng: random.Random) -> date | None:
    """The day on which somebody came instead; None where nobody did."""
    chance = rng.random()
    day = planned
    if chance < (0.06 if room.criticality == "S" else 0.1):
        day = on_a_weekday(planned + (1 + int(chance * 100) % 3) * DAY)
    if (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 4):
        return None
    if room.criticality == "S":
        return day
    quiet = (7, 20) <= (day.month, day.day) <= (8, 24)
    return None if chance > (0.5 if quiet else 0.97) else day


def _weekday_before(day: date) -> date:
    return day - max(0, day.weekday() - 4) * DAY


def _is_left_undone(campus: Campus, room: RoomPlan, day: date) -> bool:
    if room.key not in OVERDUE:
        return False
    every = Criticality(room.criticality).check_every
    return day >= campus.today - every - OVERDUE[room.key] * DAY


def _tries(room: RoomPlan, day: date, rng: random.Random) -> Iterator[_Slot]:
    """The visit; where it was in vain, that one and the next, in the afternoon."""
    vain = rng.random() < (0.05 if room.criticality != "S" else 0.01)
    if vain:
        reason = rng.choice((Reason.IN_USE, Reason.IN_USE, Reason.IN_USE, Reason.LOCKED))
        yield _Slot(room, day, reason=reason)
    yield _Slot(room, day, after_noon=vain)


def _walked(campus: Campus, slots: list[_Slot], rng: random.Random) -> Iterator[Visit]:
    """The slots as visits: each person walks room by room, one after the other."""
    rounds: dict[tuple[date, str], list[_Slot]] = defaultdict(list)
    stands_in: dict[tuple[date, str], str] = {}
    for slot in sorted(slots, key=lambda each: (each.day, each.after_noon)):
        key = (slot.day, slot.room.building)
        person = stands_in.setdefault(key, _on_duty(slot, rng))
        rounds[slot.day, person].append(slot)
    for (day, person), walk in rounds.items():
        clock = campus.moment(day, time(7, 40)) + timedelta(minutes=rng.randrange(35))
        noon = campus.moment(day, time(13, 15))
        for slot in walk:
            clock = max(clock, noon) if slot.after_noon else clock
            clock += timedelta(minutes=_minutes(slot, rng), seconds=rng.randrange(60))
            yield Visit(slot.room, slot.scope, person, clock, slot.reason)


def _on_duty(slot: _Slot, rng: random.Random) -> str:
    owner, _weekdays = ROUNDS[slot.room.building]
    other = INES if owner == TOM else TOM
    away = (slot.day.month, slot.day.day // 16) == (8, 0 if owner == TOM else 1)
    chance = rng.random()
    if chance < 0.015:
        return MARA
    return other if away or chance < 0.1 else owner


def _minutes(slot: _Slot, rng: random.Random) -> int:
    if slot.reason:
        return rng.randint(1, 3)
    units = len(slot.room.units)
    if slot.scope is Scope.SERVICE:
        return 8 + 2 * units + rng.randint(0, 12)
    return 2 + units * 2 // 3 + rng.randint(0, 4)
