"""Models by type, maker and model number, in any letter case; the missing ones are added."""

from __future__ import annotations

from collections.abc import Iterable

from app.imports.planning.estate import Model
from app.imports.reading.cleaning import spelled

Named = tuple[str, str, str]
"""Type, maker and model number."""


class Models:
    """The models that exist, and those that the import adds."""

    def __init__(self, existing: Iterable[Model]) -> None:
        self.new: list[Model] = []
        self._known = {_key(named(each)): each for each in existing}
        self._said: dict[Named, Model] = {}

    def model(self, wanted: Named) -> Model:
        """The model of that name, found or made."""
        found = self._said.get(wanted)
        if found is None:
            key = _key(wanted)
            found = self._known.get(key)
            if found is None:
                found = self._known[key] = Model(*wanted)
                self.new.append(found)
            self._said[wanted] = found
        return found


def named(model: Model) -> Named:
    """What tells the model from all others, as it is written."""
    return model.type, model.maker, model.model_number


def _key(named: Named) -> Named:
    kind, maker, number = named
    return kind, spelled(maker), spelled(number)
