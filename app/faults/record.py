"""How a fault is written down: its row, its reports, its timeline, and what follows from it.

The service decides what may happen; this module keeps the unit's condition, the room's version
and the promise in step with it.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.equipment import service as equipment_service
from app.equipment.models import (
    Condition,
    Equipment,
    EquipmentModel,
    EquipmentType,
    Impact,
    Symptom,
)
from app.extensions import db
from app.faults import queries, words
from app.faults.following import telling
from app.faults.following.words import is_news
from app.faults.models import (
    Channel,
    Effect,
    Event,
    Fault,
    FaultState,
    Kind,
    Report,
    TimelineEntry,
    room_id_now,
)
from app.faults.promises import keeping
from app.faults.queue.calling import call, call_again
from app.people.models import Person
from app.places import queries as places_queries
from app.places import service as places_service
from app.places.models import Room


@dataclass(frozen=True)
class Origin:
    """How a fault came to be known, by whom of the staff if by any, and what kind it is."""

    channel: Channel
    by: Person | None = None
    kind: Kind = Kind.BROKEN


@dataclass(frozen=True)
class Wrong:
    """What a check found wrong: a note for staff, the word for it, and what it takes away.

    `effect` None: what the symptom says, as in a report. `by_law`: a statutory check failed.
    """

    note: str = ""
    symptom: Symptom | None = None
    effect: Effect | None = None
    by_law: bool = False

    def takes_away(self, equipment: Equipment | None) -> Effect:
        """What it takes away; where the law asks for the check, the unit is not used."""
        effect = self.effect or taken_away(equipment, self.symptom)
        lawful = equipment is not None and (self.by_law or is_statutory(equipment))
        return max(effect, Effect.UNIT_DOWN, key=list(Effect).index) if lawful else effect


def taken_away(equipment: Equipment | None, symptom: Symptom | None) -> Effect:
    """What a symptom takes away, where nobody says what it does."""
    is_down = equipment and symptom and symptom.impact is Impact.DOWN
    return Effect.UNIT_DOWN if is_down else Effect.DEGRADED


def opened(
    room: Room,
    equipment: Equipment | None,
    symptom: Symptom,
    effect: Effect,
    *,
    origin: Origin,
    at: datetime,
) -> Fault:
    """A new fault with what is promised of it."""
    here = places_queries.whole(room)
    fault = Fault(
        kind=origin.kind,
        room_id=room.id,
        equipment_id=equipment.id if equipment else None,
        symptom_id=symptom.id,
        detail="",
        state=FaultState.REPORTED,
        effect=effect,
        channel=origin.channel,
        reported_at=at,
        times_reopened=0,
    )
    fault.priority = keeping.weigh(fault, here, danger=symptom.danger, at=at)
    keeping.give(fault, here, at=at)
    log(fault, at, state=FaultState.REPORTED, person=origin.by)
    call(fault, here, symptom, by=origin.by, at=at)
    return fault


def told(fault: Fault, *, note: str, contact: str, key: str, me_too: bool, at: datetime) -> Report:
    """One more person who told us of a fault, with a page of their own.

    The more people it happens to, the more pressing it is.
    """
    report = Report(
        fault_id=fault.id,
        secret=secrets.token_urlsafe(24),
        key=key,
        note=note,
        contact=contact,
        me_too=me_too,
        reported_at=at,
    )
    db.session.add(report)
    if me_too:
        press(fault, at=at)
    settle(fault)
    return report


def log(
    fault: Fault,
    at: datetime,
    *,
    state: FaultState | None = None,
    event: Event | None = None,
    note: str = "",
    person: Person | None = None,
    public: bool = True,
) -> TimelineEntry:
    """One more entry of the timeline; who follows the fault is told of a move."""
    entry = TimelineEntry(
        fault_id=fault.id,
        at=at,
        state=state,
        event=event,
        note=note,
        public=public,
        person_id=person.id if person else None,
    )
    db.session.add(entry)
    if is_news(entry):
        telling.tell_of_move(fault, entry, at=at)
    return entry


def settle(fault: Fault) -> None:
    """Bring the unit's condition, and the version of the room that shows it, in step.

    The unit is held before its faults are counted: of two repairs at once, the second must see
    what the first has done.
    """
    room_id = fault.room_id
    if fault.equipment_id is not None:
        unit = db.session.get_one(Equipment, fault.equipment_id)
        db.session.refresh(unit, ["room_id", "condition"], with_for_update=True)
        equipment_service.set_condition(unit, _condition(unit.id))
        room_id = unit.room_id
    places_service.touch(db.session.get_one(Room, room_id))
    db.session.flush()


def _condition(equipment_id: int) -> Condition:
    effects = set(
        db.session.scalars(
            select(Fault.effect).where(
                Fault.equipment_id == equipment_id, queries.OPEN_NOW, queries.BROKEN
            )
        )
    )
    if effects & {Effect.UNIT_DOWN, Effect.ROOM_DOWN}:
        return Condition.DOWN
    return Condition.DEGRADED if effects else Condition.UP


def promise_again(fault: Fault, *, at: datetime) -> None:
    """A settled fault is open again: new promises, counted from now."""
    fault.restored_at = fault.resolved_at = fault.closed_at = None
    fault.restoration = fault.merged_into_id = None
    fault.times_reopened += 1
    room = room_of(fault)
    fault.priority = keeping.weigh(fault, room, danger=_danger(fault), at=at)
    keeping.give(fault, room, at=at)


def weigh(fault: Fault, effect: Effect, *, by: Person, at: datetime) -> None:
    """Say what a fault takes away, as somebody saw it.

    A promise once given is kept: a worse effect may bring it forward, counted from now, and
    nothing puts it off.
    """
    if effect is fault.effect:
        return
    fault.effect = effect
    press(fault, by=by, at=at)
    log(fault, at, event=Event.EFFECT_SET, person=by)


def press(fault: Fault, *, by: Person | None = None, at: datetime) -> None:
    """Bring its promises forward, if by now it is more pressing than it was, and call again.

    `by` is who of the staff made it so, if anybody: nobody is called by what they did themselves.
    """
    room, before = room_of(fault), fault.priority
    pressing = keeping.weigh(fault, room, danger=_danger(fault), at=at)
    keeping.hasten(fault, room, pressing, at=at)
    if fault.priority is not before:
        log(fault, at, event=Event.PRIORITY_SET, person=by, public=False)
        call_again(fault, room, by=by, at=at)


def room_of(fault: Fault) -> Room:
    """The room where the fault is now, with the support calendar that its promises go by."""
    db.session.flush()
    room_id = db.session.scalars(select(room_id_now()).where(Fault.id == fault.id)).one()
    return with_calendar(room_id)


def _danger(fault: Fault) -> bool:
    return db.session.get_one(Symptom, fault.symptom_id).danger


def with_calendar(room_id: int) -> Room:
    """The room with the support calendar that its promises are counted in."""
    room = places_queries.room(room_id)
    if room is None:
        raise LookupError(f"no room {room_id}")
    return room


def is_statutory(equipment: Equipment | None) -> bool:
    """Whether a unit that fails a check must not be used until it is put right."""
    if equipment is None:
        return False
    statutory = select(EquipmentType.statutory).join(
        EquipmentModel, EquipmentModel.type_id == EquipmentType.id
    )
    return bool(db.session.scalar(statutory.where(EquipmentModel.id == equipment.model_id)))


def something_else() -> Symptom:
    """The symptom for what has no word of its own; made where the seeds were never planted."""
    found = queries.something_else()
    if found is None:
        found = Symptom(
            code=words.OTHER,
            label="Something else",
            failure_mode="OTH other / UNK unknown",
            self_help="",
            impact=Impact.DEGRADED,
        )
        db.session.add(found)
        db.session.flush()
    return found


def in_hand(report: Report) -> Fault:
    """The fault of a report, held so that nobody else changes it meanwhile.

    For a fault that was merged into another, that one.
    """
    of = select(func.coalesce(Fault.merged_into_id, Fault.id)).where(Fault.id == report.fault_id)
    fault_id = db.session.scalars(of).one()
    queries.hold_room_of(fault_id)
    return db.session.get_one(Fault, fault_id, with_for_update=True, populate_existing=True)
