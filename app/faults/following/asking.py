"""A question or a wish, told at a tag: nothing is broken, and somebody answers."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.equipment.models import Equipment
from app.errors import Refusal
from app.extensions import db
from app.faults import queries, record
from app.faults.models import Channel, Effect, Kind, Report
from app.faults.record import Origin
from app.places.models import Room

NO_WORDS = {
    Kind.QUESTION: _l("Write your question."),
    Kind.SUGGESTION: _l("Say in a few words what you wish for."),
}


def ask(
    room: Room,
    equipment: Equipment | None,
    kind: Kind,
    *,
    note: str,
    contact: str,
    key: str,
    at: datetime,
) -> Report:
    """A question or a wish with a page of its own; it is never joined to another.

    The same form sent twice gives the first report again; with other words it is refused.
    """
    db.session.execute(select(Room.id).where(Room.id == room.id).with_for_update())
    if earlier := queries.sent_with(key):
        if (earlier.fault.kind, earlier.note, earlier.contact) == (kind, note, contact):
            return earlier
        sentence = _("This form was sent before, with other words. Send it again to add these.")
        raise Refusal(sentence, field="note")
    if not note:
        raise Refusal(str(NO_WORDS[kind]), field="note")
    origin, other = Origin(Channel.TAG, kind=kind), record.something_else()
    fault = record.opened(room, equipment, other, Effect.DEGRADED, origin=origin, at=at)
    return record.told(fault, note=note, contact=contact, key=key, me_too=False, at=at)
