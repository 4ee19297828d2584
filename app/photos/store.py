"""The files of pictures: in the data folder, each named by a key, readable by the program alone.

A file is whole on the disk before its row is committed; after a rollback one may be left over,
which nothing leads to.
"""

from __future__ import annotations

import os
from pathlib import Path

from flask import current_app


def keep(name: str, content: bytes) -> None:
    """Writes a file that survives a power cut once this returns; never half of it has the name."""
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
    return _path(name).read_bytes()


def _path(name: str) -> Path:
    return Path(current_app.config["SETTINGS"].data) / "photos" / name[:2] / name


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
