"""Answers about faults: what is open in a room, what a type's symptoms are, one fault whole."""

from collections.abc import Iterable, Sequence
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from app.codes.code import grouped, read_code
from app.equipment.models import (
    ROOM_SLUG,
    Equipment,
    EquipmentModel,
    EquipmentType,
    Symptom,
    TypeSymptom,
)
from app.extensions import db
from app.faults.models import (
    OPEN,
    Fault,
    Kind,
    Report,
    TimelineEntry,
    room_id_now,
)
from app.faults.words import OTHER
from app.places.models import Building, Room, Site

OPEN_NOW = text(f"fault.{OPEN}")
"""Literal, because a partial index is not found behind bound values."""

BROKEN = Fault.kind == Kind.BROKEN
"""Something is broken: no question, no wish."""

MOST_SYMPTOMS = 8
"""More words than this are not read."""


def place_of(room: InstrumentedAttribute[Room]) -> tuple[_AbstractLoad, ...]:
    """Load a room with all that its address line and its support calendar need."""
    return (
        joinedload(room).joinedload(Room.floor),
        joinedload(room).joinedload(Room.support_calendar),
        joinedload(room)
        .joinedload(Room.building)
        .joinedload(Building.site)
        .joinedload(Site.support_calendar),
    )


def _what_of(equipment: InstrumentedAttribute[Equipment | None]) -> _AbstractLoad:
    return joinedload(equipment).joinedload(Equipment.model).joinedload(EquipmentModel.type)


def _whole() -> tuple[_AbstractLoad, ...]:
    return (
        *place_of(Fault.room_now),
        _what_of(Fault.equipment),
        joinedload(Fault.equipment).joinedload(Equipment.vendor),
        joinedload(Fault.symptom),
        joinedload(Fault.assignee),
        selectinload(Fault.reports),
        selectinload(Fault.timeline).joinedload(TimelineEntry.person),
        selectinload(Fault.timeline).joinedload(TimelineEntry.photo),
    )


@cache
def to_do() -> ColumnElement[bool]:
    """Whether a fault waits for somebody: open, and what is broken is in use.

    The few units and rooms that are retired come from an index; those in use are many.
    """
    units = select(Equipment.id).where(Equipment.retired_at.is_not(None))
    rooms = select(Room.id).where(Room.retired_at.is_not(None))
    return and_(
        OPEN_NOW,
        or_(Fault.equipment_id.is_(None), Fault.equipment_id.not_in(units)),
        room_id_now().not_in(rooms),
    )


def open_in_room(room_id: int) -> list[Fault]:
    """Open faults of a room and of the units in use there, the oldest first.

    A question or a wish is none. A fault goes with its unit when that is moved, and out of sight
    when it is retired.
    Each with its symptom, and its unit with model and type.
    """
    return list(db.session.scalars(_open_in_room(), {"room_id": room_id}))


@cache
def _open_in_room() -> Select[Fault]:
    """Made once, as each page of a room asks it."""
    room_id: BindParameter[int] = bindparam("room_id")
    of_room = select(Fault.id).where(
        Fault.room_id == room_id, Fault.equipment_id.is_(None), OPEN_NOW, BROKEN
    )
    of_units = (
        select(Fault.id)
        .join(Equipment, Equipment.id == Fault.equipment_id)
        .where(Equipment.room_id == room_id, Equipment.retired_at.is_(None), OPEN_NOW, BROKEN)
    )
    return _told().where(Fault.id.in_(union_all(of_room, of_units)))


@cache
def _told() -> Select[Fault]:
    """Faults in order, each with its symptom, and its unit with model and type; made once."""
    whole = (joinedload(Fault.symptom), _what_of(Fault.equipment))
    return select(Fault).options(*whole).order_by(Fault.reported_at, Fault.id)


def people_told(faults: Sequence[Fault]) -> dict[int, int]:
    """How many reports each of the faults has, by its id; those without are not in it.

    The reports of what was merged count where it was merged into.
    """
    ids = [fault.id for fault in faults]
    counted_in = func.coalesce(Fault.merged_into_id, Fault.id)
    counted = (
        select(counted_in, func.count())
        .join(Report, Report.fault_id == Fault.id)
        .where(or_(Fault.id.in_(ids), Fault.merged_into_id.in_(ids)))
        .group_by(counted_in)
    )
    return {fault_id: count for fault_id, count in db.session.execute(counted)}  # noqa: C416


def symptoms_of(equipment: Equipment | None) -> list[Symptom]:
    """What can be chosen as wrong with a unit, or with the room itself; at most eight words.

    In the order of the unit's type; "something else" always stands last.
    """
    model = db.session.get_one(EquipmentModel, equipment.model_id) if equipment else None
    found = db.session.scalars(_offered(), {"type_id": model.type_id if model else None}).all()
    other = [symptom for symptom in found if symptom.code == OTHER]
    return [*(symptom for symptom in found if symptom.code != OTHER)][: MOST_SYMPTOMS - 1] + other


@cache
def _offered() -> Select[Symptom]:
    """The words of a type, or of rooms where none is given, and "something else": made once."""
    of_rooms = select(EquipmentType.id).where(EquipmentType.slug == ROOM_SLUG).scalar_subquery()
    named = and_(
        TypeSymptom.symptom_id == Symptom.id,
        TypeSymptom.type_id == func.coalesce(bindparam("type_id", type_=Integer), of_rooms),
    )
    return (
        select(Symptom)
        .outerjoin(TypeSymptom, named)
        .where(or_(TypeSymptom.type_id.is_not(None), Symptom.code == OTHER))
        .order_by(TypeSymptom.position)
    )


def symptoms_by_type(units: Iterable[Equipment | None]) -> dict[int | None, list[Symptom]]:
    """What can be chosen for these units, by their types; under None for the room itself.

    Units of one type have one list, which is asked for once. The units bring their models.
    """
    found: dict[int | None, list[Symptom]] = {}
    for unit in units:
        kind = unit.model.type_id if unit else None
        if kind not in found:
            found[kind] = symptoms_of(unit)
    return found


def something_else() -> Symptom | None:
    """The symptom that says nothing without a note; None before the seeds are planted."""
    return db.session.scalars(select(Symptom).where(Symptom.code == OTHER)).one_or_none()


def open_of(room: Room, equipment: Equipment | None) -> list[Fault]:
    """Open faults of one unit, or of the room itself, the oldest first; no question, no wish."""
    if equipment is None:
        mine = _told().where(Fault.equipment_id.is_(None), Fault.room_id == room.id)
    else:
        mine = _told().where(Fault.equipment_id == equipment.id)
    return list(db.session.scalars(mine.where(OPEN_NOW, BROKEN)))


def fault(fault_id: int, *, to_change: bool = False) -> Fault | None:
    """One fault with room, calendar, unit, symptom, reports and timeline with names."""
    wanted = select(Fault).where(Fault.id == fault_id).options(*_whole())
    if to_change:
        hold_room_of(fault_id)
        wanted = wanted.with_for_update(of=Fault)
    return db.session.scalars(wanted).one_or_none()


def hold_room_of(fault_id: int) -> None:
    """Wait until nobody else changes anything in the room where the fault is.

    Everybody holds the room first, then the fault, then the unit, and so never each other up.
    """
    here = select(Room.id).join(Fault, Room.id == room_id_now()).where(Fault.id == fault_id)
    db.session.execute(here.with_for_update(of=Room))


def report(secret: str) -> Report | None:
    """The report that a secret opens, with its fault as `fault` brings it."""
    whole, code = joinedload(Report.fault).options(*_whole()), read_code(secret)
    # What was told by phone is opened by letters that a person can say and type.
    said = grouped(code) if code else secret
    return db.session.scalars(
        select(Report).where(Report.secret.in_((secret, said))).options(whole)
    ).one_or_none()


def part_of(found: Fault) -> Fault:
    """What a fault is part of: the one that it was merged into, as `fault` brings it, or itself."""
    target = fault(found.merged_into_id) if found.merged_into_id else None
    return target or found


def sent_with(key: str) -> Report | None:
    """The report that a form's key has already made, with its fault."""
    return db.session.scalars(
        select(Report).where(Report.key == key).options(joinedload(Report.fault))
    ).one_or_none()


def open_among(secrets: Sequence[str]) -> list[Report]:
    """Of the reports with these secrets, those of open faults, the newest first.

    Each with its fault and that fault's symptom.
    """
    if not secrets:
        return []
    return list(
        db.session.scalars(
            select(Report)
            .join(Report.fault)
            .where(Report.secret.in_(secrets), OPEN_NOW)
            .options(contains_eager(Report.fault).joinedload(Fault.symptom))
            .order_by(Report.id.desc())
        )
    )
