"""Writing down what somebody told by phone or at the desk."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.codes.code import grouped, new_code
from app.equipment.models import Equipment, Symptom
from app.errors import Refusal
from app.extensions import db
from app.faults import queries, record, service
from app.faults.models import Channel, Fault, Kind, Report
from app.faults.record import Origin
from app.faults.words import OTHER
from app.notices.service import our_language
from app.people.models import Person
from app.places.models import Room


@dataclass(frozen=True)
class Call:
    """What was told, by which way, of which kind, and how to reach whoever told it.

    `key` is the form's: sent twice it is one report.
    """

    channel: Channel
    kind: Kind
    note: str
    contact: str
    key: str


def enter(
    room: Room,
    equipment: Equipment | None,
    symptom: Symptom,
    call: Call,
    *,
    by: Person,
    at: datetime,
) -> Report:
    """A report in the reporter's words, taken by somebody of the staff.

    Its page has an address short enough to be read out. Of something broken, it joins the open
    fault with the same symptom, as a report at the tag does.
    """
    service.queue_up(room)
    if earlier := queries.sent_with(call.key):
        return earlier
    broken = call.kind is Kind.BROKEN
    if not call.note and (not broken or symptom.code == OTHER):
        raise Refusal(_("Write down what they told."), field="note")
    known = service.with_symptom(room, equipment, symptom) if broken else None
    fault = known or _opened(room, equipment, symptom, Origin(call.channel, by, call.kind), at)
    said = {"note": call.note, "contact": call.contact, "key": call.key}
    report = record.told(fault, **said, me_too=known is not None, at=at)
    report.channel, report.taken_by_id = call.channel, by.id
    report.language = our_language()
    report.secret = grouped(new_code())
    db.session.flush()
    return report


def _opened(
    room: Room, equipment: Equipment | None, symptom: Symptom, origin: Origin, at: datetime
) -> Fault:
    """A new fault; what somebody asks or wishes for has no symptom and takes nothing away."""
    if origin.kind is not Kind.BROKEN:
        symptom = record.something_else()
    effect = record.taken_away(equipment, symptom)
    return record.opened(room, equipment, symptom, effect, origin=origin, at=at)
