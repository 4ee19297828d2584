"""What waits to be told, what could not be, and what was lately; and the channels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.notices.models import Channel, Notice, Via

SHOWN = 50
LATELY = timedelta(days=3)


@dataclass(frozen=True)
class Outbox:
    """Notices by what became of them, at most `SHOWN` of each."""

    counted: dict[Via, int]
    """How many wait, by the way they go."""
    waiting: Sequence[Notice]
    dead: Sequence[Notice]
    sent: Sequence[Notice]


def outbox() -> Outbox:
    """The outbox as it is; what is forgotten is left out."""
    waits = (Notice.sent_at.is_(None), Notice.dead_at.is_(None))
    counted = select(Notice.via, func.count()).where(*waits).group_by(Notice.via)
    known = select(Notice).where(Notice.address != "")
    return Outbox(
        dict(db.session.execute(counted).all()),
        _some(known.where(*waits).order_by(Notice.try_at, Notice.id)),
        _some(known.where(Notice.dead_at.is_not(None)).order_by(Notice.dead_at.desc())),
        _some(known.where(Notice.sent_at.is_not(None)).order_by(Notice.sent_at.desc())),
    )


def given_up_lately(at: datetime) -> int:
    """How many messages were given up within three days."""
    lately = Notice.dead_at > at - LATELY, Notice.address != ""
    return db.session.scalar(select(func.count()).where(*lately)) or 0


def _some(asked: Select[Notice]) -> Sequence[Notice]:
    return db.session.scalars(asked.limit(SHOWN).options(selectinload(Notice.person))).all()


def notice(notice_id: int) -> Notice | None:
    """The notice of this number."""
    return db.session.get(Notice, notice_id)


def channels() -> Sequence[Channel]:
    """All channels by their names, those that were stopped last."""
    by_name = select(Channel).order_by(Channel.stopped_at.is_not(None), Channel.name)
    return db.session.scalars(by_name).all()


def channel(channel_id: int) -> Channel | None:
    """The channel of this number."""
    return db.session.get(Channel, channel_id)


def channel_named(name: str) -> Channel | None:
    """The channel of this name."""
    return db.session.scalars(select(Channel).where(Channel.name == name)).one_or_none()
