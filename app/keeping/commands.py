"""Backups on the command line."""

from contextlib import suppress
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from app import clock
from app.audit import service as audit
from app.audit.acts import Act
from app.extensions import db
from app.keeping import service
from app.keeping.doctor.commands import doctor
from app.keeping.folder import Busy
from app.keeping.restoring.commands import restore
from app.settings import Settings

UNSEALED = (
    "It is not sealed: ROOMWORTHY_BACKUP_PASSPHRASE is not set. Whoever has the file can read all\n"
    "of it, and the secret key is not in it: after a restore elsewhere everybody signs in again."
)


def _settings(passphrase_file: Path | None) -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    if passphrase_file is None:
        return settings
    passphrase = passphrase_file.read_text().strip()
    if not passphrase:
        raise click.ClickException(f"{passphrase_file} is empty: there is no passphrase in it.")
    return settings.model_copy(update={"backup_passphrase": passphrase})


def _note(act: Act, name: str) -> None:
    audit.note(act, at=clock.now(), name=name)
    db.session.commit()


passphrase_option = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file whose first line is the passphrase, instead of ROOMWORTHY_BACKUP_PASSPHRASE.",
)


@click.command("backup")
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    help="Put it there; nothing there is ever let go by itself.",
)
@click.option("--nightly", is_flag=True, help="As the worker makes it each night.")
@passphrase_option
@with_appcontext
def backup(to: Path | None, passphrase_file: Path | None, *, nightly: bool) -> None:
    """Back up everything into one file, and prove it by restoring it elsewhere.

    People go on working meanwhile.
    """
    settings, kind = _settings(passphrase_file), "nightly" if nightly else "asked"
    try:
        good = service.back_up(db.engine, settings, kind, to, at=clock.now())
    except (service.NotBackedUp, Busy) as trouble:
        with suppress(SQLAlchemyError):  # the database itself may be what is wrong
            _note(Act.BACKUP_FAILED, str(trouble))
        raise click.ClickException(f"No good backup was made. {trouble}") from trouble
    _note(Act.BACKED_UP, Path(good.path).name)
    click.echo(f"{good.path}\n{good.size / 2**20:.1f} MiB, restored elsewhere and compared: good.")
    if not settings.backup_passphrase:
        click.echo(UNSEALED)


def register(app: Flask) -> None:
    """Bind the commands."""
    app.cli.add_command(backup)
    app.cli.add_command(restore)
    app.cli.add_command(doctor)
