"""What exists, as plain objects: places, models and units. A plan adds its own, without an id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.imports.meaning.things import Kind

Values = Mapping[str, object]
"""Values of fields by name; places and models are the objects of this module."""
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
    note: str = ""
    vendor: str = ""
    purchased_on: dt.date | None = None
    warranty_until: dt.date | None = None
    condition: str = "up"


@dataclass(slots=True, eq=False)
class Thing:
    """Something beside rooms and units: a vendor, a zone, a spare, its stock, work.

    `values` are its columns; what it leans on is there as the objects of this module, under the
    name of the key without its `_id` (building, room, equipment, model, spare, site, vendor).
    `members` are the rooms of a zone and the units of a system, as far as they are known.
    """

    kind: Kind
    name: str
    values: dict[str, object] = field(default_factory=dict)
    members: set[int | None] = field(default_factory=set)
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Estate:
    """All that a plan has to know of what exists; rooms and units in the order of their ids.

    `types` are the titles of the equipment types by slug, `calendars` the number of support
    calendars. Of the units and the things beside, only those that the list may mean have to be
    there; a unit's `vendor` is told by name.

    `before` says of rooms and units that were changed here since the last version of this list was
    imported what it had left in those fields; `former` are places with the names by which any list
    knew them before they were renamed here.
    """

    types: Mapping[str, str]
    calendars: int = 0
    sites: tuple[Site, ...] = ()
    buildings: tuple[Building, ...] = ()
    floors: tuple[Floor, ...] = ()
    rooms: tuple[Room, ...] = ()
    models: tuple[Model, ...] = ()
    units: tuple[Unit, ...] = ()
    things: tuple[Thing, ...] = ()
    today: dt.date | None = None
    """The last day on which past work can have been done, where that is looked at."""
    before: Mapping[object, Mapping[str, object]] = field(default_factory=dict)
    former: tuple[tuple[object, str], ...] = ()
