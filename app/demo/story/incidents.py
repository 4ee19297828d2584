"""What went wrong on the demo campus: the threads of `threads.json`, and the usual wear.

The threads: one model of projector overheats through a hot summer, until the worst are replaced;
a batch of batteries is weak; a basement room has a bad network; a firmware freezes and is mended.
"""

import json
import random
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from app.demo.story.open_faults import open_now, texts, unit_named
from app.demo.story.troubles import Incident, Rules, Trouble, lived
from app.demo.story.visits import INES, TOM, Visit
from app.demo.story.world import SEED, Campus, RoomPlan, UnitPlan, on_a_weekday
from app.faults.models import Channel

HERE = Path(__file__).parent
USUAL = 118
"""Faults of the usual wear in two years, besides the threads."""
COURSES = ("quick",) * 76 + ("part",) * 13 + ("late",) * 8 + ("again",) * 3

STAYS_AWAY = frozenset({"MISSING", "DIRTY", "DAMAGE", "HOWTO"})


def troubles(campus: Campus, visits: Sequence[Visit], rules: Rules) -> tuple[Trouble, ...]:
    """Every fault of the two years; the open ones stand as they do at the moment."""
    plan = json.loads((HERE / "threads.json").read_text(encoding="utf-8"))
    rng = random.Random(SEED + 2)  # noqa: S311 - a story, not a secret
    rounds = _rounds(visits)
    is_open = open_now(campus, plan["open"], rounds, rules, rng)
    threads = [_thread(campus, line, rounds, rng) for line in plan["past"]]
    told = [lived(each, rules, rng) for each in threads if each]
    for incident in _wear(campus, rounds, rng):
        trouble = lived(incident, rules, rng)
        if _is_over(trouble, campus) and not any(_meets(trouble, other) for other in told):
            told.append(trouble)
    past = [_until(trouble, campus.at) for trouble in told if _is_over(trouble, campus)]
    faults = [each for each in past if not any(_meets(each, other) for other in is_open)]
    return tuple(sorted((*faults, *is_open), key=lambda each: each.incident.reported_at))


def _rounds(visits: Sequence[Visit]) -> dict[str, list[Visit]]:
    """The visits that saw something, by room, the oldest first."""
    rounds: dict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.reason is None:
            rounds[visit.room.key].append(visit)
    return rounds


def _is_over(trouble: Trouble, campus: Campus) -> bool:
    """Whether it worked again well before the moment, and began within the two years."""
    begun = trouble.incident.reported_at > campus.begun_at
    settled = trouble.settled_at
    retired = trouble.incident.unit.retired_at
    in_time = settled is not None and settled < (retired or campus.at - timedelta(hours=4))
    return begun and in_time


def _meets(one: Trouble, other: Trouble) -> bool:
    """Whether both were open on the same unit at once; a unit has one fault at a time here."""
    if one.incident.unit.key != other.incident.unit.key:
        return False
    end, other_end = one.settled_at, other.settled_at
    return (other_end is None or one.incident.reported_at <= other_end) and (
        end is None or other.incident.reported_at <= end
    )


def _until(trouble: Trouble, at: datetime) -> Trouble:
    """The fault as far as it has come at the moment: the cause may still be looked for."""
    kept = tuple(entry for entry in trouble.entries if entry.at < at)
    resolved_at = trouble.resolved_at
    return replace(
        trouble,
        entries=kept,
        state=[entry.state for entry in kept if entry.state][-1],
        resolved_at=resolved_at if resolved_at and resolved_at < at else None,
    )


def _on_or_after(rounds: Sequence[Visit], moment: datetime, unit: UnitPlan) -> Visit | None:
    at = bisect_left(rounds, moment, key=lambda visit: visit.done_at)
    return next((visit for visit in rounds[at:] if unit.is_there(visit.done_at)), None)


def _thread(
    campus: Campus, line: dict[str, Any], rounds: dict[str, list[Visit]], rng: random.Random
) -> Incident | None:
    room, when = campus.room(line["room"]), _when(campus, line, rng)
    return _settled_channel(
        Incident(
            room=room,
            unit=unit_named(room, line["unit"], max(when, campus.begun_at)),
            channel=Channel(line["channel"]),
            reported_at=when,
            by=rng.choice((TOM, INES)),
            resolved_at=_resolved(campus, line),
            **texts(line),
        ),
        rounds[room.key],
    )


def _when(campus: Campus, line: dict[str, Any], rng: random.Random) -> datetime:
    if "summer" in line:
        return _in_summer(campus, line["summer"])
    day = on_a_weekday(campus.today - timedelta(days=line["days"]))
    return campus.moment(day, time(9, 5)) + timedelta(minutes=rng.randrange(420))


def _in_summer(campus: Campus, text: str) -> datetime:
    """A moment of the hot summer from "MM-DD HH:MM"."""
    told = datetime.fromisoformat(f"{campus.hot_summer}-{text}")
    return campus.moment(on_a_weekday(told.date()), told.time())


def _resolved(campus: Campus, line: dict[str, Any]) -> datetime | None:
    if "resolved_in_summer" in line:
        return _in_summer(campus, line["resolved_in_summer"])
    if "resolved_days" in line:
        day = on_a_weekday(campus.today - timedelta(days=line["resolved_days"]))
        return campus.moment(day, time(15, 10))
    return None


def _settled_channel(incident: Incident, rounds: Sequence[Visit]) -> Incident | None:
    """What a check finds is found at the next visit; None where there is none to come."""
    if incident.channel is not Channel.CHECK:
        return incident
    visit = _on_or_after(rounds, incident.reported_at, incident.unit)
    if visit is None:
        return None
    return replace(incident, reported_at=visit.done_at, finder=visit.person)


def _wear(campus: Campus, rounds: dict[str, list[Visit]], rng: random.Random) -> Iterator[Incident]:
    """Incidents of the usual kinds, drawn by the weight of each."""
    kinds = json.loads((HERE / "wear.json").read_text(encoding="utf-8"))
    units = [(room, unit) for room in campus.rooms for unit in room.units]
    fits = [
        [
            (room, unit)
            for room, unit in units
            if unit.type == kind["type"] and kind.get("model", unit.model) == unit.model
        ]
        for kind in kinds
    ]
    weights = [kind["weight"] for kind in kinds]
    for number in rng.choices(range(len(kinds)), weights, k=USUAL):
        room, unit = rng.choice(fits[number])
        incident = _worn(campus, kinds[number], room, unit, rng)
        if unit.is_there(incident.reported_at) and (
            settled := _settled_channel(incident, rounds[room.key])
        ):
            yield settled


def _worn(
    campus: Campus, kind: dict[str, Any], room: RoomPlan, unit: UnitPlan, rng: random.Random
) -> Incident:
    told = [rng.choice(kind["told"])]
    if rng.random() < 0.25:
        told.append(rng.choice(("Same here.", "Still the case.", "")))
    return Incident(
        room=room,
        unit=unit,
        channel=Channel.TAG if rng.random() < 0.6 else Channel.CHECK,
        reported_at=campus.moment(_day_of_use(campus, rng), time(8, 40))
        + timedelta(minutes=rng.randrange(570)),
        by=rng.choice((TOM, INES)),
        **texts(
            kind
            | {
                "told": told,
                "found": rng.choice(kind["found"]),
                "cure": rng.choice(kind["cure"]),
                "course": _course(kind["symptom"], rng),
            }
        ),
    )


def _course(symptom: str, rng: random.Random) -> str:
    """How it goes on; what was merely missing, dirty or loose does not come back by itself."""
    course = rng.choice(COURSES)
    return "quick" if course == "again" and symptom in STAYS_AWAY else course


def _day_of_use(campus: Campus, rng: random.Random) -> date:
    """A weekday of the two years; outside term far fewer rooms are used, and fewer things fail."""
    while True:
        day = on_a_weekday(campus.today - timedelta(days=rng.randrange(7, 725)))
        quiet = day.month == 8 or (day.month, day.day) >= (12, 20) or (day.month, day.day) < (1, 5)
        if not quiet or rng.random() < 0.25:
            return day
