"""The folder of backups: which are good, which go, and what became of the last try.

A backup bears its name only once it is proved; until then it is a `.part`. What is known of tries
stands in two small files, so that it is there when the database is not.
"""

import fcntl
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from zoneinfo import ZoneInfo

from app.settings import Settings

NAME = re.compile(r"roomworthy-(\d{8}T\d{6})Z-(nightly|asked|upgrade)\.backup")
STAMP = "%Y%m%dT%H%M%S"
LAST_GOOD, LAST_TRY, LOCK = "last-good.json", "last-try.json", "lock"
KEPT_BEFORE_UPGRADES = 2
STOPPED = "It was stopped before its end."


class Busy(Exception):
    """Somebody else is making a backup just now."""


@dataclass(frozen=True)
class Kept:
    """A good backup in the folder."""

    path: Path
    made_at: datetime
    kind: str


@dataclass(frozen=True)
class Good:
    """The last good backup, wherever it was put."""

    at: str
    path: str
    size: int

    @property
    def made_at(self) -> datetime:
        """The moment that it shows."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class Try:
    """A try that has not led to a good backup; `why` says what is known."""

    at: str
    why: str = STOPPED
    is_told: bool = False

    @property
    def made_at(self) -> datetime:
        """When it began."""
        return datetime.fromisoformat(self.at)


def begun(settings: Settings) -> Path:
    """The folder, there from now on."""
    settings.backups.mkdir(mode=0o700, parents=True, exist_ok=True)
    (settings.backups / LOCK).open("ab").close()  # its age is that of the folder
    return settings.backups


def name(kind: str, at: datetime) -> str:
    """What a backup of this moment is called."""
    return f"roomworthy-{at.astimezone(UTC).strftime(STAMP)}Z-{kind}.backup"


def good_ones(folder: Path) -> list[Kept]:
    """The good backups in a folder, the newest first."""
    found = []
    for path in folder.glob("roomworthy-*.backup"):
        if match := NAME.fullmatch(path.name):
            made_at = datetime.strptime(match[1], STAMP).replace(tzinfo=UTC)
            found.append(Kept(path, made_at, match[2]))
    return sorted(found, key=lambda each: (each.made_at, each.path.name), reverse=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else makes a backup here inside; raises `Busy` at once where somebody does."""
    with (folder / LOCK).open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy("Another backup is being made just now.") from None
        yield


def is_busy(folder: Path) -> bool:
    """Whether somebody makes a backup here just now."""
    try:
        with alone(folder):
            return False
    except Busy:
        return True


def sweep_parts(folder: Path) -> None:
    """Take away what a killed try has left; inside `alone`."""
    for path in folder.glob("*.part*"):
        path.unlink(missing_ok=True)
    for path in folder.glob("proof-*"):
        rmtree(path, ignore_errors=True)


def sync(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(path: Path, told: Good | Try) -> None:
    new = path.with_name(f"{path.name}.part")
    new.write_text(json.dumps(asdict(told)))
    new.replace(path)


def note_try(folder: Path, told: Try) -> None:
    """Remember a try that is not good, or not yet."""
    _write(folder / LAST_TRY, told)


def note_good(folder: Path, told: Good) -> None:
    """Remember a good backup, and that nothing is wrong."""
    _write(folder / LAST_GOOD, told)
    (folder / LAST_TRY).unlink(missing_ok=True)


def last_try(folder: Path) -> Try | None:
    """The last try, where it has not led to a good backup."""
    with suppress(OSError, ValueError, TypeError):
        return Try(**json.loads((folder / LAST_TRY).read_text()))
    return None


def last_good(folder: Path) -> Good | None:
    """The last good backup; None where there was none."""
    with suppress(OSError, ValueError, TypeError):
        return Good(**json.loads((folder / LAST_GOOD).read_text()))
    return None


def to_let_go(found: list[Kept], zone: ZoneInfo, *, daily: int, weekly: int) -> list[Kept]:
    """Which of the backups, the newest first, need not be kept.

    Of each of the last `daily` days and `weekly` weeks that have any, the newest stays; so do the
    last ones before upgrades.
    """
    before_upgrades = [each.path for each in found if each.kind == "upgrade"]
    stays = set(before_upgrades[:KEPT_BEFORE_UPGRADES])
    stays |= _newest_of(found, [_day(each, zone) for each in found], daily)
    stays |= _newest_of(found, [_week(each, zone) for each in found], weekly)
    return [each for each in found if each.path not in stays]


def _newest_of(found: list[Kept], spans: list[str], most: int) -> set[Path]:
    newest: dict[str, Path] = {}
    for each, span in zip(found, spans, strict=True):
        newest.setdefault(span, each.path)
    return set(list(newest.values())[:most])


def _day(each: Kept, zone: ZoneInfo) -> str:
    return each.made_at.astimezone(zone).date().isoformat()


def _week(each: Kept, zone: ZoneInfo) -> str:
    return each.made_at.astimezone(zone).strftime("%G-%V")


def last_due(hour: str, zone: ZoneInfo, *, at: datetime) -> datetime:
    """The last moment, not after `at`, at which it was `hour` ("02:00") in the zone."""
    hours, minutes = (int(part) for part in hour.split(":"))
    local = at.astimezone(zone)
    today = local.replace(hour=hours, minute=minutes, second=0, microsecond=0)
    moment = today.astimezone(UTC)
    if moment <= at:
        return moment
    return (today - timedelta(days=1)).astimezone(UTC)
