"""What is done with backups: make one, prove it, let old ones go."""

import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from app.keeping import folder as folders
from app.keeping.folder import Good, Try
from app.keeping.making import NotWhole, Source, write
from app.keeping.proving import prove
from app.keeping.sealed.sealing import Damaged, NewerFormat
from app.keeping.snapshots import DatabaseDamaged
from app.settings import Settings

TROUBLES = (NotWhole, Damaged, NewerFormat, DatabaseDamaged, ValueError, OSError, SQLAlchemyError)
TRIES = 3
"""A photo may be erased, as it must be, between the look at its row and at its file."""


class NotBackedUp(Exception):
    """No good backup came of it, with the reason in a sentence."""


def back_up(
    engine: sa.Engine, settings: Settings, kind: str, to: Path | None = None, *, at: datetime
) -> Good:
    """Make a backup in the folder `to`, or the usual one, prove it, and let old ones go.

    Raises `NotBackedUp`, which is remembered, or `Busy`. What is killed leaves nothing that
    bears a backup's name.
    """
    usual = folders.begun(settings)
    with folders.alone(usual):
        folders.sweep_parts(usual)
        folders.note_try(usual, Try(at.isoformat()))
        try:
            good = _made(Source(engine, settings, settings.backup_passphrase), kind, to, at)
        except TROUBLES as trouble:
            folders.sweep_parts(to or usual)
            why = _in_words(trouble)
            folders.note_try(usual, Try(at.isoformat(), why))
            raise NotBackedUp(why) from trouble
        folders.note_good(usual, good)
        if to is None:
            let_go(usual, settings)
    return good


def _made(source: Source, kind: str, to: Path | None, at: datetime) -> Good:
    into = to or source.settings.backups
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = into / folders.name(kind, at)
    part = path.with_name(f"{path.name}.part")
    for left in reversed(range(TRIES)):
        try:
            _write_and_prove(part, source, at)
            break
        except NotWhole:
            if not left:
                raise
    part.replace(path)
    folders.sync(into)
    return Good(at.isoformat(), str(path.resolve()), path.stat().st_size)


def _write_and_prove(part: Path, source: Source, at: datetime) -> None:
    part.unlink(missing_ok=True)
    part.touch(mode=0o600, exist_ok=False)
    with part.open("r+b") as file:
        write(file, source, part.parent, at=at)
    prove(part, source.passphrase, part.parent)


def let_go(folder: Path, settings: Settings) -> None:
    """Take away the backups that need not be kept any more."""
    zone = ZoneInfo(settings.default_timezone)
    found = folders.good_ones(folder)
    wanted = {"daily": settings.backup_daily, "weekly": settings.backup_weekly}
    for each in folders.to_let_go(found, zone, **wanted):
        each.path.unlink(missing_ok=True)


def _in_words(trouble: Exception) -> str:
    if isinstance(trouble, OSError):
        where = f" ({trouble.filename})" if trouble.filename else ""
        return f"{trouble.strerror or type(trouble).__name__}{where}."
    if isinstance(trouble, SQLAlchemyError):
        return f"The database did not answer as it should ({type(trouble).__name__})."
    return str(trouble)


def room_left(folder: Path) -> int:
    """How many bytes the disk of a folder still takes."""
    return shutil.disk_usage(folder).free
