"""What was found on one line, and what that means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_babel import gettext as _

from app.checks.evidence import Taken
from app.checks.models import CheckItem, ItemKind, Reason, Result
from app.checks.words import thing
from app.equipment.models import Equipment, Symptom
from app.errors import Refusal
from app.faults.models import Effect
from app.photos.cleaning import Picture
from app.places.models import Room


@dataclass(frozen=True)
class Found:
    """What was found on one item of a unit, or on the unit as a whole (`item` None).

    Without equipment it was found on the room itself, as a whole. With a reading or a choice the
    result follows from the item, whatever `result` says. `answer` is what was chosen or written;
    beside a reading it is what was typed, where that was in another unit.
    """

    equipment: Equipment | None
    result: Result
    item: CheckItem | None = None
    reason: Reason | None = None
    reading: float | None = None
    read_on: date | None = None
    note: str = ""
    answer: str = ""
    photos: tuple[Picture, ...] = ()
    symptom: Symptom | None = None
    """The word that was chosen for what is wrong."""
    effect: Effect | None = None
    """What it takes away, where that was said."""

    @property
    def equipment_id(self) -> int | None:
        """The unit's key; None for the room itself."""
        return self.equipment.id if self.equipment else None

    @property
    def item_id(self) -> int | None:
        """The item's key; None for the unit as a whole."""
        return self.item.id if self.item else None

    @property
    def thing(self) -> str:
        """What it was found on, by name."""
        return thing(self.equipment.name if self.equipment else None)

    @property
    def is_judged(self) -> bool:
        """Whether the item says what it means, and not the person."""
        chosen = self.item is not None and self.item.kind is ItemKind.CHOICE and self.answer
        return bool(chosen) or self.reading is not None or self.read_on is not None

    @property
    def words(self) -> str:
        """The finding as a line of text: item, reading or answer, note."""
        item = self.item.text if self.item else ""
        unit = self.item.unit if self.item else ""
        read = f"{self.reading:g} {unit}".strip() if self.reading is not None else self.answer
        read = self.read_on.isoformat() if self.read_on else read
        return ": ".join(part for part in (item, read, self.remark) if part)

    @property
    def remark(self) -> str:
        """What is said of it: the word for what is wrong, then the note."""
        word = self.symptom.label if self.symptom else ""
        return ": ".join(part for part in (word, self.note) if part)

    @property
    def told(self) -> list[object]:
        """What tells it from the same without a word for what is wrong; empty where none is."""
        if not (self.symptom or self.effect):
            return []
        word = self.symptom.code if self.symptom else ""
        return ["wrong", self.equipment_id, self.item_id, word, self.effect]

    def judged(self, today: date | None = None) -> Result:
        """What it means; a date can't be judged without `today`, the room's local date."""
        if self.item is None or not self.is_judged:
            return self.result
        if self.reading is not None:
            return self.item.judged(self.reading)
        if self.read_on:
            return self.item.judged_date(self.read_on, today) if today else self.result
        return self.item.judged_choice(self.answer)


def settled(found: Found, room: Room, at: datetime) -> Found:
    """The finding with its result; refused in a sentence where it means nothing."""
    if (unit := found.equipment) and (unit.room_id != room.id or unit.is_retired):
        sentence = _("%(unit)s is no longer in this room. Open the check again.", unit=unit.name)
        raise Refusal(sentence)
    if (found.result is Result.NOT_CHECKED) != (found.reason is not None):
        raise Refusal(_("Say why %(unit)s was not checked.", unit=found.thing))
    if found.item and found.item.kind is ItemKind.CHOICE and found.answer:
        _refuse_stranger(found.item, found.answer)
    result = found.judged(at.astimezone(room.support.zone).date())
    if found.effect is Effect.UNIT_DOWN and not unit:
        raise Refusal(_("Say whether the room can still be used."), status=422)
    if result is Result.FAIL and not (found.item or found.remark):
        raise Refusal(_("Say what is wrong with %(unit)s.", unit=found.thing))
    return replace(found, result=result)


def _refuse_stranger(item: CheckItem, answer: str) -> None:
    if answer not in item.options:
        sentence = _(
            "“%(answer)s” is no answer to “%(item)s” any more. Open the check again.",
            answer=answer,
            item=item.text,
        )
        raise Refusal(sentence)


def readings(findings: Sequence[Found]) -> Iterator[Taken]:
    """The readings within their limits: they can be evidence."""
    for each in findings:
        if each.item and each.reading is not None and each.result is Result.PASS:
            yield each.equipment_id, each.item.id, each.reading


def overall(results: Sequence[Result]) -> Result:
    """The result of a check: fail if anything failed, pass only if something was seen fine."""
    for result in (Result.FAIL, Result.PASS):
        if result in results:
            return result
    return Result.NOT_CHECKED


def refuse_empty(findings: Sequence[Found], reason: Reason | None) -> None:
    """A visit finds something, or says why it could not: one of the two, not both."""
    if not findings and reason is None:
        raise Refusal(_("Nothing was answered. Say how at least one unit is."))
    if findings and reason is not None:
        raise Refusal(
            _("You said that the room could not be checked, and also how units are. Keep one.")
        )
