"""Answers about due work: what is due until a day, and what is next in a room."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.checks.models import DueWork, JobPlan, Scope
from app.equipment.models import Equipment, EquipmentModel
from app.extensions import db
from app.people.models import Person
from app.places.models import Building, Floor, Room, Site

MOST = 500
"""So many rows are a page at most; a campus may have thousands due."""


def due(
    until: date, *, building_id: int | None = None, scope: Scope | None = None, limit: int = MOST
) -> Sequence[DueWork]:
    """What is due on the day or before, the longest due first, with its place, unit and plan."""
    asked = _with_all(select(DueWork)).where(DueWork.due_on <= until)
    if building_id is not None:
        asked = asked.where(Room.building_id == building_id)
    if scope is not None:
        asked = asked.where(DueWork.scope == scope)
    return db.session.scalars(asked.order_by(DueWork.due_on, DueWork.id).limit(limit)).all()


def soonest(*conditions: ColumnElement[bool], limit: int) -> Sequence[DueWork]:
    """The work of which this is so, the soonest first, with its place, unit and plan."""
    asked = _with_all(select(DueWork)).where(*conditions)
    return db.session.scalars(asked.order_by(DueWork.due_on, DueWork.id).limit(limit)).all()


def may_do(person: Person) -> ColumnElement[bool]:
    """Whether the person may do the work: it asks for no qualification, or for one they have.

    Compared without capitals, in Python: engines fold other letters than A to Z differently.
    """
    named = select(JobPlan.id, JobPlan.qualification).where(JobPlan.qualification != "")
    others = [key for key, wanted in db.session.execute(named) if not person.may_sign(wanted)]
    return or_(DueWork.plan_id.is_(None), DueWork.plan_id.not_in(others))


def next_for_room(room_id: int) -> Sequence[DueWork]:
    """All that will be due in the room next, soonest first, with its unit and plan."""
    asked = _with_all(select(DueWork)).where(DueWork.room_id == room_id)
    return db.session.scalars(asked.order_by(DueWork.due_on, DueWork.id)).all()


def next_for_unit(equipment_id: int) -> Sequence[DueWork]:
    """All that will be due on the unit next, soonest first, with its plan."""
    asked = _with_all(select(DueWork)).where(DueWork.equipment_id == equipment_id)
    return db.session.scalars(asked.order_by(DueWork.due_on, DueWork.id)).all()


def works(ids: Sequence[int]) -> list[DueWork]:
    """These rows, in the order of their keys here, with place, unit and plan."""
    asked = _with_all(select(DueWork)).where(DueWork.id.in_(ids))
    found = {each.id: each for each in db.session.scalars(asked)}
    return [found[each] for each in ids]


def _with_all(asked: Select[DueWork]) -> Select[DueWork]:
    unit = joinedload(DueWork.equipment)
    room = contains_eager(DueWork.room)
    building = room.contains_eager(Room.building)
    return (
        asked.join(Room, Room.id == DueWork.room_id)
        .join(Building, Building.id == Room.building_id)
        .outerjoin(Floor, Floor.id == Room.floor_id)
        .options(
            joinedload(DueWork.plan),
            unit.joinedload(Equipment.model).joinedload(EquipmentModel.type),
            room.contains_eager(Room.floor),
            room.joinedload(Room.support_calendar),
            building.joinedload(Building.site).joinedload(Site.support_calendar),
        )
    )
