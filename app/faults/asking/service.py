"""A mail goes to the vendor, and the fault's timeline tells staff that it did."""

from __future__ import annotations

from datetime import datetime

from app.faults import record
from app.faults.models import Event, Fault
from app.notices import service as notices
from app.notices.service import Words
from app.people.models import Person


def ask_vendor(
    fault: Fault, address: str, words: Words, *, by: Person, key: str, at: datetime
) -> None:
    """Post the mail, and write down that the vendor was asked; the same form sends it once."""
    if notices.post(address, words, key=key, about=f"fault-{fault.id}", at=at):
        told_asked(fault, words.subject, by=by, at=at)


def told_asked(fault: Fault, note: str, *, by: Person, at: datetime) -> None:
    """Write down that the vendor was asked, by whatever way; for staff alone."""
    record.log(fault, at, event=Event.VENDOR_ASKED, note=note, person=by, public=False)
    record.settle(fault)
