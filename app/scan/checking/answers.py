"""What a technician typed into a check, read into findings; what is missing, said beside it.

Each unit has a field of its own (`unit-7`), and so has each of its lines (`unit-7-12`, 12 being the
check item); a room without equipment has one for itself (`unit-room`). What was typed stays as it
was typed, so that the form can be shown again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from app.checks.models import CheckItem, ItemKind, Reason, Result, Scope
from app.checks.service import Found
from app.checks.words import thing
from app.equipment.models import Equipment
from app.scan.checking.readings import read_date, read_number

LONGEST_NOTE = 1000


@dataclass(frozen=True)
class Line:
    """One line of a unit's list and what was answered: a choice or a reading, and why not."""

    name: str
    item: CheckItem
    answer: str
    why: str
    required: bool

    @property
    def is_reading(self) -> bool:
        """Whether a number or a date is asked for."""
        return self.item.kind.is_reading


@dataclass(frozen=True)
class UnitAnswer:
    """A unit, or the room itself where `unit` is None, and what was answered for it."""

    name: str
    unit: Equipment | None
    answer: str
    why: str
    note: str
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        """What it is, by name."""
        return thing(self.unit.name if self.unit else None)


@dataclass
class Reading:
    """The findings that follow from the answers, and a sentence for each field to be mended."""

    findings: list[Found] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


Lists = Mapping[int, Sequence[CheckItem]]
Typed = Mapping[str, str]


def answers(
    units: Sequence[Equipment], lists: Lists, scope: Scope, typed: Typed
) -> list[UnitAnswer]:
    """Each unit with its lines as far as the form was filled in; nothing is ever set beforehand.

    A room without any is looked at itself: the visit is worth no less.
    Readings must be given, or said to be not taken, in a service and for statutory equipment.
    """
    if not units:
        return [_answer("unit-room", None, (), typed)]
    return [
        _answer(f"unit-{unit.id}", unit, _lines(unit, lists, scope, typed), typed) for unit in units
    ]


def _answer(name: str, unit: Equipment | None, lines: tuple[Line, ...], typed: Typed) -> UnitAnswer:
    return UnitAnswer(
        name,
        unit,
        typed.get(name, ""),
        typed.get(f"{name}-why", ""),
        typed.get(f"{name}-note", "").strip(),
        lines,
    )


def _lines(unit: Equipment, lists: Lists, scope: Scope, typed: Typed) -> tuple[Line, ...]:
    name, kind = f"unit-{unit.id}", unit.model.type
    must = scope is Scope.SERVICE or kind.statutory
    return tuple(
        Line(
            f"{name}-{item.id}",
            item,
            typed.get(f"{name}-{item.id}", "").strip(),
            typed.get(f"{name}-{item.id}-why", ""),
            must and not item.optional,
        )
        for item in lists.get(unit.id, ())
    )


def read(answered: Sequence[UnitAnswer]) -> Reading:
    """The findings of all units, in order; where anything is missing, what and where."""
    reading = Reading()
    for each in answered:
        if len(each.note) > LONGEST_NOTE:
            reading.errors[f"{each.name}-note"] = _too_long()
        reading.findings += _unit_findings(each, reading.errors)
    return reading


def _too_long() -> str:
    return _("Please use at most %(longest)s characters.", longest=LONGEST_NOTE)


def _unit_findings(each: UnitAnswer, errors: dict[str, str]) -> list[Found]:
    match each.answer:
        case Result.PASS:
            return _all_fine(each, errors)
        case Result.FAIL:
            return _problem(each, errors)
        case Result.NOT_APPLICABLE if each.unit:
            return [Found(each.unit, Result.NOT_APPLICABLE, note=each.note)]
        case Result.NOT_CHECKED:
            reason = _reason(each.why)
            if reason is None:
                errors[f"{each.name}-why"] = _("Say why it was not checked.")
            return [Found(each.unit, Result.NOT_CHECKED, reason=reason, note=each.note)]
    errors[each.name] = _("Say how it is, or mark it not checked.")
    return []


def _reason(typed: str) -> Reason | None:
    return Reason(typed) if typed in set(Reason) else None


def _all_fine(each: UnitAnswer, errors: dict[str, str]) -> list[Found]:
    for line in each.lines:
        if not line.is_reading and line.answer == Result.FAIL:
            errors[each.name] = _(
                "You said all fine, and also that “%(line)s” is not. Keep one of the two.",
                line=line.item.text,
            )
    whole = Found(each.unit, Result.PASS, note=each.note)
    return [whole, *_readings(each, errors)]


def _problem(each: UnitAnswer, errors: dict[str, str]) -> list[Found]:
    """The answered lines; the note goes with the first that failed, or stands for the unit."""
    before = len(errors)
    found = [*_verdicts(each, errors), *_readings(each, errors)]
    failed = [at for at, line in enumerate(found) if _fails(line)]
    if failed:
        first = found[failed[0]]
        found[failed[0]] = Found(**(vars(first) | {"note": each.note}))
    elif each.note:
        found.insert(0, Found(each.unit, Result.FAIL, note=each.note))
    elif len(errors) == before:
        errors[f"{each.name}-note"] = (
            _("Say what is wrong, or mark the line that is not fine.")
            if each.unit
            else _("Say what is wrong.")
        )
    return found


def _fails(found: Found) -> bool:
    if found.item is not None and found.reading is not None:
        return found.item.judged(found.reading) is Result.FAIL
    return found.result is Result.FAIL


def _verdicts(each: UnitAnswer, errors: dict[str, str]) -> Iterator[Found]:
    for line in each.lines:
        if line.is_reading or line.answer not in set(Result):
            continue  # what was not answered is not claimed
        result = Result(line.answer)
        reason = _reason(line.why) if result is Result.NOT_CHECKED else None
        if result is Result.NOT_CHECKED and reason is None:
            errors[f"{line.name}-why"] = _("Say why it was not checked.")
        yield Found(each.unit, result, line.item, reason)


def _readings(each: UnitAnswer, errors: dict[str, str]) -> list[Found]:
    found = (_reading(each.unit, line, errors) for line in each.lines if line.is_reading)
    return [each for each in found if each]


def _reading(unit: Equipment | None, line: Line, errors: dict[str, str]) -> Found | None:
    if line.answer and line.why:
        errors[line.name] = _("You gave a reading, and a reason for having none. Keep one.")
    elif line.answer:
        return _taken(unit, line, errors)
    elif line.why == Result.NOT_APPLICABLE:
        return Found(unit, Result.NOT_APPLICABLE, line.item)
    elif reason := _reason(line.why):
        return Found(unit, Result.NOT_CHECKED, line.item, reason)
    elif line.required:
        errors[line.name] = _("Write the reading, or say why there is none.")
    return None


def _taken(unit: Equipment | None, line: Line, errors: dict[str, str]) -> Found | None:
    try:
        if line.item.kind is ItemKind.DATE:
            return Found(unit, Result.PASS, line.item, read_on=read_date(line.answer))
        number = read_number(line.answer, line.item.unit)
        return Found(unit, Result.PASS, line.item, reading=number)
    except ValueError as why:
        errors[line.name] = str(why)
        return None
