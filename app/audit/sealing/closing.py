"""Taking out the oldest entries of the audit log when their time is over, and nothing else.

An entry at the end of the chain keeps the hash with which the removed part ended, so that what
remains still fits: it can be told from a log whose beginning was cut off.
"""

from datetime import datetime

from sqlalchemy import delete, func, select

from app.audit import service as audit
from app.audit.acts import Act
from app.audit.chaining.appending import end
from app.audit.models import AuditEntry
from app.audit.proving.anchors import signature
from app.audit.sealing.opening import passing
from app.extensions import db


def close(before: datetime, *, at: datetime) -> int:
    """Remove the entries from before that moment; how many there were. The caller commits."""
    first: int | None = db.session.scalar(select(func.min(AuditEntry.number)))
    wanted = select(func.min(AuditEntry.number)).where(AuditEntry.at >= before)
    kept: int | None = db.session.scalar(wanted)
    newest = end(db.session.connection(), AuditEntry)[0]
    last = min(kept or newest, newest) - 1  # the newest stays: the next goes on from it
    if first is None or last < first:
        return 0
    ended_with = db.session.scalar(select(AuditEntry.hash).where(AuditEntry.number == last)) or ""
    told = {"until": last, "ended_with": ended_with, "entries": last - first + 1}
    told["signed"] = signature(f"{last}:{ended_with}")
    changes = {field: (None, value) for field, value in told.items()}
    audit.note(Act.LOG_CLOSED, changes=changes, at=at)
    with passing(AuditEntry.__tablename__):
        db.session.execute(delete(AuditEntry).where(AuditEntry.number <= last))
    return last - first + 1
