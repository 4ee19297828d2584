"""Files that wait between upload and apply: in the data folder, bound to who sent them, a day long.

Each is two files named by a random token, readable by the program alone: the bytes, and what is
known of them. After apply the bytes are gone; what came of them stays for the rest of the day.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

KEPT = timedelta(days=1)
KEPT_EACH = 5
"""How many waiting files one person may have; an older one goes first."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True)
class Upload:
    """A file that somebody sent: `done` is what applying it did, None while it waits."""

    token: str
    name: str
    person_id: int
    done: dict[str, int] | None = None


def keep(folder: Path, content: bytes, name: str, person_id: int, *, at: datetime) -> Upload:
    """Keeps the bytes and answers with what finds them again; takes old ones away."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep(folder, at=at)
    own = [each for each in _by_age(folder) if _known(each).get("person_id") == person_id]
    for each in own[: max(0, len(own) - KEPT_EACH + 1)]:
        _drop(each)
    upload = Upload(secrets.token_urlsafe(24), name, person_id)
    _write(folder / f"{upload.token}.bytes", content)
    _note(folder, upload)
    return upload


def waiting(folder: Path, token: str, person_id: int, *, at: datetime) -> Upload | None:
    """The upload of that token, if this person sent it less than a day ago."""
    if not _TOKEN.fullmatch(token):
        return None
    note = folder / f"{token}.json"
    known = _known(note) if note.is_file() and not _is_old(note, at) else {}
    return Upload(**known) if known.get("person_id") == person_id else None


def content(folder: Path, upload: Upload) -> bytes:
    """The bytes that were sent."""
    return (folder / f"{upload.token}.bytes").read_bytes()


def finish(folder: Path, upload: Upload, done: dict[str, int]) -> None:
    """Notes what came of it and takes the bytes away."""
    _note(folder, Upload(upload.token, upload.name, upload.person_id, done))
    (folder / f"{upload.token}.bytes").unlink(missing_ok=True)


def sweep(folder: Path, *, at: datetime) -> None:
    """Takes away what is older than a day."""
    for note in _by_age(folder):
        if _is_old(note, at):
            _drop(note)


def _by_age(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"), key=lambda note: note.stat().st_mtime)


def _is_old(note: Path, at: datetime) -> bool:
    return datetime.fromtimestamp(note.stat().st_mtime, UTC) < at - KEPT


def _known(note: Path) -> dict[str, Any]:
    try:
        known = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _drop(note: Path) -> None:
    note.with_suffix(".bytes").unlink(missing_ok=True)
    note.unlink(missing_ok=True)


def _note(folder: Path, upload: Upload) -> None:
    _write(folder / f"{upload.token}.json", json.dumps(asdict(upload)).encode())


def _write(path: Path, data: bytes) -> None:
    new = path.with_suffix(f"{path.suffix}.new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    new.replace(path)
