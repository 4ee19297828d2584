"""The life of one fault of the demo: told or found, seen, worked on, restored, resolved.

It keeps to the rules of the real ones: the promise, the moves, who writes what on the timeline.
Staff act in support hours only.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.demo.story.world import RoomPlan, UnitPlan
from app.equipment.models import Impact, Symptom
from app.faults.models import Channel, Effect, Event, FaultState, Kind, Priority, Stage
from app.faults.promises.priorities import Weight, priority
from app.faults.promises.targets import DEFAULTS, stages
from app.faults.words import OTHER
from app.places import support
from app.places.models import Criticality, SupportCalendar

QUICKEST_LONG = 1500
"""Support minutes: long promises are seldom used up, so work is timed as if they were this."""


@dataclass(frozen=True)
class Rules:
    """What the estate says about symptoms, types and support hours."""

    symptoms: Mapping[str, Symptom]
    statutory: frozenset[str]
    items: Mapping[str, str]
    """The words of each check item, by its code."""
    calendar: SupportCalendar

    def after(self, moment: datetime, minutes: float) -> datetime:
        """When so many support minutes have passed."""
        return support.after(self.calendar, moment, minutes)

    def words(self, item: str, note: str) -> str:
        """A failed item as a check writes it down for staff."""
        return ": ".join(part for part in (self.items.get(item, ""), note) if part)


@dataclass(frozen=True)
class Incident:
    """Something went wrong with a unit, and how it would go on.

    `course` is quick, late, part (it waits for one), again (it comes back) or rejected. `item` is
    the code of the check item that shows it, `reading` the span of a reading that does.
    """

    room: RoomPlan
    unit: UnitPlan
    symptom: str
    channel: Channel
    reported_at: datetime
    by: str
    finder: str = ""
    item: str = ""
    reading: tuple[float, float] | None = None
    told: tuple[str, ...] = ("",)
    contact: str = ""
    found: str = ""
    detail: str = ""
    cure: str = ""
    wait: str = "A part has to be fetched from the store."
    course: str = "quick"
    resolved_at: datetime | None = None
    resolution: str = ""


@dataclass(frozen=True)
class Entry:
    """One entry of a timeline; `person` is empty where a visitor did it."""

    at: datetime
    state: FaultState | None = None
    event: Event | None = None
    note: str = ""
    public: bool = True
    person: str = ""


@dataclass(frozen=True)
class Told:
    """One report of it."""

    at: datetime
    note: str
    contact: str
    me_too: bool


@dataclass(frozen=True)
class Trouble:
    """A fault with its reports and its timeline; `broken` are the spans in which checks fail."""

    incident: Incident
    symptom: str
    effect: Effect
    restore_by: datetime
    priority: Priority = Priority.P4
    state: FaultState = FaultState.REPORTED
    assignee: str = ""
    restored_at: datetime | None = None
    resolved_at: datetime | None = None
    entries: tuple[Entry, ...] = ()
    told: tuple[Told, ...] = ()
    broken: tuple[tuple[datetime, datetime], ...] = ()

    @property
    def settled_at(self) -> datetime | None:
        """When it last ceased to be open."""
        return self.restored_at or self.resolved_at

    def fails_at(self, moment: datetime) -> bool:
        """Whether a check at the moment finds it."""
        return any(start <= moment < end for start, end in self.broken)


def opened(incident: Incident, rules: Rules) -> Trouble:
    """The fault as it stands when it becomes known."""
    found = incident.channel is Channel.CHECK
    symptom = rules.symptoms[OTHER if found else incident.symptom]
    if found:
        effect = Effect.UNIT_DOWN if incident.unit.type in rules.statutory else Effect.DEGRADED
    else:
        effect = Effect.UNIT_DOWN if symptom.impact is Impact.DOWN else Effect.DEGRADED
    entries = [Entry(incident.reported_at, FaultState.REPORTED, person=incident.finder)]
    if found:
        words = rules.words(incident.item, incident.found)
        entries.append(
            Entry(incident.reported_at, note=words, public=False, person=incident.finder)
        )
    trouble = Trouble(incident, symptom.code, effect, incident.reported_at, entries=tuple(entries))
    return promised(trouble, rules, incident.reported_at)


def promised(trouble: Trouble, rules: Rules, since: datetime) -> Trouble:
    """The fault with its promise, counted from the moment."""
    pressing = _priority(trouble, rules, since)
    minutes = stages(DEFAULTS, pressing)[Stage.RESTORED]
    return replace(trouble, priority=pressing, restore_by=rules.after(since, minutes))


def _priority(trouble: Trouble, rules: Rules, at: datetime) -> Priority:
    weight = Weight(
        kind=Kind.BROKEN,
        danger=rules.symptoms[trouble.symptom].danger,
        effect=trouble.effect,
        criticality=Criticality(trouble.incident.room.criticality),
        people=1,
        booked_from=None,
    )
    return priority(weight, at=at)


def moved(trouble: Trouble, *entries: Entry) -> Trouble:
    """The fault after more of its timeline; its state is that of the last move."""
    states = [entry.state for entry in entries if entry.state]
    return replace(
        trouble,
        entries=(*trouble.entries, *entries),
        state=states[-1] if states else trouble.state,
    )


def lived(incident: Incident, rules: Rules, rng: random.Random) -> Trouble:
    """The whole life of a fault that is over."""
    trouble = opened(incident, rules)
    length = _length(trouble)
    seen = stages(DEFAULTS, trouble.priority)[Stage.SEEN]
    taken, trouble = _taken(trouble, rules, seen * rng.uniform(0.2, 0.98))
    if incident.course == "rejected":
        return _reported(_rejected(trouble, rules, rng), rng)
    share = rng.uniform(1.15, 1.9) if incident.course == "late" else rng.uniform(0.3, 0.8)
    restored_at = rules.after(taken, length * share)
    trouble = _worked_on(trouble, rules, taken, restored_at, rng)
    trouble = _restored(trouble, restored_at, incident.cure)
    trouble = _reported(trouble, rng)
    if incident.course == "again":
        trouble = _came_again(trouble, rules, rng)
    elif trouble.told and rng.random() < 0.3:
        thanks = Entry(
            restored_at + timedelta(minutes=rng.randint(20, 300)), event=Event.WORKS_AGAIN
        )
        trouble = moved(trouble, thanks)
    return _resolved(trouble, rules, rng)


def _length(trouble: Trouble) -> float:
    """Support minutes that the work takes, by what was promised of it."""
    promised_in = stages(DEFAULTS, trouble.priority)
    target = promised_in[Stage.RESTORED]
    if trouble.incident.course == "late":
        return target
    return min(promised_in.get(Stage.WORKAROUND, target), QUICKEST_LONG)


def _taken(trouble: Trouble, rules: Rules, minutes: float) -> tuple[datetime, Trouble]:
    by, since = trouble.incident.by, trouble.entries[-1].at
    at = rules.after(since, max(1, minutes))
    entry = Entry(at, FaultState.SEEN, Event.TAKEN, person=by)
    return at, replace(moved(trouble, entry), assignee=by)


def _worked_on(
    trouble: Trouble, rules: Rules, taken: datetime, restored: datetime, rng: random.Random
) -> Trouble:
    by, span = trouble.incident.by, restored - taken
    begun = rules.after(taken + span * rng.uniform(0.1, 0.4), 1)
    if begun >= restored:
        return trouble
    trouble = moved(trouble, Entry(begun, FaultState.ATTENDED, person=by))
    if trouble.incident.course == "part":
        waits = rules.after(begun + span * 0.05, 1)
        back = rules.after(begun + span * 0.5, 1)
        if waits < back < restored:
            return moved(
                trouble,
                Entry(waits, FaultState.WAITING, note=trouble.incident.wait, person=by),
                Entry(back, FaultState.ATTENDED, person=by),
            )
    return trouble


def _restored(trouble: Trouble, at: datetime, cure: str) -> Trouble:
    since = max(
        (e.at for e in trouble.entries if e.event is Event.STILL_BROKEN),
        default=trouble.incident.reported_at,
    )
    entry = Entry(at, FaultState.RESTORED, note=cure, person=trouble.incident.by)
    return replace(moved(trouble, entry), restored_at=at, broken=(*trouble.broken, (since, at)))


def _rejected(trouble: Trouble, rules: Rules, rng: random.Random) -> Trouble:
    at = rules.after(trouble.entries[-1].at, rng.randint(15, 90))
    incident = trouble.incident
    entry = Entry(at, FaultState.REJECTED, note=incident.cure, person=incident.by)
    return replace(moved(trouble, entry), resolved_at=at)


def _reported(trouble: Trouble, rng: random.Random) -> Trouble:
    """The reports: the first made the fault known, the others came until it was settled."""
    return replace(trouble, told=reports(trouble, trouble.settled_at, rng))


def reports(trouble: Trouble, until: datetime | None, rng: random.Random) -> tuple[Told, ...]:
    """What visitors told, spread over the time in which the fault was open."""
    incident = trouble.incident
    if incident.channel is not Channel.TAG or until is None:
        return ()
    span = min(until - incident.reported_at, timedelta(hours=30))
    times = sorted(incident.reported_at + span * rng.uniform(0.1, 0.9) for _ in incident.told[1:])
    return tuple(
        Told(at, note, incident.contact if not number else "", me_too=number > 0)
        for number, (at, note) in enumerate(
            zip((incident.reported_at, *times), incident.told, strict=True)
        )
    )


def _came_again(trouble: Trouble, rules: Rules, rng: random.Random) -> Trouble:
    """Restored, and broken again: a reporter says so, and there is a new promise."""
    at = rules.after(trouble.entries[-1].at + timedelta(hours=rng.randint(20, 60)), 60)
    trouble = moved(trouble, Entry(at, FaultState.REOPENED, Event.STILL_BROKEN))
    trouble = promised(trouble, rules, at)
    begun = rules.after(at, rng.randint(20, 120))
    trouble = moved(trouble, Entry(begun, FaultState.ATTENDED, person=trouble.incident.by))
    return _restored(trouble, rules.after(begun, rng.randint(40, 240)), trouble.incident.cure)


def _resolved(trouble: Trouble, rules: Rules, rng: random.Random) -> Trouble:
    incident, since = trouble.incident, trouble.entries[-1].at
    at = rules.after(since, rng.randint(60, 3500))
    if incident.resolved_at and incident.resolved_at > since:
        at = incident.resolved_at
    entry = Entry(at, FaultState.RESOLVED, note=incident.resolution, person=incident.by)
    return replace(moved(trouble, entry), resolved_at=at)
