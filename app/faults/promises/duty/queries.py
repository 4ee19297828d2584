"""Answers about who is on call."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import db
from app.faults.models import Duty
from app.people.models import Person
from app.places.models import SupportCalendar


def on_call(calendar_id: int, at: datetime) -> list[Duty]:
    """Who is on call for a support calendar at a moment, the first step first, with the person."""
    found = between(calendar_id, at, at)
    return [each for each in found if each.starts_at <= at < each.ends_at and each.person.active]


def everywhere(at: datetime) -> Sequence[Duty]:
    """Who is on call at a moment for any calendar, by its name and by step, with person."""
    return db.session.scalars(
        select(Duty)
        .join(Duty.calendar)
        .join(Duty.person)
        .where(Duty.starts_at <= at, Duty.ends_at > at, Person.active.is_(True))
        .options(contains_eager(Duty.calendar), contains_eager(Duty.person))
        .order_by(SupportCalendar.name, SupportCalendar.id, Duty.step, Duty.id)
    ).all()


def first(calendar_id: int, at: datetime) -> list[Person]:
    """Who is told first."""
    return [each.person for each in on_call(calendar_id, at) if each.step == 1]


def next_up(calendar_id: int, at: datetime) -> list[Person]:
    """Who is told next: those of the lowest step above the first that somebody has."""
    later = [each for each in on_call(calendar_id, at) if each.step > 1]
    return [each.person for each in later if each.step == later[0].step]


def between(calendar_id: int, starts: datetime, ends: datetime) -> Sequence[Duty]:
    """The duties that touch a span, by step and time, each with its person."""
    touching = (
        Duty.calendar_id == calendar_id,
        Duty.starts_at <= ends,
        Duty.ends_at >= starts,
    )
    rows = select(Duty).where(*touching).options(joinedload(Duty.person))
    return db.session.scalars(rows.order_by(Duty.step, Duty.starts_at, Duty.id)).all()
