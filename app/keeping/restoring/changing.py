"""The change from the live data to what was staged: before it all is old, after it all is new.

What can be done beforehand harms nobody: photos are added beside those that are there, and what is
there is copied aside. Then a mark is set. Whoever finds it, and that is each start of the program,
does the rest again from its beginning, and each part of it can be done again.
"""

import fcntl
import json
import os
import shutil
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from app.audit.proving import anchors
from app.in_use import LOCK
from app.keeping.making import SECRETS, own_files
from app.keeping.restoring.staging import DATABASE, SCHEMA, place
from app.keeping.snapshots import copy_sqlite
from app.photos import store
from app.settings import Settings
from app.sqlite import sqlite3

MARK = "ready.json"
ASIDE = "%Y%m%dT%H%M%S"
TURN = "SELECT pg_advisory_xact_lock(hashtext('roomworthy restore'))"


def put_aside(live: sa.Engine, data: Path, *, at: datetime) -> Path:
    """Keep what is there in a folder of its own: database, photos, own files, keys."""
    aside = data / f"before-{at.strftime(ASIDE)}"
    aside.mkdir(mode=0o700)
    if live.dialect.name == "sqlite":
        _copy_whatever_it_is(live, aside / "roomworthy.db")
    for name, path in own_files(data):
        _link(path, aside / name)
    photos = data / "photos"
    for path in photos.rglob("*") if photos.exists() else ():
        if path.is_file():
            _link(path, aside / path.relative_to(data))
    for name in SECRETS:
        if (data / name).exists():
            _link(data / name, aside / name)
    return aside


def _copy_whatever_it_is(live: sa.Engine, path: Path) -> None:
    try:
        copy_sqlite(live, path)
    except (DatabaseError, sqlite3.Error):  # no database any more, which may be why we are here
        path.unlink(missing_ok=True)
        if live.url.database and Path(live.url.database).exists():
            shutil.copy2(live.url.database, path)


def _link(path: Path, to: Path) -> None:
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.link(path, to)
    except OSError:
        shutil.copy2(path, to)


def add_photos(data: Path) -> int:
    """Bring the photos of the backup into the store, where it lacks them; how many it lacked."""
    added = 0
    staged = place(data) / "photos"
    for path in staged.iterdir() if staged.exists() else ():
        content = path.read_bytes()
        try:
            is_here = store.content(path.name) == content
        except FileNotFoundError:
            is_here = False
        if not is_here:
            store.keep(path.name, content)
            added += 1
    return added


def keep_secrets(secrets: dict[str, bytes], data: Path) -> None:
    """Put the keys of the backup where the change finds them."""
    folder = place(data) / "secrets"
    folder.mkdir(mode=0o700)
    for name, secret in secrets.items():
        path = folder / name
        path.touch(mode=0o600)
        path.write_bytes(secret)


def mark(aside: Path, data: Path) -> None:
    """From here on the change happens, whoever is killed."""
    os.sync()  # all that was staged is on the disk before
    path = place(data) / MARK
    new = path.with_name(f"{MARK}.new")
    with new.open("w") as file:
        json.dump({"aside": aside.name}, file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    _sync(path.parent)
    _sync(data)


def change(live: sa.Engine, data: Path) -> None:
    """Do what the mark says; nobody else works with the data meanwhile."""
    told = json.loads((place(data) / MARK).read_text())
    _change_database(live, data, told["aside"])
    _move_into(place(data) / "files", data)
    _move_into(place(data) / "secrets", data)
    _anchor_anew(data, told["aside"])
    os.sync()
    (place(data) / MARK).unlink()
    shutil.rmtree(place(data), ignore_errors=True)


def _anchor_anew(data: Path, aside: str) -> None:
    """Let the audit log be anchored where it ends now; where it ended before stays beside."""
    if (data / anchors.FILE).exists():
        (data / anchors.FILE).replace(data / f"{anchors.FILE}.{aside}")


def _change_database(live: sa.Engine, data: Path, aside: str) -> None:
    live.dispose()
    if live.dialect.name == "postgresql":
        _change_schemas(live, aside)
        return
    staged = place(data) / DATABASE
    if not live.url.database:
        with live.connect() as connection, closing(sqlite3.connect(staged)) as source:
            driver: Any = connection.connection.driver_connection
            source.backup(driver)
        return
    try:
        with (
            closing(sqlite3.connect(live.url.database)) as into,
            closing(sqlite3.connect(staged)) as source,
        ):
            source.backup(into)  # in one transaction of SQLite's own: a kill leaves the old
    except sqlite3.DatabaseError:
        _replace(Path(live.url.database), staged)


def _replace(live: Path, staged: Path) -> None:
    """Put the file in the place of one that is no database any more, nor what was beside it."""
    for end in ("-journal", "-wal", "-shm"):
        live.with_name(f"{live.name}{end}").unlink(missing_ok=True)
    new = live.with_name(f"{live.name}.new")
    shutil.copy2(staged, new)
    new.replace(live)


def _change_schemas(live: sa.Engine, aside: str) -> None:
    """Give the live schema another name, and the staged one its name, at one moment."""
    kept = aside.replace("-", "_").lower()
    with live.begin() as connection:
        connection.exec_driver_sql(TURN)  # of one that was killed the server may still be at it
        asked = sa.text("SELECT 1 FROM pg_namespace WHERE nspname = :name")
        if not connection.execute(asked, {"name": SCHEMA}).scalar():
            return  # it was done, and only what follows was not
        name = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
        connection.exec_driver_sql(f'ALTER SCHEMA "{name}" RENAME TO "roomworthy_{kept}"')
        connection.exec_driver_sql(f'ALTER SCHEMA {SCHEMA} RENAME TO "{name}"')


def _move_into(folder: Path, data: Path) -> None:
    for path in sorted(folder.rglob("*")) if folder.exists() else ():
        if path.is_file():
            to = data / path.relative_to(folder)
            to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            new = to.with_name(f"{to.name}.new")
            shutil.copy2(path, new)
            new.replace(to)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def finish_if_cut_off(settings: Settings) -> bool:
    """Where a restore was killed amid its change, do the rest of it now; whether that was so.

    Called as the program starts, before it reads its key.
    """
    if not (place(settings.data) / MARK).exists():
        return False
    with (settings.data / LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another process may be at it: then wait
        if not (place(settings.data) / MARK).exists():
            return False
        live = sa.create_engine(settings.effective_database_url, poolclass=sa.NullPool)
        change(live, settings.data)
        live.dispose()
    return True
