"""What the pages about equipment show."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.equipment import queries
from app.equipment.listing import UnitFilter, listed
from app.equipment.models import Condition, Equipment
from app.paging import Pages, pages
from app.places import queries as places
from app.places.models import Room


@dataclass(frozen=True)
class UnitLine:
    """A unit in the list."""

    id: int
    name: str
    what: str
    room: str
    building: str
    room_address: str
    condition: Condition
    asset_tag: str
    serial_number: str
    retired: bool


@dataclass(frozen=True)
class UnitsPage:
    """The list of equipment."""

    wanted: UnitFilter
    room: Room | None
    of: str
    units: Sequence[UnitLine]
    pages: Pages
    sort_address: str
    sorted: str
    types: list[tuple[str, str]]
    buildings: list[tuple[str, str]]
    conditions: list[tuple[str, str]]
    condition: str
    is_new: bool


def units_page(wanted: UnitFilter, page: int) -> UnitsPage:
    """The page's units, the ways to other pages and orders, and what can be chosen."""
    found = listed(wanted, page)
    other = "name" if wanted.order == "-name" else "-name"
    return UnitsPage(
        wanted=wanted,
        room=places.room(wanted.room_id) if wanted.room_id else None,
        of=_of(wanted),
        units=[_line(unit) for unit in found.units],
        pages=pages(found.part, lambda number: _address(wanted, number)),
        sort_address=_address(replace(wanted, order=other)),
        sorted="descending" if wanted.order == "-name" else "ascending",
        types=[("", _("All")), *((str(each.id), _(each.title)) for each in queries.types())],
        buildings=[("", _("All")), *((str(each.id), each.name) for each in places.buildings())],
        conditions=_conditions(),
        condition=_condition(wanted),
        is_new=not found.units and wanted == UnitFilter(),
    )


def _of(wanted: UnitFilter) -> str:
    """The vendor or the system whose units these are, in words."""
    vendor = queries.vendor(wanted.vendor_id) if wanted.vendor_id else None
    system = queries.system(wanted.system_id) if wanted.system_id else None
    said = (
        _("Of vendor %(name)s.", name=vendor.name) if vendor else "",
        _("Of system %(name)s.", name=system.name) if system else "",
    )
    return " ".join(each for each in said if each)


def _conditions() -> list[tuple[str, str]]:
    words = {
        Condition.UP: _("Working"),
        Condition.DEGRADED: _("Limited"),
        Condition.DOWN: _("Not working"),
    }
    in_use = [(condition.value, words[condition]) for condition in Condition]
    return [("", _("All in use")), *in_use, ("retired", _("Retired"))]


def _condition(wanted: UnitFilter) -> str:
    return "retired" if wanted.retired else wanted.condition or ""


def _address(wanted: UnitFilter, page: int = 1) -> str:
    said: dict[str, Any] = {
        "q": wanted.words,
        "type": wanted.type_id,
        "building": wanted.building_id,
        "room": wanted.room_id,
        "vendor": wanted.vendor_id,
        "system": wanted.system_id,
        "condition": _condition(wanted),
        "sort": wanted.order if wanted.order != "name" else None,
        "page": page if page > 1 else None,
    }
    return url_for("equipment.units", **{name: value for name, value in said.items() if value})


def _line(unit: Equipment) -> UnitLine:
    return UnitLine(
        id=unit.id,
        name=unit.name,
        what=" · ".join(part for part in (_(unit.model.type.title), unit.model.label) if part),
        room=unit.room.name,
        building=unit.room.building.name,
        room_address=url_for("scan.room", room_id=unit.room_id),
        condition=unit.condition,
        asset_tag=unit.asset_tag or "",
        serial_number=unit.serial_number,
        retired=unit.is_retired,
    )
