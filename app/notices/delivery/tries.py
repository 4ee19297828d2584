"""The tries of a letter: a claim that a killed worker can't keep, and what came of each.

To claim a letter is to put off its next try, and that is committed before anything is sent. Who
dies after leaves a letter that is tried again; nobody else tries it before. So a letter comes at
least once, and twice only where a worker dies between the last word and the note of it.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from app.extensions import db
from app.notices.delivery.letters import WAITING, Letter
from app.notices.models import Notice

FIRST_PAUSE = timedelta(minutes=2)
"""Longer than a try may take, or two workers could be at one letter."""
LONGEST_PAUSE = timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(days=3)
"""A mail server that is away for a weekend loses nothing."""
SHARE = 4
"""Up to a quarter is added to a pause, so that letters that failed together part."""


def pause_after(tries: int) -> timedelta:
    """How long to wait for the next try after so many; it doubles, and bears some chance."""
    pause: timedelta = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(tries, 10))
    return pause + pause / SHARE * (secrets.randbelow(1000) / 1000)


def claim(shut: Iterable[ColumnElement[bool]], *, at: datetime) -> Letter | None:
    """The letter that waits longest, ours for this one try; commits. None: nothing is due."""
    due = (
        select(Notice.letter, Notice.tries)
        .where(*WAITING, Notice.letter != "", Notice.try_at <= at, *(~each for each in shut))
        .order_by(Notice.try_at, Notice.id)
        .limit(1)
    )
    while found := db.session.execute(due).first():
        key, tries = found
        ours = (
            update(Notice)
            .where(*WAITING, Notice.letter == key, Notice.try_at <= at)
            .values(tries=tries + 1, try_at=at + pause_after(tries))
            .returning(Notice.id)
        )
        ids = db.session.scalars(ours).all()
        db.session.commit()
        if ids:
            return Letter(key, _notices(ids))
    return None


def _notices(ids: Iterable[int]) -> list[Notice]:
    found = db.session.scalars(
        select(Notice)
        .where(Notice.id.in_(ids))
        .order_by(Notice.id)
        .execution_options(populate_existing=True)
    )
    notices = list(found)
    db.session.commit()
    return notices


def note_sent(letter: Letter, *, at: datetime) -> None:
    """The letter went out."""
    _note(letter, sent_at=at, problem="")


def note_failed(letter: Letter, why: str, *, for_good: bool, at: datetime) -> bool:
    """The try failed: the next comes by itself, or none where it is for good or too late.

    Whether it is given up.
    """
    too_late = at - min(each.created_at for each in letter.notices) > GIVEN_UP_AFTER
    _note(
        letter,
        problem=why.replace("\x00", "")[:1000],
        **({"dead_at": at} if for_good or too_late else {}),
    )
    return for_good or too_late


def _note(letter: Letter, **values: object) -> None:
    noted = update(Notice).where(Notice.letter == letter.key, Notice.sent_at.is_(None))
    db.session.execute(noted.values(**values))
    db.session.flush()


def give_up_old(shut: Iterable[ColumnElement[bool]], why: str, *, at: datetime) -> Sequence[Notice]:
    """What has waited too long for a way that is shut is given up, or it would come as a storm.

    Those that were.
    """
    given_up: list[Notice] = []
    for each in shut:
        old = update(Notice).where(*WAITING, each, Notice.created_at < at - GIVEN_UP_AFTER)
        gone = old.values(dead_at=at, problem=why).returning(Notice)
        given_up += db.session.scalars(gone)
    db.session.flush()
    return given_up
