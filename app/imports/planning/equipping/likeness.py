"""Units that look like a row of a list: in all that it says, or at least in what names them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from app.imports.planning.estate import Building, Unit
from app.imports.planning.plans import Values
from app.imports.reading.cleaning import clean


@dataclass(frozen=True, slots=True)
class Looks:
    """What tells units apart that have no key: `named` is type, name and serial number, `told`
    asset tag, maker and model number."""

    place: tuple[Building | None, str]
    named: tuple[str, str, str]
    told: tuple[str, str, str]
    installed_on: date | None

    @property
    def names(self) -> Hashable:
        """What names it; letter case makes no other name, but of a serial number."""
        building, room = self.place
        kind, name, serial_number = self.named
        return building, room.casefold(), kind, name.casefold(), serial_number


@dataclass(slots=True)
class Alike:
    """Units of the same names, in their order; of several, which looks exactly how."""

    units: deque[Unit]
    exact: dict[Looks, deque[Unit]] = field(default_factory=dict)

    def add(self, unit: Unit) -> None:
        """Takes one more in."""
        if not self.exact:
            self.exact[looks_of(self.units[0])] = deque(self.units)
        self.units.append(unit)
        self.exact.setdefault(looks_of(unit), deque()).append(unit)


class Likeness:
    """Finds units by their looks, those in use before retired ones, else in the order given.

    A unit that was changed here is also found by what it was `before`, after all others.
    """

    def __init__(self, units: Iterable[Unit], before: Iterable[tuple[Unit, Values]] = ()) -> None:
        # Most names are of one unit alone: it stands for itself, which is a third of the memory.
        self._named: dict[Hashable, Unit | Alike] = {}
        self._before: dict[Hashable, Unit] = {}
        for unit in sorted(units, key=lambda each: each.is_retired):
            self._add(unit)
        for unit, values in before:
            self._before.setdefault(_looks_before(unit, values).names, unit)

    def __bool__(self) -> bool:
        return bool(self._named or self._before)

    def _add(self, unit: Unit) -> None:
        key = looks_of(unit).names
        there = self._named.setdefault(key, unit)
        if isinstance(there, Alike):
            there.add(unit)
        elif there is not unit:
            alike = self._named[key] = Alike(deque([there]))
            alike.add(unit)

    def first(
        self, looks: Looks, is_taken: Callable[[Unit], bool], may_be: Callable[[Unit], bool]
    ) -> Unit | None:
        """The first unit that looks so in all, else in what names it; `is_taken` is for good."""
        for units in self._like(looks):
            while units and is_taken(units[0]):
                cast("deque[Unit]", units).popleft()
            for unit in units:
                if not is_taken(unit) and may_be(unit):
                    return unit
        return None

    def _like(self, looks: Looks) -> Iterator[Sequence[Unit]]:
        names = looks.names
        for there in (self._named.get(names), self._before.get(names)):
            if isinstance(there, Alike):
                yield there.exact.get(looks, deque())
                yield there.units
            elif there:
                yield deque([there])

    def all(self, looks: Looks) -> Iterator[Unit]:
        """Those that are named so and that no row has taken."""
        there = self._named.get(looks.names)
        if isinstance(there, Alike):
            yield from there.units
        elif there:
            yield there


def looks_of(unit: Unit) -> Looks:
    """How the unit looks."""
    model = unit.model
    return Looks(
        place=(unit.room.building, clean(unit.room.name)),
        named=(model.type, clean(unit.name), clean(unit.serial_number)),
        told=(clean(unit.asset_tag or ""), clean(model.maker), clean(model.model_number)),
        installed_on=unit.installed_on,
    )


def _looks_before(unit: Unit, values: Values) -> Looks:
    then = copy(unit)
    for name in ("room", "model", "name", "serial_number"):
        if values.get(name):
            setattr(then, name, values[name])
    return looks_of(then)
