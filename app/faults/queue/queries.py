"""What is asked of the queue, and the faults that answer, the soonest promise first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import joinedload

from app.equipment.models import Equipment, Symptom
from app.extensions import db
from app.faults.models import (
    OPEN_STATES,
    Fault,
    FaultState,
    Kind,
    Pause,
    Promise,
    room_id_now,
)
from app.faults.promises import queries as promises
from app.faults.queries import OPEN_NOW, people_told, place_of, to_do
from app.faults.words import plain
from app.paging import Slice, contains, slice_of
from app.places.models import Room

ALL, SETTLED, MINE, NOBODYS, ASKED = "all", "settled", "mine", "nobody", "asked"
"""What the filters of the queue say besides a state or a building."""


@dataclass(frozen=True)
class Wanted:
    """What was asked of the queue: words, a state ("" is open), whose, which kind, where, page."""

    q: str = ""
    state: str = ""
    who: str = ""
    kind: str = ""
    building: str = ""
    page: int = 1


@dataclass(frozen=True)
class Found:
    """The faults of a page of the queue, with what each owes and waits for, and who told of it."""

    faults: Sequence[Fault]
    part: Slice
    told: dict[int, int]
    owed: dict[int, list[Promise]]
    waits: dict[int, Pause]


def wanted_faults(asked: Mapping[str, str]) -> Wanted:
    """The filter that an address asks for; what makes no sense is left out."""
    page = asked.get("page", "1")
    said = {
        name: plain(asked.get(name))[:200] for name in ("q", "state", "who", "kind", "building")
    }
    return Wanted(**said, page=max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1)


def queue(wanted: Wanted, person_id: int, *, today: date) -> Found:
    """The faults asked for: the open ones first, in the order of what they owe soonest.

    What waits for something outside our hands comes last, until the day on which somebody looks
    again. Ids are sorted before rows are joined, so that a long history stays quick.
    """
    part = slice_of(ordered(wanted, person_id, today), wanted.page)
    rows = db.session.scalars(
        select(Fault)
        .where(Fault.id.in_(part.ids))
        .options(
            *place_of(Fault.room_now),
            joinedload(Fault.equipment),
            joinedload(Fault.symptom),
            joinedload(Fault.assignee),
        )
    )
    faults = sorted(rows, key=lambda fault: part.ids.index(fault.id))
    owed = promises.owed_by(part.ids)
    return Found(faults, part, people_told(faults), owed, _waits(part.ids))


def keys(wanted: Wanted, person_id: int | None, *, today: date) -> Sequence[int]:
    """The keys of all faults asked for, in the order of the queue."""
    return db.session.scalars(ordered(wanted, person_id, today)).all()


def _waits(fault_ids: Sequence[int]) -> dict[int, Pause]:
    open_now = select(Pause).where(Pause.fault_id.in_(fault_ids), Pause.ended_at.is_(None))
    return {each.fault_id: each for each in db.session.scalars(open_now)}


def ordered(wanted: Wanted, person_id: int | None, today: date) -> Select[int]:
    """The keys of the faults asked for, in the order of the queue."""
    # Where the sun rises first it is tomorrow already: better a day early than a day too late.
    stands = exists().where(
        Pause.fault_id == Fault.id,
        Pause.ended_at.is_(None),
        Pause.next_on > today + timedelta(days=1),
    )
    return _chosen(wanted, person_id).order_by(
        case((OPEN_NOW, 0), else_=1),
        case((OPEN_NOW, case((stands, 1), else_=0))),
        case((OPEN_NOW, func.coalesce(_soonest_owed(), Fault.restore_by))),
        case((OPEN_NOW, Fault.priority)),
        Fault.reported_at.desc(),
        Fault.id.desc(),
    )


def _soonest_owed() -> ColumnElement[datetime]:
    """When a fault's soonest promise is due that is still owed, looked up by the fault's own key.

    Asked of all promises at once, PostgreSQL may guess that there is one, and ask again for each
    fault. What is still owed stands inside `min`, so that no engine walks the index of all that is.
    """
    owed = and_(Promise.met_at.is_(None), Promise.void_at.is_(None))
    soonest = select(func.min(case((owed, Promise.due_at))))
    return soonest.where(Promise.fault_id == Fault.id).correlate(Fault).scalar_subquery()


def _chosen(wanted: Wanted, person_id: int | None) -> Select[int]:
    chosen = select(Fault.id).where(*_in_state(wanted.state))
    if wanted.who == MINE:
        chosen = chosen.where(Fault.assignee_id == person_id)
    elif wanted.who == NOBODYS:
        chosen = chosen.where(Fault.assignee_id.is_(None))
    if wanted.kind == ASKED:
        chosen = chosen.where(Fault.kind != Kind.BROKEN)
    if wanted.building.isdecimal():
        in_building = select(Room.id).where(Room.building_id == int(wanted.building[:9]))
        chosen = chosen.where(room_id_now().in_(in_building))
    return _searched(chosen, wanted.q) if wanted.q else chosen


def _in_state(state: str) -> Iterator[ColumnElement[bool]]:
    """What is open is in use, too; what is settled is found wherever it was."""
    if state == ALL:
        return
    if state == SETTLED:
        yield Fault.state.not_in(OPEN_STATES)
        return
    if state in set(FaultState):
        yield Fault.state == FaultState(state)
    if state not in set(FaultState) - OPEN_STATES:
        yield to_do()


def _searched(chosen: Select[int], words: str) -> Select[int]:
    """Each word must stand in the room's, the unit's or the symptom's name, or be the number."""
    chosen = chosen.join(Fault.room_now).join(Fault.symptom).outerjoin(Fault.equipment)
    for word in words.split()[:8]:
        number = word.removeprefix("#")
        hit = [
            contains(func.lower(column), word)
            for column in (Room.name, Equipment.name, Symptom.label)
        ]
        if number.isdecimal() and len(number) < 10:
            hit.append(Fault.id == int(number))
        chosen = chosen.where(or_(*hit))
    return chosen
