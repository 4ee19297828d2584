"""Work that no request waits for, such as a long print run.

What is to be done stands in the database, in rows that the feature owns and that were stored in
the same transaction as the request for them. A feature offers `sweep()` in its `jobs.py`: do all
that waits. The queue (Huey, in a file of its own beside the data) only wakes the worker, since it
forgets a task whose worker dies; so the worker also sweeps when it starts, and once a minute.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import click
import structlog
from flask import Flask, current_app
from flask.cli import AppGroup
from huey import SqliteHuey, crontab

from app.extensions import db

Sweep = Callable[[], None]

log = structlog.get_logger()
group = AppGroup("jobs", help="Work that no request waits for.")


def start(app: Flask, sweeps: tuple[Sweep, ...]) -> None:
    """Bind the queue to the program, and what the features sweep."""
    queue: Any = SqliteHuey(
        "roomworthy",
        filename=str(app.config["SETTINGS"].data / "jobs.db"),
        results=False,
        journal_mode="truncate",
    )

    @queue.task(name="sweep")  # type: ignore[untyped-decorator]
    def woken() -> None:
        sweep(app)

    @queue.periodic_task(crontab(), name="each minute")  # type: ignore[untyped-decorator]
    def each_minute() -> None:
        sweep(app)

    app.extensions["jobs"] = (queue, woken, sweeps)
    app.cli.add_command(group)


def wake() -> None:
    """Let a worker look at once for what waits; call it after the commit.

    Never an error to whoever asked: without it, the worker looks within a minute.
    """
    _queue, woken, _sweeps = current_app.extensions["jobs"]
    try:
        woken()
    except Exception:
        log.exception("the worker could not be woken")


def sweep(app: Flask) -> None:
    """Do all that waits; what fails in one feature keeps no other from its work."""
    for each in app.extensions["jobs"][2]:
        with app.app_context():
            try:
                each()
            except Exception:
                log.exception("a sweep failed", feature=each.__module__)
            finally:
                db.session.rollback()


@group.command("run")
def run() -> None:
    """Work until stopped: what waits now, what comes, and once a minute what was overheard."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    queue, _woken, _sweeps = app.extensions["jobs"]
    logging.getLogger("huey").setLevel(logging.WARNING)
    sweep(app)
    click.echo("The worker is ready.")
    with suppress(KeyboardInterrupt):
        queue.create_consumer(workers=1, max_delay=1.0, check_worker_health=False).run()


@group.command("sweep")
def sweep_once() -> None:
    """Do what waits now, then end; for a machine that runs it by its own clock."""
    sweep(current_app._get_current_object())  # type: ignore[attr-defined]
