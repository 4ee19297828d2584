"""A COBie workbook (US 2.4) as rooms and equipment: Facility, Floor, Space, Type, Component.

Its rows join by Name, letter for letter; n/a and a value equal to its column's name mean nothing.
A workbook that came out of here says so in Facility. It tells more than others do: whose ids it
bears, what we call a thing whose Name had to be another one, how critical a room is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from app.cells import HOUSE
from app.imports.meaning.columns import ColumnMapping
from app.imports.meaning.equipment_words import equipment_type_of
from app.imports.meaning.records import (
    MAX_DESCRIPTION,
    MAX_FLOOR,
    MAX_NUMBER,
    Cells,
    Columns,
    EquipmentRow,
    Record,
    Refusal,
    RoomRow,
)
from app.imports.meaning.values import criticality_of, date_of
from app.imports.reading.sheets import ImportRefused, Sheet, Source
from app.language import N_

_NEEDED = {
    "Facility": ("Name",),
    "Floor": ("Name",),
    "Space": ("Name", "FloorName"),
    "Type": ("Name",),
    "Component": ("Name", "TypeName", "Space"),
}
_ASSET_TAGS = ("AssetIdentifier", "TagNumber", "BarCode")

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class _Building:
    name: str
    site: str | None
    floors: frozenset[str]
    doors: Mapping[str | None, int]  # how many spaces bear a room tag
    criticality: Mapping[str, str]  # of spaces; empty where the workbook is not ours
    is_ours: bool


@dataclass(frozen=True, slots=True)
class _Type:
    slug: str | None
    text: str
    maker: str | None
    model_number: str | None


def cobie_records(source: Source, defaults: Mapping[str, str] | None = None) -> Iterator[Record]:
    """The rooms, then the equipment, each with the line of its own sheet; refusals before each.

    `defaults` may give building and site where the workbook leaves them empty. Raises
    ImportRefused if sheets or columns are missing, or if it tells of several buildings.
    """
    tables = {name: source.sheet(name) for name in _NEEDED}
    tables |= {each.name: each for each in source.sheets if each.name == "Attribute"}
    for name, needed in _NEEDED.items():
        _check_columns(tables[name], needed)
    return _joined(tables, _building(tables, defaults or {}))


def _joined(tables: Mapping[str, Sheet], building: _Building) -> Iterator[Record]:
    rooms: dict[str, RoomRow | None] = {}
    types: dict[str, _Type | None] = {}
    units: dict[str, EquipmentRow | None] = {}
    yield from _parts(tables["Space"], rooms, lambda cells: _room(cells, building))
    yield from (room for room in rooms.values() if room)
    yield from _parts(tables["Type"], types, lambda cells: _type(cells, building))
    yield from _parts(
        tables["Component"],
        units,
        lambda cells: _unit(
            cells, building, _room_of(cells, building, rooms), _type_of(cells, types)
        ),
    )
    yield from (unit for unit in units.values() if unit)


def _check_columns(sheet: Sheet, needed: tuple[str, ...]) -> None:
    missing = [name for name in needed if name not in sheet.header]
    if missing:
        raise ImportRefused(
            N_("The sheet %(sheet)s lacks the column %(missing)s."),
            sheet=sheet.name,
            missing=", ".join(missing),
        )


def _building(tables: Mapping[str, Sheet], defaults: Mapping[str, str]) -> _Building:
    facilities = list(_cells(tables["Facility"]))
    if len(facilities) > 1:
        raise ImportRefused(
            N_(
                "This workbook tells of %(number)s buildings (sheet Facility), and its rooms do"
                " not say which is theirs. Make one workbook of each."
            ),
            number=len(facilities),
        )
    names = {"Name": defaults.get("building"), "SiteName": defaults.get("site")}
    is_ours = any(cells.text("ExternalSystem") == HOUSE for cells in facilities)
    for cells in facilities:
        names = {column: cells.text(column) or name for column, name in names.items()}
        if cells.refusals:
            raise ImportRefused(cells.refusals[0].message, **cells.refusals[0].values)
    if not names["Name"]:
        raise ImportRefused(
            N_("The sheet Facility names no building. Fill it, or give one building for all rows.")
        ).at("building")
    floors = frozenset(name for each in _cells(tables["Floor"]) if (name := each.text("Name")))
    doors = Counter(each.text("RoomTag") for each in _cells(tables["Space"]))
    criticality = _criticality(tables["Attribute"]) if is_ours and "Attribute" in tables else {}
    return _Building(names["Name"], names["SiteName"], floors, doors, criticality, is_ours)


def _criticality(attributes: Sheet) -> dict[str, str]:
    """How critical each space is, by its name."""
    found = {}
    for cells in _cells(attributes):
        space, value = cells.text("RowName"), cells.text("Value")
        if space and value and cells.text("Name") == "Criticality":
            found[space] = value
    return found


def _cells(sheet: Sheet) -> Iterator[Cells]:
    """The cells of each row, asked for by column name."""
    columns = {name: index for index, name in enumerate(sheet.header)}
    mapping = Columns(ColumnMapping("rooms", sheet.header, columns, {}))
    for row in sheet.rows:
        yield Cells(row, mapping, sheet.name)


def _parts(
    sheet: Sheet, parts: dict[str, Part | None], make: Callable[[Cells], Part | None]
) -> Iterator[Refusal]:
    """Fills `parts` by Name, None for those refused, whose refusals come back."""
    for cells in _cells(sheet):
        name = cells.required("Name", N_("This row has no name."))
        made = make(cells)
        if name and name in parts:
            cells.refuse("Name", N_("“%(name)s” stands in this sheet a second time."), name=name)
        elif name:
            parts[name] = None if cells.refusals else made
        yield from cells.refusals


def _room(cells: Cells, building: _Building) -> RoomRow:
    name = cells.text("Name") or ""
    floor = cells.text("FloorName", MAX_FLOOR)
    if floor and floor not in building.floors:
        cells.refuse(
            "FloorName", N_("The sheet Floor has no floor named “%(floor)s”."), floor=floor
        )
    # RoomTag is what stands on the door; worthless where many doors say "Corridor".
    door = cells.text("RoomTag")
    is_telling = building.is_ours or building.doors[door] == 1
    return RoomRow(
        line=cells.line,
        building=building.name,
        site=building.site,
        floor=floor,
        room=door if door and is_telling else name,
        description=cells.text("Description", MAX_DESCRIPTION),
        criticality=_known_criticality(cells, building.criticality.get(name)),
        external_id=cells.text("ExtIdentifier") or (None if building.is_ours else name),
        external_source=cells.text("ExtSystem") if building.is_ours else None,
        sheet=cells.sheet,
    )


def _known_criticality(cells: Cells, told: str | None) -> str | None:
    try:
        return criticality_of(told) if told else None
    except ImportRefused as refused:
        cells.refuse("Name", refused.message, **refused.values)
        return None


def _type(cells: Cells, building: _Building) -> _Type:
    name = cells.text("Name") or ""
    category = (cells.text("Category") or "").rpartition(":")[2].strip()
    text = category if building.is_ours and category else name
    return _Type(
        slug=equipment_type_of(text) or equipment_type_of(category),
        text=text,
        maker=cells.text("Manufacturer"),
        model_number=cells.code("ModelNumber"),
    )


def _unit(
    cells: Cells, building: _Building, room: RoomRow | None, kind: _Type | None
) -> EquipmentRow | None:
    asset_tag = next(
        (tag for column in _ASSET_TAGS if (tag := cells.code(column, MAX_NUMBER))), None
    )
    installed_on = cells.parsed("InstallationDate", date_of)
    if not room or not kind:
        return None
    return EquipmentRow(
        line=cells.line,
        building=room.building,
        site=room.site,
        floor=room.floor,
        room=room.room,
        equipment_type=kind.slug,
        type_text=kind.text,
        maker=kind.maker,
        model_number=kind.model_number,
        name=(building.is_ours and cells.text("Description")) or cells.text("Name"),
        asset_tag=asset_tag,
        serial_number=cells.code("SerialNumber", MAX_NUMBER),
        installed_on=installed_on,
        external_id=cells.text("ExtIdentifier")
        or (None if building.is_ours else cells.text("Name")),
        external_source=cells.text("ExtSystem") if building.is_ours else None,
        sheet=cells.sheet,
    )


def _room_of(
    cells: Cells, building: _Building, rooms: Mapping[str, RoomRow | None]
) -> RoomRow | None:
    name = cells.required("Space", N_("This component names no space."))
    if not name or rooms.get(name):
        return rooms.get(name)
    parts = {part.strip() for part in name.split(",")}
    if name in rooms:
        message = N_("It stands in the space “%(name)s”, which was refused.")
    elif name in building.floors:
        message = N_("“%(name)s” is a floor, not a space: say in which room it stands.")
    elif len(parts) > 1 and parts <= rooms.keys():
        message = N_("It stands in several spaces (%(name)s): say in which of them to check it.")
    else:
        message = N_("The sheet Space has no space named “%(name)s”.")
    cells.refuse("Space", message, name=name)
    return None


def _type_of(cells: Cells, types: Mapping[str, _Type | None]) -> _Type | None:
    name = cells.required("TypeName", N_("This component names no type."))
    if not name or types.get(name):
        return types.get(name)
    refused = N_("Its type “%(name)s” was refused.")
    unknown = N_("The sheet Type has no type named “%(name)s”.")
    cells.refuse("TypeName", refused if name in types else unknown, name=name)
    return None
