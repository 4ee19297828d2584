"""A backup is good once the program itself has restored it elsewhere, compared it and opened it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from app import schema
from app.database import Base
from app.keeping.making import NotWhole, photo_names
from app.keeping.restoring.unpacking import Unpacked, unpack
from app.keeping.sealed.sealing import Opener
from app.keeping.snapshots import insist_on_soundness
from app.photos import store


def prove(path: Path, passphrase: str, beside: Path) -> Unpacked:
    """Restore the backup into a folder under `beside` that is gone afterwards, and look at it.

    Raises `Damaged`, `NewerFormat`, `WrongPassphrase` or `NotWhole`, each with a sentence.
    """
    with (
        TemporaryDirectory(dir=beside, prefix="proof-") as folder,
        path.open("rb") as file,
        scratch(Path(folder) / "proof.db") as engine,
    ):
        found = unpack(Opener(file, passphrase), engine, None)
        _insist_that_it_opens(engine)
        _insist_on_every_table(found)
        with engine.connect() as connection:
            _insist_that_nothing_was_at_hand(connection, found)
    return found


@contextmanager
def scratch(path: Path) -> Iterator[sa.Engine]:
    """A new SQLite database, of which nobody minds if a power cut takes it."""
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.NullPool)
    event.listen(engine, "connect", _hurried)
    yield engine
    engine.dispose()


def _hurried(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF").close()


def _insist_that_it_opens(engine: sa.Engine) -> None:
    """Bring it to this program's tables, where it is older, and read a row of each."""
    schema.upgrade(engine)
    with engine.connect() as connection:
        insist_on_soundness(connection)
    with Session(engine) as session:
        for mapper in Base.registry.mappers:
            session.execute(sa.select(mapper.class_).limit(1)).first()


def _insist_on_every_table(found: Unpacked) -> None:
    """Where the backup has this program's tables: each that a model names is in it."""
    if found.revision == schema.known()[-1]:
        lacking = Base.metadata.tables.keys() - found.index.tables.keys()
        if lacking:
            raise NotWhole(f"A table was left out: {', '.join(sorted(lacking))}.")


def _insist_that_nothing_was_at_hand(connection: sa.Connection, found: Unpacked) -> None:
    """A photo that the backup calls missing is so where it was taken from, too."""
    sizes = dict(photo_names(connection))
    for name in found.index.missing:
        if _is_here(name, sizes.get(name, -1)):
            raise NotWhole(f"The photo {name} was left out, and is here.")


def _is_here(name: str, size: int) -> bool:
    try:
        return len(store.content(name)) == size
    except FileNotFoundError:
        return False
