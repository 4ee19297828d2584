"""What it was the last times, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from flask import url_for
from flask_babel import gettext as _

from app import formats
from app.faults import words
from app.faults.closing.words import in_short
from app.faults.models import Diagnosis


@dataclass(frozen=True)
class LastTime:
    """A fault of the same thing, and what it was."""

    address: str
    title: str
    when_words: str
    text: str
    who: str


def last_times(found: Sequence[Diagnosis], now: datetime, zone: tzinfo) -> tuple[LastTime, ...]:
    """Each with its fault and symptom, and who said it."""
    return tuple(
        LastTime(
            address=url_for("faults.fault", fault_id=each.fault_id),
            title=str(_(words.title(each.fault))),
            when_words=formats.ago(each.at, now, zone),
            text=in_short(each),
            who=each.by.name,
        )
        for each in found
    )
