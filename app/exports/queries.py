"""All rows of a list, by their keys and in their order: columns only, a thousand at a time.

Between two thousands nothing is held, so that nobody who writes waits for a long list: each row is
as it was at the moment it was read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from app.batches.models import Batch
from app.checks.audits.queries import had_second_look
from app.checks.models import Check, CheckPart
from app.codes.models import Tag
from app.equipment.models import (
    Equipment,
    EquipmentModel,
    EquipmentType,
    Spare,
    SpareStock,
    StockMove,
    Symptom,
    Vendor,
)
from app.extensions import db
from app.faults.models import Fault, Report, room_id_now
from app.paper.models import Printer
from app.people.models import Person
from app.places.models import Building, Floor, Room, Site, SupportCalendar

MANY = 1_000

Line = Row[*tuple[Any, ...]]
Lines = Iterator[Line]
Wanted = Select[*tuple[Any, ...]]

PLACE = (
    Site.name.label("site"),
    Building.name.label("building"),
    Floor.label.label("floor"),
    Room.name.label("room"),
    func.coalesce(Room.support_calendar_id, Site.support_calendar_id).label("calendar"),
)


def zones() -> dict[int, ZoneInfo]:
    """The time zone of each support calendar, by the calendar's key."""
    wanted = select(SupportCalendar.id, SupportCalendar.timezone)
    return {key: ZoneInfo(name) for key, name in db.session.execute(wanted)}


def rooms(keys: Sequence[int]) -> Lines:
    """Rooms with their places."""
    wanted = select(
        Room.id,
        *PLACE,
        Room.building_id,
        Room.description,
        Room.criticality,
        Room.source,
        Room.external_id,
        Room.retired_at,
        Room.last_checked_at,
        Room.created_at,
    )
    return each_of(placed(wanted.select_from(Room)), Room.id, keys)


def units(keys: Sequence[int]) -> Lines:
    """Units with model, type and places."""
    wanted = select(
        Equipment.id,
        *PLACE,
        Equipment.room_id,
        Equipment.model_id,
        EquipmentModel.type_id,
        EquipmentType.slug.label("equipment_type"),
        EquipmentType.title,
        EquipmentModel.maker,
        EquipmentModel.model_number,
        Equipment.name,
        Equipment.asset_tag,
        Equipment.serial_number,
        Equipment.installed_on,
        Equipment.source,
        Equipment.external_id,
        Equipment.retired_at,
        Equipment.condition,
        Equipment.created_at,
        Equipment.purchased_on,
        Equipment.warranty_until,
        Vendor.name.label("vendor"),
        Equipment.note,
    )
    wanted = wanted.select_from(Equipment).join(Equipment.model).join(EquipmentModel.type)
    wanted = wanted.outerjoin(Equipment.vendor)
    return each_of(placed(wanted.join(Equipment.room)), Equipment.id, keys)


def checks(keys: Sequence[int]) -> Lines:
    """Checks with their rooms, who made them, and the later entry that puts each right."""
    later = aliased(Check)
    wanted = select(
        Check.id,
        *PLACE,
        Check.done_at,
        Check.received_at,
        Check.scope,
        Check.result,
        Check.reason,
        Check.grade,
        had_second_look().label("audited"),
        Check.no_tag,
        Check.corrects_id,
        later.id.label("corrected_by"),
        Person.name.label("person"),
    )
    wanted = wanted.select_from(Check).join(Check.person).join(Check.room)
    wanted = wanted.outerjoin(later, later.corrects_id == Check.id)
    return each_of(placed(wanted), Check.id, keys)


def parts_of(keys: Collection[int]) -> dict[int, str]:
    """The parts that went into units at these checks, in words, by check."""
    wanted = select(CheckPart.check_id, StockMove.change, Spare.name).join(CheckPart.move)
    wanted = wanted.join(StockMove.stock).join(SpareStock.spare).order_by(CheckPart.move_id)
    mine, found = set(keys), dict[int, str]()
    for check, change, name in db.session.execute(wanted):
        if check in mine:
            before = f"{found[check]}; " if check in found else ""
            found[check] = f"{before}{-change} × {name}"
    return found


def faults(keys: Sequence[int]) -> Lines:
    """Faults where they are now, with their units, and how many people told of each."""
    told = select(func.count()).where(Report.fault_id == Fault.id).scalar_subquery()
    wanted = select(
        Fault.id,
        *PLACE,
        Equipment.name.label("unit"),
        Equipment.asset_tag,
        Symptom.label.label("symptom"),
        Symptom.failure_mode,
        Fault.state,
        Fault.effect,
        Fault.channel,
        Fault.reported_at,
        Fault.restore_by,
        Fault.restored_at,
        Fault.resolved_at,
        told.label("reports"),
        Person.name.label("assignee"),
    )
    wanted = wanted.select_from(Fault).join(Fault.symptom).outerjoin(Fault.assignee)
    wanted = wanted.outerjoin(Equipment, Equipment.id == Fault.equipment_id)
    return each_of(placed(wanted.join(Room, Room.id == room_id_now())), Fault.id, keys)


def tags(keys: Sequence[int]) -> Lines:
    """Tags with what they stand for, if anything, and who hung them."""
    wanted = select(
        Tag.id,
        *PLACE,
        Equipment.name.label("unit"),
        Equipment.asset_tag,
        Tag.code,
        Tag.state,
        Tag.address,
        Tag.printed_at,
        Tag.placed_at,
        Tag.scanned_on,
        Person.name.label("placed_by"),
    )
    wanted = wanted.select_from(Tag).outerjoin(Tag.equipment).outerjoin(Tag.placed_by)
    home = func.coalesce(Tag.room_id, Equipment.room_id)
    wanted = wanted.outerjoin(Room, Room.id == home)
    wanted = wanted.outerjoin(Building, Building.id == Room.building_id).outerjoin(Building.site)
    return each_of(wanted.outerjoin(Floor, Floor.id == Room.floor_id), Tag.id, keys)


def order_keys() -> Sequence[int]:
    """The keys of all orders of tags, the newest first."""
    return db.session.scalars(select(Batch.id).order_by(Batch.id.desc())).all()


def orders(keys: Sequence[int]) -> Lines:
    """Orders of tags, with who gave them and their printers."""
    wanted = select(
        Batch.id,
        Batch.ordered_at,
        Person.name.label("person"),
        Batch.count.label("tags"),
        Batch.design_id,
        Batch.stock_id,
        Batch.kind,
        Printer.name.label("printer"),
        Batch.address,
        Batch.trial,
        Batch.state,
        Batch.pages,
        Batch.checked,
    )
    wanted = wanted.select_from(Batch).outerjoin(Batch.person).outerjoin(Batch.printer)
    return each_of(wanted, Batch.id, keys)


def units_in(room_keys: Sequence[int]) -> list[int]:
    """The keys of the units in use of these rooms, in the order of the rooms."""
    found: list[int] = []
    for some in _parts(room_keys):
        there = select(Equipment.room_id, Equipment.id).where(
            Equipment.room_id.in_(some), Equipment.retired_at.is_(None)
        )
        by_room: dict[int, list[int]] = {}
        for room, unit in db.session.execute(there.order_by(Equipment.id)):
            by_room.setdefault(room, []).append(unit)
        found += [unit for room in some for unit in by_room.get(room, ())]
    return found


def rooms_of(unit_keys: Sequence[int]) -> list[int]:
    """The keys of the rooms in which these units stand, each once."""
    found: dict[int, None] = {}
    for some in _parts(unit_keys):
        there = select(Equipment.room_id).where(Equipment.id.in_(some))
        found |= dict.fromkeys(db.session.scalars(there.order_by(Equipment.room_id)))
    return list(found)


def by_building(room_keys: Sequence[int]) -> dict[int, list[int]]:
    """The keys of those of the rooms that are in use, by the keys of their buildings."""
    wanted = select(Room.building_id, Room.id).where(Room.retired_at.is_(None))
    return _grouped(wanted, Room.id, room_keys)


def by_building_of_units(unit_keys: Sequence[int]) -> dict[int, list[int]]:
    """The keys of those of the units that stand in rooms in use, by the keys of the buildings."""
    wanted = select(Room.building_id, Equipment.id).select_from(Equipment).join(Equipment.room)
    return _grouped(wanted.where(Room.retired_at.is_(None)), Equipment.id, unit_keys)


def building_names(keys: Sequence[int]) -> dict[int, str]:
    """The names of these buildings by their keys."""
    found: dict[int, str] = {}
    for some in _parts(keys):
        wanted = select(Building.id, Building.name).where(Building.id.in_(some))
        found |= {key: name for key, name in db.session.execute(wanted)}  # noqa: C416
    return found


def is_one_building() -> bool:
    """Whether there is no second building."""
    return len(db.session.scalars(select(Building.id).limit(2)).all()) < 2


def placed(wanted: Wanted) -> Wanted:
    """The query with the room's building, site and floor."""
    joined = wanted.join(Building, Building.id == Room.building_id).join(Building.site)
    return joined.outerjoin(Floor, Floor.id == Room.floor_id)


def each_of(wanted: Wanted, key: Any, keys: Sequence[int]) -> Lines:
    """The rows of these keys in their order; those that are gone meanwhile are left out."""
    for some in _parts(keys):
        found = {row[0]: row for row in db.session.execute(wanted.where(key.in_(some)))}
        db.session.rollback()
        yield from (found[one] for one in some if one in found)


def _grouped(wanted: Wanted, key: Any, keys: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for some in _parts(keys):
        for group, one in db.session.execute(wanted.where(key.in_(some)).order_by(key)):
            found.setdefault(group, []).append(one)
    return found


def _parts(keys: Sequence[int]) -> Iterator[list[int]]:
    waiting = iter(keys)
    while some := list(islice(waiting, MANY)):
        yield some
