"""What exists, as far as a list may mean it: a snapshot for a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import func, select

from app.equipment.models import ROOM_SLUG, Equipment, EquipmentModel, EquipmentType
from app.extensions import db
from app.imports.meaning.records import EquipmentRow, Record
from app.imports.planning import estate
from app.imports.reading.cleaning import spelled
from app.imports.reading.sheets import ImportRefused
from app.language import N_
from app.places import models as places

BATCH = 10_000

NOT_READY = N_("The types of equipment are missing. Run “flask --app wsgi prepare” once.")


def snapshot(records: Sequence[Record]) -> estate.Estate:
    """All places, models and types, and the units that the records may mean.

    Columns are read, no rows of the mapper: 50,000 rooms take about a second.
    """
    sites = {key: estate.Site(name, key) for key, name in _rows(places.Site.id, places.Site.name)}
    buildings = {each.id: each for each in _buildings(sites)}
    floors = {each.id: each for each in _floors(buildings)}
    rooms = {each.id: each for each in _rooms(buildings, floors)}
    types = {key: (slug, title) for key, slug, title in _types()}
    models = {each.id: each for each in _models(types)}
    return estate.Estate(
        types=dict(types.values()),
        calendars=db.session.scalar(select(func.count(places.SupportCalendar.id))) or 0,
        sites=tuple(sites.values()),
        buildings=tuple(buildings.values()),
        floors=tuple(floors.values()),
        rooms=tuple(rooms.values()),
        models=tuple(models.values()),
        units=tuple(_units(records, rooms, models)),
    )


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
) -> Iterator[estate.Unit]:
    rows = [each for each in records if isinstance(each, EquipmentRow)]
    if not rows:
        return
    other = select(EquipmentType.id).where(EquipmentType.slug == estate.OTHER)
    if db.session.scalar(other) is None:
        raise ImportRefused(NOT_READY)
    tags = {each.asset_tag.casefold() for each in rows if each.asset_tag}
    ids = {each.external_id for each in rows if each.external_id}
    names = {(each.building.casefold(), each.room.casefold()) for each in rows}
    meant = {room for room in rooms.values() if _place(room) in names}
    for each in _equipment():
        room = rooms[each.room_id]
        if (
            room in meant
            or each.external_id in ids
            or (each.asset_tag and spelled(each.asset_tag) in tags)
        ):
            yield _unit(each, room, models[each.model_id])


def _place(room: estate.Room) -> tuple[str, str]:
    return spelled(room.building.name), spelled(room.name)


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
    )


def _unit(each: Any, room: estate.Room, model: estate.Model) -> estate.Unit:
    return estate.Unit(
        room,
        model,
        each.name,
        each.asset_tag,
        each.serial_number,
        each.installed_on,
        each.source,
        each.external_id,
        each.retired_at is not None,
        each.id,
    )


def site_names() -> Sequence[str]:
    """The names of all sites."""
    return db.session.scalars(select(places.Site.name).order_by(places.Site.name)).all()


def building_names() -> Sequence[str]:
    """The names of all buildings, each once."""
    wanted = select(places.Building.name).distinct().order_by(places.Building.name)
    return db.session.scalars(wanted).all()
