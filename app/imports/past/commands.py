"""Taking an import back on the command line: a dry run, unless told to apply."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app import clock
from app.errors import Refusal
from app.extensions import db
from app.imports.models import ImportBatch
from app.imports.past import queries, undoing
from app.imports.past.weighing import Foreseen
from app.imports.past.words import reason


@click.command("undo")
@click.argument("batch", type=click.IntRange(1))
@click.option("--apply", "applies", is_flag=True, help="Do it; else nothing is stored.")
@click.option("--lines", default=20, show_default=True, help="How many lines to show.")
@with_appcontext
def undo_import(batch: int, applies: bool, lines: int) -> None:
    """Take back import number BATCH, as far as nobody built on it.

    Says what would stay and why; stores nothing without --apply. Exit status 1 where nothing can
    be taken back.
    """
    found = queries.batch(batch)
    if found is None:
        raise click.ClickException(f"There is no import {batch}. The page Import lists them.")
    click.echo(f"Import {batch}: {found.file_name}, {found.created} new, {found.changed} changed")
    try:
        foreseen = undoing.undo(found, None, at=clock.now()) if applies else undoing.foresee(found)
    except Refusal as refusal:
        db.session.rollback()
        raise click.ClickException(str(refusal)) from refusal
    _show(found, foreseen, lines)
    db.session.commit()
    if not foreseen.taken:
        raise click.ClickException("Nothing of it can be taken back.")
    if not applies:
        click.echo("Nothing is taken back yet: run the same with --apply.")


def _show(batch: ImportBatch, foreseen: Foreseen, lines: int) -> None:
    click.echo(f"{len(foreseen.taken)} rows taken back, {len(foreseen.left)} left.")
    shown = foreseen.stays[:lines]
    for each in queries.numbered(batch.id, shown):
        why = reason(foreseen.left[each.number], each.what)
        where = f" ({each.place})" if each.place else ""
        click.echo(f"  {each.what.value} {each.name}{where} left: {why}")
    if len(foreseen.left) > len(shown):
        click.echo(f"  and {len(foreseen.left) - len(shown)} more left; see --lines")
