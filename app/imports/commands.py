"""Importing on the command line, and taking it back: a dry run, unless told to apply."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app import clock
from app.database import reading
from app.errors import Refusal
from app.extensions import db
from app.imports import jobs
from app.imports.applying import service
from app.imports.applying.recording import Origin
from app.imports.deciding import queries
from app.imports.deciding.shapes import numbered
from app.imports.looking.forms import NO_COLUMN, choices_of
from app.imports.meaning.columns import Kind
from app.imports.past.commands import undo_import
from app.imports.planning.plans import Outcome, Plan
from app.imports.preparing import Choices, Order, Prepared, compare, opened
from app.imports.reading.sheets import MAX_BYTES
from app.imports.reading.vocabulary import FIELDS
from app.imports.runs.found.finding import keep_lines
from app.imports.runs.found.lines_file import ENDINGS, write_lines
from app.imports.runs.found.tried import Tried
from app.imports.runs.working import work
from app.imports.saying import Said, show_found, show_plan, with_way


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
@click.option("--kind", type=click.Choice([*FIELDS]), help="Told by the columns.")
@click.option("--profile", default="", help="Read it as this profile says, where nothing is said.")
@click.option("--site", default="", help="The site of all rows, whatever they say.")
@click.option("--phone", default="", help="Of the support of a site that is to be made.")
@click.option("--building", default="", help="The building of rows that name none.")
@click.option("--map", "columns", multiple=True, metavar="FIELD=COLUMN", help="Empty: no column.")
@click.option("--set", "constants", multiple=True, metavar="FIELD=VALUE", help="For empty cells.")
@click.option("--sheet", default="", help="Of a workbook; * for all as one. Else the likeliest.")
@click.option("--hidden", is_flag=True, help="Read hidden sheets too.")
@click.option("--header-line", type=int, help="The line of the column names.")
@click.option("--encoding", default="", help="Of a text file, such as cp1252.")
@click.option("--separator", default="", help="Of a text file, such as ;")
@click.option("--source", default="", help="Whose ids these are; else the file's name.")
@click.option(
    "--location-example",
    "examples",
    multiple=True,
    metavar="TEXT=BUILDING|FLOOR|ROOM",
    help="How one text says the place.",
)
@click.option("--date-order", "orders", multiple=True, metavar="FIELD=dmy", help="Or FIELD=mdy.")
@click.option("--empty", metavar="WORDS", help="Words for nothing, with commas; else the usual.")
@click.option(
    "--several",
    type=click.Choice(["refuse", "first"]),
    default="refuse",
    help="Of a COBie component in several spaces.",
)
@click.option(
    "--conflicts",
    type=click.Choice(["keep", "take"]),
    default="keep",
    help="Keep what was changed here, or take what the list says.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write all lines to this file (.csv or .xlsx).",
)
@click.option("--apply", "applies", is_flag=True, help="Do it; else nothing is stored.")
@click.option("--lines", default=20, show_default=True, help="How many lines to show.")
def import_file(file: Path, applies: bool, lines: int, out: Path | None, **given: Any) -> None:
    """Read rooms, equipment or work from FILE (CSV, XLSX, ODS, XLS, JSON, COBie).

    Says line by line what would be created, changed, left as it is or refused; stores nothing
    without --apply. Exit status 1 where the file or every line of it is refused.
    """
    if out and out.suffix.lstrip(".") not in ENDINGS:
        raise click.BadParameter("it ends in .csv or .xlsx", param_hint="--out")
    profile, said = given.pop("profile"), Said()
    made = _prepared(_content(file), file.name, _choices(given), profile, said)
    show_found(made)
    if made.refused or made.plan is None or made.origin is None:
        raise click.ClickException(with_way(made))
    show_plan(made.plan, lines)
    if out:
        _write(made, out)
    if not made.plan.changes_something:
        click.echo("There is nothing to store.")
    elif applies:
        _apply(made.plan, made.origin, said)
    else:
        click.echo("Nothing is stored yet: run the same with --apply.")
    if made.plan.read and made.plan.counts[Outcome.REFUSED] == made.plan.read:
        raise click.ClickException("Every line is refused.")


def _prepared(content: bytes, name: str, choices: Choices, profile: str, said: Said) -> Prepared:
    """The list beside what exists; the write lock is taken only once all of it is read."""
    with reading():
        decided, makers = queries.decided(), queries.known().makers
        choices = replace(choices, today=clock.now().date())
        if profile:
            choices = _profiled(content, name, choices, profile)
        db.session.rollback()
    made = opened(content, name, choices, said, makers)
    if not made.refused:
        compare(made, choices, decided, said)
    return made


def _profiled(content: bytes, name: str, choices: Choices, wanted: str) -> Choices:
    """What a profile says of the list, under what is said by hand."""
    profile = queries.profile(wanted)
    if profile is None:
        names = ", ".join(f"“{each.name}”" for each, _by in queries.profiles()) or "none"
        raise click.BadParameter(
            f"there is no “{wanted}”; there are: {names}", param_hint="profile"
        )
    plain = {name: text for name, text in profile.choices.items() if not name.startswith("column.")}
    base = _over(choices_of(plain), choices)
    sheet = opened(content, name, base).sheet
    if sheet is None:
        return base
    columns = choices_of(numbered(profile.choices, sheet.header)).columns
    known = {
        field: None if number in {None, NO_COLUMN} else sheet.header[int(number)]
        for field, number in columns.items()
        if number is not None
    }
    return replace(base, columns=known | dict(choices.columns), profile=wanted)


def _over(base: Choices, by_hand: Choices) -> Choices:
    """The choices by hand, and beneath them the others."""
    usual = Choices()
    said = {
        each.name: getattr(by_hand, each.name)
        for each in fields(Choices)
        if getattr(by_hand, each.name) != getattr(usual, each.name)
    }
    said["constants"] = {**base.constants, **by_hand.constants}
    return replace(base, seen=None, **said)


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
    empty = given.pop("empty")
    return Choices(
        kind=cast("Kind | None", given.pop("kind")),
        columns=columns,
        constants=constants,
        empty=None if empty is None else frozenset(_words(empty)),
        examples=tuple(_examples(given.pop("examples"))),
        orders=dict(_orders(given.pop("orders"))),
        **given,
    )


def _words(text: str) -> Iterator[str]:
    return (word.strip().casefold() for word in text.split(",") if word.strip())


def _examples(texts: tuple[str, ...]) -> Iterator[tuple[str, str, str, str]]:
    for text, said in _pairs(texts, "--location-example"):
        parts = [part.strip() for part in said.split("|")]
        if len(parts) != 3:
            raise click.BadParameter(
                f"“{said}” is not BUILDING|FLOOR|ROOM", param_hint="--location-example"
            )
        yield text, parts[0], parts[1], parts[2]


def _orders(texts: tuple[str, ...]) -> Iterator[tuple[str, Order]]:
    for name, order in _pairs(texts, "--date-order"):
        if order not in {"dmy", "mdy"}:
            raise click.BadParameter(f"“{order}” is not dmy or mdy", param_hint="--date-order")
        yield name, cast("Order", order)


def _pairs(texts: tuple[str, ...], option: str) -> list[tuple[str, str]]:
    for text in texts:
        if "=" not in text:
            raise click.BadParameter(f"“{text}” has no =", param_hint=option)
    return [(name.strip(), value.strip()) for name, _, value in (t.partition("=") for t in texts)]


def _write(made: Prepared, out: Path) -> None:
    """Writes all lines, whole or not at all."""
    try:
        with TemporaryDirectory(dir=out.parent) as folder:
            keep_lines(Path(folder) / "tried.db", made)
            new = Path(folder) / out.name
            with new.open("wb") as file:
                written = write_lines(Tried(Path(folder) / "tried.db"), file, out.suffix[1:])
            new.replace(out)
    except OSError as error:
        raise click.ClickException(f"{out} can't be written: {error.strerror or error}") from error
    click.echo(f"{written} lines are written to {out}.")


def _apply(plan: Plan, origin: Origin, said: Said) -> None:
    timezone = current_app.config["SETTINGS"].default_timezone
    try:
        batch = service.apply(plan, origin, at=clock.now(), timezone=timezone, tell=said)
        number = batch.id
        with _to_the_end():
            db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        raise click.ClickException(str(refusal)) from refusal
    except KeyboardInterrupt as stopped:
        db.session.rollback()
        raise click.ClickException("Stopped. Nothing was stored.") from stopped
    click.echo(f"Applied. It is import {number}; take it back with: flask import undo {number}")


@contextmanager
def _to_the_end() -> Iterator[None]:
    """What is just being committed is not interrupted: nobody could say what came of it."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


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
