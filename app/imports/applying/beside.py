"""Storing the things beside rooms and units: vendors, zones, systems, spares, stock and work."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from app.checks.models import PastKind, Result, Scope
from app.equipment.models import Equipment, EquipmentType, SystemUnit, Vendor
from app.extensions import db
from app.imports.applying.recorded import TABLES
from app.imports.applying.recording import by_thousands
from app.imports.applying.storing import Some, into, store
from app.imports.models import What
from app.imports.planning import estate
from app.imports.planning.estate import Thing
from app.imports.planning.plans import Plan, Values
from app.imports.reading.cleaning import clean, spelled
from app.places.models import ZoneRoom

KEYS: Mapping[What, tuple[str, ...]] = {
    What.VENDOR: ("name",),
    What.ZONE: ("building_id", "name"),
    What.SYSTEM: ("building_id", "name"),
    What.SPARE: ("model_id", "name"),
    What.STOCK: ("spare_id", "site_id"),
    What.JOB: ("type_id", "model_id", "equipment_id", "room_id", "name"),
}
"""By which columns the row of a thing is found again; past work is never asked for."""

DEFAULTS: Mapping[What, Mapping[str, Any]] = {
    What.VENDOR: {
        **dict.fromkeys(("email", "phone", "address", "hours", "contract", "note"), ""),
        "contract_until": None,
    },
    What.ZONE: {"category": ""},
    What.SYSTEM: {"category": ""},
    What.SPARE: {
        **dict.fromkeys(("part_number", "set_number", "category", "note"), ""),
        "vendor_id": None,
    },
    What.STOCK: {"count": 0, "minimum": 0, "place": ""},
    What.JOB: {
        **dict.fromkeys(("model_id", "equipment_id", "room_id")),
        **dict.fromkeys(("description", "rrule", "qualification"), ""),
        "minutes": 0,
    },
    What.PAST: {
        **dict.fromkeys(("equipment_id", "result", "external_id")),
        **dict.fromkeys(("words", "who"), ""),
        "readings": [],
    },
}
"""What a list does not tell of a thing."""

LINKS = (
    ("zone", ZoneRoom, "zone_id", "room_id"),
    ("system", SystemUnit, "system_id", "equipment_id"),
)
WORDS = {"scope": Scope, "result": Result, "kind": PastKind}
NAMELESS = (What.PAST, What.STOCK)
OBJECTS = (estate.Site, estate.Building, estate.Room, estate.Model, estate.Unit, Thing)


class Vendors:
    """The keys of all vendors by name: that very name, else in another letter case."""

    def __init__(self) -> None:
        self._keys: dict[str, int] = {}
        for key, name in db.session.execute(select(Vendor.id, Vendor.name).order_by(Vendor.id)):
            self._keys[clean(name)] = key
            self._keys.setdefault(spelled(name), key)

    def id_of(self, name: str) -> int | None:
        """The key of the vendor of that name; None where there is no name."""
        return self._keys.get(clean(name)) or self._keys[spelled(name)] if name else None


def make_vendors(plan: Plan, some_of: Some = by_thousands) -> None:
    """Stores the new vendors, before the units that name them."""
    _make(plan, What.VENDOR, {}, some_of)


def newest_unit() -> int:
    """The key of the newest unit."""
    return db.session.scalar(select(func.max(Equipment.id))) or 0


def identify(plan: Plan, newest: int) -> None:
    """Gives the new units that join systems their keys; of units told alike, each takes one."""
    if not any(isinstance(each, estate.Unit) and each.id is None for _whole, each in plan.links):
        return
    unit = Equipment
    told = (unit.room_id, unit.model_id, unit.name, unit.asset_tag, unit.serial_number)
    wanted = select(unit.id, *told, unit.source, unit.external_id).where(unit.id > newest)
    found: dict[tuple[object, ...], deque[int]] = defaultdict(deque)
    for key, *values in db.session.execute(wanted.order_by(unit.id)):
        found[tuple(values)].append(key)
    for each in plan.units:
        named = (each.room.id, each.model.id, each.name, each.asset_tag, each.serial_number)
        each.id = found[*named, each.source, each.external_id].popleft()


def make(plan: Plan, at: datetime, some_of: Some = by_thousands) -> None:
    """Stores all other new things, then the changes, then who belongs to zones and systems."""
    types = _types() if any(each.kind == "job" for each in plan.things) else {}
    for what in (What.ZONE, What.SYSTEM, What.SPARE, What.STOCK, What.JOB):
        _make(plan, what, types, some_of)
    for some in some_of(_of(plan.things, What.PAST)):
        rows = [_row(each, What.PAST, {}) | {"created_at": at} for each in some]
        db.session.execute(into(TABLES[What.PAST]), rows)
    for what in (*KEYS, What.PAST):
        found = [each for each in plan.changed_things if each[0].kind == what.value]
        change(what, [{"id": thing.id, **columns(values)} for thing, values in found], some_of)
    _link(plan, some_of)


def change(what: What, rows: Sequence[Mapping[str, Any]], some_of: Some = by_thousands) -> None:
    """Gives things, told by `id`, other columns."""
    for some in some_of(each for each in rows if each.keys() > {"id"}):
        db.session.execute(update(TABLES[what]), some)


def _types() -> dict[str, int]:
    wanted = select(EquipmentType.slug, EquipmentType.id)
    return {each.slug: each.id for each in db.session.execute(wanted)}


def _of(things: Iterable[Thing], what: What) -> list[Thing]:
    return [each for each in things if each.kind == what.value]


def _make(plan: Plan, what: What, types: Mapping[str, int], some_of: Some) -> None:
    things = _of(plan.things, what)
    if things:
        rows = [_row(each, what, types) for each in things]
        store(TABLES[what], things, rows, *KEYS[what], some_of=some_of)


def _row(thing: Thing, what: What, types: Mapping[str, int]) -> dict[str, Any]:
    row = {**DEFAULTS[what], **columns(thing.values)}
    if what is What.JOB:
        row["type_id"] = types[row.pop("type")]
        row.setdefault("scope", Scope.SERVICE)
    return row if what in NAMELESS else row | {"name": thing.name}


def columns(values: Values) -> dict[str, Any]:
    """The values as columns: an object becomes its id, a word of a choice the choice."""
    made: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, OBJECTS):
            made[f"{name}_id"] = value.id
        elif name in WORDS and value is not None:
            made[name] = WORDS[name](str(value))
        elif value is not None:
            made[name] = value
    return made


def _link(plan: Plan, some_of: Some) -> None:
    for kind, table, whole_id, member_id in LINKS:
        found = [each for each in plan.links if each[0].kind == kind]
        rows = [{whole_id: whole.id, member_id: each.id} for whole, each in found]
        for some in some_of(rows):
            db.session.execute(into(table), some)
