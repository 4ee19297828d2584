"""How old the last good backup is, and whether that is good enough."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import current_app

from app.keeping import folder as folders
from app.settings import Settings

RED_AFTER = timedelta(hours=26)


@dataclass(frozen=True)
class Backups:
    """How backups stand. `good_at` is None where there was none yet."""

    good_at: datetime | None
    since: datetime
    """When the program began to look after backups."""
    why: str
    """Why the last try was not good; empty where it was."""
    is_red: bool


def backups(*, at: datetime) -> Backups | None:
    """How backups stand; None where none are wanted and none were made."""
    settings: Settings = current_app.config["SETTINGS"]
    good, tried = folders.last_good(settings.backups), folders.last_try(settings.backups)
    if not (settings.backup_at or good):
        return None
    since = born(settings) or at
    good_at = good.made_at if good else None
    is_red = at - (good_at or since) > RED_AFTER
    is_going_on = tried is not None and folders.is_busy(settings.backups)
    return Backups(good_at, since, "" if tried is None or is_going_on else tried.why, is_red)


def born(settings: Settings) -> datetime | None:
    """When the folder of backups was made; None where it was not."""
    lock = settings.backups / folders.LOCK
    return datetime.fromtimestamp(lock.stat().st_mtime, UTC) if lock.exists() else None
