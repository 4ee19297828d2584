"""What is broken on the demo campus at the moment, each fault as far as staff have come with it.

Moments are counted back in support minutes, so that nobody worked at night, whenever the demo is
made.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from app.demo.story.troubles import (
    Entry,
    Incident,
    Rules,
    Trouble,
    moved,
    opened,
    promised,
    reports,
)
from app.demo.story.visits import Visit
from app.demo.story.world import Campus, RoomPlan, UnitPlan
from app.faults.models import Channel, Effect, Event, FaultState
from app.places import support

STEP = timedelta(minutes=5)
PLAIN = ("symptom", "item", "contact", "found", "detail", "cure", "wait", "course", "resolution")
"""The texts of an incident that stand in the plan as they are."""


def unit_named(room: RoomPlan, name: str, moment: datetime) -> UnitPlan:
    """The unit that bore the name at the moment."""
    return next(unit for unit in room.units if unit.name == name and unit.is_there(moment))


def texts(line: dict[str, Any]) -> dict[str, Any]:
    """The texts and spans of a line of the plan, as an incident takes them."""
    spans = {name: tuple(line[name]) for name in ("told", "reading") if name in line}
    return {name: line[name] for name in PLAIN if name in line} | spans


def open_now(
    campus: Campus,
    lines: list[dict[str, Any]],
    rounds: Mapping[str, list[Visit]],
    rules: Rules,
    rng: random.Random,
) -> list[Trouble]:
    """What is broken at the moment, each as far as staff have come with it."""
    hours = _support_moments(campus, rules)
    return [
        _found_lately(campus, line, rounds, rules)
        if line.get("channel") == "check"
        else _told_lately(campus, line, hours, rules, rng)
        for line in lines
    ]


def _support_moments(campus: Campus, rules: Rules) -> list[datetime]:
    """Moments with support, each five support minutes before the one in front of it."""
    moments: list[datetime] = []
    moment = campus.at - STEP
    while len(moments) < 1000:
        if support.is_open(rules.calendar, moment):
            moments.append(moment)
        moment -= STEP
    return moments


def _found_lately(
    campus: Campus, line: dict[str, Any], rounds: Mapping[str, list[Visit]], rules: Rules
) -> Trouble:
    """Found at the latest visit to any of the line's rooms; nobody has looked at it since."""
    visit = max((rounds[key][-1] for key in line["rooms"]), key=lambda each: each.done_at)
    incident = Incident(
        room=visit.room,
        unit=unit_named(visit.room, line["unit"], visit.done_at),
        symptom="OTHER",
        channel=Channel.CHECK,
        reported_at=visit.done_at,
        by="",
        finder=visit.person,
        **texts(line),
    )
    return replace(opened(incident, rules), broken=((visit.done_at, campus.at),))


def _told_lately(
    campus: Campus,
    line: dict[str, Any],
    hours: Sequence[datetime],
    rules: Rules,
    rng: random.Random,
) -> Trouble:
    room = campus.room(line["room"])
    if "minutes_ago" in line:
        reported_at = campus.at - timedelta(minutes=line["minutes_ago"])
    else:
        reported_at = hours[line["ago"] // 5]
    incident = Incident(
        room=room,
        unit=unit_named(room, line["unit"], campus.at),
        channel=Channel.TAG,
        reported_at=reported_at,
        by=line.get("by", ""),
        **texts(line),
    )
    trouble = opened(incident, rules)
    for step in line.get("steps", ()):
        trouble = _stepped(trouble, step, line, hours, rules)
    told = reports(trouble, campus.at, rng)
    return replace(trouble, told=told, broken=((reported_at, campus.at),))


def _stepped(
    trouble: Trouble,
    step: dict[str, Any],
    line: dict[str, Any],
    hours: Sequence[datetime],
    rules: Rules,
) -> Trouble:
    at, by = hours[step["ago"] // 5], trouble.incident.by
    if "take" in step:
        taken = moved(trouble, Entry(at, FaultState.SEEN, Event.TAKEN, person=by))
        return replace(taken, assignee=by)
    if "effect" in step:
        worse = replace(trouble, effect=Effect(line["effect"]))
        anew = promised(worse, rules, trouble.incident.reported_at)
        sooner = min(trouble.restore_by, max(anew.restore_by, at))
        worse = replace(worse, priority=anew.priority, restore_by=sooner)
        return moved(worse, Entry(at, event=Event.EFFECT_SET, person=by))
    return moved(trouble, Entry(at, FaultState(step["state"]), note=step["note"], person=by))
