"""A room and a unit as one row of a list tells them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoomRow:
    """One room as a list tells it; None where it tells nothing.

    `external_source` is whose id `external_id` is, `retired_on` since when the room is out of use;
    `sheet` is the sheet of the line, where the list has several.
    """

    line: int
    building: str
    room: str
    site: str | None = None
    floor: str | None = None
    description: str | None = None
    criticality: str | None = None
    external_id: str | None = None
    external_source: str | None = None
    retired_on: dt.date | None = None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class EquipmentRow:
    """One unit as a list tells it; None where it tells nothing.

    `equipment_type` is the slug of a known type, or None; `type_text` is what the list said.
    `external_source` and `retired_on` are as in a `RoomRow`. `condition` is up, degraded or down.
    """

    line: int
    building: str
    room: str
    site: str | None = None
    floor: str | None = None
    equipment_type: str | None = None
    type_text: str | None = None
    maker: str | None = None
    model_number: str | None = None
    name: str | None = None
    asset_tag: str | None = None
    serial_number: str | None = None
    installed_on: dt.date | None = None
    external_id: str | None = None
    external_source: str | None = None
    retired_on: dt.date | None = None
    sheet: str = ""
    note: str | None = None
    vendor: str | None = None
    purchased_on: dt.date | None = None
    warranty_until: dt.date | None = None
    condition: str | None = None
