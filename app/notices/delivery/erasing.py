"""What was told is forgotten after a while: only that something was told stays."""

from datetime import datetime, timedelta

from sqlalchemy import or_, update

from app.extensions import db
from app.notices.models import Notice

KEPT = timedelta(days=30)
EMPTY = dict.fromkeys(("address", "subject", "body", "link", "stop_link", "problem"), "")


def erase(*, at: datetime) -> None:
    """Empty what was sent, or given up, more than thirty days ago: addresses and words."""
    old = or_(Notice.sent_at < at - KEPT, Notice.dead_at < at - KEPT)
    db.session.execute(update(Notice).where(old, Notice.address != "").values(EMPTY))
    db.session.flush()
