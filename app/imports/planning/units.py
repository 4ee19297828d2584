"""Units of a list beside those that exist: created, changed, the same, or refused.

A unit is known by (source, external id), else by its asset tag within the site. One without either
is known by room, type, name and serial number together; where several rows (or units) agree in all
of these, the first row is the first unit, the second row the second, and so on. So the same file
twice changes nothing, although it may name one serial number many times: a serial number alone is
never a key. An empty cell tells nothing: it never empties what is known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from app.imports.meaning.records import EquipmentRow
from app.imports.planning.estate import OTHER, Estate, Model, Room, Site, Unit
from app.imports.planning.firsts import Firsts
from app.imports.planning.places import Places
from app.imports.planning.plans import Change, Line, Outcome, Sentence, Values
from app.imports.planning.rooms import RETIRED
from app.imports.reading.sheets import ImportRefused
from app.language import N_

UNIT_RETIRED = N_("“%(name)s” was taken out of use here. Bring it back first, or leave this out.")
TWO_UNITS = N_(
    "The id “%(id)s” is that of “%(name)s” here, and the asset tag “%(tag)s” is that of"
    " “%(other)s”. Correct one of them."
)
UNKNOWN_TYPE = N_("“%(type)s” is no type of equipment known here: taken as other equipment.")
SERIAL_AGAIN = N_("Line %(line)s has the serial number “%(serial)s” too: taken as another unit.")

Identity = tuple[Room, str, str, str]


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
        self._alike: dict[Identity, list[Unit]] = defaultdict(list)
        self._claimed: dict[Unit, EquipmentRow] = {}
        self._reserved: set[Unit] = set()
        self._serials: dict[str, int] = {}
        self._firsts = Firsts()
        for unit in sorted(estate.units, key=lambda each: each.is_retired):
            self._remember(unit)
            self._alike[_identity(unit)].append(unit)

    def _remember(self, unit: Unit) -> None:
        if unit.external_id:
            self._by_id.setdefault((unit.source, unit.external_id), unit)
        self._tag(unit, unit.room, unit.asset_tag)

    def _tag(self, unit: Unit, room: Room, asset_tag: str | None) -> None:
        if asset_tag:
            self._by_tag.setdefault((room.building.site, asset_tag.casefold()), unit)

    def foresee(self, rows: Iterable[EquipmentRow]) -> None:
        """Keeps the units that rows name by id or tag from being taken for any other row's."""
        for row in rows:
            self._firsts.note(row, *self._keys(row))
            if row.external_id or row.asset_tag:
                self._reserved.update(each for each in self._keyed(row) if each)

    def _keys(self, row: EquipmentRow) -> Iterator[tuple[object, str]]:
        if row.external_id:
            yield None, row.external_id
        if row.asset_tag:
            site = self._places.by_hand or row.site or ""
            yield site.casefold(), row.asset_tag.casefold()

    def _keyed(self, row: EquipmentRow) -> tuple[Unit | None, Unit | None]:
        """The units known by the row's id and by its asset tag."""
        by_id = self._by_id.get((self._source, row.external_id)) if row.external_id else None
        by_tag = None
        site = self._places.found_site(row.site)
        if row.asset_tag and site:
            by_tag = self._by_tag.get((site, row.asset_tag.casefold()))
        return by_id, by_tag

    def line(self, row: EquipmentRow) -> Line:
        """What becomes of the row. Raises ImportRefused with the reason if it is refused."""
        self._firsts.check(row, *self._keys(row))
        site = self._places.site(row.site)
        building = self._places.found_building(site, row.building)
        room = self._places.found_room(building, row.room)
        if room and room.is_retired:
            raise ImportRefused(RETIRED, room=room.name).at("room")
        unit = self._known(row) or self._like(row, room)
        if unit and unit.is_retired:
            raise ImportRefused(UNIT_RETIRED, name=unit.name)
        first = self._claimed.setdefault(unit, row) if unit else row
        if first is not row:
            return self._firsts.again(row, first, unit.name if unit else "")
        room = room or self._passing_room(row)
        says = tuple(self._says(row))
        return self._changed(row, unit, room, says) if unit else self._created(row, room, says)

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

    def _like(self, row: EquipmentRow, room: Room | None) -> Unit | None:
        """The first unit that agrees in all, and that neither a key nor another row has."""
        if room is None:
            return None
        alike = self._alike.get((room, self._type(row), *self._named(row)), ())
        return next((unit for unit in alike if self._may_be(row, unit)), None)

    def _may_be(self, row: EquipmentRow, unit: Unit) -> bool:
        if unit in self._reserved or unit in self._claimed or (row.asset_tag and unit.asset_tag):
            return False
        return not (row.external_id and unit.external_id and unit.source == self._source)

    def _type(self, row: EquipmentRow) -> str:
        kind = row.equipment_type or OTHER
        return kind if kind in self._types else OTHER

    def _name(self, row: EquipmentRow) -> str:
        """The row's own name, else what it calls the type, else the type's title."""
        kind = self._type(row)
        unknown = row.type_text or row.model_number if kind == OTHER else None
        return row.name or unknown or self._types[kind]

    def _named(self, row: EquipmentRow) -> tuple[str, str]:
        return self._name(row).casefold(), row.serial_number or ""

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
            source=self._source if row.external_id else None,
            external_id=row.external_id,
        )
        self.new.append(unit)
        self._claimed[unit] = row
        self._remember(unit)
        return Line(row.line, Outcome.CREATE, unit.name, _place(room), says=says)

    def _changed(
        self, row: EquipmentRow, unit: Unit, room: Room, says: tuple[Sentence, ...]
    ) -> Line:
        values = dict(self._values(row, unit, room))
        if values:
            self.changed.append((unit, values))
            self._tag(unit, room, row.asset_tag)
        if row.external_id and "external_id" in values:
            self._by_id[self._source, row.external_id] = unit
        outcome = Outcome.CHANGE if values else Outcome.SAME
        changes = tuple(_changes(unit, values))
        return Line(row.line, outcome, unit.name, _place(unit.room), changes, says)

    def _values(self, row: EquipmentRow, unit: Unit, room: Room) -> Iterator[tuple[str, object]]:
        if room is not unit.room:
            yield "room", room
        model = self._model_for(row, unit.model)
        if model is not unit.model:
            yield "model", model
        for name in ("name", "asset_tag", "serial_number", "installed_on"):
            told = getattr(row, name)
            if told and not _agree(told, getattr(unit, name)):
                yield name, told
        if row.external_id and not unit.external_id:
            yield from (("source", self._source), ("external_id", row.external_id))

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
        if self._type(row) == OTHER and row.type_text:
            self.unknown_types[row.type_text] += 1
            yield Sentence(UNKNOWN_TYPE, {"type": row.type_text})
        if row.serial_number:
            first = self._serials.setdefault(row.serial_number, row.line)
            if first != row.line:
                yield Sentence(SERIAL_AGAIN, {"line": first, "serial": row.serial_number})


def _model_key(kind: str, maker: str, model_number: str) -> tuple[str, str, str]:
    return kind, maker.casefold(), model_number.casefold()


def _key_of(model: Model) -> tuple[str, str, str]:
    return _model_key(model.type, model.maker, model.model_number)


def _identity(unit: Unit) -> Identity:
    return unit.room, unit.model.type, unit.name.casefold(), unit.serial_number


def _agree(told: object, known: object) -> bool:
    """Whether a cell says what is known; letter case makes no other text."""
    if isinstance(told, str) and isinstance(known, str):
        return told.casefold() == known.casefold()
    return told == known


def _place(room: Room) -> str:
    return f"{room.name} · {room.building.name}"


def _changes(unit: Unit, values: Values) -> Iterator[Change]:
    for name, new in values.items():
        if name == "room" and isinstance(new, Room):
            yield Change(name, _place(unit.room), _place(new))
        elif name == "model" and isinstance(new, Model):
            yield from _model_changes(unit.model, new)
        elif name != "source":
            yield Change(name, str(getattr(unit, name) or ""), str(new))


def _model_changes(old: Model, new: Model) -> Iterator[Change]:
    pairs = (
        ("equipment_type", old.type, new.type),
        ("maker", old.maker, new.maker),
        ("model_number", old.model_number, new.model_number),
    )
    yield from (Change(*each) for each in pairs if each[1] != each[2])
