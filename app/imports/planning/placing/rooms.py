"""Rooms of a list beside those that exist: created, changed, the same, or refused.

A room is known by (source, external id) where both have one, else by its name within the building;
the source is the row's own, where it names one, else the whole list's.
An empty cell tells nothing: it never empties what is known. A row that names a room again is the
same if it is the same, letter for letter; else it is refused, naming the line of the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from app.imports.meaning.records import RoomRow
from app.imports.planning.conflicts import Conflict, Since
from app.imports.planning.estate import Building, Room
from app.imports.planning.firsts import Firsts, is_same
from app.imports.planning.out_of_use import line_of
from app.imports.planning.placing.places import Places
from app.imports.planning.plans import Change, Line, Outcome, Values
from app.imports.reading.cleaning import clean, spelled
from app.imports.reading.sheets import ImportRefused
from app.language import N_

TWICE = N_("Room “%(room)s” stands on line %(line)s already, with other values. Keep one of them.")
RETIRED = N_(
    "Room “%(room)s” was taken out of use here. Bring it back first, or leave this line out."
)
ELSEWHERE = N_(
    "The id “%(id)s” is that of room “%(room)s” in %(building)s, and a room does not move to"
    " another building. Correct the id, or say that this list has another source."
)
OTHER_ID = N_(
    "Room “%(room)s” has the id “%(known)s” here, and “%(id)s” in this list. Correct one of them."
)
NAME_TAKEN = N_("Room “%(old)s” can't be named “%(new)s”: another room in %(building)s is.")


class Rooms:
    """Plans the room rows of one list, one after another."""

    def __init__(self, places: Places, existing: Iterable[Room], source: str, since: Since) -> None:
        self.changed: list[tuple[Room, Values]] = []
        self._places, self._source, self._since = places, source, since
        self._by_id = {(each.source, each.external_id): each for each in existing}
        self._claimed: dict[Room, RoomRow] = {}
        self._unrenamed: set[Room] = set()
        self._firsts = Firsts()

    def foresee(self, rows: Iterable[RoomRow]) -> None:
        """Settles which rooms get new names, so that a name left by one is free for another."""
        leaving: dict[Room, str] = {}
        for row in rows:
            if row.retired_on:
                continue
            self._firsts.note(row, _keys(row))
            room = self._by_its_id(row)
            if room and room not in leaving and self._renames(row, room):
                leaving[room] = row.room
        leaving = {room: name for room, name in leaving.items() if _differ(name, room.name)}
        for room in leaving:
            self._places.rename(room, None)
        self._unrenamed = self._in_the_way(leaving)
        for room, name in leaving.items():
            self._places.rename(room, room.name if room in self._unrenamed else name)

    def _by_its_id(self, row: RoomRow) -> Room | None:
        return self._by_id.get((self._source_of(row), row.external_id)) if row.external_id else None

    def _source_of(self, row: RoomRow) -> str:
        return row.external_source or self._source

    def _renames(self, row: RoomRow, room: Room) -> bool:
        """Whether the row means a room in use in its own building, and may name it."""
        site = self._places.found_site(row.site)
        there = self._places.found_building(site, row.building) if site else None
        is_meant = not room.is_retired and room.building is there
        return is_meant and not self._since.stays(room, "name", row.room)

    def _in_the_way(self, leaving: dict[Room, str]) -> set[Room]:
        """The rooms that have to keep their names, because the new one is taken."""
        staying: set[Room] = set()
        while True:
            names = Counter(
                (room.building, (room.name if room in staying else name).casefold())
                for room, name in leaving.items()
            )
            more = {
                room
                for room, name in leaving.items()
                if room not in staying
                and (
                    names[room.building, name.casefold()] > 1
                    or self._places.is_taken(room.building, name)
                )
            }
            if not more:
                return staying
            staying |= more

    def line(self, row: RoomRow) -> Line:
        """What becomes of the row. Raises ImportRefused with the reason if it is refused."""
        if row.retired_on:
            return self._out_of_use(row)
        self._firsts.check(row, _keys(row))
        site = self._places.site(row.site)
        building = self._places.found_building(site, row.building)
        room = self._known(row, building)
        if room is None:
            building = self._places.building(site, row.building)
            return self._created(row, building)
        first = self._claimed.setdefault(room, row)
        if not is_same(row, first):
            raise Conflict(TWICE, room=first.room, line=first.line)
        if first is not row:
            return self._firsts.again(row, first, row.room)
        return self._changed(row, room)

    def _out_of_use(self, row: RoomRow) -> Line:
        site = self._places.found_site(row.site)
        building = self._places.found_building(site, row.building) if site else None
        room = self._by_its_id(row) or self._places.found_room(building, row.room)
        there = self._places.is_retired(building, row.room)
        is_retired = there or (room is not None and room.is_retired)
        return line_of(row, row.room, is_retired=is_retired, is_used=room is not None)

    def _known(self, row: RoomRow, building: Building | None) -> Room | None:
        room = self._by_its_id(row)
        if room and room.building is not building:
            raise Conflict(
                ELSEWHERE, id=row.external_id, room=room.name, building=room.building.name
            )
        if room is None:
            room = self._places.found_room(building, row.room)
            self._check_id(row, room)
        if room and room.is_retired:
            raise ImportRefused(RETIRED, room=room.name).at("room")
        return room

    def _check_id(self, row: RoomRow, room: Room | None) -> None:
        if room is None or not row.external_id or room in self._claimed:
            return
        if room.external_id and room.source == self._source_of(row):
            raise Conflict(OTHER_ID, room=room.name, known=room.external_id, id=row.external_id)

    def _created(self, row: RoomRow, building: Building) -> Line:
        room = Room(
            building,
            row.room,
            floor=self._places.floor(building, row.floor),
            description=row.description or "",
            criticality=row.criticality or "B",
            source=self._source_of(row) if row.external_id else None,
            external_id=row.external_id,
        )
        self._places.add_room(room)
        self._claimed[room] = row
        if row.external_id:
            self._by_id[self._source_of(row), row.external_id] = room
        return Line(row.line, Outcome.CREATE, row.room, place_of(room))

    def _changed(self, row: RoomRow, room: Room) -> Line:
        values = dict(_told(row, room))
        says = self._since.settle(room, values)
        if "name" in values and room in self._unrenamed:
            raise Conflict(NAME_TAKEN, old=room.name, new=row.room, building=room.building.name)
        if "floor" in values:
            values["floor"] = self._places.floor(room.building, row.floor)
        values |= self._identified(row, room)
        changes = tuple(_changes(room, values))
        if values:
            self.changed.append((room, values))
        outcome = Outcome.CHANGE if values else Outcome.SAME
        return Line(row.line, outcome, room.name, place_of(room), changes, says)

    def _identified(self, row: RoomRow, room: Room) -> dict[str, object]:
        """The row's id, for a room that had none."""
        values: dict[str, object] = {}
        if row.external_id and not room.external_id:
            values |= {"source": self._source_of(row), "external_id": row.external_id}
            self._by_id[self._source_of(row), row.external_id] = room
        return values


def _told(row: RoomRow, room: Room) -> Iterator[tuple[str, object]]:
    """The fields of which the row says something else."""
    if _differ(row.room, room.name):  # it is known by its id, else by its name
        yield "name", row.room
    if row.floor and (not room.floor or _differ(row.floor, room.floor.label)):
        yield "floor", row.floor
    for name in ("description", "criticality"):
        told = getattr(row, name)
        if told and told != clean(getattr(room, name)):
            yield name, told


def place_of(room: Room) -> str:
    """Where the room is, in words."""
    return room.building.name


def _differ(name: str, known: str) -> bool:
    """Whether they are two names; letter case and what can't be seen make no other one."""
    return spelled(name) != spelled(known)


def _keys(row: RoomRow) -> tuple[tuple[str | None, str], ...]:
    return ((row.external_source, row.external_id),) if row.external_id else ()


def _changes(room: Room, values: Values) -> Iterable[Change]:
    for name, new in values.items():
        if name == "floor":
            yield Change(name, room.floor.label if room.floor else "", getattr(new, "label", ""))
        elif name != "source":
            yield Change(name, str(getattr(room, name) or ""), str(new))
