"""The building of a COBie workbook, its floors and spaces; how the rows of its sheets are asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from app.cells import HOUSE
from app.imports.meaning.cells import MAX_DESCRIPTION, MAX_FLOOR, MAX_NOTE, Cells, Columns, Refusal
from app.imports.meaning.columns import ColumnMapping
from app.imports.meaning.records import RoomRow
from app.imports.meaning.words.values import criticality_of
from app.imports.reading.sheets import ImportRefused, Sheet, Source
from app.language import N_

NEEDED = {
    "Facility": ("Name",),
    "Floor": ("Name",),
    "Space": ("Name", "FloorName"),
    "Type": ("Name",),
    "Component": ("Name", "TypeName", "Space"),
}
"""The sheets without which nothing can be read, and the columns by which they join."""

MAY_BE = {
    "Zone": ("Name", "SpaceNames"),
    "System": ("Name", "ComponentNames"),
    "Spare": ("Name", "TypeName"),
    "Job": ("Name", "TypeName"),
    "Contact": ("Email",),
    "Attribute": ("Name", "SheetName", "RowName", "Value"),
}
"""The sheets that may be missing, and what they are read by."""

NO_ROWS = N_(
    "This is an empty COBie template: its sheets Facility and Space have no rows. Fill it first."
)

Part = TypeVar("Part")
Tables = Mapping[str, Sheet]
Attributes = Mapping[tuple[str, str], Mapping[str, str]]
"""What a workbook of ours tells beyond COBie's columns, by sheet and name of the row."""


@dataclass(frozen=True, slots=True)
class Facility:
    """The one building that the workbook tells of."""

    name: str
    site: str | None
    floors: frozenset[str]
    doors: Mapping[str | None, int]  # how many spaces bear a room tag
    attributes: Attributes  # empty where the workbook is not ours
    is_ours: bool

    def told(self, sheet: str, name: str, attribute: str) -> str | None:
        """An attribute of a row of ours; None if it tells none."""
        return self.attributes.get((sheet, name), {}).get(attribute)


def plain_tables(source: Source) -> Tables:
    """The sheets that are read, by COBie's names. Raises ImportRefused if one is missing."""
    tables = {name: source.sheet(name) for name in NEEDED}
    return tables | {each.name: each for each in source.sheets if each.name in MAY_BE}


def check_columns(tables: Tables) -> None:
    """Raises ImportRefused if a sheet lacks a column by which it joins others."""
    for name, sheet in tables.items():
        needed = (NEEDED | MAY_BE)[name] if sheet.rows or name in NEEDED else ()
        missing = [column for column in needed if column not in sheet.header]
        if missing:
            raise ImportRefused(
                N_("The sheet %(sheet)s lacks the column %(missing)s."),
                sheet=sheet.name,
                missing=", ".join(missing),
            )


def building_of(tables: Tables, defaults: Mapping[str, str]) -> Facility:
    """The building. Raises ImportRefused if the workbook tells of several, or of none."""
    facilities = list(cells_of(tables["Facility"]))
    if not facilities and not tables["Space"].rows:
        raise ImportRefused(NO_ROWS)
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
    floors = frozenset(name for each in cells_of(tables["Floor"]) if (name := each.text("Name")))
    doors = Counter(each.text("RoomTag") for each in cells_of(tables["Space"]))
    attributes = _attributes(tables["Attribute"]) if is_ours and "Attribute" in tables else {}
    return Facility(names["Name"], names["SiteName"], floors, doors, attributes, is_ours)


def _attributes(sheet: Sheet) -> Attributes:
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for cells in cells_of(sheet):
        of, row, name = (cells.text(column) for column in ("SheetName", "RowName", "Name"))
        value = cells.text("Value", MAX_NOTE)
        if of and row and name and value:
            found[of, row][name] = value
    return found


def cells_of(sheet: Sheet) -> Iterator[Cells]:
    """The cells of each row, asked for by column name."""
    columns = {name: index for index, name in enumerate(sheet.header)}
    mapping = Columns(ColumnMapping("rooms", sheet.header, columns, {}))
    for row in sheet.rows:
        yield Cells(row, mapping, sheet.name)


def parts(
    sheet: Sheet, found: dict[str, Part | None], make: Callable[[Cells], Part | None]
) -> Iterator[Refusal]:
    """Fills `found` by Name, None for those refused, whose refusals come back."""
    for cells in cells_of(sheet):
        name = cells.required("Name", N_("This row has no name."))
        made = make(cells)
        if name and name in found:
            cells.refuse("Name", N_("“%(name)s” stands in this sheet a second time."), name=name)
        elif name:
            found[name] = None if cells.refusals else made
        yield from cells.refusals


def room_of(cells: Cells, building: Facility) -> RoomRow:
    """The room that a row of Space tells."""
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
        criticality=_known_criticality(cells, building.told("Space", name, "Criticality")),
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
