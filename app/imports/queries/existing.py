"""What exists, as far as a list may mean it: a snapshot for a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from sqlalchemy import func, select

from app.equipment.models import ROOM_SLUG, Equipment, EquipmentModel, EquipmentType, Vendor
from app.extensions import db
from app.imports.meaning.records import EquipmentRow, Record
from app.imports.meaning.things import ThingRow
from app.imports.meaning.work.rows import WorkRow
from app.imports.models import What
from app.imports.planning import estate
from app.imports.queries import before
from app.imports.queries.stock import stocks_of
from app.imports.queries.things import things_of
from app.imports.queries.work import past_of
from app.imports.reading.cleaning import spelled
from app.imports.reading.sheets import ImportRefused
from app.language import N_
from app.places import models as places

BATCH = 10_000

NOT_READY = N_("The types of equipment are missing. Run “flask --app wsgi prepare” once.")


def snapshot(
    records: Sequence[Record], source: str = "", today: dt.date | None = None
) -> estate.Estate:
    """All places, models and types, and the units that the records of that source may mean.

    Columns are read, no rows of the mapper: 50,000 rooms take about a second.
    """
    sites = {key: estate.Site(name, key) for key, name in _rows(places.Site.id, places.Site.name)}
    buildings = {each.id: each for each in _buildings(sites)}
    floors = {each.id: each for each in _floors(buildings)}
    rooms = {each.id: each for each in _rooms(buildings, floors)}
    types = {key: (slug, title) for key, slug, title in _types()}
    models = {each.id: each for each in _models(types)}
    left = before.left_by(What.ROOM, source), before.left_by(What.UNIT, source)
    changed = list(before.of_rooms(left[0], rooms, floors))
    former = (*_former(changed), *_renamed(sites, buildings, rooms))
    meant = set(_meant(records, rooms.values(), former))
    units = tuple(_units(records, rooms, models, meant, left[1]))
    changed += before.of_units(left[1], units, rooms, models)
    things = tuple(things_of(records, buildings, rooms, models, units))
    return estate.Estate(
        types=dict(types.values()),
        calendars=db.session.scalar(select(func.count(places.SupportCalendar.id))) or 0,
        sites=tuple(sites.values()),
        buildings=tuple(buildings.values()),
        floors=tuple(floors.values()),
        rooms=tuple(rooms.values()),
        models=tuple(models.values()),
        units=units,
        things=(
            *things,
            *stocks_of(records, things, sites),
            *past_of(records, rooms, {each.id: each for each in units}, source),
        ),
        today=today,
        before={thing: values for thing, values in changed if values},
        former=former,
    )


def _former(changed: Iterable[tuple[object, estate.Values]]) -> Iterator[tuple[object, str]]:
    for thing, values in changed:
        if isinstance(thing, estate.Room) and values.get("name"):
            yield thing, str(values["name"])


def _renamed(*places: Mapping[int | None, Any]) -> Iterator[tuple[object, str]]:
    for what, known in zip((What.SITE, What.BUILDING, What.ROOM), places, strict=True):
        yield from before.renamed(what, known)


def _rows(*columns: Any) -> Iterator[Any]:
    return _streamed(select(*columns).order_by(columns[0]))


def _streamed(wanted: Any) -> Iterator[Any]:
    yield from db.session.execute(wanted.execution_options(yield_per=BATCH))


def _types() -> Iterator[Any]:
    yield from _streamed(
        select(EquipmentType.id, EquipmentType.slug, EquipmentType.title)
        .where(EquipmentType.slug != ROOM_SLUG)
        .order_by(EquipmentType.position)
    )


def _buildings(sites: dict[int, estate.Site]) -> Iterator[estate.Building]:
    building = places.Building
    for key, site, name in _rows(building.id, building.site_id, building.name):
        yield estate.Building(sites[site], name, key)


def _floors(buildings: dict[int | None, estate.Building]) -> Iterator[estate.Floor]:
    floor = places.Floor
    for key, building, label in _rows(floor.id, floor.building_id, floor.label):
        yield estate.Floor(buildings[building], label, key)


def _rooms(
    buildings: dict[int | None, estate.Building], floors: dict[int | None, estate.Floor]
) -> Iterator[estate.Room]:
    for each in _room_rows():
        yield estate.Room(
            buildings[each.building_id],
            each.name,
            floors.get(each.floor_id),
            each.description,
            each.criticality.value,
            each.source,
            each.external_id,
            each.retired_at is not None,
            each.id,
        )


def _room_rows() -> Iterator[Any]:
    room = places.Room
    return _rows(
        room.id,
        room.building_id,
        room.floor_id,
        room.name,
        room.description,
        room.criticality,
        room.source,
        room.external_id,
        room.retired_at,
    )


def _models(types: dict[int, tuple[str, str]]) -> Iterator[estate.Model]:
    model = EquipmentModel
    for each in _rows(model.id, model.type_id, model.maker, model.model_number):
        yield estate.Model(types[each.type_id][0], each.maker, each.model_number, each.id)


def _units(
    records: Iterable[Record],
    rooms: dict[int | None, estate.Room],
    models: dict[int | None, estate.Model],
    meant: Container[estate.Room],
    left: Container[int],
) -> Iterator[estate.Unit]:
    rows = [each for each in records if isinstance(each, EquipmentRow)]
    is_work = any(isinstance(each, WorkRow) for each in records)
    if rows or is_work or any(isinstance(each, ThingRow) and each.model for each in records):
        _check_types()
    if not rows and not is_work:
        return
    tags = {each.asset_tag.casefold() for each in rows if each.asset_tag}
    ids = {each.external_id for each in rows if each.external_id}
    same: dict[Any, Any] = {}
    vendors = dict(db.session.execute(select(Vendor.id, Vendor.name)).all())
    for each in _equipment():
        room = rooms[each.room_id]
        if (
            is_work
            or room in meant
            or each.id in left
            or each.external_id in ids
            or (each.asset_tag and spelled(each.asset_tag) in tags)
        ):
            yield _unit(each, room, models[each.model_id], vendors.get(each.vendor_id, ""), same)


def _check_types() -> None:
    other = select(EquipmentType.id).where(EquipmentType.slug == estate.OTHER)
    if db.session.scalar(other) is None:
        raise ImportRefused(NOT_READY)


def _meant(
    records: Iterable[Record], rooms: Iterable[estate.Room], former: Iterable[tuple[object, str]]
) -> Iterator[estate.Room]:
    """The rooms that rows of equipment name, as they are called or as they were."""
    rows = (each for each in records if isinstance(each, EquipmentRow))
    names = {(each.building.casefold(), each.room.casefold()) for each in rows}
    called: dict[object, list[str]] = {}
    for place, name in former:
        called.setdefault(place, []).append(spelled(name))
    for room in rooms:
        buildings = (spelled(room.building.name), *called.get(room.building, ()))
        own = (spelled(room.name), *called.get(room, ()))
        if any(each in names for each in product(buildings, own)):
            yield room


def _equipment() -> Iterator[Any]:
    unit = Equipment
    return _rows(
        unit.id,
        unit.room_id,
        unit.model_id,
        unit.name,
        unit.asset_tag,
        unit.serial_number,
        unit.installed_on,
        unit.source,
        unit.external_id,
        unit.retired_at,
        unit.note,
        unit.vendor_id,
        unit.purchased_on,
        unit.warranty_until,
    )


def _unit(
    each: Any, room: estate.Room, model: estate.Model, vendor: str, same: dict[Any, Any]
) -> estate.Unit:
    # `same` keeps one of each name and date: of 200,000 units most share theirs.
    return estate.Unit(
        room,
        model,
        same.setdefault(each.name, each.name),
        each.asset_tag,
        each.serial_number,
        same.setdefault(each.installed_on, each.installed_on),
        same.setdefault(each.source, each.source),
        each.external_id,
        each.retired_at is not None,
        each.id,
        each.note,
        vendor,
        each.purchased_on,
        each.warranty_until,
    )


def site_names() -> Sequence[str]:
    """The names of all sites."""
    return db.session.scalars(select(places.Site.name).order_by(places.Site.name)).all()


def building_names() -> Sequence[str]:
    """The names of all buildings, each once."""
    wanted = select(places.Building.name).distinct().order_by(places.Building.name)
    return db.session.scalars(wanted).all()
