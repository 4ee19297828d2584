"""A backup unpacked into an empty database and a folder, and compared with its own index."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app import rows, schema
from app.keeping.making import SECRETS, photo_names
from app.keeping.sealed.entries import Entry, What, entries, unpacked
from app.keeping.sealed.index import FileTally, Index, read_index, safe_name
from app.keeping.sealed.sealing import Damaged, NewerFormat, Opener


@dataclass
class Unpacked:
    """What was found in a backup while it was unpacked."""

    revision: str
    index: Index = field(default_factory=Index)
    photos: dict[str, int] = field(default_factory=dict)
    """The size of each photo, by its name."""
    secrets: dict[str, bytes] = field(default_factory=dict)
    _of_photos: FileTally = field(default_factory=FileTally)
    _of_files: FileTally = field(default_factory=FileTally)


def unpack(opener: Opener, engine: sa.Engine, folder: Path | None) -> Unpacked:
    """Restore all of a backup: its rows into the empty database, its files into the folder.

    Without a folder, files are read and counted, and not kept. Raises `Damaged` where anything is
    not as the index says, `NewerFormat` where this program does not know the tables.
    """
    revision = str(opener.head.get("revision"))
    if revision not in schema.known():
        raise NewerFormat(
            "This backup is of a later version of the program"
            f" ({opener.head.get('program')}, tables {revision}; this one knows"
            f" {schema.known()[-1]}). Restore it with that version."
        )
    schema.make(engine, revision)
    with engine.connect() as connection, rows.loading(connection):
        _empty(connection)
        found = _take_all(opener, connection, folder)
        connection.commit()
    with engine.connect() as connection:
        _compare(connection, found)
    return found


def _empty(connection: Connection) -> None:
    """Without the rows that migrations plant: those of the backup come in their place."""
    for table in rows.tables(connection):
        if rows.count(connection, table):
            name = connection.dialect.identifier_preparer.quote(table.name)
            connection.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608 - a name of ours


def _take_all(opener: Opener, connection: Connection, folder: Path | None) -> Unpacked:
    found, known = (
        Unpacked(opener.head["revision"]),
        {table.name: table for table in rows.tables(connection)},
    )
    for entry in entries(opener):
        match entry.what:
            case What.TABLE:
                _take_table(entry, connection, known)
            case What.PHOTO:
                _take_photo(entry, found, folder)
            case What.FILE:
                _take_file(entry, found, folder)
            case What.SECRET:
                _take_secret(entry, found)
            case What.INDEX:
                found.index = read_index(entry.parts)
    return found


def _take_table(entry: Entry, connection: Connection, known: dict[str, rows.RowTable]) -> None:
    lines = unpacked(entry.parts)
    table = known.pop(entry.name, None)
    names = json.loads(next(lines, b"[]"))
    if table is None or names != list(table.names):
        raise Damaged(f"The table {entry.name} of this backup is none of the program's.")
    rows.write(connection, table, (_row(line, len(names)) for line in lines))


def _row(line: bytes, width: int) -> rows.Row:
    try:
        row: list[object] = json.loads(line)
    except ValueError:
        raise Damaged("A row in this backup can't be read.") from None
    if len(row) != width:
        raise Damaged("A row in this backup is longer or shorter than its table.")
    return row


def _take_photo(entry: Entry, found: Unpacked, folder: Path | None) -> None:
    name = safe_name(entry.name)
    if len(name.parts) != 1 or entry.name in found.photos:
        raise Damaged("This backup holds a photo whose name is none, or comes twice.")
    parts = _sized(entry, found._of_photos.passing(entry.name, entry.parts), found)
    _keep(parts, folder / "photos" / name if folder else None)


def _sized(entry: Entry, parts: Iterable[bytes], found: Unpacked) -> Iterator[bytes]:
    found.photos[entry.name] = 0
    for part in parts:
        found.photos[entry.name] += len(part)
        yield part


def _take_file(entry: Entry, found: Unpacked, folder: Path | None) -> None:
    name = safe_name(entry.name)
    parts = found._of_files.passing(entry.name, entry.parts)
    _keep(parts, folder / "files" / name if folder else None)


def _keep(parts: Iterable[bytes], path: Path | None) -> None:
    if path is None:
        for _part in parts:
            pass
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.writelines(parts)


def _take_secret(entry: Entry, found: Unpacked) -> None:
    if entry.name not in SECRETS:
        raise Damaged("This backup holds a key that no version writes.")
    found.secrets[entry.name] = b"".join(entry.parts)


def _compare(connection: Connection, found: Unpacked) -> None:
    """Raises `Damaged` where what was restored is not what the index says."""
    here = {table.name: table for table in rows.tables(connection)}
    told = found.index.tables
    if lacking := here.keys() ^ told.keys():
        raise Damaged(f"This backup lacks a table: {', '.join(sorted(lacking))}.")
    for name, table in here.items():
        if rows.tally(connection, table).told != told[name]:
            raise Damaged(f"The table {name} was not restored as it was.")
    for what, counted, said in (
        ("photos", found._of_photos.told, found.index.photos),
        ("files", found._of_files.told, found.index.files),
    ):
        if counted != said:
            raise Damaged(f"The {what} of this backup are not those that its index tells of.")
    _compare_photos(connection, found)


def _compare_photos(connection: Connection, found: Unpacked) -> None:
    missing = set(found.index.missing)
    for name, size in photo_names(connection):
        if found.photos.get(name) != size and name not in missing:
            raise Damaged(f"The photo {name} is not in this backup.")
