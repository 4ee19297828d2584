"""What a technician typed into a check, unit by unit and line by line.

Each unit has a field of its own (`unit-7`), and so has each of its lines (`unit-7-12`, 12 being the
check item); a room without equipment has one for itself (`unit-room`). What was typed stays as it
was typed, so that the form can be shown again; a photo can't be, as no browser keeps it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.checks.models import CheckItem, ItemKind, Scope
from app.checks.words import thing
from app.equipment.models import Equipment
from app.photos.cleaning import Picture

ALWAYS_ASKED = {ItemKind.CHOICE, ItemKind.TEXT, ItemKind.PHOTO}
"""Kinds that a room check asks for too, unless they are optional: "all fine" can't mean them."""


@dataclass(frozen=True)
class Sent:
    """What was sent: words by field, and pictures by field, cleaned and not stored yet."""

    words: Mapping[str, str]
    pictures: Mapping[str, tuple[Picture, ...]] = field(default_factory=dict)

    def word(self, name: str) -> str:
        """What was typed or chosen; "" where nothing was."""
        return self.words.get(name, "").strip()


@dataclass(frozen=True)
class Line:
    """One line of a unit's list and what was answered: a choice or a reading, and why not.

    `sure` is a reading outside its limits that was looked at again.
    """

    name: str
    item: CheckItem
    answer: str
    why: str
    sure: str
    required: bool
    pictures: tuple[Picture, ...]

    @property
    def is_verdict(self) -> bool:
        """Whether it is only fine or not; anything else asks for what was seen."""
        return self.item.kind is ItemKind.PASS_FAIL

    @property
    def is_given(self) -> bool:
        """Whether something was answered."""
        return bool(self.answer or self.pictures)


@dataclass(frozen=True)
class UnitAnswer:
    """A unit, or the room itself where `unit` is None, and what was answered for it."""

    name: str
    unit: Equipment | None
    answer: str
    why: str
    note: str
    lines: tuple[Line, ...]
    pictures: tuple[Picture, ...]

    @property
    def unit_id(self) -> int | None:
        """The unit's key; None for the room itself."""
        return self.unit.id if self.unit else None

    @property
    def title(self) -> str:
        """What it is, by name."""
        return thing(self.unit.name if self.unit else None)


Lists = Mapping[int, Sequence[CheckItem]]


def answers(units: Sequence[Equipment], lists: Lists, scope: Scope, sent: Sent) -> list[UnitAnswer]:
    """Each unit with its lines as far as the form was filled in; nothing is ever set beforehand.

    A room without any is looked at itself: the visit is worth no less. `lists` are by unit.
    Readings must be given, or said to be not taken, in a service and for statutory work.
    """
    if not units:
        return [_answer("unit-room", None, (), sent)]
    return [
        _answer(f"unit-{unit.id}", unit, _lines(unit, lists, scope, sent), sent) for unit in units
    ]


def _answer(name: str, unit: Equipment | None, lines: tuple[Line, ...], sent: Sent) -> UnitAnswer:
    return UnitAnswer(
        name,
        unit,
        sent.word(name),
        sent.word(f"{name}-why"),
        sent.word(f"{name}-note"),
        lines,
        sent.pictures.get(f"{name}-photo", ()),
    )


def _lines(unit: Equipment, lists: Lists, scope: Scope, sent: Sent) -> tuple[Line, ...]:
    return tuple(
        Line(
            name := f"unit-{unit.id}-{item.id}",
            item,
            sent.word(name),
            sent.word(f"{name}-why"),
            sent.word(f"{name}-sure"),
            _must(unit, item, scope) and not item.optional,
            sent.pictures.get(name, ()),
        )
        for item in lists.get(unit.id, ())
    )


def _must(unit: Equipment, item: CheckItem, scope: Scope) -> bool:
    statutory = unit.model.type.statutory or item.job_plan.statutory
    return scope is Scope.SERVICE or statutory or item.kind in ALWAYS_ASKED
