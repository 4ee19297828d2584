"""What this browser reported before, so that telling it twice leads back to the same page.

The secrets stand in the session cookie, which the form's own token has set already.
"""

from flask import session

from app.faults import queries as faults
from app.faults.models import Fault, Report
from app.places.models import Room
from app.scan.reporting.forms import ReportForm
from app.scan.reporting.pages import Subject

TOLD = "told"
MOST = 20
"""So many of a browser's reports are remembered, the newest; a cookie is small."""


def remember(secret: str) -> bool:
    """Remember a report of this browser's; whether it was remembered already."""
    before = _secrets()
    session[TOLD] = [*(each for each in before if each != secret), secret][-MOST:]
    return secret in before


def told_of(fault: Fault) -> Report | None:
    """This browser's wordless report of an open fault; None where it made none.

    One with words is passed over: whoever taps now may be another, and its page shows them.
    """
    mine = (each for each in faults.open_among(_secrets()) if each.fault_id == fault.id)
    return next((each for each in mine if not each.note), None)


def told_before(room: Room, subject: Subject, form: ReportForm) -> Report | None:
    """This browser's report of the same, still open, where the form says nothing new.

    New words, or another way to be reached, are never dropped: they are a report of their own.
    """
    mine = (each for each in faults.open_among(_secrets()) if _says_nothing_new(each, form))
    return next((each for each in mine if _is_about(each.fault, room, subject, form)), None)


def _secrets() -> list[str]:
    kept: list[str] = session.get(TOLD, [])
    return kept


def _is_about(fault: Fault, room: Room, subject: Subject, form: ReportForm) -> bool:
    if subject.equipment:
        same_place = fault.equipment_id == subject.equipment.id
    else:
        same_place = fault.equipment_id is None and fault.room_id == room.id
    return same_place and (fault.symptom.code, fault.kind) == (form.symptom_code, form.kind)


def _says_nothing_new(report: Report, form: ReportForm) -> bool:
    """Whether the page that it leads to shows no words but the sender's own."""
    return form.note.data == report.note and form.contact.data in {"", report.contact}
