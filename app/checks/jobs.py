"""Keeping due work right, as it gets stale; drawing second looks; forgetting who was where."""

import gc
from collections.abc import Iterator
from datetime import datetime

from flask import current_app

from app import clock
from app.checks.audits import drawing
from app.checks.due import service as due
from app.database import reading
from app.extensions import db


def sweep() -> None:
    """Draw second looks, and make the due work anew where it is stale; commits on its way."""
    now = clock.now()
    _audit(now)
    with reading():
        waits = due.is_any_stale(at=now)
    db.session.rollback()  # that transaction only read: no writer waited for it
    if waits:
        make_anew(due.recompute_stale(at=now))


def _audit(now: datetime) -> None:
    """Draw among the checks that came, and forget the scans that are old enough."""
    settings = current_app.config["SETTINGS"]
    lots = drawing.lots_of(current_app.config["SECRET_KEY"])
    with reading():
        waits = drawing.drawn(settings.audit_percent, lots, at=now)
        is_old = drawing.are_scans_to_forget(at=now)
    db.session.rollback()
    if waits or is_old:
        drawing.draw(settings.audit_percent, lots, at=now)
        drawing.forget_scans(at=now)
        db.session.commit()


def make_anew(chunks: Iterator[int]) -> None:
    """Compute chunk after chunk, and commit each.

    What the program itself consists of is not searched for garbage over and over meanwhile: that
    took a third of the time.
    """
    gc.freeze()
    try:
        for _rooms in chunks:
            db.session.commit()
    finally:
        gc.unfreeze()
