"""Tags on the command line."""

import shutil
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from app import clock
from app.batches import queries as batches
from app.batches.models import BatchState, Kind
from app.errors import Refusal
from app.extensions import db
from app.paper import queries as paper
from app.paper.models import Printer
from app.paper.stocks import found, stock_of
from app.paper.words import refused
from app.settings import plain_address
from app.sheets.addresses import complaint
from app.sheets.asking.forms import FURTHEST, USUAL_DESIGN, USUAL_STOCK
from app.sheets.asking.queries import Choice, ids
from app.sheets.jobs import print_order
from app.sheets.making import work
from app.sheets.making.wishes import Of, Wished
from tags import TagError, design, designs

group = AppGroup("tags", help="Printed tags.")


def _address(trial: str | None) -> str:
    public = str(current_app.config["SETTINGS"].public_url)
    wrong = complaint(public)
    if wrong is None:
        return public
    if trial is None:
        raise click.ClickException(f"{wrong} Or print a trial: --trial http://127.0.0.1:8000")
    try:
        return plain_address(trial)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--trial") from error


def _printer(name: str) -> Printer | None:
    known = {each.name: each for each in paper.printers()}
    if name and name not in known:
        there = ", ".join(known) or "none yet; they are made on the page Printers"
        raise click.BadParameter(f"No printer is called {name}. There are: {there}.")
    return known.get(name)


PAPER = (
    click.option("--stock", "stock_id", default=USUAL_STOCK, show_default=True, help="See stocks."),
    click.option(
        "--design",
        "design_id",
        default=USUAL_DESIGN,
        show_default=True,
        type=click.Choice([each.id for each in designs()]),
        help="How they look.",
    ),
    click.option(
        "--skip",
        type=click.IntRange(0, FURTHEST),
        default=0,
        show_default=True,
        help="Labels of the first sheet used up.",
    ),
    click.option("--printer", default="", help="Whose measured profile corrects the sheets."),
    click.option(
        "--kind",
        type=click.Choice([each.value for each in Kind]),
        default=Kind.PDF.value,
        show_default=True,
        help="zip: a PDF a building; zpl: for label printers; csv: for a print house.",
    ),
    click.option("--trial", metavar="ADDRESS", help="Where no public address is set: print this."),
    click.option(
        "--out",
        type=click.Path(dir_okay=False, path_type=Path),
        required=True,
        help="The file to write; an older one of that name is replaced.",
    ),
)


def _on_paper(command: Any) -> Any:
    for option in reversed(PAPER):
        command = option(command)
    return command


def _wished(of: Of, wanted: tuple[int, ...], asked: dict[str, Any], count: int = 0) -> Wished:
    try:
        stock, look = stock_of(asked["stock_id"]), design(asked["design_id"])
    except (Refusal, TagError) as error:
        sentence = refused(error) if isinstance(error, TagError) else error
        raise click.UsageError(str(sentence)) from error
    settings = current_app.config["SETTINGS"]
    return Wished(
        of=of,
        ids=wanted,
        count=count,
        stock=stock,
        design=look,
        kind=Kind(asked["kind"]),
        printer=_printer(asked["printer"]),
        used=frozenset(range(asked["skip"])),
        address=_address(asked["trial"]),
        trial=complaint(settings.public_url) is not None,
        locale=settings.default_locale,
    )


@group.command("print")
@click.option("--rooms", default="", help="Words that name the rooms, as in the list of rooms.")
@click.option("--all", "everything", is_flag=True, help="All rooms in use.")
@click.option("--units", is_flag=True, help="Tags for the equipment in these rooms instead.")
@click.option("--unprinted", is_flag=True, help="Only those whose tag was never printed.")
@_on_paper
def print_command(
    rooms: str, *, everything: bool, units: bool, unprinted: bool, **asked: Any
) -> None:
    """Print the tags of some rooms, or of all, or of what stands in them, to a file."""
    of = Of.UNITS if units else Of.ROOMS
    choice = Choice(of=of, words=rooms, everything=everything, unprinted=unprinted)
    _print(_wished(of, tuple(ids(choice)), asked), asked["out"])


@group.command("blank")
@click.argument("count", type=click.IntRange(1, work.MOST))
@_on_paper
def blank_command(count: int, **asked: Any) -> None:
    """Print COUNT tags for nothing yet: whoever puts one up scans it, and says what it is for."""
    _print(_wished(Of.BLANK, (), asked, count), asked["out"])


def _print(wished: Wished, out: Path) -> None:
    try:
        number = work.order(wished, None, at=clock.now()).id
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    print_order(number)
    batch = batches.batch(number)
    if batch is None or batch.state is not BatchState.READY:
        raise click.ClickException(batch.problem if batch else f"Order {number} is gone.")
    part = out.with_name(out.name + ".part")
    shutil.copyfile(work.file_of(batch), part)
    part.replace(out)
    pages = f" on {batch.pages} pages" if batch.pages else ""
    read = f", {batch.checked} codes read back" if batch.checked else ""
    click.echo(f"{batch.count} tags{pages}{read}: {out}")


@click.command("stocks")
@click.argument("words", default="")
@with_appcontext
def stocks(words: str) -> None:
    """List the label stocks, or those that WORDS name, such as L7160."""
    listed = found(words)
    if not listed:
        raise click.ClickException(f"No stock is called {words}.")
    for each in listed:
        size = f"{each.per_sheet} of {each.label_width:g} x {each.label_height:g} mm"
        click.echo(f"{each.id:<28} {each.name:<36} {size}")


def register(app: Flask) -> None:
    """Bind the commands."""
    app.cli.add_command(group)
    app.cli.add_command(stocks)
