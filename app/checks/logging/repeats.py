"""Whether a check was sent before: by its key, by what it says, by another process just now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.checks.logging.found import Found
from app.checks.models import Check
from app.errors import Refusal
from app.extensions import db
from app.photos.cleaning import Picture

SAME_VISIT = timedelta(minutes=15)
"""How long the same answers of a person are one visit: a browser's Back gives a form a new key."""


def fingerprint(visit: Check, findings: Sequence[Found], more: Sequence[object] = ()) -> str:
    """The SHA-256 of what was answered; a repeat has the same, whenever it arrives."""
    lines = [
        (
            each.equipment_id,
            each.item_id,
            None if each.is_judged else each.result,
            each.reason,
            each.reading,
            each.read_on and each.read_on.isoformat(),
            each.note,
            each.answer,
            pictured(each.photos),
        )
        for each in findings
    ]
    body = json.dumps(
        [visit.room_id, visit.person_id, visit.scope, visit.note, visit.reason, lines, *more]
    )
    return hashlib.sha256(body.encode()).hexdigest()


def pictured(photos: Sequence[Picture]) -> list[str]:
    """What tells pictures from others: the same file is painted anew to the same bytes."""
    return [hashlib.sha256(photo.content).hexdigest() for photo in photos]


def sent_before(visit: Check) -> Check | None:
    """The check that this one repeats; refused where its key was another check's."""
    return _earlier(visit) or _just_logged(visit)


def _earlier(visit: Check) -> Check | None:
    earlier = db.session.scalar(select(Check).where(Check.key == visit.key))
    if earlier and earlier.body_hash != visit.body_hash:
        raise Refusal(
            _(
                "This form was sent before with other answers, and those are stored. "
                "Open the check again to log another one."
            )
        )
    return earlier


def _just_logged(visit: Check) -> Check | None:
    """The person's last check of the room, if it is this one again: what came after it counts.

    Only what can be the same visit is looked through, and not all that they have ever checked.
    """
    mine = (Check.room_id == visit.room_id, Check.person_id == visit.person_id)
    last = db.session.scalar(
        select(Check)
        .where(*mine, Check.done_at >= visit.done_at - SAME_VISIT)
        .order_by(Check.done_at.desc(), Check.id.desc())
        .limit(1)
    )
    if last is None or last.body_hash != visit.body_hash:
        return None
    return last if abs(visit.done_at - last.done_at) <= SAME_VISIT else None


def stored_before(visit: Check) -> Check | None:
    """Store the visit, or the one that another process stored under its key at this moment."""
    try:
        with db.session.begin_nested():
            db.session.add(visit)
    except IntegrityError:
        if earlier := _earlier(visit):
            return earlier
        raise
    return None
