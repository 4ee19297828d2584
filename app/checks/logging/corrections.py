"""Putting a logged check right: a new check that names the old one, and both stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from app.checks.models import Check
from app.errors import Refusal
from app.extensions import db
from app.people.models import Person
from app.places.models import Room

OPEN_FOR = timedelta(days=7)
"""How long after it was received a check can be corrected."""


@dataclass(frozen=True)
class Correction:
    """How a check stands to its corrections: what it corrects, what corrects it, as keys."""

    corrects: int | None
    corrected_by: int | None
    is_open: bool
    """Whether this person may correct it now."""


def correction_of(check: Check, person: Person, *, at: datetime) -> Correction:
    """How the check stands, as seen by this person at this moment."""
    by = db.session.scalar(select(Check.id).where(Check.corrects_id == check.id))
    is_open = by is None and _refusal(check, person, at) is None
    return Correction(check.corrects_id, by, is_open)


def insist_correctable(old: Check, room: Room, by: Person, *, note: str, at: datetime) -> None:
    """Refuse a correction that may not be, or that does not say why."""
    if sentence := _refusal(old, by, at):
        raise Refusal(sentence)
    if old.room_id != room.id:
        raise Refusal(_("That check is of another room. Open it again, and correct it from there."))
    if not note:
        raise Refusal(_("Say why it is corrected."), field="note", status=422)
    if db.session.scalar(select(Check.id).where(Check.corrects_id == old.id)):
        raise Refusal(_("It was corrected meanwhile. Open the newer one, and correct that."))


def _refusal(old: Check, by: Person, at: datetime) -> str | None:
    if old.person_id != by.id and not by.is_manager:
        return _("Only whoever made a check, or a manager, can correct it.")
    if at - old.received_at > OPEN_FOR:
        return _("A check can be corrected for seven days. Log a new one instead.")
    return None
