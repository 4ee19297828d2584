"""People on the command line."""

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app import clock
from app.errors import Refusal
from app.extensions import db
from app.people import service
from app.people.models import Role

group = AppGroup("people", help="Who can sign in.")


@group.command("add")
@click.argument("email")
@click.option("--name", help="As colleagues know them; the e-mail's first part if left out.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.TECHNICIAN.value,
    show_default=True,
    help="What they may do.",
)
def add(email: str, name: str | None, role: str) -> None:
    """Add a person and print the one-time link by which they choose a password.

    Without ROOMWORTHY_PUBLIC_URL it begins after the address at which you open the program.
    """
    if "@" not in email:
        raise click.BadParameter("this does not look like an e-mail address", param_hint="EMAIL")
    try:
        person = service.add_person(
            email, name or email.partition("@")[0], Role(role), at=clock.now()
        )
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    click.echo(f"{person.name} ({person.role.value}) chooses a password here, once, within 3 days:")
    click.echo(service.welcome_address(person, current_app.config["SETTINGS"].address))


def register(app: Flask) -> None:
    """Bind the commands."""
    app.cli.add_command(group)
