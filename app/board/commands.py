"""Making an installation ready: its tables, and what every installation begins with."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app import clock
from app.checks.seeds import plant_job_plans
from app.equipment.seeds import plant_types
from app.extensions import db
from app.faults.service import forget_contacts
from app.guides.seeds import plant_guides
from app.keeping.upgrading import NotUpgraded, bring_up_to_date
from app.people import queries as people
from app.people import service
from app.people.first.service import first_word
from app.people.models import Role


def make_ready() -> str:
    """Bring the tables up to date, plant what an estate begins with, forget what is to be.

    Where the backup stands that was taken before; "" where nothing was there to be upgraded.
    """
    kept = bring_up_to_date(at=clock.now())
    plant_types()
    plant_job_plans()
    plant_guides(at=clock.now())
    forget_contacts(at=clock.now())
    db.session.commit()
    return kept


@click.command("prepare")
@click.option("--admin", metavar="EMAIL", help="On the first run: who gives accounts to others.")
@with_appcontext
def prepare(admin: str | None) -> None:
    """Make the database ready; safe to run again, and after each upgrade.

    On the first run it prints a one-time link by which the first administrator chooses a password.
    """
    try:
        kept = make_ready()
    except NotUpgraded as why:
        raise click.ClickException(str(why)) from why
    if kept:
        click.echo(f"The backup from before the upgrade is {kept}")
    click.echo("The database is ready.")
    if not people.is_empty():
        return
    if admin is None:
        _tell_first_word()
        return
    person = service.add_person(admin, admin.partition("@")[0], Role.ADMIN, at=clock.now())
    db.session.commit()
    click.echo(f"{person.email} chooses a password here, once, within 3 days:")
    click.echo(service.welcome_address(person, current_app.config["SETTINGS"].address))


def _tell_first_word() -> None:
    settings = current_app.config["SETTINGS"]
    click.echo("Nobody can sign in yet. Whoever gives accounts to others opens the address")
    click.echo(f"{settings.address}/welcome-first and enters:")
    click.echo(first_word(settings.signing_key()))
    click.echo("Or here: flask --app wsgi prepare --admin YOU@EXAMPLE")


def register(app: Flask) -> None:
    """Bind the command."""
    app.cli.add_command(prepare)
