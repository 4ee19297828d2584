"""Sealing the history that came, and writing down how both chains end."""

from datetime import datetime

import structlog
from sqlalchemy.exc import OperationalError

from app import clock
from app.audit.proving import anchors
from app.audit.sealing import service
from app.database import reading
from app.extensions import db

log = structlog.get_logger()

HOUR = len("2026-11-23T01")


def sweep() -> None:
    """Seal what waits, each block in a transaction of its own; then write down the ends."""
    now = clock.now()
    with reading():
        waits = service.waiting(at=now)
    db.session.rollback()  # that transaction only read: no writer waited for it
    for name in waits:
        seal(name, at=now)
    anchor(now)


def seal(name: str, *, at: datetime) -> None:
    """Seal a table's rows as far as they are settled, and commit each block."""
    try:
        until = service.settled(name)
    except OperationalError:  # a long writer has it: the next sweep looks again
        db.session.rollback()
        return None
    db.session.rollback()
    for _ in range(service.AT_ONCE):
        if until is None or not service.seal_next(name, until, at=at):
            return db.session.rollback()
        db.session.commit()
    return None


def anchor(now: datetime) -> None:
    """Write down how the chains end, where they have grown; hourly in the program's log as well.

    A chain that is shorter than it was is not written down: `flask verify` must still tell of it.
    """
    with reading():
        heads = anchors.heads(now.isoformat())
    db.session.rollback()
    known, _sentence = anchors.read()
    if known and (heads.log_number < known.log_number or heads.seal_number < known.seal_number):
        log.error("the audit log is shorter than it was", was=known.log_number)
        return
    if known and (known.log_hash, known.seal_hash) == (heads.log_hash, heads.seal_hash):
        return
    anchors.write(heads)
    if known is None or known.at[:HOUR] != heads.at[:HOUR]:
        log.info("audit ends", number=heads.log_number, hash=heads.log_hash, seal=heads.seal_hash)
