"""A program with something in it that must not be lost: rows of all kinds, photos, own files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import schema
from app.extensions import db
from app.photos import service as photos
from app.photos.cleaning import Picture
from app.settings import Settings
from tests.builders import NOON, Builder

PASSPHRASE = "three walls and a door"


def stamp() -> None:
    """Say of tables that the models made that they are those of the last migration."""
    with db.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE IF EXISTS alembic_version"))
        connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        said = sa.text("INSERT INTO alembic_version VALUES (:last)")
        connection.execute(said, {"last": schema.known()[-1]})


@pytest.fixture
def sealed(settings: Settings) -> Settings:
    """The settings of somebody who seals backups."""
    return settings.model_copy(update={"backup_passphrase": PASSPHRASE})


@pytest.fixture
def campus(app: Flask, make: Builder, settings: Settings) -> Iterator[Settings]:
    """Rooms, tags, checks, faults, guides with their words, a photo, a file; stamped."""
    room = make.room(name="Übung 2.14 “West”")
    unit = make.equipment(room=room)
    make.tag(room=room)
    make.check(room=room, note="Zeile eins\nline two\ttabbed \\N \\.")
    make.fault(room=room, equipment=unit)
    make.report()
    photo(b"a picture that is none, of its size")
    own = settings.data / "sheets" / "order-1.pdf"
    own.parent.mkdir()
    own.write_bytes(b"%PDF a printed order")
    db.session.commit()
    stamp()
    yield settings
    db.session.remove()
    with db.engine.begin() as connection:  # PostgreSQL's tables are shared by all tests
        connection.execute(sa.text("DROP TABLE IF EXISTS alembic_version"))


def photo(content: bytes) -> str:
    """The name of a stored photo's file; nothing looks at what is in it."""
    kept = photos.keep(Picture(content, 4, 3), at=NOON)
    db.session.commit()
    return kept.file_name


def files_of(folder: Path) -> dict[str, bytes]:
    """What stands in a folder, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
