"""Units of a list beside those that exist: created, changed, the same, or refused.

A unit is known by (source, external id), else by its asset tag within the site, if no other unit
bears the same. One without either is known by room, type, name and serial number together, and best
by what else the list says; where several rows (or units) agree in all, the first row is the first
unit, the second row the second, and so on. So the same file twice changes nothing, although it may
name one serial number many times: a serial number alone is never a key. An empty cell tells
nothing: it never empties what is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from app.imports.meaning.records import EquipmentRow
from app.imports.planning.conflicts import Since, agree
from app.imports.planning.equipping.changes import changes, place_of, told_of, values_of
from app.imports.planning.equipping.known import Known
from app.imports.planning.equipping.likeness import Likeness, Looks
from app.imports.planning.equipping.models import Models, Named
from app.imports.planning.estate import OTHER, Building, Estate, Model, Room, Unit
from app.imports.planning.firsts import Firsts
from app.imports.planning.out_of_use import line_of
from app.imports.planning.placing.places import Places
from app.imports.planning.placing.rooms import RETIRED
from app.imports.planning.plans import Line, Outcome, Sentence, Values
from app.imports.reading.cleaning import clean, plain
from app.imports.reading.sheets import ImportRefused
from app.language import N_

UNIT_RETIRED = N_("“%(name)s” was taken out of use here. Bring it back first, or leave this out.")
UNKNOWN_TYPE = N_("“%(type)s” is no type of equipment known here: taken as other equipment.")
SERIAL_AGAIN = N_("Line %(line)s has the serial number “%(serial)s” too: taken as another unit.")
SHARED = N_(
    "Several units here bear the asset tag “%(tag)s”, and none of them is like this line. Give each"
    " a tag of its own first."
)


class Units:
    """Plans the equipment rows of one list, one after another."""

    def __init__(self, places: Places, estate: Estate, source: str, since: Since) -> None:
        self.changed: list[tuple[Unit, Values]] = []
        self.new: list[Unit] = []
        self.models = Models(estate.models)
        self.passing = 0
        self.unknown_types: Counter[str] = Counter()
        self._places, self._types, self._since = places, estate.types, since
        self._known = Known(places, estate.units, source)
        self._estate, self._alike = estate, Likeness(())
        self._words = {plain(word): slug for slug, word in _words(estate.types)}
        self._kinds: dict[tuple[str | None, str | None], str] = {}
        self._claimed: dict[Unit, EquipmentRow] = {}
        self._reserved: set[Unit] = set()
        self._said: dict[Room, str] = {}
        self._serials: dict[str, int] = {}
        self._firsts = Firsts()

    @property
    def claimed(self) -> Mapping[Unit, EquipmentRow]:
        """Each unit that a line made or named, with the row of that line."""
        return self._claimed

    def model(self, row: EquipmentRow) -> Model:
        """The model that the row tells, found or made."""
        return self.models.model(self.named(row))

    def named(self, row: EquipmentRow) -> Named:
        """Type, maker and model number as the row tells them."""
        return self._kind(row), row.maker or "", row.model_number or ""

    def model_meant(self, row: EquipmentRow) -> Model:
        """The model that the row tells; without a type, the only one of that maker and number."""
        is_typed = row.type_text or row.equipment_type or not (row.maker or row.model_number)
        found = None if is_typed else self.models.only(row.maker or "", row.model_number or "")
        return found or self.model(row)

    def foresee(self, rows: Iterable[EquipmentRow]) -> None:
        """Keeps the units that rows name by id or tag from being taken for any other row's."""
        for row in rows:
            if row.retired_on:
                continue
            self._firsts.note(row, self._known.keys(row))
            if row.external_id or row.asset_tag:
                self._reserved.update(each for each in self._known.of(row) if each)
        units = [each for each in self._estate.units if each not in self._reserved]
        before = self._estate.before
        self._alike = Likeness(units, [(each, before[each]) for each in units if each in before])

    def line(self, row: EquipmentRow) -> Line:
        """What becomes of the row. Raises ImportRefused with the reason if it is refused."""
        if row.retired_on:
            return self._out_of_use(row)
        self._firsts.check(row, self._known.keys(row))
        building = self._places.found_building(self._places.site(row.site), row.building)
        unit = self._known.unit(row) or self._like(row, building)
        room = self._room(row, building, unit)
        if unit and unit.is_retired:
            raise ImportRefused(UNIT_RETIRED, name=unit.name)
        first = self._claimed.setdefault(unit, row) if unit else row
        if first is not row:
            return self._firsts.again(row, first, unit.name if unit else "")
        return self._changed(row, unit, room) if unit else self._created(row, room)

    def _room(self, row: EquipmentRow, building: Building | None, unit: Unit | None) -> Room | None:
        """The room in use that the row names, or the one of that name in which the unit stands."""
        if unit and unit.room.building is building and clean(unit.room.name) == row.room:
            return unit.room
        room = self._places.found_room(building, row.room)
        if room and room.is_retired:
            raise ImportRefused(RETIRED, room=room.name).at("room")
        if unit is None and row.asset_tag and self._known.is_shared(row):
            raise ImportRefused(SHARED, tag=row.asset_tag).at("asset_tag")
        return room

    def _out_of_use(self, row: EquipmentRow) -> Line:
        site = self._places.found_site(row.site)
        building = self._places.found_building(site, row.building) if site else None
        units = [*self._known.of(row), *self._alike.all(self._looks(row, building))]
        is_retired = any(unit.is_retired for unit in units if unit) or self._known.was_retired(row)
        return line_of(row, self._name(row), is_retired=is_retired, is_used=any(units))

    def _like(self, row: EquipmentRow, building: Building | None) -> Unit | None:
        """The unit that agrees best, and that neither a key nor another row has."""
        if not self._alike:
            return None
        looks = self._looks(row, building)
        return self._alike.first(looks, self._is_taken, lambda unit: self._may_be(row, unit))

    def _looks(self, row: EquipmentRow, building: Building | None) -> Looks:
        return Looks(
            place=(building, row.room),
            named=(self._kind(row), self._name(row), row.serial_number or ""),
            told=(row.asset_tag or "", row.maker or "", row.model_number or ""),
            installed_on=row.installed_on,
        )

    def _is_taken(self, unit: Unit) -> bool:
        return unit in self._reserved or unit in self._claimed

    def _may_be(self, row: EquipmentRow, unit: Unit) -> bool:
        if row.asset_tag and unit.asset_tag and not agree(row.asset_tag, unit.asset_tag):
            return False
        return not (
            row.external_id and unit.external_id and unit.source == self._known.source_of(row)
        )

    def _kind(self, row: EquipmentRow) -> str:
        """The type that the row names by the words used here, or by any others."""
        said = (row.type_text, row.equipment_type)
        kind = self._kinds.get(said)
        if kind is None:
            kind = self._words.get(plain(row.type_text or "")) or row.equipment_type
            kind = self._kinds[said] = kind if kind and kind in self._types else OTHER
        return kind

    def _name(self, row: EquipmentRow) -> str:
        """The row's own name, else what it calls the type, else the type's title."""
        kind = self._kind(row)
        unknown = row.type_text or row.model_number if kind == OTHER else None
        return row.name or unknown or self._types[kind]

    def _passing_room(self, row: EquipmentRow) -> Room:
        building = self._places.building(self._places.site(row.site), row.building)
        floor = self._places.floor(building, row.floor)
        self.passing += 1
        return self._places.add_room(Room(building, row.room, floor))

    def _created(self, row: EquipmentRow, room: Room | None) -> Line:
        says = tuple(self._says(row))
        unit = Unit(
            room or self._passing_room(row),
            self.model(row),
            self._name(row),
            asset_tag=row.asset_tag,
            serial_number=row.serial_number or "",
            installed_on=row.installed_on,
            source=self._known.source_of(row) if row.external_id else None,
            external_id=row.external_id,
            note=row.note or "",
            vendor=row.vendor or "",
            purchased_on=row.purchased_on,
            warranty_until=row.warranty_until,
            condition=row.condition or "up",
        )
        self.new.append(unit)
        self._claimed[unit] = row
        self._known.remember(unit)
        return Line(row.line, Outcome.CREATE, unit.name, self._place(unit.room), says=says)

    def _changed(self, row: EquipmentRow, unit: Unit, room: Room | None) -> Line:
        told = dict(told_of(row, unit, room, self._kind(row)))
        kept = self._since.settle(unit, told)
        if isinstance(told.get("room"), str):
            told["room"] = self._passing_room(row)
        values = dict(values_of(told, self.models))
        if row.external_id and not unit.external_id:
            values |= {"source": self._known.source_of(row), "external_id": row.external_id}
            self._known.identify(unit, row)
        if values:
            self.changed.append((unit, values))
            self._known.tag(unit, room or unit.room, row.asset_tag)
        outcome = Outcome.CHANGE if values else Outcome.SAME
        changed, says = tuple(changes(unit, values)), (*kept, *self._says(row))
        return Line(row.line, outcome, unit.name, self._place(unit.room), changed, says)

    def _place(self, room: Room) -> str:
        """Where a unit is, in words: one text for all units of a room."""
        place = self._said.get(room)
        if place is None:
            place = self._said[room] = place_of(room)
        return place

    def _says(self, row: EquipmentRow) -> Iterator[Sentence]:
        if row.type_text and self._kind(row) == OTHER and plain(row.type_text) not in self._words:
            self.unknown_types[row.type_text] += 1
            yield Sentence(UNKNOWN_TYPE, {"type": row.type_text})
        if row.serial_number:
            first = self._serials.setdefault(row.serial_number, row.line)
            if first != row.line:
                yield Sentence(SERIAL_AGAIN, {"line": first, "serial": row.serial_number})


def _words(types: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each type with what it may be called: its title, and before that its slug."""
    yield from types.items()
    yield from ((slug, slug) for slug in types)
