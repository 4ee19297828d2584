"""The sheets of one COBie workbook, which tells of one building, filled row by row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import xlsxwriter

from app.cells import HOUSE, clean
from app.exports.cobie import columns
from app.exports.cobie.names import Names
from app.exports.queries import Line
from app.exports.tables import Cell
from app.exports.writing import Sheet

NOTHING = "n/a"


@dataclass(frozen=True)
class House:
    """Who tells: the public address, which may be empty, and the name of the house."""

    address: str
    organisation: str

    @property
    def email(self) -> str:
        """What COBie asks of whoever made a row; it is no person's."""
        return f"roomworthy@{urlsplit(self.address).hostname or 'localhost'}"


class Workbook:
    """The sheets of one building, filled row by row."""

    def __init__(self, book: xlsxwriter.Workbook, house: House, at: datetime) -> None:
        self._columns = columns.sheets()
        self._sheets = {
            name: Sheet(book, name, each, "" if name == columns.PICK_LISTS else NOTHING)
            for name, each in self._columns.items()
        }
        self.names = {name: Names() for name in self._columns}
        self._at = at
        self.building_id: int | None = None
        self.components: dict[int, str] = {}
        self._floors: set[str] = set()
        self.spaces: dict[int, str] = {}
        self.types: dict[int, tuple[int, str]] = {}
        self.house = house
        email = self.names["Contact"].given(house.email)
        self.row("Contact", Email=email, Company=house.organisation, Category="Owner")
        for row in columns.pick_lists():
            self._sheets[columns.PICK_LISTS].add(row)

    def row(self, sheet: str, made: datetime | None = None, **told: Cell) -> None:
        """Write one row of a sheet, by the names of its columns."""
        values = {"CreatedBy": self.house.email, "CreatedOn": _moment(made or self._at)} | told
        self._sheets[sheet].add([values.get(column) for column in self._columns[sheet]])

    def add_space(self, line: Line) -> None:
        """Tell of a room, and before the first on a floor of the floor, and of the building."""
        if not self.spaces:
            self.building_id = line.building_id
            name = clean(line.building)
            self.row("Facility", Name=name, SiteName=line.site, ExternalSystem=HOUSE)
        if line.floor and line.floor not in self._floors:
            self._floors.add(line.floor)
            self.row("Floor", Name=line.floor, Category="Floor")
        name = self.spaces[line.id] = self.names["Space"].given(line.room)
        self.row(
            "Space",
            line.created_at,
            Name=name,
            FloorName=line.floor,
            Description=line.description,
            RoomTag=line.room,
            **_external(line),
        )
        self.attribute("Space", name, "Criticality", line.criticality.value, "A, B, C, S")

    def attribute(
        self, sheet: str, row: str, name: str, value: str | None, allowed: str | None = None
    ) -> None:
        """Tell of a row what COBie has no column for."""
        if value:
            told: dict[str, Cell] = {"SheetName": sheet, "RowName": row, "Value": value}
            self.row("Attribute", None, Name=name, AllowedValues=allowed, **told)

    def add_component(self, line: Line) -> None:
        """Tell of a unit, and before the first of a model of the model."""
        if line.room_id not in self.spaces:  # moved while its room was told
            return
        if line.model_id not in self.types:
            self._add_type(line)
        name = self.components[line.id] = self.names["Component"].given(line.name)
        self.row(
            "Component",
            line.created_at,
            Name=name,
            TypeName=self.types[line.model_id][1],
            Space=self.spaces[line.room_id],
            Description=line.name,
            SerialNumber=line.serial_number,
            InstallationDate=line.installed_on.isoformat() if line.installed_on else None,
            AssetIdentifier=line.asset_tag,
            **_external(line),
        )

        self._add_attributes(line, name)

    def _add_attributes(self, line: Line, name: str) -> None:
        told = {
            "Vendor": line.vendor,
            "WarrantyUntil": line.warranty_until and line.warranty_until.isoformat(),
            "PurchasedOn": line.purchased_on and line.purchased_on.isoformat(),
            "Note": line.note,
        }
        for attribute, value in told.items():
            self.attribute("Component", name, attribute, value)

    def _add_type(self, line: Line) -> None:
        words = " ".join(part for part in (line.title, line.maker, line.model_number) if part)
        name = self.names["Type"].given(words)
        self.types[line.model_id] = line.type_id, name
        self.row(
            "Type",
            Name=name,
            Category=f"{HOUSE}: {line.equipment_type}",
            Manufacturer=line.maker,
            ModelNumber=line.model_number,
        )

    def finish(self) -> None:
        """Give all sheets their filters and widths."""
        for sheet in self._sheets.values():
            sheet.finish()


def _external(line: Line) -> dict[str, Cell]:
    return {"ExtSystem": line.source, "ExtIdentifier": line.external_id}


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
