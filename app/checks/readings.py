"""The readings of a unit over the years: what was read off, line by line of its check lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy import Double, select, type_coerce
from sqlalchemy.orm import joinedload

from app import formats
from app.charts import LineChart, Value, line_chart
from app.checks.models import Check, CheckItem, Finding, Result
from app.equipment.models import Equipment
from app.extensions import db
from app.places.models import Building, Room, Site

READ = type_coerce(Finding.reading, Double)
MOST = 60
"""How many readings of one item are drawn: the newest."""


@dataclass(frozen=True)
class Reading:
    """One reading, in words, and the check that took it."""

    number: str
    when: str
    iso: str
    result: Result
    address: str


@dataclass(frozen=True)
class Series:
    """The readings of one item, newest first, and their line; limits as texts, "" for none."""

    item: str
    unit: str
    low: str
    high: str
    chart: LineChart
    readings: tuple[Reading, ...]


Taken = tuple[datetime, float, Result, int]
"""When, what was read, what that meant on the day, in which check."""


def unit(unit_id: int) -> Equipment | None:
    """The unit with its room, and what tells the room's local time."""
    room = joinedload(Equipment.room)
    site = room.joinedload(Room.building).joinedload(Building.site)
    return db.session.get(
        Equipment,
        unit_id,
        options=[room.joinedload(Room.support_calendar), site.joinedload(Site.support_calendar)],
    )


def series_of(unit: Equipment) -> tuple[Series, ...]:
    """The readings of a unit as `unit` gives it, item by item, with the limits of today."""
    items: dict[int, CheckItem] = {}
    taken: dict[int, list[Taken]] = {}
    for item, at, number, result, check_id in db.session.execute(
        select(CheckItem, Check.done_at, READ, Finding.result, Check.id)
        .join(Finding, Finding.item_id == CheckItem.id)
        .join(Check, Check.id == Finding.check_id)
        .where(Finding.equipment_id == unit.id, Finding.reading.is_not(None))
        .order_by(CheckItem.job_plan_id, CheckItem.position, Check.done_at.desc(), Finding.id)
    ):
        items[item.id] = item
        taken.setdefault(item.id, []).append((at, number, result, check_id))
    return tuple(_series(items[key], each[:MOST], unit) for key, each in taken.items())


def _series(item: CheckItem, taken: list[Taken], unit: Equipment) -> Series:
    readings = tuple(_reading(each, item, unit) for each in taken)
    values = [
        Value(at.timestamp(), number, f"{said.when}: {said.number}", said.when)
        for (at, number, *_more), said in zip(taken, readings, strict=True)
    ]
    low, high = item.minimum, item.maximum
    return Series(
        item=item.text,
        unit=item.unit,
        low="" if low is None else formats.number(low),
        high="" if high is None else formats.number(high),
        chart=line_chart(values[::-1], low, high),
        readings=readings,
    )


def _reading(taken: Taken, item: CheckItem, unit: Equipment) -> Reading:
    at, number, result, check_id = taken
    day = at.astimezone(unit.room.support.zone).date()
    return Reading(
        number=f"{formats.number(number)} {item.unit}".strip(),
        when=formats.full_date(day),
        iso=day.isoformat(),
        result=result,
        address=url_for("checks.detail", check_id=check_id),
    )
