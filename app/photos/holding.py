"""Cleaned pictures that wait for their form to be sent again: no browser keeps a chosen file.

Each is a file of its own, named by a key that can't be guessed, and no row; what nobody came back
for is gone within a day.
"""

from __future__ import annotations

import os
import re
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app

from app.photos.cleaning import Picture

HELD = timedelta(hours=6)
"""How long a picture waits."""

_NAME = re.compile(r"[A-Za-z0-9_-]{32}\.([1-9][0-9]{0,4})x([1-9][0-9]{0,4})")


def hold(picture: Picture) -> str:
    """Keep a cleaned picture for a while; what comes back opens it again."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{secrets.token_urlsafe(24)}.{picture.width}x{picture.height}"
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(picture.content)
    return name


def held(name: str) -> Picture | None:
    """The picture that waits by that name; None where none does, or not any more."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        content = (_folder() / name).read_bytes()
    except FileNotFoundError:
        return None
    return Picture(content, int(found[1]), int(found[2]))


def let_go(*, at: datetime) -> None:
    """Erase what has waited for too long."""
    too_old = (at - HELD).timestamp()
    for path in _folder().glob("*"):
        if path.stat().st_mtime < too_old:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(current_app.config["SETTINGS"].data) / "photos" / "held"
