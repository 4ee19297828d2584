"""Letters: what is due for one receiver at one time goes out together, under one stable id."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, or_, select

from app.extensions import db
from app.notices.models import Notice, Topic, Via

AT_ONCE = 500
MOST_IN_ONE = 50
A_DAY = timedelta(days=1)
MOST_A_DAY = 3
"""So many messages a reporter's address gets within a day, whoever asked for them."""

WAITING = (Notice.sent_at.is_(None), Notice.dead_at.is_(None))


class NotDelivered(Exception):
    """It did not go out, with the reason; `for_good`: no further try would help."""

    def __init__(self, why: str, *, for_good: bool = False, is_way_shut: bool = False) -> None:
        super().__init__(why)
        self.for_good = for_good
        self.is_way_shut = is_way_shut
        """The way itself is broken, so that whatever else would go by it may wait."""


@dataclass(frozen=True)
class Letter:
    """One or several notices to one receiver, as they are tried; `key` is the same each time."""

    key: str
    notices: Sequence[Notice]

    @property
    def first(self) -> Notice:
        """The notice that stands first in it."""
        return self.notices[0]


def seal(shut: Iterable[ColumnElement[bool]], *, at: datetime) -> None:
    """Put what is due into letters; not what would go by a way that is shut.

    A letter is never changed after: a receiver who got it, and gets it again, can drop it.
    """
    due = (
        select(Notice)
        .where(*WAITING, Notice.letter == "", Notice.try_at <= at, *(~each for each in shut))
        .order_by(Notice.via, Notice.address, Notice.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    found = db.session.scalars(due).all()
    for _receiver, notices in groupby(found, lambda each: (each.via, each.address)):
        _seal_for_one(list(notices), at)
    db.session.flush()


def _seal_for_one(notices: list[Notice], at: datetime) -> None:
    later = _limited_until(notices, at)
    if later:
        for each in notices:
            each.try_at = later
        return
    alone = [each for each in notices if _goes_alone(each)]
    for each in alone:
        each.letter = each.key
    together = [each for each in notices if not each.letter]
    for each in together[:MOST_IN_ONE]:
        each.letter = together[0].key


def _goes_alone(notice: Notice) -> bool:
    """What is urgent, an event for a program, what somebody wrote to a firm."""
    is_written = notice.person_id is None and notice.topic is Topic.WORK
    return notice.urgent or notice.via is Via.WEBHOOK or is_written


def _limited_until(notices: Sequence[Notice], at: datetime) -> datetime | None:
    """When a reporter may get the next message at this address; None: now.

    What is told of one report counts together, by mail and pushed: who chose both is told no more
    often. What was not delivered yet counts as if it were now, as it may be at any moment.
    """
    first = notices[0]
    if first.topic is not Topic.REPORTER:
        return None
    links = {each.link for each in notices if each.link}
    lately = select(Notice.letter, Notice.sent_at).where(
        or_(Notice.address == first.address, Notice.link.in_(links)),
        Notice.topic == Topic.REPORTER,
        Notice.letter != "",
        Notice.dead_at.is_(None),
        Notice.sent_at.is_(None) | (Notice.sent_at > at - A_DAY),
    )
    letters = {key: sent_at or at for key, sent_at in db.session.execute(lately)}
    moments = sorted(letters.values())
    return moments[-MOST_A_DAY] + A_DAY if len(moments) >= MOST_A_DAY else None
