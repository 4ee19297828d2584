"""COBie workbooks of rooms and equipment in use: one of a building, or a ZIP with one of each.

COBie's sheets name no building, because a workbook tells of one: so there is no workbook of
several. Names stand once in their sheet, as the sheets join by them; what the house calls a room or
a unit stands beside, as RoomTag and Description.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from re import sub
from typing import BinaryIO
from urllib.parse import urlsplit
from zipfile import ZIP_STORED, ZipFile

import xlsxwriter
from flask_babel import gettext as _

from app.cells import HOUSE, clean
from app.checks.models import Scope
from app.errors import Refusal
from app.exports import queries
from app.exports.cobie import columns
from app.exports.cobie.names import Names
from app.exports.queries import Line
from app.exports.tables import Cell
from app.exports.writing import Sheet

NOTHING = "n/a"
UNITS_OF_TIME = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
JOB_TYPES = {Scope.ROOM_CHECK: "Inspection", Scope.SERVICE: "PM"}


@dataclass(frozen=True)
class House:
    """Who tells: the public address, which may be empty, and the name of the house."""

    address: str
    organisation: str

    @property
    def email(self) -> str:
        """What COBie asks of whoever made a row; it is no person's."""
        return f"roomworthy@{urlsplit(self.address).hostname or 'localhost'}"


def write_one(
    rooms: Sequence[int], units: Sequence[int], house: House, at: datetime, out: BinaryIO
) -> int:
    """Write the workbook of the one building in which all rooms are; how many rows are told.

    Refused where they are in several buildings, or in none.
    """
    buildings = _buildings(rooms)
    if len(buildings) > 1:
        raise Refusal(
            _("A COBie workbook tells of one building. Choose one, or take the ZIP of all.")
        )
    own_units = queries.by_building_of_units(units)
    ((building, own),) = buildings.items()
    return _written(own, own_units.get(building, []), house, at, out)


def write_all(
    rooms: Sequence[int], units: Sequence[int], house: House, at: datetime, out: BinaryIO
) -> int:
    """Write a ZIP with the workbook of each building; how many rows are told in all."""
    own_units = queries.by_building_of_units(units)
    buildings, told, names = _buildings(rooms), 0, Counter[str]()
    titles = queries.building_names(list(buildings))
    with ZipFile(out, "w", ZIP_STORED) as whole:
        for building, own in buildings.items():
            with tempfile.TemporaryFile() as file:
                told += _written(own, own_units.get(building, []), house, at, file)
                file.seek(0)
                with whole.open(_file(titles[building], names), "w", force_zip64=True) as entry:
                    while piece := file.read(1 << 20):
                        entry.write(piece)
    return told


def _buildings(rooms: Sequence[int]) -> dict[int, list[int]]:
    buildings = queries.by_building(rooms)
    if not buildings:
        raise Refusal(_("There is no room in use in this list: nothing to tell."))
    return buildings


def _file(building: str, seen: Counter[str]) -> str:
    """A file's name that every system takes; the second of a name is numbered."""
    plain = sub(r"[^\w .()-]+", "-", clean(building)).strip(" .-")[:80] or "building"
    seen[plain.casefold()] += 1
    again = seen[plain.casefold()]
    return f"{plain}.xlsx" if again == 1 else f"{plain} ({again}).xlsx"


def _written(
    rooms: Sequence[int], units: Sequence[int], house: House, at: datetime, out: BinaryIO
) -> int:
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        made = _Workbook(book, house, at)
        for line in queries.rooms(rooms):
            made.add_space(line)
        for line in queries.units(units):
            made.add_component(line)
        made.add_jobs()
        made.finish()
    return len(rooms) + len(units)


class _Workbook:
    """The sheets of one building, filled row by row."""

    def __init__(self, book: xlsxwriter.Workbook, house: House, at: datetime) -> None:
        self._columns = columns.sheets()
        self._sheets = {
            name: Sheet(book, name, each, "" if name == columns.PICK_LISTS else NOTHING)
            for name, each in self._columns.items()
        }
        self._names = {name: Names() for name in self._columns}
        self._house, self._at = house, at
        self._floors: set[str] = set()
        self._spaces: dict[int, str] = {}
        self._types: dict[int, tuple[int, str]] = {}
        self._row("Contact", Email=house.email, Company=house.organisation, Category="Owner")
        for row in columns.pick_lists():
            self._sheets[columns.PICK_LISTS].add(row)

    def _row(self, sheet: str, made: datetime | None = None, **told: Cell) -> None:
        values = {"CreatedBy": self._house.email, "CreatedOn": _moment(made or self._at)} | told
        self._sheets[sheet].add([values.get(column) for column in self._columns[sheet]])

    def add_space(self, line: Line) -> None:
        """Tell of a room, and before the first on a floor of the floor, and of the building."""
        if not self._spaces:
            name = clean(line.building)
            self._row("Facility", Name=name, SiteName=line.site, ExternalSystem=HOUSE)
        if line.floor and line.floor not in self._floors:
            self._floors.add(line.floor)
            self._row("Floor", Name=line.floor, Category="Floor")
        name = self._spaces[line.id] = self._names["Space"].given(line.room)
        self._row(
            "Space",
            line.created_at,
            Name=name,
            FloorName=line.floor,
            Description=line.description,
            RoomTag=line.room,
            **_external(line),
        )
        told = {"SheetName": "Space", "RowName": name, "Value": line.criticality.value}
        self._row("Attribute", Name="Criticality", AllowedValues="A, B, C, S", **told)

    def add_component(self, line: Line) -> None:
        """Tell of a unit, and before the first of a model of the model."""
        if line.room_id not in self._spaces:  # moved while its room was told
            return
        if line.model_id not in self._types:
            self._add_type(line)
        self._row(
            "Component",
            line.created_at,
            Name=self._names["Component"].given(line.name),
            TypeName=self._types[line.model_id][1],
            Space=self._spaces[line.room_id],
            Description=line.name,
            SerialNumber=line.serial_number,
            InstallationDate=line.installed_on.isoformat() if line.installed_on else None,
            AssetIdentifier=line.asset_tag,
            **_external(line),
        )

    def _add_type(self, line: Line) -> None:
        words = " ".join(part for part in (line.title, line.maker, line.model_number) if part)
        name = self._names["Type"].given(words)
        self._types[line.model_id] = line.type_id, name
        self._row(
            "Type",
            Name=name,
            Category=f"{HOUSE}: {line.equipment_type}",
            Manufacturer=line.maker,
            ModelNumber=line.model_number,
        )

    def add_jobs(self) -> None:
        """Tell of the job plans of all models, and of the trades that they ask for."""
        plans, trades = queries.job_plans(), set[str]()
        for type_id, type_name in self._types.values():
            for number, plan in enumerate(plans.get(type_id, ()), start=1):
                if plan.qualification and plan.qualification not in trades:
                    trades.add(plan.qualification)
                    self._row("Resource", Name=plan.qualification, Category="Labor")
                self._add_job(plan, type_name, number)

    def _add_job(self, plan: Line, type_name: str, number: int) -> None:
        every, unit = _frequency(plan.rrule)
        self._row(
            "Job",
            Name=self._names["Job"].given(f"{plan.name}: {type_name}"),
            Category=JOB_TYPES[plan.scope],
            TypeName=type_name,
            Description=plan.name,
            Duration=plan.minutes,
            DurationUnit="minute",
            Frequency=every,
            FrequencyUnit=unit,
            TaskNumber=number,
            ResourceNames=plan.qualification,
        )

    def finish(self) -> None:
        """Give all sheets their filters and widths."""
        for sheet in self._sheets.values():
            sheet.finish()


def _external(line: Line) -> dict[str, Cell]:
    return {"ExtSystem": line.source, "ExtIdentifier": line.external_id}


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")


def _frequency(rrule: str) -> tuple[int, str]:
    """How often a rule (RFC 5545) has work done: every so many of which unit of time."""
    parts = dict(part.split("=", 1) for part in rrule.split(";") if "=" in part)
    return int(parts.get("INTERVAL", "1")), UNITS_OF_TIME.get(parts.get("FREQ", ""), "as required")
