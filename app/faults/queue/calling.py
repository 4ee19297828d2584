"""Telling staff of a pressing fault: who answers for it or is on call, else every technician."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from app.equipment.models import Symptom
from app.extensions import db
from app.faults.following.queries import called
from app.faults.models import Fault, Priority
from app.faults.promises import queries as promises
from app.faults.promises.watching import people
from app.faults.promises.watching.announcing import announce
from app.faults.words import EFFECTS
from app.notices import service as notices
from app.notices.models import Topic
from app.notices.service import Said, Words
from app.people.models import Person
from app.places.models import Room

CALLS = frozenset({Priority.P1, Priority.P2})
"""What can't wait until somebody looks at the queue."""


def call(fault: Fault, room: Room, symptom: Symptom, *, by: Person | None, at: datetime) -> None:
    """Announce a new fault, and tell those who answer for a pressing one, but whoever entered it.

    The fault must be stored, and the room's support calendar loaded.
    """

    def words() -> Words:
        return _words(fault, room, symptom)

    announce(Topic.NEW_FAULT, fault, room, words, at=at)
    _tell(fault, room, words, by=by, at=at)


def call_again(fault: Fault, room: Room, *, by: Person | None, at: datetime) -> None:
    """Tell whoever answers for it now that a fault has become more pressing, at once.

    A fault can only become so a few times, however many people tell of it: there is no storm.
    """
    if fault.assignee_id is not None:
        # So that it is at hand: a fault that is joined comes without whoever took it.
        db.session.get(Person, fault.assignee_id)
    symptom = db.session.get_one(Symptom, fault.symptom_id)
    many = promises.people(fault)
    _tell(fault, room, lambda: _words(fault, room, symptom, told=many), by=by, at=at)


def _tell(fault: Fault, room: Room, words: Said, *, by: Person | None, at: datetime) -> None:
    if fault.priority in CALLS:
        who = people.responsible(fault, room, at)
        others = [each for each in who if by is None or each.id != by.id]
        notices.tell(others, Topic.NEW_FAULT, words, about=f"fault-{fault.id}", at=at)


def _words(fault: Fault, room: Room, symptom: Symptom, *, told: int | None = None) -> Words:
    """What a new fault is; `told` is how many told of one that is more pressing than it was."""
    subject = _(
        "%(priority)s: %(what)s, %(wrong)s",
        priority=fault.priority,
        what=called(fault, room),
        wrong=_(symptom.label),
    )
    body = str(EFFECTS[fault.effect])
    if told is not None:
        many = ngettext("%(num)d report so far.", "%(num)d reports so far.", told)
        body = "\n\n".join((_("It is more pressing than it was."), body, many))
    urgent = fault.priority is Priority.P1
    return Words(subject, body, f"/faults/{fault.id}", urgent=urgent)
