"""A list of places that name the place they lie in (Atlas CMMS, many others) as a tree.

The rule, which a person sees in the lines of the dry run: a place in which no other lies is a room;
the place above it is its building, or with more levels the top is the site, the next the building,
what is between that and the room the floor. A top that has rooms of its own beside buildings is the
building of those rooms as well. Without the column of parents all lines are rooms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.imports.reading.cleaning import spelled
from app.imports.reading.sheets import ImportRefused
from app.language import N_

What = Literal["site", "building", "floor", "room"]
Key = tuple[str, int]
"""Sheet and line."""

IN_ITSELF = N_(
    "“%(name)s” lies in itself, by way of the places that it lies in. Correct one parent."
)
TWO_PARENTS = N_(
    "Several lines are called “%(parent)s”: in which of them this place lies can't be told. Give"
    " them names of their own."
)


@dataclass(frozen=True, slots=True)
class Named:
    """One line of the list: a place, what it lies in, and its id, by which others may name it."""

    key: Key
    name: str
    parent: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What a line turns out to be, and the places above it; "" where there is none."""

    what: What
    name: str
    site: str = ""
    building: str = ""
    floor: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A line that is a site, a building or a floor of the rooms in other lines."""

    line: int
    what: What
    name: str
    site: str | None = None
    building: str | None = None
    floor: str | None = None
    sheet: str = ""


class Tree:
    """The places of a list by the places they lie in."""

    def __init__(self, lines: Iterable[Named]) -> None:
        self._lines = {each.key: each for each in lines}
        self._called: dict[str, list[Named]] = {}
        for each in self._lines.values():
            self._called.setdefault(spelled(each.name), []).append(each)
        for each in self._lines.values():
            if each.id:
                self._called.setdefault(spelled(each.id), [each])
        self._levels: dict[Named, int] = {}  # how many lie, one in the other, in each place
        for each in self._lines.values():
            self._count_levels(each)

    def _count_levels(self, line: Named) -> None:
        try:
            above = self._above(line)
        except ImportRefused:  # said where the place is asked for
            return
        for levels, place in enumerate(reversed(above), start=1):
            self._levels[place] = max(levels, self._levels.get(place, 0))

    def place(self, key: Key) -> Place | None:
        """What the line is; None for a line without a name.

        Raises ImportRefused if the places above it can't be told.
        """
        line = self._lines.get(key)
        if line is None:
            return None
        above, levels = self._above(line), self._levels.get(line, 0)
        if not levels:
            return Place("room", line.name, *self._parts(above))
        if not above and levels > 1:
            return Place("site", line.name, line.name)
        site, building, floor = self._parts([*above, line])
        return Place("floor" if floor else "building", line.name, site, building, floor)

    def _parts(self, above: Sequence[Named]) -> tuple[str, str, str]:
        """Site, building and floor of what lies in these places, the top first."""
        if not above:
            return "", "", ""
        site = above[0].name if self._levels.get(above[0], 0) > 1 else ""
        building = above[1] if site and len(above) > 1 else above[0]
        return site, building.name, " / ".join(each.name for each in above[2:])

    def _above(self, line: Named) -> tuple[Named, ...]:
        """The places above, the top first; what no line is known by is a top itself."""
        above = list[Named]()
        while line.parent:
            found = self._called.get(spelled(line.parent), [])
            if len(found) > 1:
                raise ImportRefused(TWO_PARENTS, parent=line.parent[:60])
            line = found[0] if found else Named(("", 0), line.parent)
            if line in above:
                raise ImportRefused(IN_ITSELF, name=line.name[:60])
            above.append(line)
        return tuple(reversed(above))


def tree_of(lines: Iterable[Named]) -> Tree | None:
    """The tree of the lines; None where no line names what it lies in."""
    known = tuple(each for each in lines if each.name)
    return Tree(known) if any(each.parent for each in known) else None
