"""What an import would do, line by line, before anything is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from operator import attrgetter

from app.imports.planning.estate import Building, Floor, Model, Room, Site, Thing, Unit


class Outcome(StrEnum):
    """What becomes of one line of a list."""

    CREATE = "create"
    CHANGE = "change"
    SAME = "same"
    REFUSED = "refused"
    CONFLICT = "conflict"
    """At odds with another line, or with what is known here: refused until a person settles it."""

    @property
    def figure(self) -> Outcome:
        """Which of the four figures counts it: conflicts are refused lines."""
        return Outcome.REFUSED if self is Outcome.CONFLICT else self


FIGURES = (Outcome.CREATE, Outcome.CHANGE, Outcome.SAME, Outcome.REFUSED)
"""What is told of every list; together they are all lines that were read."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message with its values, and the column that it is about, if it is about one."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    column: str = ""

    def __str__(self) -> str:
        return self.message % self.values


@dataclass(frozen=True, slots=True)
class Change:
    """One field of something that exists: what it says, and what it would say."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list and its outcome: of which room or unit, and why.

    `says` are the reasons of a refusal, or what else a person should know of the line.
    """

    line: int
    outcome: Outcome
    name: str = ""
    place: str = ""
    changes: tuple[Change, ...] = ()
    says: tuple[Sentence, ...] = ()
    sheet: str = ""


ROOM = attrgetter("building.name", "name", "description", "criticality", "external_id")
UNIT = attrgetter(
    *("room.name", "model.type", "model.maker", "model.model_number", "name", "asset_tag"),
    *("serial_number", "installed_on", "external_id", "note", "vendor", "purchased_on"),
    *("warranty_until", "condition"),
)

Values = Mapping[str, object]
"""The new values of fields; places and models are the plain objects of `estate`."""


@dataclass(frozen=True)
class Plan:
    """All lines, and all that has to be made or changed; `passing` rooms no line of its own names.

    `things` are those beside rooms and units, of which `passing_vendors` no line of its own names;
    `links` the rooms that join zones and the units that join systems.
    `phone` is that of the support calendar to be made for the new sites; "" means that they share
    the one that exists. `unknown_types` counts the words taken as "other equipment".
    """

    lines: tuple[Line, ...]
    sites: tuple[Site, ...] = ()
    buildings: tuple[Building, ...] = ()
    floors: tuple[Floor, ...] = ()
    rooms: tuple[Room, ...] = ()
    passing: int = 0
    models: tuple[Model, ...] = ()
    units: tuple[Unit, ...] = ()
    changed_rooms: tuple[tuple[Room, Values], ...] = ()
    changed_units: tuple[tuple[Unit, Values], ...] = ()
    things: tuple[Thing, ...] = ()
    changed_things: tuple[tuple[Thing, Values], ...] = ()
    links: tuple[tuple[Thing, Room | Unit], ...] = ()
    passing_vendors: int = 0
    unknown_types: Mapping[str, int] = field(default_factory=dict)
    phone: str = ""

    def _new(self) -> Iterator[object]:
        """What the rows that will be made say; of what will be changed, the lines say it."""
        yield from map(ROOM, self.rooms)
        yield from ((each.floor and each.floor.label) for each in self.rooms)
        yield from map(UNIT, self.units)
        for thing in self.things:
            yield thing.name, *map(_said, thing.values.values())

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """How many lines there are of each figure; together, all that were read."""
        found = Counter(line.outcome.figure for line in self.lines)
        return {figure: found[figure] for figure in FIGURES}

    @property
    def conflicts(self) -> int:
        """How many of the refused lines are conflicts."""
        return sum(line.outcome is Outcome.CONFLICT for line in self.lines)

    @property
    def read(self) -> int:
        """How many lines were read."""
        return len(self.lines)

    @property
    def made_on_the_way(self) -> Mapping[str, int]:
        """How many things are made that no line of their own names, by what they are."""
        return {
            "sites": len(self.sites),
            "buildings": len(self.buildings),
            "floors": len(self.floors),
            "rooms": self.passing,
            "models": len(self.models),
            "vendors": self.passing_vendors,
        }

    @property
    def changes_something(self) -> bool:
        """Whether there is anything to apply."""
        counts = self.counts
        return bool(counts[Outcome.CREATE] + counts[Outcome.CHANGE])

    @property
    def fingerprint(self) -> str:
        """The same for the same outcomes: tells whether what is applied is what was looked at."""
        digest = sha256()
        for line in self.lines:
            digest.update(repr((line.line, line.outcome.value, line.name, line.changes)).encode())
        for each in self._new():
            digest.update(repr(each).encode())
        return digest.hexdigest()[:24]


def _said(value: object) -> str:
    """A value in words, which do not differ from one run of the program to the next."""
    if isinstance(value, Model):
        return f"{value.type} {value.maker} {value.model_number}"
    return str(getattr(value, "name", value))
