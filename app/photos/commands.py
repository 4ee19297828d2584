"""Pictures on the command line."""

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app.extensions import db
from app.photos import store
from app.photos.models import Photo

group = AppGroup("photos", help="The files of pictures.")


@group.command("carry-over")
def carry_over() -> None:
    """Bring the pictures of the data folder into the bucket that the settings name.

    People go on working meanwhile: a picture is looked for in both places. Run it again after it
    was cut off.
    """
    if not current_app.config["SETTINGS"].photo_store:
        raise click.ClickException("Set ROOMWORTHY_PHOTO_STORE first, such as s3://photos.")
    photos = db.session.scalars(select(Photo)).all()
    try:
        carried = sum(store.carry_over(each.file_name) for each in photos)
    except OSError as trouble:
        raise click.ClickException(f"The bucket does not take them: {trouble}") from trouble
    click.echo(f"{carried} of {len(photos)} pictures went over; the others were there already.")


def register(app: Flask) -> None:
    """Bind the commands."""
    app.cli.add_command(group)
