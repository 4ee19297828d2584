"""Lists as files on the command line."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from werkzeug.datastructures import MultiDict

from app import clock
from app.database import reading
from app.errors import Refusal
from app.exports.cobie.book import House
from app.exports.lists import LISTS, Asked, write


@click.command("export")
@click.argument("what", type=click.Choice(list(LISTS)))
@click.option(
    "--to",
    "file",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write, replaced if it is there. Its ending says what it is: .csv, .xlsx, and"
    " of rooms and equipment also .json, .cobie.xlsx (one building) and .cobie.zip (each).",
)
@click.option(
    "--only",
    "filters",
    multiple=True,
    metavar="NAME=VALUE",
    help="As in the address of the list's page, such as building=3 or q=lab.",
)
@with_appcontext
def export(what: str, file: Path, filters: tuple[str, ...]) -> None:
    """Write a list to a file, with all its rows; importing it again changes nothing."""
    ending = _ending(what, file)
    part = file.with_name(f"{file.name}.part")
    try:
        with reading(), part.open("w+b") as out:
            rows = write(what, ending, _asked(what, filters), out)
        part.replace(file)
    except (Refusal, OSError) as problem:
        raise click.ClickException(str(problem)) from problem
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"{rows} rows: {file}")


def _ending(what: str, file: Path) -> str:
    endings = LISTS[what].endings
    for ending in endings:
        if file.name.lower().endswith(f".{ending}") and file.name.lower() != f".{ending}":
            return ending
    told = ", ".join(f".{each}" for each in endings)
    raise click.BadParameter(f"{what} go out as {told}.", param_hint="--to")


def _asked(what: str, filters: tuple[str, ...]) -> Asked:
    pairs = [each.partition("=")[::2] for each in filters]
    for name, value in pairs:
        if name not in LISTS[what].filters or not value:
            known = ", ".join(LISTS[what].filters) or "none"
            raise click.BadParameter(f"The filters of {what} are: {known}.", param_hint="--only")
    settings = current_app.config["SETTINGS"]
    return Asked(
        filters=MultiDict(pairs),
        at=clock.now(),
        house=House(settings.public_url, settings.organisation),
        zone=ZoneInfo(settings.default_timezone),
    )


def register(app: Flask) -> None:
    """Bind the command."""
    app.cli.add_command(export)
