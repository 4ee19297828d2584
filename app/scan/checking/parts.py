"""Parts that went into units, as the form of a check asks for them: how many of what lies here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.checks.logging.parts import Used, called, left, parts_for, used_in
from app.checks.models import Check, Result
from app.equipment.models import Equipment, SpareStock
from app.equipment.stock.numbers import MOST
from app.places.models import Room
from app.scan.checking.answers import Sent, UnitAnswer


@dataclass(frozen=True)
class PartLine:
    """A part that can go into a unit, and how many were typed.

    `before` is what the check that is corrected took: that lies there again.
    """

    name: str
    unit: Equipment
    stock: SpareStock
    typed: str
    before: int

    @property
    def label(self) -> str:
        """The part, and what makes it another one."""
        return called(self.stock)

    @property
    def left(self) -> str:
        """How many can be used, and where they lie."""
        return left(self.stock, self.before)


Parts = Mapping[int, Sequence[PartLine]]
"""By the key of the unit."""


def part_lines(
    room: Room, units: Sequence[Equipment], sent: Sent, corrects: Check | None
) -> dict[int, list[PartLine]]:
    """What can go into each unit; a correction begins with what was said before."""
    kept = parts_for(room, {unit.model_id for unit in units})
    before = _before(corrects)
    found: dict[int, list[PartLine]] = {}
    for unit in units:
        for stock in kept:
            number = before.get((unit.id, stock.id), 0)
            if stock.spare.model_id != unit.model_id or not stock.count + number:
                continue
            name = f"unit-{unit.id}-part-{stock.id}"
            typed = sent.word(name) if sent.words else str(number or "")
            found.setdefault(unit.id, []).append(PartLine(name, unit, stock, typed, number))
    return found


def _before(corrects: Check | None) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for part in used_in([corrects.id]) if corrects else ():
        of = part.equipment_id, part.move.stock_id
        found[of] = found.get(of, 0) - part.move.change
    return found


def read_parts(answered: Sequence[UnitAnswer], parts: Parts, errors: dict[str, str]) -> list[Used]:
    """The parts that were typed; what can't be stands beside its field."""
    used = []
    for each in answered:
        for line in parts.get(each.unit_id or 0, ()):
            number = _number(line, errors)
            if number and each.answer not in {Result.PASS, Result.FAIL}:
                errors[line.name] = _("A part was used: say whether it is all fine now.")
            elif number:
                used.append(Used(line.unit, line.stock, number))
    return used


def _number(line: PartLine, errors: dict[str, str]) -> int:
    """How many were typed; none where nothing was, or where it is no number."""
    text = line.typed
    if not text:
        return 0
    if not (text.isascii() and text.isdigit()) or int(text[:6]) > MOST:
        errors[line.name] = _("Enter a whole number, at most %(max)s.", max=MOST)
        return 0
    if int(text) > line.stock.count + line.before:
        errors[line.name] = _("There are only so many: %(left)s.", left=line.left)
    return int(text)


def labels(parts: Parts) -> Mapping[str, str]:
    """What each field is called where errors are summed up."""
    lines = (line for of_unit in parts.values() for line in of_unit)
    return {line.name: f"{line.unit.name}: {line.label}" for line in lines}
