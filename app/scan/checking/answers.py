"""What a technician typed into a check, unit by unit and line by line.

Each unit has a field of its own (`unit-7`), and so has each of its lines (`unit-7-12`, 12 being the
check item); a room has one for itself (`unit-room`) where a plan asks for it, or where there is no
equipment. What was typed stays as it
was typed, so that the form can be shown again; a photo can't be, as no browser keeps it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.checks.models import CheckItem, ItemKind, Scope
from app.checks.words import thing
from app.equipment.models import Equipment, Symptom
from app.faults.models import Effect
from app.faults.words import OTHER
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
    symptoms: Sequence[Symptom]
    """The words for what can be wrong with it."""
    typed_symptom: str
    typed_effect: str

    @property
    def symptom(self) -> Symptom | None:
        """The word that was chosen; None for none, and for "something else"."""
        words = {each.code: each for each in self.symptoms if each.code != OTHER}
        return words.get(self.typed_symptom)

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What a problem can take away: a room itself has no unit that could be down."""
        return tuple(each for each in Effect if self.unit or each is not Effect.UNIT_DOWN)

    @property
    def effect(self) -> Effect | None:
        """What was said that it takes away."""
        return next((each for each in self.effects if each.value == self.typed_effect), None)

    @property
    def unit_id(self) -> int | None:
        """The unit's key; None for the room itself."""
        return self.unit.id if self.unit else None

    @property
    def title(self) -> str:
        """What it is, by name."""
        return thing(self.unit.name if self.unit else None)


Lists = Mapping[int, Sequence[CheckItem]]
Words = Mapping[int | None, Sequence[Symptom]]
"""By type of equipment; under None for the room itself."""


def answers(
    units: Sequence[Equipment],
    lists: Lists,
    scope: Scope,
    sent: Sent,
    own: Sequence[CheckItem] = (),
    *,
    words: Words,
) -> list[UnitAnswer]:
    """Each unit with its lines as far as the form was filled in; nothing is ever set beforehand.

    `lists` are by unit, `own` is the room's. The room itself comes first where it has a list, or
    where there is no unit: the visit is worth no less.
    Readings must be given, or said to be not taken, in a service and for statutory work.
    """
    asked: list[tuple[Equipment | None, Sequence[CheckItem]]]
    asked = [(None, own)] if own or not units else []
    asked += [(unit, lists.get(unit.id, ())) for unit in units]
    return [_answer(unit, items, scope, sent, words) for unit, items in asked]


def _answer(
    unit: Equipment | None, items: Sequence[CheckItem], scope: Scope, sent: Sent, words: Words
) -> UnitAnswer:
    name = f"unit-{unit.id}" if unit else "unit-room"
    lines = tuple(_line(f"{name}-{item.id}", unit, item, scope, sent) for item in items)
    return UnitAnswer(
        name,
        unit,
        sent.word(name),
        sent.word(f"{name}-why"),
        sent.word(f"{name}-note"),
        lines,
        sent.pictures.get(f"{name}-photo", ()),
        words.get(unit.model.type_id if unit else None, ()),
        sent.word(f"{name}-symptom"),
        sent.word(f"{name}-effect"),
    )


def _line(name: str, unit: Equipment | None, item: CheckItem, scope: Scope, sent: Sent) -> Line:
    return Line(
        name,
        item,
        sent.word(name),
        sent.word(f"{name}-why"),
        sent.word(f"{name}-sure"),
        _must(unit, item, scope) and not item.optional,
        sent.pictures.get(name, ()),
    )


def _must(unit: Equipment | None, item: CheckItem, scope: Scope) -> bool:
    statutory = item.job_plan.statutory or (unit is not None and unit.model.type.statutory)
    return scope is Scope.SERVICE or statutory or item.kind in ALWAYS_ASKED
