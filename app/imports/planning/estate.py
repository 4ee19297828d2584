"""What exists, as plain objects: places, models and units. A plan adds its own, without an id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

OTHER = "other"
"""The slug of the type for equipment whose type nobody knows."""


@dataclass(slots=True, eq=False)
class Site:
    """A site."""

    name: str
    id: int | None = None


@dataclass(slots=True, eq=False)
class Building:
    """A building of a site."""

    site: Site
    name: str
    id: int | None = None


@dataclass(slots=True, eq=False)
class Floor:
    """A floor of a building."""

    building: Building
    label: str
    id: int | None = None


@dataclass(slots=True, eq=False)
class Room:
    """A room; `criticality` is A, B, C or S."""

    building: Building
    name: str
    floor: Floor | None = None
    description: str = ""
    criticality: str = "B"
    source: str | None = None
    external_id: str | None = None
    is_retired: bool = False
    id: int | None = None


@dataclass(slots=True, eq=False)
class Model:
    """Maker and model number of a type, which is told by its slug."""

    type: str
    maker: str = ""
    model_number: str = ""
    id: int | None = None


@dataclass(slots=True, eq=False)
class Unit:
    """One unit of equipment."""

    room: Room
    model: Model
    name: str
    asset_tag: str | None = None
    serial_number: str = ""
    installed_on: dt.date | None = None
    source: str | None = None
    external_id: str | None = None
    is_retired: bool = False
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Estate:
    """All that a plan has to know of what exists; rooms and units in the order of their ids.

    `types` are the titles of the equipment types by slug, `calendars` the number of support
    calendars. Of the units, only those that the list may mean have to be there.
    """

    types: Mapping[str, str]
    calendars: int = 0
    sites: tuple[Site, ...] = ()
    buildings: tuple[Building, ...] = ()
    floors: tuple[Floor, ...] = ()
    rooms: tuple[Room, ...] = ()
    models: tuple[Model, ...] = ()
    units: tuple[Unit, ...] = ()
