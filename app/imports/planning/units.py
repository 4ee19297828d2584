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
from app.imports.planning.estate import OTHER, Building, Estate, Model, Room, Site, Unit
from app.imports.planning.firsts import Firsts
from app.imports.planning.likeness import Likeness, Looks
from app.imports.planning.out_of_use import line_of
from app.imports.planning.places import Places
from app.imports.planning.plans import Line, Outcome, Sentence, Values
from app.imports.planning.rooms import RETIRED
from app.imports.planning.unit_changes import agree, changes, place_of
from app.imports.reading.cleaning import clean, plain, spelled
from app.imports.reading.sheets import ImportRefused
from app.language import N_

UNIT_RETIRED = N_("“%(name)s” was taken out of use here. Bring it back first, or leave this out.")
TWO_UNITS = N_(
    "The id “%(id)s” is that of “%(name)s” here, and the asset tag “%(tag)s” is that of"
    " “%(other)s”. Correct one of them."
)
UNKNOWN_TYPE = N_("“%(type)s” is no type of equipment known here: taken as other equipment.")
SERIAL_AGAIN = N_("Line %(line)s has the serial number “%(serial)s” too: taken as another unit.")
SHARED = N_(
    "Several units here bear the asset tag “%(tag)s”, and none of them is like this line. Give each"
    " a tag of its own first."
)


class Units:
    """Plans the equipment rows of one list, one after another."""

    def __init__(self, places: Places, estate: Estate, source: str) -> None:
        self.changed: list[tuple[Unit, Values]] = []
        self.new: list[Unit] = []
        self.new_models: list[Model] = []
        self.passing = 0
        self.unknown_types: Counter[str] = Counter()
        self._places, self._types, self._source = places, estate.types, source
        self._models = {_key_of(each): each for each in estate.models}
        self._by_id: dict[tuple[str | None, str], Unit] = {}
        self._by_tag: dict[tuple[Site, str], Unit] = {}
        self._shared: set[tuple[Site, str]] = set()
        self._retired_tags: set[tuple[Site, str]] = set()
        self._alike = Likeness(estate.units)
        self._words = {plain(word): slug for slug, word in _words(estate.types)}
        self._claimed: dict[Unit, EquipmentRow] = {}
        self._reserved: set[Unit] = set()
        self._serials: dict[str, int] = {}
        self._firsts = Firsts()
        for unit in sorted(estate.units, key=lambda each: each.is_retired):
            self._note_shared(unit)
            self._remember(unit)

    def _note_shared(self, unit: Unit) -> None:
        """Notes a tag that two units in use bear, and those of units out of use."""
        key = (unit.room.building.site, spelled(unit.asset_tag or ""))
        if unit.is_retired and unit.asset_tag:
            self._retired_tags.add(key)
        elif key in self._by_tag:
            self._shared.add(key)

    def _remember(self, unit: Unit) -> None:
        if unit.external_id:
            self._by_id.setdefault((unit.source, unit.external_id), unit)
        self._tag(unit, unit.room, unit.asset_tag)

    def _tag(self, unit: Unit, room: Room, asset_tag: str | None) -> None:
        if asset_tag:
            self._by_tag.setdefault((room.building.site, spelled(asset_tag)), unit)

    def foresee(self, rows: Iterable[EquipmentRow]) -> None:
        """Keeps the units that rows name by id or tag from being taken for any other row's."""
        for row in rows:
            if row.retired_on:
                continue
            self._firsts.note(row, *self._keys(row))
            if row.external_id or row.asset_tag:
                self._reserved.update(each for each in self._keyed(row) if each)

    def _keys(self, row: EquipmentRow) -> Iterator[tuple[object, str]]:
        if row.external_id:
            yield row.external_source, row.external_id
        if row.asset_tag and not self._is_shared(row):
            site = self._places.by_hand or row.site or ""
            yield (site.casefold(),), row.asset_tag.casefold()

    def _is_shared(self, row: EquipmentRow) -> bool:
        site = self._places.found_site(row.site)
        return site is not None and (site, spelled(row.asset_tag or "")) in self._shared

    def _source_of(self, row: EquipmentRow) -> str:
        return row.external_source or self._source

    def _keyed(self, row: EquipmentRow) -> tuple[Unit | None, Unit | None]:
        """The units known by the row's id and by its asset tag."""
        by_id = None
        if row.external_id:
            by_id = self._by_id.get((self._source_of(row), row.external_id))
        by_tag = None
        site = self._places.found_site(row.site)
        if row.asset_tag and site and not self._is_shared(row):
            by_tag = self._by_tag.get((site, row.asset_tag.casefold()))
        return by_id, by_tag

    def line(self, row: EquipmentRow) -> Line:
        """What becomes of the row. Raises ImportRefused with the reason if it is refused."""
        if row.retired_on:
            return self._out_of_use(row)
        self._firsts.check(row, *self._keys(row))
        building = self._places.found_building(self._places.site(row.site), row.building)
        unit = self._known(row) or self._like(row, building)
        room = self._room(row, building, unit)
        if unit and unit.is_retired:
            raise ImportRefused(UNIT_RETIRED, name=unit.name)
        first = self._claimed.setdefault(unit, row) if unit else row
        if first is not row:
            return self._firsts.again(row, first, unit.name if unit else "")
        room = room or self._passing_room(row)
        says = tuple(self._says(row))
        return self._changed(row, unit, room, says) if unit else self._created(row, room, says)

    def _room(self, row: EquipmentRow, building: Building | None, unit: Unit | None) -> Room | None:
        """The room in use that the row names, or the one of that name in which the unit stands."""
        if unit and unit.room.building is building and clean(unit.room.name) == row.room:
            return unit.room
        room = self._places.found_room(building, row.room)
        if room and room.is_retired:
            raise ImportRefused(RETIRED, room=room.name).at("room")
        if unit is None and row.asset_tag and self._is_shared(row):
            raise ImportRefused(SHARED, tag=row.asset_tag).at("asset_tag")
        return room

    def _out_of_use(self, row: EquipmentRow) -> Line:
        site = self._places.found_site(row.site)
        building = self._places.found_building(site, row.building) if site else None
        units = [*self._keyed(row), *self._alike.all(self._looks(row, building))]
        there = site is not None and (site, spelled(row.asset_tag or "")) in self._retired_tags
        is_retired = there or any(unit.is_retired for unit in units if unit)
        return line_of(row, self._name(row), is_retired=is_retired, is_used=any(units))

    def _known(self, row: EquipmentRow) -> Unit | None:
        by_id, by_tag = self._keyed(row)
        if by_id and by_tag and by_id is not by_tag:
            raise ImportRefused(
                TWO_UNITS,
                id=row.external_id,
                name=by_id.name,
                tag=row.asset_tag,
                other=by_tag.name,
            ).at("asset_tag")
        return by_id or by_tag

    def _like(self, row: EquipmentRow, building: Building | None) -> Unit | None:
        """The unit that agrees best, and that neither a key nor another row has."""
        looks = self._looks(row, building)
        return self._alike.first(looks, self._is_taken, lambda unit: self._may_be(row, unit))

    def _looks(self, row: EquipmentRow, building: Building | None) -> Looks:
        return Looks(
            place=(building, row.room),
            named=(self._type(row), self._name(row), row.serial_number or ""),
            told=(row.asset_tag or "", row.maker or "", row.model_number or ""),
            installed_on=row.installed_on,
        )

    def _is_taken(self, unit: Unit) -> bool:
        return unit in self._reserved or unit in self._claimed

    def _may_be(self, row: EquipmentRow, unit: Unit) -> bool:
        if row.asset_tag and unit.asset_tag and not agree(row.asset_tag, unit.asset_tag):
            return False
        return not (row.external_id and unit.external_id and unit.source == self._source_of(row))

    def _type(self, row: EquipmentRow) -> str:
        """The type that the row names by the words used here, or by any others."""
        kind = self._words.get(plain(row.type_text or "")) or row.equipment_type
        return kind if kind and kind in self._types else OTHER

    def _name(self, row: EquipmentRow) -> str:
        """The row's own name, else what it calls the type, else the type's title."""
        kind = self._type(row)
        unknown = row.type_text or row.model_number if kind == OTHER else None
        return row.name or unknown or self._types[kind]

    def _passing_room(self, row: EquipmentRow) -> Room:
        building = self._places.building(self._places.site(row.site), row.building)
        floor = self._places.floor(building, row.floor)
        self.passing += 1
        return self._places.add_room(Room(building, row.room, floor))

    def _model(self, kind: str, maker: str, model_number: str) -> Model:
        key = _model_key(kind, maker, model_number)
        if key not in self._models:
            self._models[key] = Model(kind, maker, model_number)
            self.new_models.append(self._models[key])
        return self._models[key]

    def _created(self, row: EquipmentRow, room: Room, says: tuple[Sentence, ...]) -> Line:
        unit = Unit(
            room,
            self._model(self._type(row), row.maker or "", row.model_number or ""),
            self._name(row),
            asset_tag=row.asset_tag,
            serial_number=row.serial_number or "",
            installed_on=row.installed_on,
            source=self._source_of(row) if row.external_id else None,
            external_id=row.external_id,
        )
        self.new.append(unit)
        self._claimed[unit] = row
        self._remember(unit)
        return Line(row.line, Outcome.CREATE, unit.name, place_of(room), says=says)

    def _changed(
        self, row: EquipmentRow, unit: Unit, room: Room, says: tuple[Sentence, ...]
    ) -> Line:
        values = dict(self._values(row, unit, room))
        if values:
            self.changed.append((unit, values))
            self._tag(unit, room, row.asset_tag)
        if row.external_id and "external_id" in values:
            self._by_id[self._source_of(row), row.external_id] = unit
        outcome = Outcome.CHANGE if values else Outcome.SAME
        told = tuple(changes(unit, values))
        return Line(row.line, outcome, unit.name, place_of(unit.room), told, says)

    def _values(self, row: EquipmentRow, unit: Unit, room: Room) -> Iterator[tuple[str, object]]:
        if room is not unit.room:
            yield "room", room
        model = self._model_for(row, unit.model)
        if model is not unit.model:
            yield "model", model
        for name in ("name", "asset_tag", "serial_number", "installed_on"):
            told = getattr(row, name)
            if told and not agree(told, getattr(unit, name)):
                yield name, told
        if row.external_id and not unit.external_id:
            yield from (("source", self._source_of(row)), ("external_id", row.external_id))

    def _model_for(self, row: EquipmentRow, known: Model) -> Model:
        """The model as far as the row tells; what it does not tell stays as it is known."""
        told = self._type(row)
        kind = known.type if told == OTHER else told
        maker = known.maker if row.maker is None else row.maker
        number = known.model_number if row.model_number is None else row.model_number
        if _model_key(kind, maker, number) == _key_of(known):
            return known
        return self._model(kind, maker, number)

    def _says(self, row: EquipmentRow) -> Iterator[Sentence]:
        if self._type(row) == OTHER and row.type_text and plain(row.type_text) not in self._words:
            self.unknown_types[row.type_text] += 1
            yield Sentence(UNKNOWN_TYPE, {"type": row.type_text})
        if row.serial_number:
            first = self._serials.setdefault(row.serial_number, row.line)
            if first != row.line:
                yield Sentence(SERIAL_AGAIN, {"line": first, "serial": row.serial_number})


def _model_key(kind: str, maker: str, model_number: str) -> tuple[str, str, str]:
    return kind, spelled(maker), spelled(model_number)


def _key_of(model: Model) -> tuple[str, str, str]:
    return _model_key(model.type, model.maker, model.model_number)


def _words(types: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each type with what it may be called: its title, and before that its slug."""
    yield from types.items()
    yield from ((slug, slug) for slug in types)
