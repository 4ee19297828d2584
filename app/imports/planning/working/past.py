"""Past work of a list beside that which is known: made, changed, the same, or refused.

It is known by (source, external id), else by what it was on, its day and its words; where several
agree in all, the first line is the first of them. A cell that tells nothing empties nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.imports.meaning.work.rows import PastRow, Subject
from app.imports.planning.equipping.changes import place_of
from app.imports.planning.estate import Estate, Room, Thing, Unit
from app.imports.planning.plans import Change, Line, Outcome, Sentence, Values
from app.imports.planning.working.units import NO_UNIT, Subjects
from app.imports.reading.sheets import ImportRefused
from app.language import N_

SAME_AGAIN = N_("The same as line %(line)s.")
ID_TWICE = N_(
    "The number “%(id)s” stands on line %(line)s already, with other values. Keep one of them, or"
    " leave the column of the numbers out."
)
TO_COME = N_("%(day)s has not come yet: past work can't be of that day. Correct the day.")
NOWHERE = N_("This row names neither a room nor equipment. Fill it, or give one room for all rows.")
GIVE_A_ROOM = N_(
    "No equipment here has the id, tag or serial number “%(key)s”. Import the equipment first, or"
    " give one room for all rows: then this is told as work in that room."
)
IN_THE_ROOM = N_("“%(told)s” is not known here: told as work in the room.")
ROOM_UNKNOWN = N_("The room “%(room)s” is not known here: told where the equipment is today.")

Key = tuple[object, ...]
DAY = dt.timedelta(days=1)


class PastWorks:
    """Plans the lines of past work, one after another."""

    def __init__(self, subjects: Subjects, estate: Estate, source: str) -> None:
        self.new: list[Thing] = []
        self.changed: list[tuple[Thing, Values]] = []
        self._subjects, self._source, self._today = subjects, source, estate.today
        self._by_id: dict[Key, Thing] = {}
        self._alike: dict[Key, deque[Thing]] = defaultdict(deque)
        self._firsts: dict[Key, PastRow] = {}
        for thing in estate.things:
            if thing.kind == "past":
                self._remember(thing)

    def _remember(self, thing: Thing) -> None:
        values = thing.values
        if values.get("external_id"):
            self._by_id[values["source"], values["external_id"]] = thing
        else:
            self._alike[_likeness(values)].append(thing)

    def line(self, row: PastRow) -> Line:
        """What becomes of the row. Raises ImportRefused with the reason if it is refused."""
        # Somewhere it may be tomorrow already.
        if self._today and row.done_on > self._today + DAY:
            raise ImportRefused(TO_COME, day=row.done_on.isoformat())
        source = row.external_source or self._source
        key = (source, row.external_id)
        first = self._firsts.setdefault(key, row) if row.external_id else row
        is_again = first is not row
        if is_again and replace(row, line=first.line, sheet=first.sheet) != first:
            raise ImportRefused(ID_TWICE, id=row.external_id, line=first.line)
        says = [Sentence(each.message, each.values, each.column) for each in row.notes]
        says += self._subjects.told(row.subject)
        values = self._values(row, source, says)
        place = _place(values)
        if is_again:
            again = Sentence(SAME_AGAIN, {"line": first.line})
            return Line(row.line, Outcome.SAME, _title(values), place, says=(again,))
        known = self._by_id.get(key) if row.external_id else self._like(values)
        if known is None:
            self.new.append(Thing("past", str(values["words"]), values))
            return Line(row.line, Outcome.CREATE, _title(values), place, says=tuple(says))
        new = dict(_differing(known, values, keeps_room=not row.subject.room))
        if new:
            self.changed.append((known, new))
        outcome = Outcome.CHANGE if new else Outcome.SAME
        changes = tuple(_changes(known, new))
        return Line(row.line, outcome, _title(values), place, changes, tuple(says))

    def _like(self, values: Values) -> Thing | None:
        found = self._alike.get(_likeness(values))
        return found.popleft() if found else None

    def _values(self, row: PastRow, source: str, says: list[Sentence]) -> dict[str, object]:
        room, unit, told = self._where(row.subject, says)
        return {
            "room": room,
            "equipment": unit,
            "kind": row.kind,
            "done_on": row.done_on,
            "result": row.result,
            "words": "\n".join(each for each in (row.words, *told) if each),
            "who": row.who,
            "readings": [{"name": name, "value": value} for name, value in row.readings],
            "source": source,
            "external_id": row.external_id,
        }

    def _where(
        self, subject: Subject, says: list[Sentence]
    ) -> tuple[Room, Unit | None, tuple[str, ...]]:
        """Room, unit, and what is told of a unit that nobody knows here."""
        room, unknown = self._room(subject)
        try:
            unit = self._subjects.unit(subject, room)
        except ImportRefused as refused:
            if refused.message == NO_UNIT and not subject.stays:
                raise ImportRefused(GIVE_A_ROOM, **refused.values) from refused
            if not (room and subject.stays):
                raise
            told = tuple(f"{column}: {text}" for column, text in subject.told)
            says.append(Sentence(IN_THE_ROOM, {"told": ", ".join(told)}))
            return room, None, told
        if unknown and unit is None:
            raise unknown
        if unknown:
            says.append(Sentence(ROOM_UNKNOWN, {"room": subject.room}))
        found = room or (unit.room if unit else None)
        if found is None:
            raise ImportRefused(NOWHERE)
        return found, unit, ()

    def _room(self, subject: Subject) -> tuple[Room | None, ImportRefused | None]:
        """The room, or why it is not known: the unit may still tell where it was."""
        try:
            return self._subjects.room(subject), None
        except ImportRefused as refused:
            if not subject.told or subject.stays:
                raise
            return None, refused


def _likeness(values: Values) -> Key:
    """What past work without a number is known by: what it was on, its day and its words."""
    on = values.get("equipment") or values.get("room")
    return on, values["done_on"], values["words"]


def _differing(known: Thing, values: Values, *, keeps_room: bool) -> Iterator[tuple[str, object]]:
    for name, value in values.items():
        is_told = value not in (None, "", [])
        if name == "room" and keeps_room:
            continue
        if is_told and value != known.values.get(name):
            yield name, value


def _changes(known: Thing, values: Values) -> Iterator[Change]:
    for name, value in values.items():
        yield Change(name, _words(known.values.get(name)), _words(value))


def _words(value: object) -> str:
    if isinstance(value, Room):
        return place_of(value)
    if isinstance(value, Unit):
        return value.name
    if isinstance(value, list):
        return "; ".join(f"{each['name']} {each['value']}" for each in value)
    return "" if value is None else str(value)


def _title(values: Mapping[str, object]) -> str:
    words = str(values["words"]).partition("\n")[0]
    return words[:80] or str(values["done_on"])


def _place(values: Mapping[str, object]) -> str:
    room, unit = values["room"], values["equipment"]
    where = place_of(room) if isinstance(room, Room) else ""
    return f"{unit.name} · {where}" if isinstance(unit, Unit) else where
