"""Work that no request waits for, such as a long print run.

What is to be done stands in the database, in rows that the feature owns and that were stored in
the same transaction as the request for them. A feature offers `sweep()` in its `jobs.py`: do all
that waits. The queue (Huey, in a file of its own beside the data) only wakes the worker, since it
forgets a task whose worker dies; so the worker also sweeps when it starts, and once a minute.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, BinaryIO

import click
import structlog
from flask import Flask, current_app, g
from flask.cli import AppGroup
from huey.api import SqliteHuey, crontab

from app import gate, in_use
from app.extensions import db

Sweep = Callable[[], None]

PATIENCE_SECONDS = 20
"""How long a worker that is stopped may go on with what it is at; the next one does the rest."""

log = structlog.get_logger()
group = AppGroup("jobs", help="Work that no request waits for.")


@dataclass(frozen=True)
class Worker:
    """What a program's worker sweeps; its queue is opened when it is first needed."""

    app: Flask
    sweeps: tuple[Sweep, ...]

    def sweep(self) -> None:
        """Do all that waits; what fails in one feature keeps no other from its work."""
        for each in self.sweeps:
            with self.app.app_context():
                g.by_worker = each.__module__
                try:
                    each()
                except Exception:
                    log.exception("a sweep failed", feature=each.__module__)
                finally:
                    db.session.remove()

    @cached_property
    def queue(self) -> tuple[Any, Callable[[], object]]:
        """The queue, whose tasks sweep when woken and each minute; and what wakes it."""
        file = self.app.config["SETTINGS"].data / "jobs.db"
        queue = SqliteHuey("roomworthy", filename=str(file), results=False, journal_mode="truncate")
        queue.periodic_task(crontab(), name="each_minute")(self.sweep)
        return queue, queue.task(name="woken")(self.sweep)


def start(app: Flask, sweeps: tuple[Sweep, ...]) -> None:
    """Bind the worker to the program."""
    app.extensions["jobs"] = Worker(app, sweeps)
    app.cli.add_command(group)


def _worker() -> Worker:
    found: Worker = current_app.extensions["jobs"]
    return found


def wake() -> None:
    """Let a worker look at once for what waits; call it after the commit.

    Never an error to whoever asked: without it, the worker looks within a minute.
    """
    try:
        _queue, wake_it = _worker().queue
        wake_it()
    except Exception:
        log.exception("the worker could not be woken")


def _share() -> BinaryIO:
    """Work with the data, so that nobody restores or upgrades it meanwhile."""
    if why := gate.trouble():
        raise click.ClickException(why)
    try:
        return in_use.share(current_app.config["SETTINGS"].data)
    except in_use.InUse:
        raise click.ClickException(gate.RESTORING) from None


@group.command("run")
def run() -> None:
    """Work until stopped: what waits now, what comes, and once a minute what was overheard.

    Stopped by SIGTERM, it ends what it is at, if that takes no more than `PATIENCE_SECONDS`.
    """
    logging.getLogger("huey").setLevel(logging.WARNING)
    share = _share()
    queue, _wake_it = _worker().queue
    click.echo("The worker is ready.")
    queue.create_consumer(
        workers=1,
        max_delay=1.0,
        check_worker_health=False,
        graceful_signal="TERM",
        shutdown_timeout=PATIENCE_SECONDS,
    ).run()
    share.close()


@group.command("sweep")
def sweep() -> None:
    """Do what waits now, then end; for a machine that runs it by its own clock."""
    _worker().sweep()
