"""The demo on the command line."""

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from app import clock
from app.checks.seeds import plant_job_plans
from app.demo import facts
from app.demo.accounts import add_people
from app.demo.fill import fill
from app.demo.story.world import HISTORY
from app.equipment.seeds import plant_types
from app.extensions import db
from app.guides.seeds import plant_guides
from app.people import queries as people
from app.places.models import Room


def is_empty() -> bool:
    """Whether there is neither a room nor a person yet."""
    return people.is_empty() and db.session.scalar(select(Room.id).limit(1)) is None


def make_demo(folder: Path, port: int) -> None:
    """Fill the database with the demo and write down how to sign in; one transaction."""
    at = clock.now()
    plant_types()
    plant_job_plans()
    plant_guides(at=at - HISTORY)
    accounts = add_people(at=at - HISTORY)
    people_by_name = {name: account.person for name, account in accounts.items()}
    public = current_app.config["SETTINGS"].public_url or facts.base(port)
    tags = fill(people_by_name, address=public, at=at)
    facts.keep(folder, facts.written(tags, accounts, port))
    db.session.commit()


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="Do nothing where there are rooms or people.")
@click.option("--show", is_flag=True, help="Only say again what to try and how to sign in.")
@click.option("--port", default=8000, show_default=True, help="Of the addresses that are shown.")
@with_appcontext
def demo(*, if_empty: bool, show: bool, port: int) -> None:
    """Fill an empty database with a campus of 60 rooms and two years of checks and faults."""
    folder: Path = current_app.config["SETTINGS"].data
    if (if_empty or not show) and is_empty():
        make_demo(folder, port)
    elif not (if_empty or show):
        raise click.ClickException(
            "There are rooms or people here already. The demo goes into an empty database only: "
            "set ROOMWORTHY_DATA to a new folder."
        )
    elif not show:
        return
    told = facts.kept(folder, port)
    if told:
        click.echo(told, nl=False)
    elif not if_empty:
        raise click.ClickException("There is no demo here. Make one: flask --app wsgi demo")


def register(app: Flask) -> None:
    """Bind the command."""
    app.cli.add_command(demo)
