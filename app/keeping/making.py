"""Writing a backup: the database at one moment, then the photos that it knows, then own files.

In this order, since a photo is whole on the disk before its row is committed: whatever row the
moment shows, its file is there.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app import rows, schema
from app.keeping.sealed.entries import PART, What, packed, put
from app.keeping.sealed.index import FileTally, Index
from app.keeping.sealed.sealing import Sealer, key_mark, synced
from app.keeping.snapshots import snapshot
from app.photos import store
from app.photos.models import Photo
from app.settings import Settings
from app.version import VERSION

SECRETS = ("secret_key", "push_key.pem")
"""Files in the data folder that nobody else may know."""
LEFT = ("roomworthy.db", "jobs.db", "photos", "backups", "restoring", "before-", "in-use", "worker")
"""Beginnings of what stands in the data folder and is no file of its own: kept otherwise, or made
anew."""
PASSING = (".new", ".log", ".part", ".backup")
"""Ends of the names of files that are not done yet, or are none of the data."""
TOLD_SETTINGS = ("public_url", "organisation", "default_locale", "default_timezone")


class NotWhole(Exception):
    """A backup that lacks something, said in a sentence: it is not kept."""


@dataclass(frozen=True)
class Source:
    """What is backed up, and the passphrase that seals it ("": none)."""

    engine: sa.Engine
    settings: Settings
    passphrase: str


def write(into: BinaryIO, source: Source, beside: Path, *, at: datetime) -> Index:
    """Write a whole backup and have it on the disk; what is in it. `beside` has room for a copy."""
    index = Index(settings=_settings(source.settings))
    index.key_mark = key_mark(source.settings.signing_key())
    with snapshot(source.engine, beside) as connection:
        told = {"program": VERSION, "made_at": at.isoformat()}
        told["revision"] = _revision(connection)
        sealer = Sealer(into, source.passphrase, told)
        for table in rows.tables(connection):
            index.tables[table.name] = _put_table(sealer, connection, table)
        _put_photos(sealer, connection, index)
    _put_files(sealer, source.settings.data, index)
    _put_secrets(sealer, source, index)
    put(sealer, What.INDEX, "", [index.written()])
    sealer.close()
    synced(into)
    return index


def _settings(settings: Settings) -> dict[str, str]:
    return {name: str(getattr(settings, name)) for name in TOLD_SETTINGS}


def _revision(connection: Connection) -> str:
    found = schema.revision(connection)
    if found is None:
        raise NotWhole("The database has no tables yet: run `flask --app wsgi prepare` first.")
    return found


def _put_table(sealer: Sealer, connection: Connection, table: rows.RowTable) -> dict[str, Any]:
    tally = rows.Tally()

    def lines() -> Iterator[bytes]:
        yield json.dumps(table.names).encode()
        for row in rows.read(connection, table):
            line = rows.line(row)
            tally.add(line)
            yield line

    put(sealer, What.TABLE, table.name, packed(lines()))
    counted = rows.count(connection, table)
    if counted != tally.rows:
        raise NotWhole(f"Of {counted} rows of {table.name}, {tally.rows} were read.")
    return tally.told


def photo_names(connection: Connection) -> Iterator[tuple[str, int]]:
    """Of each photo that the database knows, the name of its file and its size."""
    if "photo" not in sa.inspect(connection).get_table_names():
        return
    asked = "SELECT key, media_type, size FROM photo"
    for key, media_type, size in connection.exec_driver_sql(asked):
        yield Photo(key=key, media_type=media_type).file_name, size


def _put_photos(sealer: Sealer, connection: Connection, index: Index) -> None:
    tally = FileTally()
    for name, size in photo_names(connection):
        try:
            content = store.content(name)
        except FileNotFoundError:
            index.missing.append(name)
            continue
        if len(content) != size:
            index.missing.append(name)
        put(sealer, What.PHOTO, name, tally.passing(name, [content]))
    index.photos = tally.told


def own_files(data: Path) -> Iterator[tuple[str, Path]]:
    """Files in the data folder beside database, photos and secrets; with their names in it."""
    for top in sorted(data.iterdir()):
        if top.name.startswith(LEFT) or top.name in SECRETS or top.name.startswith("."):
            continue
        inside = sorted(top.rglob("*")) if top.is_dir() and not top.is_symlink() else [top]
        for path in inside:
            if path.is_file() and not path.is_symlink() and not path.name.endswith(PASSING):
                yield path.relative_to(data).as_posix(), path


def _put_files(sealer: Sealer, data: Path, index: Index) -> None:
    tally = FileTally()
    for name, path in own_files(data):
        with suppress(FileNotFoundError), path.open("rb") as file:  # gone since: nobody needs it
            put(sealer, What.FILE, name, tally.passing(name, _parts(file)))
    index.files = tally.told


def _parts(file: BinaryIO) -> Iterable[bytes]:
    """A file as long as it is now: one that grows meanwhile would never end."""
    left = os.fstat(file.fileno()).st_size
    while left > 0 and (part := file.read(min(PART, left))):
        left -= len(part)
        yield part


def _put_secrets(sealer: Sealer, source: Source, index: Index) -> None:
    """Keys, by a passphrase alone: whoever has an unsealed file must not be able to sign."""
    if not source.passphrase:
        return
    kept = {name: source.settings.data / name for name in SECRETS}
    content = {name: path.read_bytes() for name, path in kept.items() if path.exists()}
    content["secret_key"] = source.settings.signing_key().encode()
    for name, secret in content.items():
        put(sealer, What.SECRET, name, [secret])
        index.secrets.append(name)
