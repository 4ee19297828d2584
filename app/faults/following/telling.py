"""Telling those who follow a fault: each in the language in which they reported it.

What is told stands in the outbox in the same transaction as what it tells of.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from flask_babel import force_locale

from app.faults.following import queries
from app.faults.following.words import moved
from app.faults.models import Fault, FollowVia, TimelineEntry
from app.notices import service as notices
from app.notices.models import Via
from app.notices.service import Words

VIA = {FollowVia.EMAIL: Via.EMAIL, FollowVia.PUSH: Via.PUSH}


def tell_followers(fault: Fault, words_of: Callable[[], Words], *, at: datetime) -> None:
    """Tell each who follows a fault, or one that was merged into it; the fault must be stored.

    `words_of` is asked once for each, while the reader's language is spoken. The link is the
    reader's own page, whatever the words say.
    """
    for follower in queries.told_of(fault):
        with force_locale(follower.report.language):
            notices.tell_reporter(
                VIA[follower.via],
                follower.address,
                replace(words_of(), link=f"/f/{follower.report.secret}"),
                stop_link=f"/f/stop/{follower.secret}",
                about=f"fault-{fault.id}",
                at=at,
            )


def tell_of_move(fault: Fault, entry: TimelineEntry, *, at: datetime) -> None:
    """Tell those who follow a fault that it has moved, where that says something new to them."""
    tell_followers(fault, lambda: moved(fault, entry, at), at=at)
