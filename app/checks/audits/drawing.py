"""Which checks are made again, blind, by somebody else: chance decides, and the server alone."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from app.checks.models import Check, Result, Scope, SpotAudit
from app.extensions import db
from app.places.models import Room

KEPT = timedelta(days=90)
"""When somebody stood where is known no longer than this."""
TO_LOOK = timedelta(hours=48)
"""How long after it was drawn a check can be made again; and how old one may be that is drawn."""

Lot = Callable[[Check], float]
"""The lot of a check: a number from 0 to 1, each as likely as any other, 1 excluded."""


def lots_of(key: str) -> Lot:
    """The lots that follow from a secret key: whoever lacks it can neither know nor move them.

    The lot of a check is always the same. So nothing has to remember which checks have had theirs:
    a worker that is killed, and two that work at once, draw the same ones.
    """

    def lot(check: Check) -> float:
        told = f"the lot of check {check.id}, {check.key}".encode()
        digest = hmac.digest(key.encode(), told, hashlib.sha256)
        return int.from_bytes(digest[:6]) / 2**48

    return lot


def drawn(percent: int, lot: Lot, *, at: datetime) -> list[Check]:
    """Of the finished room checks of late, those whose lot is below the share."""
    return [check for check in _in_the_urn(at) if lot(check) < percent / 100]


def draw(percent: int, lot: Lot, *, at: datetime) -> list[SpotAudit]:
    """The new audits, of the checks that are drawn."""
    audits = [
        SpotAudit(check_id=check.id, drawn_at=at, due_by=at + TO_LOOK)
        for check in drawn(percent, lot, at=at)
    ]
    db.session.add_all(audits)
    db.session.flush()
    return audits


def are_scans_to_forget(*, at: datetime) -> bool:
    """Whether it is known of a check when its tag was scanned, and no longer should be."""
    old = select(Check.id).where(Check.scanned_at < at - KEPT).limit(1)
    return db.session.scalar(old) is not None


def forget_scans(*, at: datetime) -> None:
    """Forget when tags were scanned 90 days ago and earlier; that they were, stays known."""
    old = update(Check).where(Check.scanned_at < at - KEPT)
    db.session.execute(old.values(scanned_at=None))
    db.session.flush()


def _in_the_urn(at: datetime) -> Sequence[Check]:
    """Finished room checks of the last two days that were not drawn, and are no second look."""
    seconds = select(SpotAudit.again_id).where(SpotAudit.again_id.is_not(None))
    return db.session.scalars(
        select(Check)
        .join(Room, Room.id == Check.room_id)
        .where(
            Check.done_at > at - TO_LOOK,
            Check.scope == Scope.ROOM_CHECK,
            Check.result != Result.NOT_CHECKED,
            Check.corrects_id.is_(None),
            Room.retired_at.is_(None),
            Check.id.not_in(select(SpotAudit.check_id)),
            Check.id.not_in(seconds),
        )
        .order_by(Check.id)
    ).all()
