"""Tags on the command line."""

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from app import clock
from app.errors import Refusal
from app.extensions import db
from app.settings import plain_address
from app.sheets import service
from app.sheets.addresses import complaint
from app.sheets.forms import USUAL_DESIGN, USUAL_STOCK
from app.sheets.queries import Choice, chosen
from app.sheets.service import Order
from app.sheets.words import refused
from tags import Design, Stock, TagError, catalogue, design, search, stock

group = AppGroup("tags", help="Printed tags.")


def _paper(stock_id: str, design_id: str) -> tuple[Stock, Design]:
    try:
        return stock(stock_id), design(design_id)
    except TagError as error:
        raise click.UsageError(str(refused(error))) from error


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


@group.command("print")
@click.option("--stock", "stock_id", default=USUAL_STOCK, show_default=True, help="See `stocks`.")
@click.option(
    "--design", "design_id", default=USUAL_DESIGN, show_default=True, help="label or door-poster."
)
@click.option("--rooms", default="", help="Words that name the rooms, as in the list of rooms.")
@click.option("--all", "everything", is_flag=True, help="All rooms in use.")
@click.option("--unprinted", is_flag=True, help="Only rooms whose tag was never printed.")
@click.option("--skip", default=0, show_default=True, help="Labels of the first sheet used up.")
@click.option("--trial", metavar="ADDRESS", help="Where no public address is set: print this one.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The PDF to write; an older one of that name is replaced.",
)
def print_command(  # noqa: PLR0913, PLR0917 - one parameter an option
    stock_id: str,
    design_id: str,
    rooms: str,
    everything: bool,
    unprinted: bool,
    skip: int,
    trial: str | None,
    out: Path,
) -> None:
    """Print the tags of some rooms, or of all, to a PDF."""
    paper, look = _paper(stock_id, design_id)
    settings = current_app.config["SETTINGS"]
    order = Order(
        rooms=chosen(Choice(words=rooms, everything=everything, unprinted=unprinted)),
        stock=paper,
        design=look,
        skip=skip,
        address=_address(trial),
        trial=complaint(settings.public_url) is not None,
        organisation=settings.organisation,
    )
    _write(order, out)


def _write(order: Order, out: Path) -> None:
    part = out.with_name(out.name + ".part")
    try:
        with part.open("wb") as file:
            result = service.printed(order, file, at=clock.now())
    except Refusal as refusal:
        part.unlink(missing_ok=True)
        raise click.ClickException(str(refusal)) from refusal
    part.replace(out)
    db.session.commit()
    click.echo(f"{result.count} tags on {result.pages} pages: {out}")
    for each in result.unprintable:
        click.echo(f"No installed font can draw {each.letters!r} on tag {each.code}.", err=True)


@click.command("stocks")
@click.argument("words", default="")
@with_appcontext
def stocks(words: str) -> None:
    """List the label stocks, or those that WORDS name, such as L7160."""
    found = search(words) if words else catalogue()
    if not found:
        raise click.ClickException(f"No stock is called {words}.")
    for each in found:
        size = f"{each.per_sheet} of {each.label_width:g} x {each.label_height:g} mm"
        click.echo(f"{each.id:<18} {each.name:<28} {size}")


def register(app: Flask) -> None:
    """Bind the commands."""
    app.cli.add_command(group)
    app.cli.add_command(stocks)
