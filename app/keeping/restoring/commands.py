"""`flask restore`: from a backup to the live data, asked for and said beforehand."""

from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from app import clock, in_use
from app.extensions import db
from app.keeping.restoring import service
from app.keeping.restoring.service import Staged
from app.keeping.sealed.sealing import Damaged, NewerFormat, WrongPassphrase
from app.settings import Settings

OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend'
"""


def _insist_that_nobody_is_on() -> None:
    """On PostgreSQL a server may run on another machine."""
    if db.engine.dialect.name == "postgresql":
        db.session.remove()
        db.engine.dispose()
        with db.engine.connect() as connection:
            others = connection.execute(sa.text(OTHERS)).scalar_one()
        if others:
            raise click.ClickException(
                f"{others} other connections to the database are open. Stop the servers and workers"
                " on all machines first."
            )


def _say(staged: Staged) -> None:
    click.echo(f"The backup of {staged.made_at:%Y-%m-%d %H:%M} UTC is whole.")
    if staged.missing:
        click.echo(f"{staged.missing} photos were missing already when it was made.")
    for name, (before, here) in staged.differs.items():
        click.echo(f"{name} was {before!r} then, and is {here!r} here.")
    if staged.lost:
        click.echo("What was made since would be gone:")
        for words, count in staged.lost.items():
            click.echo(f"  {count} {words}")
    else:
        click.echo("Nothing that is here was made since.")
    if staged.ends_sessions:
        click.echo("The secret key is another one: everybody has to sign in again.")


def _staged(file: Path, settings: Settings, passphrase: str) -> Staged:
    try:
        return service.stage(file, passphrase, settings)
    except WrongPassphrase as wrong:
        raise click.ClickException(str(wrong)) from wrong
    except (Damaged, NewerFormat) as trouble:
        raise click.ClickException(f"{trouble} Nothing was changed.") from trouble
    except OSError as error:
        raise click.ClickException(f"{error.strerror}. Nothing was changed.") from error
    except (ValueError, TypeError, SQLAlchemyError, db.engine.dialect.loaded_dbapi.Error) as error:
        raise click.ClickException(
            f"What this backup holds can't be stored ({type(error).__name__}). Nothing was changed."
        ) from error


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.option(
    "--check", is_flag=True, help="Only look whether the backup is whole, and what of it."
)
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file whose first line is the passphrase, instead of ROOMWORTHY_BACKUP_PASSPHRASE.",
)
@with_appcontext
def restore(file: Path, passphrase_file: Path | None, *, yes: bool, check: bool) -> None:
    """Bring back what a backup holds. What is there is kept aside.

    Stop the server and the worker before. Killed at any moment, it leaves all as it was, or all
    restored.
    """
    settings: Settings = current_app.config["SETTINGS"]
    given = passphrase_file.read_text().strip() if passphrase_file else ""
    try:
        with in_use.alone(settings.data):
            _insist_that_nobody_is_on()
            staged = _staged(file, settings, given or settings.backup_passphrase)
            _say(staged)
            if check or not (yes or click.confirm("Restore it?")):
                click.echo("Nothing was changed.")
                return
            aside = service.change_over(staged, settings, at=clock.now())
    except in_use.InUse:
        raise click.ClickException("Stop the server and the worker first.") from None
    click.echo(f"Restored. What was there is kept in {aside}\nStart the server and the worker.")
