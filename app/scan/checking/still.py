"""What failed last time, asked again: it is never passed over by "all fine here"."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from flask_babel import gettext as _

from app.checks.logging.failing import StillFailing
from app.checks.logging.following import FollowUp, Still
from app.checks.models import Reason, Result
from app.checks.service import Found
from app.scan.checking.answers import Sent, UnitAnswer
from app.scan.checking.findings import reason_of


@dataclass(frozen=True)
class Asked:
    """A line that failed last time, and what is said of it now: `still-` and the finding's key.

    Only what the form asked has to be answered: what failed since it was opened is asked by the
    next one, and the same form sent twice is not asked for what it told itself.
    """

    name: str
    line: StillFailing
    answer: str
    why: str
    was_asked: bool

    @property
    def unit_id(self) -> int | None:
        """The unit that it is about; None for the room itself."""
        return self.line.noted.equipment_id


def asked(failing: Sequence[StillFailing], sent: Sent) -> list[Asked]:
    """Each line as far as it was answered."""
    return [_asked(f"still-{line.finding_id}", line, sent) for line in failing]


def _asked(name: str, line: StillFailing, sent: Sent) -> Asked:
    was_asked = bool(sent.word(f"{name}-asked"))
    return Asked(name, line, sent.word(name), sent.word(f"{name}-why"), was_asked)


def still_broken(asked_again: Sequence[Asked]) -> Set[int | None]:
    """The units of which something is said to be still broken: that tells the problem."""
    return {each.unit_id for each in asked_again if each.answer == Still.BROKEN}


def follow_ups(
    asked_again: Sequence[Asked],
    answered: Sequence[UnitAnswer],
    found: Sequence[Found],
    errors: dict[str, str],
) -> list[FollowUp]:
    """What is said of each line; what is missing or can't both be true stands beside it."""
    units = {each.unit_id: each for each in answered}
    failed = {(each.equipment_id, each.item_id) for each in found if each.judged() is Result.FAIL}
    told = []
    for each in filter(lambda each: each.was_asked, asked_again):
        unit = units.get(each.unit_id)
        item = each.line.item
        again = (each.unit_id, item.id if item else None) in failed
        if again and not each.answer:
            continue  # who says once more that it is not fine has answered
        sentence = _contradiction(each, unit, again=again and item is not None)
        if sentence:
            errors[each.name] = sentence
        elif follow_up := _follow_up(each, unit, errors):
            told.append(follow_up)
    return told


def _contradiction(each: Asked, unit: UnitAnswer | None, *, again: bool) -> str:
    said = unit.answer if unit else ""
    if each.answer == Still.BROKEN and said in {Result.PASS, Result.NOT_APPLICABLE}:
        return _("You said that this is still broken, and below that all is fine. Keep one.")
    if each.answer == Still.FIXED and said == Result.NOT_CHECKED:
        return _("You said that this is fixed, and below that it was not checked. Keep one.")
    if each.answer == Still.FIXED and again:
        return _("You said that this is fixed, and below that it is not fine. Keep one.")
    return ""


def _follow_up(each: Asked, unit: UnitAnswer | None, errors: dict[str, str]) -> FollowUp | None:
    if each.answer in {Still.FIXED, Still.BROKEN}:
        return FollowUp(each.line, Still(each.answer))
    reason = reason_of(each.why) if each.answer == Still.UNSEEN else _unit_unseen(each, unit)
    if reason:
        return FollowUp(each.line, Still.UNSEEN, reason)
    if each.answer == Still.UNSEEN:
        errors[f"{each.name}-why"] = _("Say why it was not looked at.")
    else:
        errors[each.name] = _("It failed last time: say whether it is fixed.")
    return None


def _unit_unseen(each: Asked, unit: UnitAnswer | None) -> Reason | None:
    """Who did not check the unit has not looked at its lines either, and has said why."""
    unseen = unit is not None and unit.answer == Result.NOT_CHECKED and not each.answer
    return reason_of(unit.why) if unit and unseen else None


def labels(asked_again: Sequence[Asked]) -> Mapping[str, str]:
    """What each field is called where its errors are summed up."""
    words = {
        each.name: f"{each.line.noted.unit_name}: {_(each.line.words)}" for each in asked_again
    }
    return words | {f"{name}-why": label for name, label in words.items()}
