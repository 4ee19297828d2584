"""Keeping due work right: what is stale is made anew, and all of it once a night."""

import gc
from collections.abc import Iterator

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
        make_anew(due.recompute_stale(at=now))


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
