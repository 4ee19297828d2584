"""Rooms and units as due work sees them, and the working days of their sites."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from app.checks.due.calendars import Calendar, calendar
from app.equipment.models import Equipment, EquipmentModel
from app.extensions import db
from app.places.models import (
    Building,
    Criticality,
    Holiday,
    Room,
    Site,
    SupportCalendar,
    Term,
)


@dataclass(frozen=True, eq=False)
class Days:
    """The local dates of a site, and on which of them somebody works."""

    zone: ZoneInfo
    calendar: Calendar

    def local(self, moment: datetime) -> date:
        """The local date of the moment."""
        return moment.astimezone(self.zone).date()


@dataclass(frozen=True, eq=False)
class Place:
    """A room in use."""

    id: int
    version: int
    criticality: Criticality
    created_at: datetime
    last_checked_at: datetime | None
    days: Days

    @property
    def check_every(self) -> timedelta:
        """The longest time between two checks of the room."""
        return self.criticality.check_every

    @cached_property
    def came_on(self) -> date:
        """The local date from which the room is known here."""
        return self.days.local(self.created_at)


@dataclass(frozen=True, eq=False)
class Unit:
    """A unit in use, in a room in use."""

    id: int
    room_id: int
    model_id: int
    type_id: int
    installed_on: date | None
    created_at: datetime


Pair = tuple[int, int]
"""A support calendar and a site."""


def rooms(room_ids: Collection[int], known: dict[Pair, Days] | None = None) -> dict[int, Place]:
    """Those of the rooms that are in use, in the order of their keys; `known` days are kept.

    Held until the transaction ends: two who compute a room's rows at once take turns.
    """
    days_of = func.coalesce(Room.support_calendar_id, Site.support_calendar_id)
    rows = db.session.execute(
        select(
            *(Room.id, Room.version, Room.criticality, Room.created_at, Room.last_checked_at),
            *(days_of, Site.id),
        )
        .join(Building, Building.id == Room.building_id)
        .join(Site, Site.id == Building.site_id)
        .where(Room.id.in_(room_ids), Room.retired_at.is_(None))
        .order_by(Room.id)
        .with_for_update(of=Room)
    ).all()
    days = {} if known is None else known
    if new := {(row[5], row[6]) for row in rows} - days.keys():
        days.update(_days(new))
    return {row[0]: Place(*row[:5], days=days[row[5], row[6]]) for row in rows}


def working_days(room_ids: Collection[int]) -> dict[int, Days]:
    """The working days of each of the rooms; nothing is held."""
    days_of = func.coalesce(Room.support_calendar_id, Site.support_calendar_id)
    rows = db.session.execute(
        select(Room.id, days_of, Site.id)
        .join(Building, Building.id == Room.building_id)
        .join(Site, Site.id == Building.site_id)
        .where(Room.id.in_(room_ids))
    ).all()
    days = _days({(row[1], row[2]) for row in rows})
    return {row[0]: days[row[1], row[2]] for row in rows}


def site_days(site_id: int) -> Calendar:
    """The working days of a site, by its own support calendar."""
    own = select(Site.support_calendar_id).where(Site.id == site_id)
    pair = (db.session.scalars(own).one(), site_id)
    return _days([pair])[pair].calendar


def _days(pairs: Iterable[Pair]) -> dict[Pair, Days]:
    """The working days of each pair of support calendar and site."""
    pairs = list(pairs)
    sites = {site for _calendar, site in pairs}
    holidays: dict[int, list[date]] = {site: [] for site in sites}
    terms: dict[int, list[tuple[date, date]]] = {site: [] for site in sites}
    for holiday in db.session.scalars(select(Holiday).where(Holiday.site_id.in_(sites))):
        holidays[holiday.site_id].append(holiday.day)
    for term in db.session.scalars(select(Term).where(Term.site_id.in_(sites))):
        terms[term.site_id].append((term.starts_on, term.ends_on))
    wanted = {calendar_id for calendar_id, _site in pairs}
    found = db.session.scalars(select(SupportCalendar).where(SupportCalendar.id.in_(wanted)))
    support = {each.id: each for each in found}
    return {
        (own, site): Days(
            support[own].zone,
            calendar({hours.weekday for hours in support[own].hours}, holidays[site], terms[site]),
        )
        for own, site in pairs
    }


def units(room_ids: Collection[int]) -> list[Unit]:
    """The units in use in the rooms."""
    rows = db.session.execute(
        select(
            *(Equipment.id, Equipment.room_id, Equipment.model_id, EquipmentModel.type_id),
            *(Equipment.installed_on, Equipment.created_at),
        )
        .join(EquipmentModel, EquipmentModel.id == Equipment.model_id)
        .where(Equipment.room_id.in_(room_ids), Equipment.retired_at.is_(None))
    )
    return [Unit(*row) for row in rows]
