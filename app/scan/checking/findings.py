"""The answers of a check read into findings; what is missing, said beside it."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import formats
from app.checks.models import ItemKind, Reason, Result
from app.checks.service import Found
from app.checks.words import limits
from app.equipment.models import Equipment
from app.scan.checking.answers import Line, UnitAnswer
from app.scan.checking.readings import read_date
from app.scan.checking.units import read_in

LONGEST_NOTE = 1000
MOST_PHOTOS = 3
"""Of one problem."""

NEEDED = {
    ItemKind.CHOICE: _l("Choose one, or say why not."),
    ItemKind.TEXT: _l("Write it, or say why not."),
    ItemKind.PHOTO: _l("Take the photo, or say why not."),
}
NO_READING = _l("Write the reading, or say why there is none.")


@dataclass
class Reading:
    """The findings that follow from the answers, and a sentence for each field to be mended."""

    findings: list[Found] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


def read(answered: Sequence[UnitAnswer], still_broken: Set[int | None] = frozenset()) -> Reading:
    """The findings of all units, in order; where anything is missing, what and where.

    Of the units in `still_broken` it is said elsewhere what is wrong.
    """
    reading = Reading()
    for each in answered:
        if len(each.note) > LONGEST_NOTE:
            reading.errors[f"{each.name}-note"] = _too_long()
        if len(each.pictures) > MOST_PHOTOS:
            reading.errors[f"{each.name}-photo"] = _too_many()
        reading.findings += _unit_findings(each, reading.errors, still_broken)
    return reading


def _too_long() -> str:
    return _("Please use at most %(longest)s characters.", longest=LONGEST_NOTE)


def _too_many() -> str:
    return _("Please send at most %(most)s photos.", most=MOST_PHOTOS)


def _unit_findings(
    each: UnitAnswer, errors: dict[str, str], still_broken: Set[int | None]
) -> list[Found]:
    match each.answer:
        case Result.PASS:
            return _all_fine(each, errors)
        case Result.FAIL:
            return _problem(each, errors, told=each.unit_id in still_broken)
        case Result.NOT_APPLICABLE if each.unit:
            return [Found(each.unit, Result.NOT_APPLICABLE, note=each.note)]
        case Result.NOT_CHECKED:
            reason = reason_of(each.why)
            if reason is None:
                errors[f"{each.name}-why"] = _("Say why it was not checked.")
            return [Found(each.unit, Result.NOT_CHECKED, reason=reason, note=each.note)]
    errors[each.name] = _("Say how it is, or mark it not checked.")
    return []


def reason_of(typed: str) -> Reason | None:
    """The reason that was chosen; None where none was."""
    return Reason(typed) if typed in set(Reason) else None


def _all_fine(each: UnitAnswer, errors: dict[str, str]) -> list[Found]:
    for line in each.lines:
        if line.is_verdict and line.answer == Result.FAIL:
            errors[each.name] = _(
                "You said all fine, and also that “%(line)s” is not. Keep one of the two.",
                line=line.item.text,
            )
    whole = Found(each.unit, Result.PASS, note=each.note)
    return [whole, *_told(each, errors)]


def _problem(each: UnitAnswer, errors: dict[str, str], *, told: bool) -> list[Found]:
    """The answered lines; word, note and photos go with the first that failed, or with the unit."""
    before = len(errors)
    found = [*_verdicts(each, errors), *_told(each, errors)]
    failed = [at for at, line in enumerate(found) if line.judged() is Result.FAIL]
    if failed:
        found[failed[0]] = _with_rest(found[failed[0]], each, each.note)
    elif each.note or each.symptom or (told and (each.pictures or each.effect)):
        note = each.note or ("" if each.symptom else _("Still broken"))
        found.insert(0, _with_rest(Found(each.unit, Result.FAIL), each, note))
    elif not told and len(errors) == before:
        errors[f"{each.name}-note"] = (
            _("Say what is wrong, or mark the line that is not fine.")
            if each.unit or each.lines
            else _("Say what is wrong.")
        )
    return found


def _with_rest(found: Found, each: UnitAnswer, note: str) -> Found:
    """The finding with what is said of its unit: word, note, what it takes away, photos."""
    photos = (*found.photos, *each.pictures)
    return replace(found, note=note, photos=photos, symptom=each.symptom, effect=each.effect)


def _verdicts(each: UnitAnswer, errors: dict[str, str]) -> Iterator[Found]:
    for line in each.lines:
        if not line.is_verdict or line.answer not in set(Result):
            continue  # what was not answered is not claimed
        result = Result(line.answer)
        reason = reason_of(line.why) if result is Result.NOT_CHECKED else None
        if result is Result.NOT_CHECKED and reason is None:
            errors[f"{line.name}-why"] = _("Say why it was not checked.")
        yield Found(each.unit, result, line.item, reason)


def _told(each: UnitAnswer, errors: dict[str, str]) -> list[Found]:
    """What was read off, chosen, written or photographed."""
    found = (_answered(each.unit, line, errors) for line in each.lines if not line.is_verdict)
    return [each for each in found if each]


def _answered(unit: Equipment | None, line: Line, errors: dict[str, str]) -> Found | None:
    if line.is_given and line.why:
        errors[line.name] = _two_answers(line.item.kind)
    elif line.is_given:
        return _taken(unit, line, errors)
    elif line.why == Result.NOT_APPLICABLE:
        return Found(unit, Result.NOT_APPLICABLE, line.item)
    elif reason := reason_of(line.why):
        return Found(unit, Result.NOT_CHECKED, line.item, reason)
    elif line.required:
        errors[line.name] = str(NEEDED.get(line.item.kind, NO_READING))
    return None


def _two_answers(kind: ItemKind) -> str:
    if kind.is_reading:
        return _("You gave a reading, and a reason for having none. Keep one.")
    return _("You gave an answer, and a reason for having none. Keep one.")


def _taken(unit: Equipment | None, line: Line, errors: dict[str, str]) -> Found | None:
    try:
        return _made(unit, line)
    except ValueError as why:
        errors[line.name] = str(why)
        return None


def _made(unit: Equipment | None, line: Line) -> Found:
    item, fine = line.item, Result.PASS
    match item.kind:
        case ItemKind.DATE:
            return Found(unit, fine, item, read_on=read_date(line.answer))
        case ItemKind.NUMBER:
            return _measured(unit, line)
        case ItemKind.PHOTO:
            return Found(unit, fine, item, photos=line.pictures[:MOST_PHOTOS])
    if len(line.answer) > LONGEST_NOTE:
        raise ValueError(_too_long())
    if item.kind is ItemKind.CHOICE and line.answer not in item.options:
        raise ValueError(_("The answers have changed meanwhile. Choose again."))
    return Found(unit, fine, item, answer=line.answer)


def _measured(unit: Equipment | None, line: Line) -> Found:
    """A number; one outside its limits is asked for twice, as a slip of the thumb is likelier."""
    number, typed = read_in(line.answer, line.item.unit)
    found = Found(unit, Result.PASS, line.item, reading=number, answer=typed)
    if found.judged() is Result.FAIL and line.sure != line.answer:
        sentence = _(
            "%(read)s is outside the limits (%(limits)s). Is that right? Then send it once more: "
            "it is logged as not fine.",
            read=f"{formats.number(number)} {line.item.unit}".strip(),
            limits=limits(line.item),
        )
        raise ValueError(sentence)
    return found
