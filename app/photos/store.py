"""The files of pictures, each named by a key: in the data folder, or in a bucket that speaks S3.

A file is whole where it is kept before its row is committed; after a rollback one may be left over,
which nothing leads to. With a bucket, what is still in the folder is found there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app

from app.outgoing_objects import Bucket, bucket


def keep(name: str, content: bytes) -> None:
    """Writes a file that survives a power cut once this returns; never half of it has the name."""
    if there := _bucket():
        there.keep(name, content)
        return
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f"{name}.new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)  # where the disk is full, it must not stay so
        raise
    _sync(path.parent)


def content(name: str) -> bytes:
    """The bytes of a file; FileNotFoundError where there is none."""
    if there := _bucket():
        try:
            return there.content(name)
        except FileNotFoundError:
            pass  # it was not carried over yet
    return _path(name).read_bytes()


def erase(name: str) -> None:
    """Let a file go, wherever it is."""
    if there := _bucket():
        there.erase(name)
    _path(name).unlink(missing_ok=True)


def names() -> Iterator[tuple[str, datetime]]:
    """The name of every file, and since when it is kept; one that is in both places comes twice."""
    if there := _bucket():
        yield from there.names()
    for path in _folder().glob("??/*"):
        if not path.name.endswith(".new"):
            yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)


def carry_over(name: str) -> bool:
    """Bring a file from the folder into the bucket, and let it go here; whether there was one.

    It goes only once what the bucket gives back is what was sent.
    """
    there, path = _bucket(), _path(name)
    if there is None or not path.exists():
        return False
    sent = path.read_bytes()
    there.keep(name, sent)
    if there.content(name) != sent:
        raise OSError(f"{name} came back from the bucket as something else")
    path.unlink()
    return True


def _bucket() -> Bucket | None:
    return bucket(current_app.config["SETTINGS"])


def _folder() -> Path:
    return Path(current_app.config["SETTINGS"].data) / "photos"


def _path(name: str) -> Path:
    return _folder() / name[:2] / name


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
