"""What a list may tell beside rooms and units: vendors, zones, systems, spares, stock, work."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.imports.meaning.rows import EquipmentRow, RoomRow
from app.imports.reading.cleaning import plain
from app.imports.reading.vocabulary import SPARES_TELL

Kind = Literal["vendor", "zone", "system", "spare", "stock", "job", "past"]
Beside = Literal["vendors", "spares", "stock"]
BESIDE: tuple[Beside, ...] = ("vendors", "spares", "stock")
"""Lists of things alone, whose rows name no place of a unit."""


@dataclass(frozen=True, slots=True)
class ThingRow:
    """One line about a thing; `values` are its plain columns, without those that it does not tell.

    Rooms and units are told by rows, which have lines of their own in the list or were made of
    this line's words. `within` is any row of the building of a zone or a system; `about` is the
    room or the unit that work is for; `model` is a row whose type, maker and model number are
    meant, or with `of_type` its type alone; `members` are the rooms of a
    zone and the units of a system; `vendor` is told by name.
    """

    line: int
    kind: Kind
    name: str
    values: Mapping[str, object] = field(default_factory=dict)
    within: RoomRow | None = None
    about: RoomRow | EquipmentRow | None = None
    model: EquipmentRow | None = None
    of_type: bool = False
    members: tuple[RoomRow | EquipmentRow, ...] = ()
    vendor: str | None = None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class StockRow:
    """One line about what a site has of a spare; `values` are count, minimum and place, if told.

    The spare is known by its name, and by as much of type, maker, model number (of `model`) and
    part number as the line tells.
    """

    line: int
    name: str
    model: EquipmentRow
    part_number: str | None = None
    site: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    sheet: str = ""


def beside_told(
    header: Collection[str], told: Mapping[str, Collection[str]], units: Collection[str]
) -> Beside | None:
    """Which list of things it is, by the fields that are known for sure as one of each kind.

    Those of planned work say whether it names places: there a mere "name" is none. `units` are
    those that tell of units. A column whose name only spares have tells of them, or a
    part number without a room; their count or minimum tells of stock; a vendor and how it is
    reached, of vendors.
    """
    places = {"room", "building"} & set(told["jobs"])
    if "building" in places or {"serial_number", "asset_tag"} & set(units):
        return None
    is_spares = any(plain(name) in SPARES_TELL for name in header)
    if is_spares or (not places and {"spare", "part_number"} <= set(told["spares"])):
        return "stock" if {"count", "minimum"} & set(told["stock"]) else "spares"
    vendors = set(told["vendors"])
    is_vendors = "vendor" in vendors and bool(vendors - {"vendor", "note"})
    return "vendors" if is_vendors and not places and not units else None
