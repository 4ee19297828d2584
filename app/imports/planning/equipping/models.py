"""Models by type, maker and model number, in any letter case; the missing ones are added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from app.imports.planning.estate import Model
from app.imports.reading.cleaning import spelled

Named = tuple[str, str, str]
"""Type, maker and model number."""


class Models:
    """The models that exist, and those that the import adds."""

    def __init__(self, existing: Iterable[Model]) -> None:
        self.new: list[Model] = []
        self._known: dict[Named, Model] = {}
        self._called: dict[tuple[str, str], list[Model]] = defaultdict(list)
        self._said: dict[Named, Model] = {}
        for each in existing:
            self._keep(each)

    def _keep(self, model: Model) -> None:
        kind, maker, number = _key(named(model))
        self._known[kind, maker, number] = model
        self._called[maker, number].append(model)

    def only(self, maker: str, number: str) -> Model | None:
        """The one model of that maker and number, of whatever type; None for none, or several."""
        found = self._called.get((spelled(maker), spelled(number)), [])
        return found[0] if len(found) == 1 else None

    def model(self, wanted: Named) -> Model:
        """The model of that name, found or made."""
        found = self._said.get(wanted)
        if found is None:
            found = self._known.get(_key(wanted))
            if found is None:
                found = Model(*wanted)
                self._keep(found)
                self.new.append(found)
            self._said[wanted] = found
        return found


def named(model: Model) -> Named:
    """What tells the model from all others, as it is written."""
    return model.type, model.maker, model.model_number


def _key(named: Named) -> Named:
    kind, maker, number = named
    return kind, spelled(maker), spelled(number)
