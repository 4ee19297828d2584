"""Importing on the command line, and taking it back: a dry run, unless told to apply."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, cast

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app import clock
from app.errors import Refusal
from app.extensions import db
from app.imports import jobs
from app.imports.applying import service
from app.imports.applying.recording import Origin
from app.imports.meaning.columns import ColumnMapping, Kind
from app.imports.past.commands import undo_import
from app.imports.planning.plans import FIGURES, Line, Outcome, Plan
from app.imports.preparing import Choices, Prepared, prepare
from app.imports.reading.sheets import MAX_BYTES, Sheet
from app.imports.runs.working import work


class FileFirst(AppGroup):
    """`import FILE` is `import file FILE`: a word that is no command names a file."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The words as Click takes them, with the command that they leave out."""
        if args and args[0] not in {*self.commands, *self.get_help_option_names(ctx)}:
            args = ["file", *args]
        return super().parse_args(ctx, args)


@click.group("import", cls=FileFirst)
def group() -> None:
    """Import FILE (import file --help tells all about it), or take an import back.

    A file that is called like a command is named with its folder: ./undo
    """


@group.command("file")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(["rooms", "equipment"]), help="Told by the columns.")
@click.option("--site", default="", help="The site of all rows, whatever they say.")
@click.option("--phone", default="", help="Of the support of a site that is to be made.")
@click.option("--building", default="", help="The building of rows that name none.")
@click.option("--map", "columns", multiple=True, metavar="FIELD=COLUMN", help="Empty: no column.")
@click.option("--set", "constants", multiple=True, metavar="FIELD=VALUE", help="For empty cells.")
@click.option("--sheet", default="", help="Of a workbook; else the likeliest, or all of COBie.")
@click.option("--header-line", type=int, help="The line of the column names.")
@click.option("--encoding", default="", help="Of a text file, such as cp1252.")
@click.option("--separator", default="", help="Of a text file, such as ;")
@click.option("--source", default="", help="Whose ids these are; else the file's name.")
@click.option("--apply", "applies", is_flag=True, help="Do it; else nothing is stored.")
@click.option("--lines", default=20, show_default=True, help="How many lines to show.")
def import_file(file: Path, applies: bool, lines: int, **given: Any) -> None:
    """Read rooms or equipment from FILE (CSV, XLSX, ODS, XLS, JSON, COBie).

    Says line by line what would be created, changed, left as it is or refused; stores nothing
    without --apply. Exit status 1 where the file or every line of it is refused.
    """
    choices = replace(_choices(given), today=clock.now().date())
    made = prepare(_content(file), file.name, choices)
    _show_found(made)
    if made.refused or made.plan is None or made.origin is None:
        raise click.ClickException(_with_way(made))
    _show_plan(made.plan, lines)
    if not made.plan.changes_something:
        click.echo("There is nothing to store.")
    elif applies:
        _apply(made.plan, made.origin)
    else:
        click.echo("Nothing is stored yet: run the same with --apply.")
    if made.plan.read and made.plan.counts[Outcome.REFUSED] == made.plan.read:
        raise click.ClickException("Every line is refused.")


def _content(file: Path) -> bytes:
    if file.stat().st_size > MAX_BYTES:
        raise click.ClickException(
            f"{file.name} has more than {MAX_BYTES // 2**20} MB. Split it, for example by building."
        )
    return file.read_bytes()


def _choices(given: dict[str, Any]) -> Choices:
    columns = {name: column or None for name, column in _pairs(given.pop("columns"), "--map")}
    constants = dict(_pairs(given.pop("constants"), "--set"))
    if building := given.pop("building"):
        constants.setdefault("building", building)
    kind = cast("Kind | None", given.pop("kind"))
    return Choices(kind=kind, columns=columns, constants=constants, **given)


def _pairs(texts: tuple[str, ...], option: str) -> list[tuple[str, str]]:
    for text in texts:
        if "=" not in text:
            raise click.BadParameter(f"“{text}” has no =", param_hint=option)
    return [(name.strip(), value.strip()) for name, _, value in (t.partition("=") for t in texts)]


def _with_way(made: Prepared) -> str:
    """The refusal, and the option that mends it."""
    where = made.refused.where if made.refused else ""
    way = {
        "site": 'Say --site "Main campus" --phone "5555".',
        "phone": 'Say --phone "5555".',
        "header_line": "Say --header-line N.",
        "building": 'Say --building "Main hall", or --map building=COLUMN.',
        "room": "Say --map room=COLUMN.",
    }.get(where, "")
    return f"{made.refused} {way}".strip()


def _show_found(made: Prepared) -> None:
    if made.source is None:
        return
    click.echo(f"{made.source.name}: {made.source.kind}")
    for name, reason in made.source.skipped:
        click.echo(f"  sheet {name} left out: {reason}")
    if made.sheet:
        _show_sheet(made.sheet)
    if made.mapping:
        _show_columns(made.mapping)


def _show_sheet(sheet: Sheet) -> None:
    detected = sheet.detected
    for what, value in (("encoding", detected.encoding), ("separator", detected.separator)):
        if value:
            click.echo(f"  {what} {value!r}")
    click.echo(f"  {len(sheet.rows)} rows below the column names on line {sheet.header_line}")
    for reason, number in sheet.dropped_lines().items():
        click.echo(f"  {number} lines left out: {reason}")


def _show_columns(mapping: ColumnMapping) -> None:
    click.echo(f"Taken as a list of {mapping.kind}:")
    for name in mapping.columns:
        click.echo(f"  {name} ← {mapping.column(name)} ({mapping.how[name].by})")
    if unused := mapping.unused():
        click.echo(f"  not used: {', '.join(unused)}")


def _show_plan(plan: Plan, lines: int) -> None:
    counts = plan.counts
    told = ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in FIGURES)
    click.echo(f"Read {plan.read}: {told}.")
    made = plan.made_on_the_way
    if on_the_way := [f"{number} {what}" for what, number in made.items() if number]:
        click.echo(f"Made on the way: {', '.join(on_the_way)}.")
    if plan.unknown_types:
        words = ", ".join(f"{word} ({n})" for word, n in islice(plan.unknown_types.items(), 8))
        click.echo(f"Taken as other equipment: {words}.")
    for outcome in (Outcome.REFUSED, Outcome.CONFLICT, Outcome.CHANGE):
        _show_lines([line for line in plan.lines if line.outcome is outcome], lines)


def _show_lines(found: list[Line], lines: int) -> None:
    for line in found[:lines]:
        where = f"{line.sheet} {line.line}".strip()
        told = [f"{each.field} “{each.old}” → “{each.new}”" for each in line.changes]
        told += [f"{each.column}: {each}" if each.column else str(each) for each in line.says]
        named = f"{line.name}: " if line.changes else ""
        click.echo(f"  line {where} {line.outcome.value}: {named}{'; '.join(told)}")
    if len(found) > lines:
        click.echo(f"  and {len(found) - lines} more {found[0].outcome.value}; see --lines")


def _apply(plan: Plan, origin: Origin) -> None:
    try:
        timezone = current_app.config["SETTINGS"].default_timezone
        batch = service.apply(plan, origin, at=clock.now(), timezone=timezone)
    except Refusal as refusal:
        db.session.rollback()
        raise click.ClickException(str(refusal)) from refusal
    number = batch.id
    db.session.commit()
    click.echo(f"Applied. It is import {number}; take it back with: flask import undo {number}")


@group.command("work", hidden=True)
@click.argument("token")
def work_on(token: str) -> None:
    """Look at a sent file or apply it, whichever it waits for; the worker begins this."""
    jobs.bind()
    work(token, jobs.place())


group.add_command(undo_import)


def register(app: Flask) -> None:
    """Bind the commands."""
    app.cli.add_command(group)
