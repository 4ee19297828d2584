"""Closing a fault by saying what it was; answering what somebody asked or wished for."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.errors import Refusal
from app.extensions import db
from app.faults import record, service
from app.faults.closing.words import MODES, in_short
from app.faults.models import (
    Cause,
    Diagnosis,
    Fault,
    FaultState,
    Kind,
    Mechanism,
    Remedy,
    Restoration,
)
from app.faults.promises.reached import Step
from app.people.models import Person

MENDED = Step(restoration=Restoration.REPAIR)
LONGEST = 60 * 24 * 30
"""More minutes of work than this are mistyped."""


@dataclass(frozen=True)
class Said:
    """How it showed, what physically went wrong, why, what was done, and minutes of work."""

    mode: str
    mechanism: Mechanism
    cause: Cause
    remedy: Remedy
    minutes: int


def settle(fault: Fault, said: Said, *, note: str, by: Person, at: datetime) -> Diagnosis:
    """The cause is gone: say what it was. What is still open is restored by this, too.

    The timeline keeps what was said in a line, as a fault that came again is diagnosed anew.
    """
    if fault.kind is not Kind.BROKEN:
        raise Refusal(_("Nothing was broken here: answer it instead."))
    if said.mode not in MODES:
        raise Refusal(_("Choose how it showed."), field="mode")
    if not 0 <= said.minutes <= LONGEST:
        raise Refusal(_("Say how many minutes it took, travel included."), field="minutes")
    if fault.state.is_open:
        service.move(fault, FaultState.RESTORED, by=by, note="", at=at, how=MENDED)
    found = db.session.get(Diagnosis, fault.id) or Diagnosis(fault_id=fault.id)
    found.mode, found.mechanism, found.cause = said.mode, said.mechanism, said.cause
    found.remedy, found.minutes, found.at, found.by_id = said.remedy, said.minutes, at, by.id
    db.session.add(found)
    service.move(fault, FaultState.RESOLVED, by=by, note=note, at=at)
    record.log(fault, at, note=in_short(found), person=by, public=False)
    db.session.flush()
    return found


def answer(fault: Fault, words: str, *, refused: bool, by: Person, at: datetime) -> None:
    """Answer a question or a suggestion, and close it; `refused`: it will not be done."""
    if fault.kind is Kind.BROKEN:
        raise Refusal(_("Something is broken here: say what it was instead."))
    if not words:
        raise Refusal(_("Write an answer: whoever asked reads it."), field="answer")
    if not fault.state.is_open:
        raise Refusal(_("This was answered meanwhile."), field="answer")
    if refused:
        service.move(fault, FaultState.REJECTED, by=by, note=words, at=at)
        return
    service.move(fault, FaultState.RESTORED, by=by, note=words, at=at, how=MENDED)
    service.move(fault, FaultState.RESOLVED, by=by, note="", at=at)
