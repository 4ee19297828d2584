"""The things beside rooms and units that exist, as far as a list may mean them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.checks.models import JobPlan
from app.database import Base
from app.equipment.models import EquipmentType, Spare, System, SystemUnit, Vendor
from app.extensions import db
from app.imports.meaning.records import EquipmentRow, Record
from app.imports.meaning.things import StockRow, ThingRow
from app.imports.meaning.work.rows import JobRow
from app.imports.planning.estate import Building, Model, Room, Thing, Unit
from app.places.models import Zone, ZoneRoom

Objects = Mapping[int | None, Any]


def things_of(
    records: Sequence[Record],
    buildings: Mapping[int | None, Building],
    rooms: Mapping[int | None, Room],
    models: Mapping[int | None, Model],
    units: Iterable[Unit],
) -> Iterator[Thing]:
    """The vendors, if the list names any, and all things of the kinds that it tells of."""
    kinds = {each.kind for each in records if isinstance(each, ThingRow)}
    kinds |= {"job"} if any(isinstance(each, JobRow) for each in records) else set()
    kinds |= {"spare"} if any(isinstance(each, StockRow) for each in records) else set()
    if not kinds and not any(isinstance(each, EquipmentRow) and each.vendor for each in records):
        return
    vendors = {each.id: each for each in _vendors()}
    yield from vendors.values()
    if "zone" in kinds:
        yield from _sets(Zone, "zone", buildings, ZoneRoom.zone_id, ZoneRoom.room_id)
    if "system" in kinds:
        members = (SystemUnit.system_id, SystemUnit.equipment_id)
        yield from _sets(System, "system", buildings, *members)
    if "spare" in kinds:
        yield from _spares(models, vendors)
    if "job" in kinds:
        yield from _jobs(models, rooms, {each.id: each for each in units})


def _vendors() -> Iterator[Thing]:
    for each in db.session.execute(select(*_columns(Vendor))):
        yield _thing("vendor", each, {}, {})


def _columns(table: type[Base]) -> list[Any]:
    return list(table.__table__.c)


def _thing(kind: Any, each: Any, without: Mapping[str, Any], leans: Mapping[str, Any]) -> Thing:
    """A thing of a row; `without` are columns that are told otherwise, by `leans`."""
    values = {
        name: getattr(value, "value", value)
        for name, value in each._mapping.items()
        if name not in {"id", "name", *without}
    }
    return Thing(kind, each.name, {**values, **leans}, id=each.id)


def _sets(table: Any, kind: str, buildings: Objects, key: Any, member: Any) -> Iterator[Thing]:
    found = {}
    for each in db.session.execute(select(*_columns(table)).order_by(table.id)):
        leans = {"building": buildings[each.building_id]}
        found[each.id] = _thing(kind, each, {"building_id": 0}, leans)
    for number, of in db.session.execute(select(key, member)):
        found[number].members.add(of)
    yield from found.values()


def _spares(models: Objects, vendors: Objects) -> Iterator[Thing]:
    without = {"model_id": 0, "vendor_id": 0}
    for each in db.session.execute(select(*_columns(Spare)).order_by(Spare.id)):
        leans = {"model": models[each.model_id], "vendor": vendors.get(each.vendor_id)}
        yield _thing("spare", each, without, leans)


def _jobs(models: Objects, rooms: Objects, units: Objects) -> Iterator[Thing]:
    keys = ("type_id", "model_id", "equipment_id", "room_id")
    wanted = select(*_columns(JobPlan), EquipmentType.slug.label("type"))
    wanted = wanted.join(EquipmentType, EquipmentType.id == JobPlan.type_id)
    for each in db.session.execute(wanted.order_by(JobPlan.id)):
        if each.equipment_id and each.equipment_id not in units:
            continue
        leans = {
            "model": models.get(each.model_id),
            "room": rooms.get(each.room_id),
            "equipment": units.get(each.equipment_id),
        }
        yield _thing("job", each, dict.fromkeys(keys), leans)
