"""When a check can have been made: not in the future, and not before its room was known."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _

from app import formats
from app.errors import Refusal
from app.places.models import Room

CLOCKS_DIFFER = timedelta(minutes=5)
"""Two servers' clocks may differ by this much; more is a wrong clock."""


def insist_possible(room: Room, *, at: datetime, received_at: datetime) -> None:
    """Refuse a moment that can't be; `at` is when it was made, `received_at` when it came."""
    if at > received_at + CLOCKS_DIFFER:
        sentence = _(
            "This check is said to be of %(when)s, which has not come yet. "
            "Set the clock of the device right, and send it again.",
            when=formats.full_moment(at, room.support.zone),
        )
        raise Refusal(sentence)
    if at < room.created_at:
        sentence = _(
            "This check is said to be of %(when)s, and %(room)s is known here only since later. "
            "Set the clock of the device right, and send it again.",
            when=formats.full_moment(at, room.support.zone),
            room=room.name,
        )
        raise Refusal(sentence)
