"""Which room and which unit known here a line of a work list means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from app.imports.meaning.work.rows import Subject
from app.imports.planning.estate import Building, Estate, Room, Site, Unit
from app.imports.planning.placing.places import Places
from app.imports.planning.plans import Sentence
from app.imports.reading.cleaning import spelled
from app.imports.reading.sheets import ImportRefused
from app.language import N_

NO_BUILDING = N_(
    "There is no building “%(name)s” here. Import its rooms first, or give another building."
)
WHICH_BUILDING = N_("Several sites have a building “%(name)s”. Choose the site.")
SITE_UNKNOWN = N_("There is no site “%(site)s” here: looked for at all sites.")
NO_ROOM = N_(
    "There is no room “%(name)s” in %(building)s. Import its rooms first, or give one room for all"
    " rows."
)
NO_ROOM_HERE = N_(
    "There is no room “%(name)s” here. Import its rooms first, or give one room for all rows."
)
WHICH_ROOM = N_("Several buildings have a room “%(name)s”. Give the building, too.")
NO_UNIT = N_(
    "No equipment here has the id, tag or serial number “%(key)s”. Import it first, or correct it."
)
NO_UNIT_NAMED = N_(
    "There is no equipment “%(name)s” in %(place)s. Import it first, or correct the name."
)
NO_UNIT_HERE = N_("There is no equipment “%(name)s” here. Import it first, or correct the name.")
TWO_UNITS = N_("“%(key)s” is “%(name)s” here, and “%(other_key)s” is “%(other)s”. Correct one.")
SHARED = N_("“%(key)s” is borne by several pieces of equipment here, so it tells none of them.")

Names = dict[tuple[object, str], list[Unit]]


class Subjects:
    """Finds rooms and units by the words of work lists. It makes none of them."""

    def __init__(self, places: Places, estate: Estate, source: str) -> None:
        self._places, self._source = places, source
        self._sites = estate.sites
        self._rooms: dict[str, list[Room]] = defaultdict(list)
        for room in estate.rooms:
            self._rooms[spelled(room.name)].append(room)
        self._ids: dict[str, list[Unit]] = defaultdict(list)
        self._tags: dict[str, list[Unit]] = defaultdict(list)
        self._serials: dict[str, list[Unit]] = defaultdict(list)
        self._names: dict[str, list[Unit]] = defaultdict(list)
        self.kinds: dict[tuple[Room, str], list[Unit]] = defaultdict(list)
        """The units in use of a type in a room."""
        for unit in estate.units:
            self._remember(unit)

    def _remember(self, unit: Unit) -> None:
        if unit.external_id:
            self._ids[unit.external_id].append(unit)
        if unit.asset_tag:
            self._tags[spelled(unit.asset_tag)].append(unit)
        if unit.serial_number:
            self._serials[unit.serial_number].append(unit)
        self._names[spelled(unit.name)].append(unit)
        if not unit.is_retired:
            self.kinds[unit.room, unit.model.type].append(unit)

    def room(self, subject: Subject) -> Room | None:
        """The room that is named, None if none is. Raises ImportRefused if there is none such."""
        if not subject.room:
            return None
        if subject.building:
            building = self.building(subject, subject.building)
            found = self._places.found_room(building, subject.room)
            if found is None:
                raise ImportRefused(NO_ROOM, name=subject.room, building=subject.building)
            return found
        rooms = self._rooms.get(spelled(subject.room), [])
        in_use = [each for each in rooms if not each.is_retired] or rooms
        if len(in_use) > 1:
            raise ImportRefused(WHICH_ROOM, name=subject.room).at("building")
        if not in_use:
            raise ImportRefused(NO_ROOM_HERE, name=subject.room)
        return in_use[0]

    def told(self, subject: Subject) -> Iterator[Sentence]:
        """What a person should know of where the row says that it was."""
        site = self._places.by_hand or subject.site
        if site and not any(spelled(each.name) == spelled(site) for each in self._sites):
            yield Sentence(SITE_UNKNOWN, {"site": site})

    def building(self, subject: Subject, name: str) -> Building:
        """The building of that name: in its site, else wherever there is only one such."""
        wanted = spelled(self._places.by_hand or subject.site or "")
        sites = [each for each in self._sites if spelled(each.name) == wanted] or self._sites
        found = [each for site in sites if (each := self._places.found_building(site, name))]
        if len(found) > 1:
            raise ImportRefused(WHICH_BUILDING, name=name)
        if not found:
            raise ImportRefused(NO_BUILDING, name=name)
        return found[0]

    def unit(self, subject: Subject, room: Room | None) -> Unit | None:
        """The unit that is named; None where none is. Raises ImportRefused if none is known.

        Its keys tell it, all of them alike; its name does where it has no key, within the room.
        """
        found = dict(self._by_keys(subject, room))
        units = list(dict.fromkeys(found.values()))
        if len(units) > 1:
            (key, unit), (other_key, other) = list(found.items())[:2]
            raise ImportRefused(
                TWO_UNITS, key=key, name=unit.name, other_key=other_key, other=other.name
            )
        if units:
            return units[0]
        if subject.unit_id or subject.asset_tag:
            raise ImportRefused(NO_UNIT, key=subject.keys[0])
        if subject.unit_name:
            return self._named(subject, room)
        if key := subject.serial_number or "":
            raise ImportRefused(SHARED if self._serials.get(key) else NO_UNIT, key=key)
        return None

    def _by_keys(self, subject: Subject, room: Room | None) -> Iterator[tuple[str, Unit]]:
        for key, units in self._keyed(subject):
            if unit := self._one(key, units, subject, room):
                yield key, unit

    def _keyed(self, subject: Subject) -> Iterator[tuple[str, list[Unit]]]:
        """Each key of the row with the units that bear it; a serial number tells one or none."""
        if key := subject.unit_id:
            found = self._ids.get(key, [])
            of_list = [each for each in found if each.source == self._source]
            yield key, of_list or found or self._tags.get(spelled(key), [])
        if key := subject.asset_tag:
            yield key, self._tags.get(spelled(key), [])
        if (serial := subject.serial_number) and len(self._serials.get(serial, [])) == 1:
            yield serial, self._serials[serial]

    def _one(
        self, key: str, units: Iterable[Unit], subject: Subject, room: Room | None
    ) -> Unit | None:
        """The one that is meant: those of the site before others, and those in use."""
        found = list(units)
        site = self._site(subject, room)
        for better in (
            lambda each: site is None or each.room.building.site is site,
            lambda each: not each.is_retired,
        ):
            found = [each for each in found if better(each)] or found
        if len(found) > 1:
            raise ImportRefused(SHARED, key=key)
        return found[0] if found else None

    def _site(self, subject: Subject, room: Room | None) -> Site | None:
        if room:
            return room.building.site
        wanted = spelled(self._places.by_hand or subject.site or "")
        return next((each for each in self._sites if spelled(each.name) == wanted), None)

    def _named(self, subject: Subject, room: Room | None) -> Unit:
        name = subject.unit_name or ""
        named = self._names.get(spelled(name), [])
        if room:
            found = [each for each in named if each.room is room]
        elif subject.building:
            building = self.building(subject, subject.building)
            found = [each for each in named if each.room.building is building]
        else:
            found = named
        found = [each for each in found if not each.is_retired] or found
        if len(found) > 1:
            raise ImportRefused(SHARED, key=name)
        if not found:
            place = room.name if room else subject.building
            raise ImportRefused(NO_UNIT_NAMED if place else NO_UNIT_HERE, name=name, place=place)
        return found[0]
