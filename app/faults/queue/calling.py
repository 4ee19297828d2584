"""Telling staff of a pressing new fault: who is on call first, else every technician."""

from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.equipment.models import Symptom
from app.faults.following.queries import called
from app.faults.models import Fault, Priority
from app.faults.promises.watching import people
from app.faults.promises.watching.announcing import announce
from app.faults.words import EFFECTS
from app.notices import service as notices
from app.notices.models import Topic
from app.notices.service import Words
from app.people.models import Person
from app.places.models import Room

CALLS = frozenset({Priority.P1, Priority.P2})
"""What can't wait until somebody looks at the queue."""


def call(fault: Fault, room: Room, symptom: Symptom, *, by: Person | None, at: datetime) -> None:
    """Announce a new fault, and tell those who answer for a pressing one, but whoever entered it.

    In our language, not theirs. The fault must be stored, and the room's support calendar loaded.
    """
    words = _words(fault, room, symptom)
    announce(Topic.NEW_FAULT, fault, room, words, at=at)
    if fault.priority not in CALLS:
        return
    told = [each for each in people.responsible(fault, room, at) if by is None or each.id != by.id]
    notices.tell(told, Topic.NEW_FAULT, words, about=f"fault-{fault.id}", at=at)


def _words(fault: Fault, room: Room, symptom: Symptom) -> Words:
    with force_locale(current_app.config["BABEL_DEFAULT_LOCALE"]):
        subject = _(
            "%(priority)s: %(what)s, %(wrong)s",
            priority=fault.priority,
            what=called(fault, room),
            wrong=_(symptom.label),
        )
        body = str(EFFECTS[fault.effect])
    urgent = fault.priority is Priority.P1
    return Words(subject, body, f"/faults/{fault.id}", urgent=urgent)
