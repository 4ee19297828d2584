"""What the clock asks of faults, each minute: warn, tell, remind, close, read the inbox."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol

import structlog

from app import clock, jobs
from app.database import reading
from app.extensions import db
from app.faults import service as life
from app.faults.arriving import fetching as arriving
from app.faults.following import service as following
from app.faults.promises.watching import queries, service

log = structlog.get_logger()

Waiting = Callable[[datetime], Iterable[int]]


class Act(Protocol):
    """What is done with one fault at a moment."""

    def __call__(self, fault_id: int, *, at: datetime) -> None:
        """Do it; the caller commits."""


STEPS: tuple[tuple[Waiting, Act], ...] = (
    (queries.to_watch, service.watch),
    (queries.to_remind, service.remind),
    (queries.to_close, service.close),
)


def sweep() -> None:
    """Do what is due by now, fault by fault; commits after each.

    Killed between two, it goes on with the next; two workers at once do each once.
    """
    now = clock.now()
    done = 0
    for waiting, act in STEPS:
        with reading():
            found = list(waiting(now))
        db.session.rollback()  # that transaction only read: no writer waited for it
        done += sum(_is_done(act, fault_id, now) for fault_id in found)
    following.forget(at=now)
    life.forget_contacts(at=now)
    db.session.commit()
    done += arriving.fetch(clock.now)
    if done:
        jobs.wake()  # what was told stands in the outbox


def _is_done(act: Act, fault_id: int, now: datetime) -> bool:
    """Whether it went well; what fails with one fault keeps no other waiting."""
    try:
        act(fault_id, at=now)
        db.session.commit()
    except Exception:
        db.session.rollback()
        log.exception("a fault could not be looked after", fault=fault_id, act=act)
        return False
    return True
