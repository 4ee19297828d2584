"""The checks of a room that were made while their people could not know of each other."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, true
from sqlalchemy.orm import joinedload, selectinload

from app.checks.models import Check, Finding
from app.checks.queries import stands, with_place
from app.extensions import db


def made_unaware(check: Check) -> Sequence[Check]:
    """Other people's checks of the room, each done before the other of the two had arrived here.

    One of the two was kept on a phone, else they would have known. What corrects a check is of
    its moment, and knows of all: it is no check beside another.
    """
    if check.corrects_id:
        return ()
    kept = true() if check.is_offline else Check.is_offline
    found = with_place(select(Check)).where(
        Check.room_id == check.room_id,
        Check.person_id != check.person_id,
        Check.corrects_id.is_(None),
        Check.done_at < check.received_at,
        Check.received_at > check.done_at,
        kept,
        stands(),
    )
    findings = selectinload(Check.findings).options(joinedload(Finding.equipment))
    return db.session.scalars(found.options(findings).order_by(Check.done_at, Check.id)).all()
