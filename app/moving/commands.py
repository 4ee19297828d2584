"""Moving on the command line."""

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy.exc import ArgumentError, OperationalError

from app.extensions import db
from app.moving import service


@click.command("move-to")
@click.argument("address")
@with_appcontext
def move_to(address: str) -> None:
    """Carry all data over to another, empty database, and prove that it arrived.

    ADDRESS is such as postgresql+psycopg://roomworthy:PASSWORD@db.example.edu/roomworthy. Stop the
    program before; afterwards set ROOMWORTHY_DATABASE_URL to the address, and start it again. The
    database that was used until now stays as it is.
    """
    try:
        target = sa.create_engine(address, poolclass=sa.NullPool)
        with db.engine.connect() as here:
            is_same = here.engine.url.render_as_string() == target.url.render_as_string()
        if is_same:
            raise click.ClickException("This is the database that is in use.")
        moved = service.move(db.engine, target)
    except (ArgumentError, sa.exc.NoSuchModuleError) as trouble:
        raise click.BadParameter(str(trouble), param_hint="ADDRESS") from trouble
    except OperationalError as trouble:
        raise click.ClickException(f"That database can't be reached: {trouble.orig}") from trouble
    except service.NotMoved as trouble:
        raise click.ClickException(str(trouble)) from trouble
    for each in moved:
        click.echo(f"{each.rows:>10,}  {each.digest[:16]}  {each.table}")
    total = sum(each.rows for each in moved)
    click.echo(f"{total:>10,} rows in {len(moved)} tables arrived as they were.")
    click.echo(f"Now set ROOMWORTHY_DATABASE_URL={target.url.render_as_string()}, and start again.")


def register(app: Flask) -> None:
    """Bind the command."""
    app.cli.add_command(move_to)
