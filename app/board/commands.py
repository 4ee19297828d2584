"""Making an installation ready: its tables, and what every installation begins with."""

import click
from flask import Flask
from flask.cli import with_appcontext
from flask_migrate import upgrade

from app import clock
from app.checks.seeds import plant_job_plans
from app.equipment.seeds import plant_types
from app.extensions import db
from app.faults.service import forget_contacts
from app.people import queries as people


def make_ready() -> None:
    """Bring the tables up to date, plant what an estate begins with, forget what is to be."""
    upgrade()
    plant_types()
    plant_job_plans()
    forget_contacts(at=clock.now())
    db.session.commit()


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Make the database ready; safe to run again, and after each upgrade."""
    make_ready()
    click.echo("The database is ready.")
    if people.is_empty():
        click.echo("Nobody can sign in yet: flask --app wsgi people add YOU@EXAMPLE --role admin")


def register(app: Flask) -> None:
    """Bind the command."""
    app.cli.add_command(prepare)
