"""Lines at odds: with one another, with what is known here, or with what was changed here by hand.

Of a newer version of a list three are compared: what its last version said, what is here now, and
what the list says now. What only the list changed, is changed; what was changed only here, stays;
what both changed is a conflict, unless the list's word is to be taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from app.imports.planning.equipping.models import named
from app.imports.planning.estate import Floor, Model, Room, Unit
from app.imports.planning.plans import Change, Sentence, Values
from app.imports.reading.cleaning import spelled
from app.imports.reading.sheets import ImportRefused
from app.language import N_

Conflicts = Literal["keep", "take"]
"""What to do where both changed: keep what is here, or take what the list says."""

KEPT = N_(
    "%(what)s was changed here to “%(here)s” and stays so: the list says “%(said)s” as it did"
    " before."
)
BOTH = N_(
    "%(what)s was “%(before)s” when this list came last. Since then it became “%(here)s” here and"
    " “%(said)s” in the list. Correct one of them, or choose that the list is right."
)
WORDS: Mapping[str, str] = {
    "name": N_("Name"),
    "floor": N_("Floor"),
    "room": N_("Room"),
    "description": N_("Description"),
    "criticality": N_("Criticality"),
    "model": N_("Model"),
    "asset_tag": N_("Asset tag"),
    "serial_number": N_("Serial number"),
    "installed_on": N_("Installed on"),
    "purchased_on": N_("Purchased on"),
    "warranty_until": N_("Warranty until"),
    "vendor": N_("Vendor"),
    "note": N_("Note"),
}
"""The fields that people change by hand, each with what it is called."""


class Conflict(ImportRefused):
    """Why a line waits for a person to settle it; `more` says what else is wrong with it."""

    more: tuple[Sentence, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def says(self) -> tuple[Sentence, ...]:
        """All that is wrong."""
        return (Sentence(self.message, self.values), *self.more)


class Since:
    """What was changed here since the last version of the list, beside what that version said."""

    def __init__(self, before: Mapping[object, Values], conflicts: Conflicts = "keep") -> None:
        self._before, self._takes = before, conflicts == "take"

    def settle(self, thing: Room | Unit, told: dict[str, object]) -> tuple[Sentence, ...]:
        """Leaves in `told` (the fields in which the list differs) what the list is to change.

        Gives a sentence for each field that stays as it is here. Raises Conflict if a field was
        changed on both sides.
        """
        before = self._before.get(thing)
        if not before:
            return ()
        edited = [name for name in told if name in before]
        kept = [name for name in edited if agree(told[name], plain_of(before[name]))]
        both = [name for name in edited if name not in kept]
        if both and not self._takes:
            raise _conflict(thing, told, before, both)
        says = tuple(_sentence(KEPT, thing, name, told[name]) for name in kept)
        for name in kept:
            del told[name]
        return says

    def stays(self, thing: Room | Unit, name: str, told: object) -> bool:
        """Whether the field keeps what it says here, whatever the list tells."""
        before = self._before.get(thing, {})
        if name not in before:
            return False
        return not self._takes or agree(told, plain_of(before[name]))


def agree(told: object, known: object) -> bool:
    """Whether a cell says what is known; letter case makes no other text."""
    if told == known:
        return True
    if isinstance(told, str) and isinstance(known, str):
        return spelled(told) == spelled(known)
    if isinstance(told, tuple) and isinstance(known, tuple):
        return all(agree(*pair) for pair in zip(told, known, strict=True))
    return False


def plain_of(value: object) -> object:
    """The value as lists tell it: a floor by its label, a model by its name."""
    if isinstance(value, Floor):
        return value.label
    return named(value) if isinstance(value, Model) else value


def _conflict(
    thing: Room | Unit, told: Mapping[str, object], before: Values, both: list[str]
) -> Conflict:
    sentences = [_sentence(BOTH, thing, name, told[name], before[name]) for name in both]
    conflict = Conflict(sentences[0].message, **sentences[0].values)
    conflict.more = tuple(sentences[1:])
    conflict.changes = tuple(_changes(thing, told, both))
    return conflict


def _sentence(
    message: str, thing: Room | Unit, name: str, told: object, before: object = None
) -> Sentence:
    pairs = (("here", getattr(thing, name)), ("said", told), ("before", before))
    words = {key: _words(value) or "—" for key, value in pairs}
    return Sentence(message, {"what": WORDS[name], **words})


def _changes(thing: Room | Unit, told: Mapping[str, object], both: list[str]) -> Iterator[Change]:
    for name in both:
        field = "model_number" if name == "model" else name
        yield Change(field, _words(getattr(thing, name)), _words(told[name]))


def _words(value: object) -> str:
    if isinstance(value, Room):
        return f"{value.name} · {value.building.name}"
    if isinstance(value, Floor):
        return value.label
    if isinstance(value, Model):
        value = (value.maker, value.model_number)
    if isinstance(value, tuple):
        return " ".join(each for each in value[-2:] if each)
    return "" if value is None else str(value)
