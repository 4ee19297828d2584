"""What of a row is recorded, kind by kind, as the database itself says it.

The columns are what an import makes or changes, and what somebody may edit by hand afterwards; the
words of what a row leans on stand beside the keys, as those may lead nowhere one day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, select

from app.checks.models import JobPlan, PastWork
from app.database import Base, json_of
from app.equipment.models import (
    Equipment,
    EquipmentModel,
    EquipmentType,
    Spare,
    SpareStock,
    StockMove,
    System,
    SystemUnit,
    Vendor,
)
from app.extensions import db
from app.imports.models import What
from app.places.models import (
    Building,
    Floor,
    Room,
    Site,
    SupportCalendar,
    SupportHours,
    Zone,
    ZoneRoom,
)

TABLES: Mapping[What, type[Base]] = {
    What.CALENDAR: SupportCalendar,
    What.SITE: Site,
    What.BUILDING: Building,
    What.FLOOR: Floor,
    What.ROOM: Room,
    What.ZONE: Zone,
    What.VENDOR: Vendor,
    What.MODEL: EquipmentModel,
    What.UNIT: Equipment,
    What.SYSTEM: System,
    What.SPARE: Spare,
    What.STOCK: SpareStock,
    What.MOVE: StockMove,
    What.JOB: JobPlan,
    What.PAST: PastWork,
}

MEMBERS = ("rooms", "units")
"""What zones and systems consist of: keys, in order, as a text."""

WORDS = frozenset({"floor", "room", "model", "vendor", "equipment"})
"""What is recorded to be read by people; the key beside it is what counts."""

Columns = dict[str, Any]
Recorded = Select[int, str, str, dict[str, Any], dict[str, Any]]


def recorded(what: What) -> Recorded:
    """Of every row of a kind: key, name, place, columns (as JSON), and columns with words.

    The caller says of which rows, and takes of it what it needs.
    """
    return _SAID[what]()


def row(what: What) -> Any:
    """The key column of the kind's table."""
    return TABLES[what].__table__.c.id


def _said(
    table: type[Base], title: Any, place: Any, columns: Columns, words: Columns | None = None
) -> Recorded:
    said, worded = (json_of(db.session, each) for each in (columns, columns | (words or {})))
    return select(table.__table__.c.id, title, place, said, worded)


def _of_table(table: type[Base], *names: str) -> Columns:
    return {name: getattr(table, name) for name in names}


def _calendar() -> Recorded:
    def of_hours(figure: Any) -> Any:
        wanted = select(figure).where(SupportHours.calendar_id == SupportCalendar.id)
        return wanted.correlate(SupportCalendar).scalar_subquery()

    columns = _of_table(SupportCalendar, "name", "phone", "timezone") | {
        "spans": of_hours(func.count()),
        "opens": of_hours(func.min(SupportHours.opens)),
        "closes": of_hours(func.max(SupportHours.closes)),
    }
    return _said(SupportCalendar, SupportCalendar.name, literal(""), columns)


def _site() -> Recorded:
    return _said(Site, Site.name, literal(""), _of_table(Site, "name", "support_calendar_id"))


def _building() -> Recorded:
    said = _said(Building, Building.name, Site.name, _of_table(Building, "site_id", "name"))
    return said.join(Site, Site.id == Building.site_id)


def _floor() -> Recorded:
    columns = _of_table(Floor, "building_id", "label", "position")
    said = _said(Floor, Floor.label, Building.name, columns)
    return said.join(Building, Building.id == Floor.building_id)


def _room() -> Recorded:
    columns = _of_table(
        Room,
        *("building_id", "floor_id", "name", "description", "criticality"),
        *("support_calendar_id", "source", "external_id"),
    )
    label = select(Floor.label).where(Floor.id == Room.floor_id).correlate(Room)
    said = _said(Room, Room.name, Building.name, columns, {"floor": label.scalar_subquery()})
    return said.join(Building, Building.id == Room.building_id)


def _model() -> Recorded:
    columns = _of_table(EquipmentModel, "type_id", "maker", "model_number")
    said = _said(EquipmentModel, _model_words(), EquipmentType.title, columns)
    return said.join(EquipmentType, EquipmentType.id == EquipmentModel.type_id)


def _model_words() -> Any:
    return func.trim(EquipmentModel.maker + " " + EquipmentModel.model_number)


def _unit() -> Recorded:
    columns = _of_table(
        Equipment,
        *("room_id", "model_id", "name", "asset_tag", "serial_number", "installed_on", "note"),
        *("purchased_on", "warranty_until", "vendor_id", "condition", "source", "external_id"),
    )
    model = select(func.trim(EquipmentType.title + " " + _model_words())).join(
        EquipmentModel, EquipmentModel.type_id == EquipmentType.id
    )
    model = model.where(EquipmentModel.id == Equipment.model_id).correlate(Equipment)
    place = Room.name + " · " + Building.name
    vendor = _vendor_of(Equipment)
    words = {"room": place, "model": model.scalar_subquery(), "vendor": vendor}
    said = _said(Equipment, Equipment.name, place, columns, words)
    said = said.join(Room, Room.id == Equipment.room_id)
    return said.join(Building, Building.id == Room.building_id)


def _vendor_of(table: type[Equipment | Spare]) -> Any:
    wanted = select(Vendor.name).where(Vendor.id == table.vendor_id)
    return wanted.correlate(table).scalar_subquery()


def _members(member: Any, whole: Any, table: Any) -> Any:
    """The keys of the members of each row, in order, with commas between."""
    keys = select(cast(member, String).label("key")).where(whole == table.id).order_by(member)
    found = keys.correlate(table).subquery()
    joined = func.coalesce(func.aggregate_strings(found.c.key, ","), "")
    return select(joined).scalar_subquery()


def _zone() -> Recorded:
    columns = _of_table(Zone, "building_id", "name", "category")
    columns["rooms"] = _members(ZoneRoom.room_id, ZoneRoom.zone_id, Zone)
    said = _said(Zone, Zone.name, Building.name, columns)
    return said.join(Building, Building.id == Zone.building_id)


def _vendor() -> Recorded:
    columns = _of_table(
        Vendor,
        *("name", "email", "phone", "address", "hours", "contract", "contract_until", "note"),
    )
    return _said(Vendor, Vendor.name, literal(""), columns)


def _system() -> Recorded:
    columns = _of_table(System, "building_id", "name", "category")
    columns["units"] = _members(SystemUnit.equipment_id, SystemUnit.system_id, System)
    said = _said(System, System.name, Building.name, columns)
    return said.join(Building, Building.id == System.building_id)


def _spare() -> Recorded:
    columns = _of_table(
        Spare,
        *("model_id", "name", "part_number", "set_number", "category", "note", "vendor_id"),
    )
    said = _said(Spare, Spare.name, _model_words(), columns, {"vendor": _vendor_of(Spare)})
    return said.join(EquipmentModel, EquipmentModel.id == Spare.model_id)


def _stock() -> Recorded:
    """Without what there is: that is the sum of its moves, which are recorded themselves."""
    columns = _of_table(SpareStock, "spare_id", "site_id", "minimum", "place")
    said = _said(SpareStock, Spare.name, Site.name, columns)
    said = said.join(Spare, Spare.id == SpareStock.spare_id)
    return said.join(Site, Site.id == SpareStock.site_id)


def _move() -> Recorded:
    said = _said(StockMove, Spare.name, Site.name, _of_table(StockMove, "stock_id", "change"))
    said = said.join(SpareStock, SpareStock.id == StockMove.stock_id)
    said = said.join(Spare, Spare.id == SpareStock.spare_id)
    return said.join(Site, Site.id == SpareStock.site_id)


def _job() -> Recorded:
    columns = _of_table(
        JobPlan,
        *("type_id", "model_id", "equipment_id", "room_id", "name", "description", "scope"),
        *("rrule", "minutes", "qualification"),
    )
    said = _said(JobPlan, JobPlan.name, EquipmentType.title, columns)
    return said.join(EquipmentType, EquipmentType.id == JobPlan.type_id)


def _past() -> Recorded:
    columns = _of_table(
        PastWork,
        *("room_id", "equipment_id", "kind", "done_on", "result", "words", "who", "readings"),
        *("source", "external_id"),
    )
    title = func.substr(PastWork.words, 1, 200)
    said = _said(PastWork, title, Room.name + " · " + Building.name, columns)
    said = said.join(Room, Room.id == PastWork.room_id)
    return said.join(Building, Building.id == Room.building_id)


_SAID: Mapping[What, Callable[[], Recorded]] = {
    What.CALENDAR: _calendar,
    What.SITE: _site,
    What.BUILDING: _building,
    What.FLOOR: _floor,
    What.ROOM: _room,
    What.ZONE: _zone,
    What.VENDOR: _vendor,
    What.MODEL: _model,
    What.UNIT: _unit,
    What.SYSTEM: _system,
    What.SPARE: _spare,
    What.STOCK: _stock,
    What.MOVE: _move,
    What.JOB: _job,
    What.PAST: _past,
}
