"""Reading again, by the worker, what calendars elsewhere say of our rooms."""

import time

from app import clock
from app.database import reading as only_reading
from app.errors import Refusal
from app.extensions import db
from app.places.bookings import queries, reading, service
from app.places.bookings.queries import Waiting

SECONDS = 30.0
"""After so long the worker turns to its other work; what waits still is read in a minute."""


def sweep() -> None:
    """Read the addresses whose turn it is; commits after each."""
    until = time.monotonic() + SECONDS
    with only_reading():
        found = queries.waiting(at=clock.now())
    for each in found:
        db.session.rollback()  # nobody waits for us while we wait for the world
        if time.monotonic() > until:
            return
        read(each)
    db.session.rollback()


def read(each: Waiting) -> None:
    """Read one address, and store what came of it."""
    try:
        calendar = reading.fetched(each.address, each.zone, at=clock.now())
    except Refusal as refusal:
        service.note_problem(each.feed_id, each.address, str(refusal), at=clock.now())
    else:
        service.take_over(each.feed_id, each.address, calendar, at=clock.now())
    db.session.commit()
