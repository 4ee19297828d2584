"""Finds sites, buildings, floors and rooms by name, in any letter case; adds the missing ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from app.imports.planning.estate import Building, Estate, Floor, Room, Site
from app.imports.reading.cleaning import clean, spelled
from app.imports.reading.sheets import ImportRefused
from app.language import N_

NO_SITE = N_("There is no site yet. Name the one that these rooms belong to, and its phone number.")
WHICH_SITE = N_("This list does not say to which site it belongs. Choose one: %(names)s.")
NO_PHONE = N_(
    "There is no site “%(site)s” yet. Give the phone number of its support, and it will be made."
)


Place = TypeVar("Place")
Named = dict[tuple[object, str], Place]
"""Places by what they are within and what they are called."""


class Places:
    """The places that exist and those that the import adds.

    `site` is the site chosen by hand, which is stronger than what a row says; `phone` lets new
    sites be made.
    """

    def __init__(self, estate: Estate, site: str = "", phone: str = "") -> None:
        self.by_hand, self.phone = site, phone
        self._calendars = estate.calendars
        self._is_first = not estate.sites
        self._sites: Named[Site] = {}
        self._buildings: Named[Building] = {}
        self._floors: Named[Floor] = {}
        self._each_site = list(estate.sites)
        for each in estate.sites:
            _keep(self._sites, None, each.name, each)
        for building in estate.buildings:
            _keep(self._buildings, building.site, building.name, building)
        for floor in estate.floors:
            _keep(self._floors, floor.building, floor.label, floor)
        self._rooms: Named[Room] = {}
        self._retired: Named[Room] = {}
        self._renamed: Named[Room] = {}
        for room in estate.rooms:
            _remember(self._retired if room.is_retired else self._rooms, room)
        self._remember_former(estate.former)
        self.new_sites: list[Site] = []
        self.new_buildings: list[Building] = []
        self.new_floors: list[Floor] = []
        self.new_rooms: list[Room] = []

    def _remember_former(self, former: Iterable[tuple[object, str]]) -> None:
        """What was renamed here answers to its old name, where nothing else bears it."""
        for place, name in former:
            if isinstance(place, Site):
                _keep_too(self._sites, None, name, place)
            elif isinstance(place, Building):
                _keep_too(self._buildings, place.site, name, place)
            elif isinstance(place, Room) and not place.is_retired:
                _keep_too(self._renamed, place.building, name, place)

    def site(self, name: str | None) -> Site:
        """The site chosen by hand, else the row's, else the only one; made where that can be."""
        found = self.found_site(name)
        if found:
            return found
        wanted = self.by_hand or name or ""
        if not self.phone and (self._calendars != 1 or self._is_first):
            refused = ImportRefused(NO_PHONE, site=wanted)
            whole = self._is_first or self.by_hand
            raise refused.at("phone") if whole else refused
        made = Site(wanted)
        self._each_site.append(made)
        _keep(self._sites, None, wanted, made)
        self.new_sites.append(made)
        return made

    def found_site(self, name: str | None) -> Site | None:
        """The site chosen by hand, else the row's, else the only one; None if it is to be made."""
        wanted = self.by_hand or name
        if wanted:
            return _found(self._sites, None, wanted)
        sites = self._each_site
        if not sites:
            raise ImportRefused(NO_SITE).at("site")
        if len(sites) > 1:
            names = ", ".join(f"“{each.name}”" for each in sites)
            raise ImportRefused(WHICH_SITE, names=names).at("site")
        return sites[0]

    def found_building(self, site: Site, name: str) -> Building | None:
        """The building of that name, if there is one."""
        return _found(self._buildings, site, name)

    def building(self, site: Site, name: str) -> Building:
        """The building of that name, found or made."""
        found = self.found_building(site, name)
        if found:
            return found
        made = Building(site, name)
        _keep(self._buildings, site, name, made)
        self.new_buildings.append(made)
        return made

    def floor(self, building: Building, label: str | None) -> Floor | None:
        """The floor of that label, found or made; None where there is no label."""
        if not label:
            return None
        found = _found(self._floors, building, label)
        if found:
            return found
        made = Floor(building, label)
        _keep(self._floors, building, label, made)
        self.new_floors.append(made)
        return made

    def found_room(self, building: Building | None, name: str) -> Room | None:
        """The room of that name; exact letters before others.

        One in use comes first, then one that bore the name until it was renamed here, then one
        that is out of use.
        """
        if building is None:
            return None
        for rooms in (self._rooms, self._renamed, self._retired):
            found = _found(rooms, building, name)
            if found:
                return found
        return None

    def is_taken(self, building: Building, name: str) -> bool:
        """Whether a room in use bears that name now."""
        return _found(self._rooms, building, name) is not None

    def is_retired(self, building: Building | None, name: str) -> bool:
        """Whether a room out of use bore that name."""
        return _found(self._retired, building, name) is not None

    def add_room(self, room: Room) -> Room:
        """Takes a new room in."""
        _remember(self._rooms, room)
        self.new_rooms.append(room)
        return room

    def rename(self, room: Room, name: str | None) -> None:
        """From here on the room answers to this name instead of its own; None: to no name."""
        for key in (clean(room.name), spelled(room.name)):
            if self._rooms.get((room.building, key)) is room:
                del self._rooms[room.building, key]
        if name is not None:
            _remember(self._rooms, room, name)


def _remember(rooms: Named[Room], room: Room, name: str = "") -> None:
    _keep(rooms, room.building, name or room.name, room)


def _keep(found: Named[Place], within: object, name: str, place: Place) -> None:
    """Lets a place answer to its name, and to that name in any letter case if it is the first."""
    found[within, clean(name)] = place
    found.setdefault((within, spelled(name)), place)


def _keep_too(found: Named[Place], within: object, name: str, place: Place) -> None:
    for key in (clean(name), spelled(name)):
        found.setdefault((within, key), place)


def _found(known: Named[Place], within: object, name: str) -> Place | None:
    """The place of that very name, else of that name in another letter case."""
    return known.get((within, name)) or known.get((within, name.casefold()))
