"""What a tag stands for: in words, and as the head of the page where it is a unit's."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.checks.readiness import Readiness, readiness
from app.codes.models import Tag
from app.equipment.models import Condition
from app.scan.chips import Chip, to_help
from app.scan.queries import RoomFacts, UnitLine

UNFIT = "do_not_use"
"""The state of a unit that failed statutory work, until it is put right."""
SENTENCES = {
    "up": _l("It was found working."),
    "degraded": _l("You can use it, but something about it is broken."),
    "down": _l("It is known to be broken."),
    "unchecked": _l("Nobody has looked at it lately."),
    UNFIT: _l("Do not use it. It failed its last safety check."),
}


@dataclass(frozen=True)
class UnitFace:
    """A unit as the head of a page."""

    id: int
    name: str
    what: str
    state: str
    sentence: str
    chips: tuple[Chip, ...]
    """What can be wrong with it; empty where nobody can report."""


def unit_face(facts: RoomFacts, today: date) -> UnitFace | None:
    """The unit whose tag was scanned; None where the tag is the room's own.

    It is said to work only where the room's last check looked at it and is not overdue.
    """
    unit = facts.tag.equipment if facts.tag else None
    if facts.tag is None or unit is None:
        return None
    looked_at = readiness([], facts.room.last_checked_at, facts.room.check_due_on, today)
    fresh = unit.id not in facts.left_out and looked_at is Readiness.WORKING
    state = unit.condition.value if fresh or unit.condition.value != "up" else "unchecked"
    state = UNFIT if unit.id in facts.unfit else state
    what = " · ".join(part for part in (_(unit.model.type.title), unit.model.label) if part)
    chips = () if facts.room.is_retired else to_help(unit, facts.tag.code)
    return UnitFace(unit.id, unit.name, what, state, str(SENTENCES[state]), chips)


def state_of(line: UnitLine, facts: RoomFacts) -> str:
    """A unit's state in a list: nobody's word is no "working"."""
    if line.id in facts.unfit:
        return UNFIT
    unseen = line.condition is Condition.UP and line.id in facts.left_out
    return "unchecked" if unseen else line.condition.value


def warning(facts: RoomFacts) -> str:
    """What of the room must not be used, as a sentence; "" where nothing is."""
    names = [line.name for line in facts.units if line.id in facts.unfit]
    return _("Do not use: %(units)s.", units=", ".join(names)) if names else ""


def words_of(tag: Tag) -> str:
    """What a claimed tag stands for: "room 2.14", "Projector left in room 2.14"."""
    if tag.equipment:
        return _("%(unit)s in room %(room)s", unit=tag.equipment.name, room=tag.home.name)
    return _("room %(name)s", name=tag.home.name)
