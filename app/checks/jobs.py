"""Keeping due work right: what is stale is made anew, and all of it once a night."""

from app import clock
from app.checks.due import service as due
from app.database import reading
from app.extensions import db


def sweep() -> None:
    """Make the due work anew of the rooms whose rows are stale; commits on its way."""
    now = clock.now()
    with reading():
        waits = due.is_any_stale(at=now)
    db.session.rollback()  # that transaction only read: no writer waited for it
    if waits:
        for _rooms in due.recompute_stale(at=now):
            db.session.commit()
