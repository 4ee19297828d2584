"""Sent files that are too large for a request: looked at and applied by a bounded child process.

The child binds itself, then works. Whoever dies amid it, child or worker, leaves a run that waits,
and the next sweep takes it up.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import structlog
from flask import current_app

from app import clock, jobs
from app.configuration import ROOT
from app.extensions import db
from app.imports.runs import uploads
from app.imports.runs.stages import Run
from app.imports.runs.working import At, fail, work
from app.language import N_

log = structlog.get_logger()

MOST_MEMORY = 1024 * 2**20
"""Bytes of a child's own data: twice what the largest list needs; one that runs away ends."""
MOST_SECONDS = 300
"""Of processor time; by the clock twice as long."""

CHILD = (sys.executable, "-m", "flask", "--app", "wsgi", "import", "work", "--")
"""What a child is begun with, before the token; which may begin like an option."""

TOO_LONG = N_("This file takes too long to import. Nothing was stored. Split it.")


def sweep() -> None:
    """Work on all files that wait, and clear away what is older than it is kept."""
    at = place()
    for token in uploads.waiting(at.folder):
        db.session.rollback()
        if _is_in_memory():
            work(token, at)
        else:
            _watch(token, at.folder)
    uploads.sweep(at.folder, at=at.now)


def place() -> At:
    """Where the files of runs are, the moment, and the time zone of new sites."""
    settings = current_app.config["SETTINGS"]
    return At(Path(settings.data) / "imports", clock.now(), settings.default_timezone)


def take_up(run: Run) -> Run:
    """The run after what waits of it was done: here if that is quick, else the worker is woken."""
    at = place()
    if not run.is_waiting:
        return run
    if not uploads.is_small(at.folder, run):
        jobs.wake()
        return run
    work(run.token, at)
    return uploads.run_of(at.folder, run.token) or run


def _is_in_memory() -> bool:
    """A database in memory is this process's alone: no child would see it."""
    return db.engine.url.database in {None, "", ":memory:"}


def _watch(token: str, folder: Path) -> None:
    """Let a child work on the run; note why it did not, where it ended by its bounds."""
    where = {
        "ROOMWORTHY_DATA": str(folder.parent.resolve()),
        "ROOMWORTHY_DATABASE_URL": current_app.config["SETTINGS"].effective_database_url,
    }
    child = subprocess.Popen(  # noqa: S603 - our own command; the token is of our own letters
        [*CHILD, token],
        cwd=ROOT,
        env=os.environ | where,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        ended = child.wait(2 * MOST_SECONDS)
    except subprocess.TimeoutExpired:
        ended = -signal.SIGXCPU
    finally:
        child.kill()
        child.wait()
    if ended == -signal.SIGXCPU:
        fail(folder, token, TOO_LONG)
    elif ended:
        log.warning("the work on a list broke off", token=token, ended=ended)


def bind() -> None:
    """Bind this process, which works on one file and ends: so much memory, so much time."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 5))
