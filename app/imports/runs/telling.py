"""What a person and the work on a run tell each other: wishes one way, progress the other.

All of it are files, as the database is being written meanwhile. A wish to stop bears the turn of
the run that it is about, so that it never stops a later one.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from flask_babel import gettext as _

from app.errors import Refusal
from app.imports.runs import uploads
from app.imports.runs.found.findings import Said
from app.imports.runs.progress import Part, StoppedError
from app.imports.runs.stages import STOPPED, Run, Stage
from app.language import N_

TOLD_EVERY = 0.25  # seconds

CHANGED = N_("Something has changed since you looked. Look again, then apply.")
STOPPED_BY_HAND = N_("It was stopped. Nothing was stored.")
NOT_AS_IT_IS = N_("This list can't be imported as it is. Mend what is marked.")


@dataclass(frozen=True)
class Progress:
    """How many items of how many are done of a part; a total of 0 is not known yet."""

    part: Part
    done: int
    total: int


def progress(folder: Path, run: Run) -> Progress | None:
    """How far the work is; None where nobody began it."""
    with suppress(OSError, ValueError, KeyError):
        told = json.loads(_file(folder, run).read_bytes())
        if told.pop("turn") == run.turn:
            return Progress(Part(told["part"]), told["done"], told["total"])
    return None


def choose(folder: Path, run: Run, typed: Mapping[str, str]) -> Run:
    """Other choices: the file waits to be looked at again. Refused while it is being applied."""
    with uploads.changing(folder):
        now = _now(folder, run)
        if now.stage is Stage.APPLY:
            raise Refusal(_("This list is just being stored. Wait for its end, or stop it first."))
        if now.stage is Stage.DONE or (now.stage is Stage.LOOK and now.typed == typed):
            return now
        _ask_to_stop(folder, now)
        turn = now.turn + 1
        wanted = {"stage": Stage.LOOK, "typed": dict(typed), "turn": turn, "attempts": 0}
        return uploads.change(folder, now, **wanted, problem=None)


def apply(folder: Path, run: Run, fingerprint: str) -> Run:
    """What was looked at waits to be applied; the same wish again changes nothing.

    Refused where something else would be applied than what was looked at.
    """
    with uploads.changing(folder):
        now = _now(folder, run)
        if now.stage in {Stage.APPLY, Stage.DONE}:
            return now
        found = uploads.findings(folder, now) if now.stage is Stage.LOOKED else None
        if found is None or found.refused or not found.fingerprint:
            raise Refusal(_(NOT_AS_IT_IS), status=422)
        if found.fingerprint != fingerprint:
            raise Refusal(_(CHANGED))
        fields = {"stage": Stage.APPLY, "seen": fingerprint, "turn": now.turn + 1, "attempts": 0}
        return uploads.change(folder, now, **fields, problem=None)


def stop(folder: Path, run: Run) -> Run:
    """Ends what waits at once, and what is under way as soon as it hears of it."""
    with uploads.changing(folder):
        now = _now(folder, run)
        if not now.is_waiting:
            return now
        _ask_to_stop(folder, now)
        with uploads.working_on(folder, now.token) as nobody_is_at_it:
            if nobody_is_at_it:
                problem = Said(STOPPED_BY_HAND)
                stage = STOPPED[now.stage]
                return uploads.change(folder, now, stage=stage, attempts=0, problem=problem)
    return now


def _now(folder: Path, run: Run) -> Run:
    return uploads.run_of(folder, run.token) or run


def _ask_to_stop(folder: Path, run: Run) -> None:
    uploads.write(_stop_file(folder, run), str(run.turn).encode())


def is_stopped(folder: Path, run: Run) -> bool:
    """Whether somebody asked for an end of it."""
    with suppress(OSError, ValueError):
        return int(_stop_file(folder, run).read_bytes()) >= run.turn
    return False


class Teller:
    """Notes how far the work is, now and then; raises `StoppedError` as soon as it shall end."""

    def __init__(self, folder: Path, run: Run) -> None:
        self._folder, self._run = folder, run
        self._told = 0.0
        self._part: Part | None = None

    def __call__(self, part: Part, done: int, total: int) -> None:
        """Take one word of progress."""
        if is_stopped(self._folder, self._run):
            raise StoppedError
        now = time.monotonic()
        if part is self._part and now - self._told < TOLD_EVERY:
            return
        self._told, self._part = now, part
        told = asdict(Progress(part, done, total)) | {"turn": self._run.turn}
        uploads.write(_file(self._folder, self._run), json.dumps(told).encode())


def _file(folder: Path, run: Run) -> Path:
    return uploads.path(folder, run.token, "progress")


def _stop_file(folder: Path, run: Run) -> Path:
    return uploads.path(folder, run.token, "stop")
