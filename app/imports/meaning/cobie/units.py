"""The types and components of a COBie workbook: units with their models and warranties."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from app.imports.meaning.cells import MAX_NUMBER, Cells
from app.imports.meaning.cobie.building import Facility, Tables
from app.imports.meaning.cobie.contacts import Contacts, several
from app.imports.meaning.records import EquipmentRow, RoomRow
from app.imports.meaning.words.decided import Decided
from app.imports.meaning.words.equipment import equipment_type_of
from app.imports.meaning.words.values import date_of
from app.imports.reading.cleaning import plain
from app.language import N_

Several = Literal["refuse", "first"]
"""What becomes of a component that stands in several spaces."""

SEVERAL = N_("It stands in several spaces (%(name)s): say in which of them to check it.")
MONTHS = {"month": 1, "months": 1, "quarter": 3, "quarters": 3, "year": 12, "years": 12}
DAYS = {"day": 1, "days": 1, "week": 7, "weeks": 7}
CONDITIONS = frozenset({"up", "degraded", "down"})
_ASSET_TAGS = ("AssetIdentifier", "TagNumber", "BarCode")
_GUARANTORS = ("WarrantyGuarantorParts", "WarrantyGuarantorLabor")
_WARRANTIES = ("WarrantyDurationParts", "WarrantyDurationLabor")


@dataclass(frozen=True, slots=True)
class Type:
    """What a row of Type tells of its components; `warranty` is how long it lasts."""

    line: int
    slug: str | None
    text: str
    maker: str | None
    model_number: str | None
    vendor: str | None = None
    warranty: tuple[float, str] | None = None


@dataclass(frozen=True)
class Units:
    """Makes units of the rows of a workbook."""

    tables: Tables
    building: Facility
    contacts: Contacts
    several: Several
    decided: Decided

    def unit(
        self,
        cells: Cells,
        rooms: Mapping[str, RoomRow | None],
        types: Mapping[str, Type | None],
    ) -> EquipmentRow | None:
        """The unit that a row of Component tells; None where its room or type is refused."""
        room, kind = self._room(cells, rooms), _type(cells, types)
        asset_tag = next(
            (tag for column in _ASSET_TAGS if (tag := cells.code(column, MAX_NUMBER))), None
        )
        installed_on = cells.parsed("InstallationDate", date_of)
        starts_on = cells.parsed("WarrantyStartDate", date_of) or installed_on
        if not room or not kind:
            return None
        own, told = self.building.is_ours, self._told(cells)
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
            name=(own and cells.text("Description")) or cells.text("Name"),
            asset_tag=asset_tag,
            serial_number=cells.code("SerialNumber", MAX_NUMBER),
            installed_on=installed_on,
            external_id=cells.text("ExtIdentifier") or (None if own else cells.text("Name")),
            external_source=cells.text("ExtSystem") if own else None,
            sheet=cells.sheet,
            note=told.get("Note"),
            vendor=told.get("Vendor") or kind.vendor,
            purchased_on=_day(told.get("PurchasedOn")),
            warranty_until=_day(told.get("WarrantyUntil")) or _until(starts_on, kind.warranty),
            condition=_condition(told.get("Condition")),
        )

    def _told(self, cells: Cells) -> Mapping[str, str]:
        return self.building.attributes.get(("Component", cells.text("Name") or ""), {})

    def _room(self, cells: Cells, rooms: Mapping[str, RoomRow | None]) -> RoomRow | None:
        name = cells.required("Space", N_("This component names no space."))
        if not name or rooms.get(name):
            return rooms.get(name)
        parts = several(name)
        is_known = len(parts) > 1 and set(parts) <= rooms.keys()
        if is_known and self.several == "first" and rooms[parts[0]]:
            return rooms[parts[0]]
        if name in rooms:
            message = N_("It stands in the space “%(name)s”, which was refused.")
        elif name in self.building.floors:
            message = N_("“%(name)s” is a floor, not a space: say in which room it stands.")
        elif is_known:
            message = N_(
                "It stands in several spaces (%(name)s): say in which of them to check it."
            )
        else:
            message = N_("The sheet Space has no space named “%(name)s”.")
        cells.refuse("Space", message, name=name)
        return None


def type_of(cells: Cells, made: Units) -> Type:
    """The type that a row of Type tells."""
    name = cells.text("Name") or ""
    category = (cells.text("Category") or "").rpartition(":")[2].strip()
    text = category if made.building.is_ours and category else name
    told = cells.text("Manufacturer")
    firm = None if made.building.is_ours else made.contacts.firm(told)
    maker = made.decided.maker(firm or told)
    vendors = [
        made.contacts.firm(said) or said for each in _GUARANTORS if (said := cells.text(each))
    ]
    return Type(
        line=cells.line,
        slug=made.decided.type(text) or equipment_type_of(text) or equipment_type_of(category),
        text=text,
        maker=maker,
        model_number=made.decided.model(maker, cells.code("ModelNumber")),
        vendor=vendors[0] if vendors else firm,
        warranty=_warranty(cells),
    )


def _warranty(cells: Cells) -> tuple[float, str] | None:
    """How long the warranty lasts; the longer one, where there are two."""
    lengths = [number_of(cells.text(each)) for each in _WARRANTIES]
    longest = max((each for each in lengths if each), default=None)
    unit = plain(cells.text("WarrantyDurationUnit") or "")
    return (longest, unit) if longest and unit in MONTHS | DAYS else None


def number_of(text: str | None) -> float | None:
    """The number that a cell says; None if it says none."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if isfinite(number) else None


def _until(starts_on: dt.date | None, warranty: tuple[float, str] | None) -> dt.date | None:
    """The last day of the warranty; None where its start or its length is not told."""
    if starts_on is None or warranty is None:
        return None
    length, unit = warranty
    if unit in DAYS:
        end = starts_on + dt.timedelta(days=round(min(length, 10_000) * DAYS[unit]))
    else:
        months = starts_on.month - 1 + round(min(length, 1_000) * MONTHS[unit])
        year, month = starts_on.year + months // 12, months % 12 + 1
        end = dt.date(year, month, min(starts_on.day, monthrange(year, month)[1]))
    return end - dt.timedelta(days=1)


def _day(text: str | None) -> dt.date | None:
    return date_of(text) if text else None


def _condition(text: str | None) -> str | None:
    return text if text in CONDITIONS else None


def _type(cells: Cells, types: Mapping[str, Type | None]) -> Type | None:
    name = cells.required("TypeName", N_("This component names no type."))
    if not name or types.get(name):
        return types.get(name)
    refused = N_("Its type “%(name)s” was refused.")
    unknown = N_("The sheet Type has no type named “%(name)s”.")
    cells.refuse("TypeName", refused if name in types else unknown, name=name)
    return None
