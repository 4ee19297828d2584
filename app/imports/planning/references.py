"""What the lines about things refer to: rooms, units and models, as the list itself tells them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.imports.meaning.records import EquipmentRow, RoomRow
from app.imports.meaning.things import StockRow
from app.imports.planning.equipping.changes import place_of
from app.imports.planning.equipping.stock import Stocks
from app.imports.planning.equipping.units import Units
from app.imports.planning.estate import Building, Model, Room, Thing, Unit
from app.imports.planning.placing.places import Places
from app.imports.planning.plans import Line
from app.imports.planning.things import Member, Things
from app.imports.reading.sheets import ImportRefused
from app.language import N_

if TYPE_CHECKING:
    from app.imports.meaning.things import ThingRow

Where = tuple[str, int]
"""Sheet and line."""

REFUSED = N_("“%(name)s” was refused, on line %(line)s%(sheet)s.")
NO_ROOM = N_("There is no room “%(name)s” in %(building)s.")
NO_UNIT = N_("There is no equipment “%(name)s” in %(room)s.")
OUT_OF_USE = N_("Room “%(name)s” was taken out of use here.")


class Referring:
    """Plans the lines about things, after those of the rooms and units that they refer to."""

    def __init__(self, places: Places, units: Units, things: Things, stocks: Stocks) -> None:
        self._places, self._units, self._things = places, units, things
        self._stocks = stocks
        self._refused: set[Where] = set()
        self._claimed: dict[Where, Unit] | None = None
        self._models: dict[Unit, Model] = {}

    def refuse(self, row: RoomRow | EquipmentRow) -> None:
        """Notes that the line of a room or a unit stays out."""
        self._refused.add((row.sheet, row.line))

    def line(self, row: ThingRow | StockRow) -> Line:
        """What becomes of the line. Raises ImportRefused with the reason if it is refused."""
        if isinstance(row, StockRow):
            return self._stocks.line(row)
        thing = Thing(row.kind, row.name, dict(row.values))
        place = self._lean(row, thing)
        if row.vendor:
            thing.values["vendor"] = self._things.vendor(row.vendor)
        return self._things.put(
            row.line, thing, [self._member(each) for each in row.members], place
        )

    def _lean(self, row: ThingRow, thing: Thing) -> str:
        """Gives the thing what it belongs to; where that is, in words."""
        place = ""
        if row.within:
            building = self._building(row.within)
            thing.values["building"], place = building, building.name
        if row.model:
            model = self._model(row.model)
            if not row.of_type:
                thing.values["model"] = model
            place = " ".join(each for each in (model.maker, model.model_number) if each)
            if row.kind == "job":
                thing.values["type"] = model.type
        if row.about:
            place = self._about(row.about, thing)
        return place

    def _about(self, row: RoomRow | EquipmentRow, thing: Thing) -> str:
        found = self._member(row)
        if isinstance(found, Unit):
            thing.values["equipment"] = found
            if thing.kind == "past":
                thing.values["room"] = found.room
            return f"{found.name} · {place_of(found.room)}"
        thing.values["room"] = found
        return place_of(found)

    def _building(self, row: RoomRow) -> Building:
        return self._places.building(self._places.site(row.site), row.building)

    def _member(self, row: RoomRow | EquipmentRow) -> Member:
        if (row.sheet, row.line) in self._refused and row.sheet:
            name = row.room if isinstance(row, RoomRow) else row.name
            raise ImportRefused(REFUSED, name=name, line=row.line, sheet=f" ({row.sheet})")
        return self._room(row) if isinstance(row, RoomRow) else self._unit(row)

    def _room(self, row: RoomRow) -> Room:
        building = self._places.found_building(self._places.site(row.site), row.building)
        room = self._places.found_room(building, row.room)
        if room is None:
            raise ImportRefused(NO_ROOM, name=row.room, building=row.building)
        if room.is_retired:
            raise ImportRefused(OUT_OF_USE, name=room.name)
        return room

    def _unit(self, row: EquipmentRow) -> Unit:
        found = self._by_line().get((row.sheet, row.line))
        if found is None:
            raise ImportRefused(NO_UNIT, name=row.name or row.asset_tag, room=row.room)
        return found

    def _by_line(self) -> dict[Where, Unit]:
        if self._claimed is None:
            claimed = self._units.claimed.items()
            self._claimed = {(row.sheet, row.line): unit for unit, row in claimed}
            for unit, values in self._units.changed:
                if isinstance(model := values.get("model"), Model):
                    self._models[unit] = model
        return self._claimed

    def _model(self, row: EquipmentRow) -> Model:
        """The model of the unit of that line, else the one that the row tells."""
        unit = self._by_line().get((row.sheet, row.line))
        return self._models.get(unit, unit.model) if unit else self._units.model_meant(row)


def vendors_of(units: Units, things: Things) -> None:
    """Makes the vendors that units name and nothing else tells of."""
    named: Iterable[object] = (each.vendor for each in units.new)
    for name in named:
        if name:
            things.vendor(str(name))
    for _unit, values in units.changed:
        if values.get("vendor"):
            things.vendor(str(values["vendor"]))
