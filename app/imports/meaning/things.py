"""What a list may tell beside rooms and units: vendors, zones, systems, spares, work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.imports.meaning.rows import EquipmentRow, RoomRow

Kind = Literal["vendor", "zone", "system", "spare", "job", "past"]


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
