"""Units that look like a row of a list: in all that it says, or at least in what names them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass

from app.imports.planning.estate import Building, Unit
from app.imports.reading.cleaning import clean


@dataclass(frozen=True, slots=True)
class Looks:
    """What tells units apart that have no key: `named` is type, name and serial number, `told`
    asset tag, maker and model number."""

    place: tuple[Building | None, str]
    named: tuple[str, str, str]
    told: tuple[str, str, str]
    installed_on: dt.date | None

    @property
    def names(self) -> Hashable:
        """What names it; letter case makes no other name, but of a serial number."""
        building, room = self.place
        kind, name, serial_number = self.named
        return building, room.casefold(), kind, name.casefold(), serial_number


class Likeness:
    """Finds units by their looks, those in use before retired ones, else in the order given."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._exact: dict[Hashable, deque[Unit]] = defaultdict(deque)
        self._named: dict[Hashable, deque[Unit]] = defaultdict(deque)
        for unit in sorted(units, key=lambda each: each.is_retired):
            looks = _looks(unit)
            self._exact[looks].append(unit)
            self._named[looks.names].append(unit)

    def first(
        self, looks: Looks, is_taken: Callable[[Unit], bool], may_be: Callable[[Unit], bool]
    ) -> Unit | None:
        """The first unit that looks so in all, else in what names it; `is_taken` is for good."""
        for units in (self._exact.get(looks), self._named.get(looks.names)):
            while units and is_taken(units[0]):
                units.popleft()
            for unit in units or ():
                if not is_taken(unit) and may_be(unit):
                    return unit
        return None

    def all(self, looks: Looks) -> Iterator[Unit]:
        """Those that are named so and that no row has taken."""
        yield from self._named.get(looks.names, ())


def _looks(unit: Unit) -> Looks:
    model = unit.model
    return Looks(
        place=(unit.room.building, clean(unit.room.name)),
        named=(model.type, clean(unit.name), clean(unit.serial_number)),
        told=(clean(unit.asset_tag or ""), clean(model.maker), clean(model.model_number)),
        installed_on=unit.installed_on,
    )
