"""The files of runs: in the data folder, readable by the program alone, a day long.

Each run is some files named by a random token: the bytes that were sent, a note of how far it is,
what was found in them and tried, how far the work on it is, a wish to stop it. What changes the
note does so alone; who works on a run holds its lock, which the kernel lets go when they die.
"""

from __future__ import annotations

import fcntl
import gzip
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.imports.runs.found.findings import Findings, as_json, from_json
from app.imports.runs.found.tried import Tried
from app.imports.runs.stages import MOVES, Run

KEPT = timedelta(days=1)
KEPT_OF_BATCH = timedelta(days=90)
"""How long the file that was sent is kept beside what came of it."""
KEPT_EACH = 5
"""How many waiting files one person may have; an older one goes first."""

SMALL_TEXT, SMALL_BOOK = 1_000_000, 300_000
"""Bytes of a text, or a workbook (which is packed), of some ten thousand rows."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@cache
def _adapter() -> TypeAdapter[Run]:
    return TypeAdapter(Run)


def keep(
    folder: Path, content: bytes, name: str, person_id: int, *, at: datetime, **chosen: Any
) -> Run:
    """Keeps the bytes and answers with the run that waits for them to be looked at.

    `chosen` are further fields of the run. Old runs are taken away.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep(folder, at=at)
    own = [each for each in _by_age(folder) if (run := _read(each)) and run.person_id == person_id]
    for each in own[: max(0, len(own) - KEPT_EACH + 1)]:
        _drop(each)
    run = Run(secrets.token_urlsafe(24), name, person_id, **chosen)
    write(path(folder, run.token, "bytes"), content)
    _note(folder, run)
    return run


def path(folder: Path, token: str, ending: str) -> Path:
    """The file of a run with that ending."""
    return folder / f"{token}.{ending}"


def drop(folder: Path, run: Run) -> None:
    """Takes a run away, with all that is kept of it."""
    _drop(_json(folder, run.token))


def is_small(folder: Path, run: Run) -> bool:
    """Whether work on the file is so quick that a request may do it itself."""
    with suppress(FileNotFoundError), path(folder, run.token, "bytes").open("rb") as file:
        is_packed = file.read(4).startswith((b"PK", b"\xd0\xcf"))
        return os.fstat(file.fileno()).st_size <= (SMALL_BOOK if is_packed else SMALL_TEXT)
    return True


def run_of(folder: Path, token: str) -> Run | None:
    """The run of that token, whoever sent it."""
    return _read(path(folder, token, "json")) if _TOKEN.fullmatch(token) else None


def sent(folder: Path, token: str, person_id: int, *, at: datetime) -> Run | None:
    """The run of that token, if this person sent it less than a day ago."""
    found = run_of(folder, token)
    if found is None or found.person_id != person_id or _is_old(_json(folder, token), at):
        return None
    return found


def sent_by(folder: Path, person_id: int, *, at: datetime) -> list[Run]:
    """What this person sent less than a day ago, the newest first."""
    notes = [note for note in reversed(_by_age(folder)) if not _is_old(note, at)]
    return [run for note in notes if (run := _read(note)) and run.person_id == person_id]


def changed_at(folder: Path, run: Run) -> datetime:
    """When the note of the run was last changed: since then it waits, or is worked on."""
    return datetime.fromtimestamp(_moment(_json(folder, run.token)), UTC)


def waiting(folder: Path) -> list[str]:
    """The tokens of the runs with something to do, the one that waits longest first."""
    found = [(note.stem, _read(note)) for note in _by_age(folder)]
    return [token for token, run in found if run and run.is_waiting]


def content(folder: Path, run: Run) -> bytes:
    """The bytes that were sent."""
    return path(folder, run.token, "bytes").read_bytes()


def put_by(folder: Path, run: Run, batch_id: int) -> None:
    """Keeps the file that was sent beside the batch that came of it, packed."""
    with suppress(FileNotFoundError):
        sent = content(folder, run)
        into = _batch_file(folder, batch_id)
        into.parent.mkdir(mode=0o700, exist_ok=True)
        write(into, gzip.compress(sent, mtime=0))


def file_of_batch(folder: Path, batch_id: int) -> Path | None:
    """The packed file that a batch came from, as long as it is kept."""
    found = _batch_file(folder, batch_id)
    return found if found.is_file() else None


def _batch_file(folder: Path, batch_id: int) -> Path:
    return folder / "batches" / f"{batch_id}.gz"


def findings(folder: Path, run: Run) -> Findings | None:
    """What was found in the file when it was last looked at."""
    try:
        return from_json(path(folder, run.token, "findings.json").read_bytes())
    except (OSError, ValidationError):
        return None


def keep_findings(folder: Path, run: Run, found: Findings) -> None:
    """Keeps what was found."""
    write(path(folder, run.token, "findings.json"), as_json(found))


def tried(folder: Path, run: Run) -> Tried | None:
    """The lines of the dry run, if there is one."""
    found = path(folder, run.token, "tried.db")
    return Tried(found) if found.is_file() else None


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Inside, nobody else changes a note."""
    with _locked(folder / ".lock", fcntl.LOCK_EX):
        yield


@contextmanager
def working_on(folder: Path, token: str) -> Iterator[bool]:
    """Whether this process, and no other, works on the run until the block ends."""
    try:
        with _locked(path(folder, token, "lock"), fcntl.LOCK_EX | fcntl.LOCK_NB):
            yield True
    except BlockingIOError:
        yield False


@contextmanager
def _locked(file: Path, how: int) -> Iterator[None]:
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)


def change(folder: Path, run: Run, **fields: Any) -> Run:
    """Notes what has changed of a run; call it inside `changing`."""
    changed = replace(run, **fields)
    if changed.stage is not run.stage and changed.stage not in MOVES[run.stage]:
        raise ValueError(f"{run.stage} is not followed by {changed.stage}")
    _note(folder, changed)
    return changed


def sweep(folder: Path, *, at: datetime) -> None:
    """Takes away runs that are older than a day, and files of batches after three months."""
    for note in _by_age(folder):
        if _is_old(note, at):
            _drop(note)
    for file in (folder / "batches").glob("*.gz"):
        if _is_old(file, at, KEPT_OF_BATCH):
            file.unlink(missing_ok=True)


def _json(folder: Path, token: str) -> Path:
    return path(folder, token, "json")


def _by_age(folder: Path) -> list[Path]:
    notes = [each for each in folder.glob("*.json") if _TOKEN.fullmatch(each.stem)]
    return sorted(notes, key=_moment)


def _moment(note: Path) -> float:
    """When it was last changed; of one that is gone meanwhile: long ago."""
    with suppress(FileNotFoundError):
        return note.stat().st_mtime
    return 0.0


def _is_old(note: Path, at: datetime, kept: timedelta = KEPT) -> bool:
    return datetime.fromtimestamp(_moment(note), UTC) < at - kept


def _read(note: Path) -> Run | None:
    try:
        return _adapter().validate_json(note.read_bytes())
    except (OSError, ValidationError):
        return None


def _drop(note: Path) -> None:
    for each in note.parent.glob(f"{note.stem}.*"):
        each.unlink(missing_ok=True)


def _note(folder: Path, run: Run) -> None:
    write(_json(folder, run.token), _adapter().dump_json(run))


def write(into: Path, content: bytes) -> None:
    """Write a file that stands there whole or not at all, for the program alone."""
    new = into.with_name(f"{into.name}.new")
    try:
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        new.replace(into)
    finally:
        new.unlink(missing_ok=True)
