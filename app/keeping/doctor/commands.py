"""`flask doctor`: what is wrong, and what to do."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime

import click
import structlog
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from app import clock
from app.database import reading
from app.extensions import db
from app.keeping.doctor import data, machine, outside
from app.keeping.doctor.findings import Finding, State, wrong
from app.settings import Settings

SIGNS = {State.FINE: "  ok  ", State.LOOK: " look ", State.WRONG: "WRONG "}

log = structlog.get_logger()


def examined(settings: Settings, at: datetime, *, is_tried: bool) -> Iterator[Finding]:
    """Everything that is looked at, one after the other; what fails is a finding, too."""
    yield machine.versions()
    yield machine.drawing()
    yield from machine.disk(settings)
    yield from machine.folders(settings)
    yield machine.address(settings)
    yield outside.time_told(settings)
    yield machine.mail(settings, is_tried=is_tried)
    yield machine.worker(settings, at)
    yield from data.backups(settings, at)
    yield from data.restores(settings, at)
    yield from _asked("database", lambda: _of_database(settings, at))


def _of_database(settings: Settings, at: datetime) -> Iterable[Finding]:
    with reading(), db.engine.connect() as connection:
        yield machine.journal(connection)
        yield machine.clock_of(connection, at)
        yield data.soundness(connection)
        if connection.dialect.name == "postgresql":
            yield from data.schemas(connection, settings, at)
        tables = data.tables(connection)
        yield tables
    if tables.state is State.FINE:
        yield from data.photos(at)
        yield data.notices(at)


def _asked(what: str, ask: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    try:
        yield from ask()
    except SQLAlchemyError as error:
        why = type(error).__name__
        log.debug("the doctor could not ask", what=what, why=why)
        yield wrong(what, f"The database does not answer ({why}).", "See that it runs.")


@click.command("doctor")
@click.option("--json", "is_json", is_flag=True, help="As JSON, for a program.")
@click.option("--try", "is_tried", is_flag=True, help="Also ask the mail server.")
@with_appcontext
def doctor(*, is_json: bool, is_tried: bool) -> None:
    """Look at everything that this needs to work, and say what to do.

    Asks nobody but the public address, for the time.

    The exit status is 1 where something is wrong.
    """
    settings: Settings = current_app.config["SETTINGS"]
    found = list(examined(settings, clock.now(), is_tried=is_tried))
    if is_json:
        click.echo(json.dumps([asdict(each) for each in found], indent=2, ensure_ascii=False))
    else:
        _say(found)
    if any(each.state is State.WRONG for each in found):
        raise SystemExit(1)


def _say(found: list[Finding]) -> None:
    for each in found:
        click.echo(f"[{SIGNS[each.state]}] {each.what}: {each.says}")
        if each.do:
            click.echo(f"           → {each.do}")
