"""Units by what is known of them for sure: their id in a list, and their asset tag in a site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable

from app.imports.meaning.records import EquipmentRow
from app.imports.planning.conflicts import Conflict
from app.imports.planning.estate import Room, Site, Unit
from app.imports.planning.firsts import Keys
from app.imports.planning.placing.places import Places
from app.imports.reading.cleaning import spelled
from app.language import N_

TWO_UNITS = N_(
    "The id “%(id)s” is that of “%(name)s” here, and the asset tag “%(tag)s” is that of"
    " “%(other)s”. Correct one of them."
)


class Known:
    """The units that exist and those that are made, by id and by tag."""

    def __init__(self, places: Places, units: Iterable[Unit], source: str) -> None:
        self._places, self._source = places, source
        self._by_id: dict[tuple[str | None, str], Unit] = {}
        self._by_tag: defaultdict[Site, dict[str, Unit]] = defaultdict(dict)
        self._shared: set[tuple[Site, str]] = set()
        self._retired: set[tuple[Site, str]] = set()
        for unit in sorted(units, key=lambda each: each.is_retired):
            self._note_shared(unit)
            self.remember(unit)

    def _note_shared(self, unit: Unit) -> None:
        """Notes a tag that two units in use bear, and those of units out of use."""
        if not unit.asset_tag:
            return
        site, tag = unit.room.building.site, spelled(unit.asset_tag)
        if unit.is_retired:
            self._retired.add((site, tag))
        elif tag in self._by_tag[site]:
            self._shared.add((site, tag))

    def remember(self, unit: Unit) -> None:
        """Takes the unit in, where no other bears the same."""
        if unit.external_id:
            self._by_id.setdefault((unit.source, unit.external_id), unit)
        self.tag(unit, unit.room, unit.asset_tag)

    def tag(self, unit: Unit, room: Room, asset_tag: str | None) -> None:
        """Lets the unit be known by a tag in the room's site."""
        if asset_tag:
            self._by_tag[room.building.site].setdefault(spelled(asset_tag), unit)

    def identify(self, unit: Unit, row: EquipmentRow) -> None:
        """Lets the unit be known by the row's id."""
        if row.external_id:
            self._by_id[self.source_of(row), row.external_id] = unit

    def source_of(self, row: EquipmentRow) -> str:
        """Whose id the row bears."""
        return row.external_source or self._source

    def is_shared(self, row: EquipmentRow) -> bool:
        """Whether several units in use bear the row's tag: then it tells none of them."""
        return bool(self._shared) and self._tag_of(row) in self._shared

    def was_retired(self, row: EquipmentRow) -> bool:
        """Whether a unit out of use bears the row's tag."""
        return bool(self._retired) and self._tag_of(row) in self._retired

    def _tag_of(self, row: EquipmentRow) -> tuple[Site | None, str]:
        return self._places.found_site(row.site), (row.asset_tag or "").casefold()

    def of(self, row: EquipmentRow) -> tuple[Unit | None, Unit | None]:
        """The units known by the row's id and by its asset tag."""
        by_id = by_tag = None
        if row.external_id:
            by_id = self._by_id.get((self.source_of(row), row.external_id))
        site = self._places.found_site(row.site)
        if row.asset_tag and site and not self.is_shared(row):
            by_tag = self._by_tag[site].get(row.asset_tag.casefold())
        return by_id, by_tag

    def unit(self, row: EquipmentRow) -> Unit | None:
        """The one unit known by the row's keys. Raises Conflict if they are those of two."""
        by_id, by_tag = self.of(row)
        if by_id and by_tag and by_id is not by_tag:
            raise Conflict(
                TWO_UNITS,
                id=row.external_id,
                name=by_id.name,
                tag=row.asset_tag,
                other=by_tag.name,
            )
        return by_id or by_tag

    def keys(self, row: EquipmentRow) -> Keys:
        """What two rows of one list may not share, unless they are the same."""
        keys: list[tuple[Hashable, str]] = []
        if row.external_id:
            keys.append((row.external_source, row.external_id))
        if row.asset_tag and not self.is_shared(row):
            site = self._places.by_hand or row.site or ""
            keys.append(((site.casefold(),), row.asset_tag.casefold()))
        return keys
