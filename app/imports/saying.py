"""What the command says of a list: what was found, what would become of it, how far it is."""

from __future__ import annotations

import time
from itertools import islice

import click

from app.imports.meaning.columns import ColumnMapping
from app.imports.planning.plans import FIGURES, Line, Outcome, Plan, Sentence
from app.imports.preparing import Prepared
from app.imports.reading.sheets import Sheet
from app.imports.runs.progress import Part
from app.imports.words import field_word

PATIENCE = 2.0  # seconds without a word

WAYS = {
    "site": 'Say --site "Main campus" --phone "5555".',
    "phone": 'Say --phone "5555".',
    "header_line": "Say --header-line N.",
    "building": 'Say --building "Main hall", or --map building=COLUMN.',
    "room": "Say --map room=COLUMN.",
    "location": "Say --location-example 'ARC112=ARC|1|112'.",
}
"""The options that mend a refusal, by its place."""

PARTS = {Part.READING: "Reading", Part.COMPARING: "Comparing", Part.STORING: "Storing"}


class Said:
    """Tells on standard error how far long work is; nothing where it is quick."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, part: Part, done: int, total: int) -> None:
        """Take one word of progress."""
        if time.monotonic() - self._last < PATIENCE:
            return
        self._last = time.monotonic()
        far = f" {done:,} of {total:,}" if total else f" {done:,}" if done else ""
        click.echo(f"{PARTS[part]}{far} …", err=True)


def with_way(made: Prepared) -> str:
    """The refusal, and the option that mends it."""
    where = made.refused.where if made.refused else ""
    return f"{made.refused} {WAYS.get(where, '')}".strip()


def show_found(made: Prepared) -> None:
    """What was detected of the file and its columns."""
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
    if not sheet.rows:
        click.echo("  This list has column names, but no row below them: fill it first.")
    for reason, number in sheet.dropped_lines().items():
        click.echo(f"  {number} lines left out: {reason}")


def _show_columns(mapping: ColumnMapping) -> None:
    click.echo(f"Taken as a list of {mapping.kind}:")
    for name in mapping.columns:
        click.echo(f"  {name} ← {mapping.column(name)} ({mapping.how[name].by})")
    for name, text in mapping.given.items():
        click.echo(f"  {name} = {text} (for all rows, as the list tells; --set {name}=… says else)")
    if unused := mapping.unused():
        click.echo(f"  not used: {', '.join(unused)}")


def show_plan(plan: Plan, lines: int) -> None:
    """What would become of the list: figures that add up, and so many lines of each kind."""
    counts = plan.counts
    told = ", ".join(f"{counts[figure]} {figure.value}" for figure in FIGURES)
    among = f", {plan.conflicts} of them in conflict" if plan.conflicts else ""
    click.echo(f"Read {plan.read}: {told}{among}.")
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
        told = [f"{field_word(each.field)} “{each.old}” → “{each.new}”" for each in line.changes]
        told += [
            f"{field_word(each.column)}: {each}" if each.column else str(each) for each in line.says
        ]
        named = f"{line.name}: " if line.changes else ""
        click.echo(f"  line {where} {line.outcome.value}: {named}{'; '.join(told)}")
    if len(found) > lines:
        click.echo(f"  and {len(found) - lines} more {found[0].outcome.value}; see --lines, --out")


def _said(sentence: Sentence) -> str:
    return f"{field_word(sentence.column)}: {sentence}" if sentence.column else str(sentence)
