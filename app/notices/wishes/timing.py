"""When a notice may go to a person: at once, after quiet hours, or with others."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from app.extensions import db
from app.notices.models import Notice, Quiet
from app.notices.wishes.queries import Ear

STORM = 5
STORM_MINUTES = 10
"""More than so many within so many minutes are gathered, whatever was chosen."""


def when(ear: Ear, address: str, *, urgent: bool, at: datetime) -> datetime:
    """The moment before which the notice is not sent."""
    quiet = ear.quiet
    if urgent:
        return at if quiet is None or quiet.urgent_anyway else after_quiet(quiet, at)
    minutes = max(quiet.gather_minutes if quiet else 0, _storm_minutes(ear, address, at))
    moment = _gathered(ear, address, minutes, at) if minutes else at
    return after_quiet(quiet, moment) if quiet else moment


def _gathered(ear: Ear, address: str, minutes: int, at: datetime) -> datetime:
    """With what is being gathered already, or so many minutes from now."""
    held = select(func.min(Notice.try_at)).where(
        Notice.person_id == ear.person.id,
        Notice.address == address,
        Notice.letter == "",
        Notice.urgent.is_(False),
        Notice.sent_at.is_(None),
        Notice.dead_at.is_(None),
        Notice.try_at > at,
    )
    return db.session.scalar(held) or at + timedelta(minutes=minutes)


def _storm_minutes(ear: Ear, address: str, at: datetime) -> int:
    lately = select(func.count()).where(
        Notice.person_id == ear.person.id,
        Notice.address == address,
        Notice.urgent.is_(False),
        Notice.created_at > at - timedelta(minutes=STORM_MINUTES),
    )
    return STORM_MINUTES if (db.session.scalar(lately) or 0) >= STORM else 0


def after_quiet(quiet: Quiet, at: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours that it falls into."""
    if quiet.starts is None or quiet.ends is None or quiet.starts == quiet.ends:
        return at
    local = at.astimezone(ZoneInfo(quiet.timezone))
    if not _within(local.time(), quiet.starts, quiet.ends):
        return at
    over_night = quiet.starts > quiet.ends and local.time() >= quiet.starts
    day = local.date() + timedelta(days=int(over_night))
    end = datetime.combine(day, quiet.ends, ZoneInfo(quiet.timezone)).astimezone(at.tzinfo)
    return max(at, end)


def _within(moment: time, starts: time, ends: time) -> bool:
    if starts < ends:
        return starts <= moment < ends
    return moment >= starts or moment < ends
