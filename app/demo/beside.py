"""What the demo's campus has beside rooms and units: vendors, spares, systems and zones.

Firms, numbers and prices are invented. Warranties and contracts are dated from the moment.
"""

import json
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from app.demo.story.world import Campus, UnitPlan
from app.equipment.beside import service as beside
from app.equipment.models import (
    Equipment,
    EquipmentModel,
    Spare,
    SpareStock,
    StockMove,
    System,
    SystemUnit,
    Vendor,
)
from app.extensions import db
from app.places.models import Building, Room
from app.places.zones import service as zones

KNOWN: dict[str, Any] = json.loads(
    Path(__file__).with_name("beside.json").read_text(encoding="utf-8")
)
"""Vendors with hours and contracts, which maker is whose, and spares: how many there are and should
be, and where they lie."""
SYSTEMS = (
    ("Brunel Hall", "Lecture capture", "Recording", "Cam 4"),
    ("Curie Building", "Laboratory extraction", "Air", "fume_hood"),
    ("Lovelace House", "Conference rooms", "Video", "video_conferencing"),
)
"""Building, name, kind, and the type or model of the units that belong to it."""
ZONES = (
    ("Brunel Hall", "Lecture theatres", "Round", lambda room: room.name.startswith("LT")),
    ("Brunel Hall", "Plant and stores", "Keys", lambda room: room.name.startswith("-1.")),
    ("Curie Building", "Laboratories", "Safety", lambda room: "lab" in room.description.lower()),
    ("Lovelace House", "Upper floors", "Fire section", lambda room: room.name[:1] in "23"),
)


def add_beside(
    plan: Campus,
    rooms: Mapping[str, Room],
    units: Mapping[str, Equipment],
    models: Mapping[tuple[str, str], EquipmentModel],
) -> None:
    """Vendors of all units with warranty, spares of some models, systems and zones."""
    vendors = _vendors(plan.today)
    for line in (unit for room in plan.rooms for unit in room.units):
        _bought(units[line.key], line, vendors)
    for each in KNOWN["spares"]:
        spare = beside.add_spare(
            models[each["maker"], each["model"]],
            each["name"],
            part_number=each["part_number"],
            vendor=vendors[KNOWN["makers"][each["maker"]]],
        )
        _keep(spare, each, _building("Brunel Hall", rooms).site_id, plan)
    _systems(plan, rooms, units)
    _zones(rooms.values())
    db.session.flush()


def _vendors(today: date) -> dict[str, Vendor]:
    until = date(today.year + 1, 7, 31)
    return {
        name: beside.add_vendor(name, contract_until=until if told["contract"] else None, **told)
        for name, told in KNOWN["vendors"].items()
    }


def _keep(spare: Spare, told: dict[str, Any], site_id: int, plan: Campus) -> None:
    """What lies on the shelf, put there when the story begins."""
    stock = SpareStock(spare_id=spare.id, site_id=site_id, place=told["place"])
    stock.count, stock.minimum = told["count"], told["minimum"]
    db.session.add(stock)
    db.session.flush()
    db.session.add(StockMove(stock_id=stock.id, change=stock.count, at=plan.begun_at))


def _bought(unit: Equipment, line: UnitPlan, vendors: Mapping[str, Vendor]) -> None:
    name = KNOWN["makers"][line.maker]
    unit.vendor_id = vendors[name].id
    unit.purchased_on = line.installed_on - timedelta(days=24)
    unit.warranty_until = unit.purchased_on + timedelta(days=365 * KNOWN["warranty_years"][name])


def _systems(plan: Campus, rooms: Mapping[str, Room], units: Mapping[str, Equipment]) -> None:
    for building, name, kind, wanted in SYSTEMS:
        mine = [
            units[unit.key].id
            for room in plan.rooms
            for unit in room.units
            if room.building == building and unit.retired_at is None
            if wanted in (unit.type, unit.model)
        ]
        if mine:
            system = System(building_id=_building(building, rooms).id, name=name, category=kind)
            db.session.add(system)
            db.session.flush()
            db.session.add_all(SystemUnit(system_id=system.id, equipment_id=id_) for id_ in mine)


def _building(name: str, rooms: Mapping[str, Room]) -> Building:
    return next(room.building for key, room in rooms.items() if key.startswith(f"{name}/"))


def _zones(rooms: Collection[Room]) -> None:
    for building, name, kind, belongs in ZONES:
        there = [room for room in rooms if room.building.name == building]
        zone = zones.add_zone(there[0].building, name, kind)
        zones.change_zone(zone, name, kind, [room.id for room in there if belongs(room)])
