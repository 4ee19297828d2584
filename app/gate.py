"""The gate before a server: nobody is served while the tables are not those of this program.

A phone that is asked to wait keeps what it has, and sends it later.
"""

from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

from flask import Flask

from app import in_use, schema
from app.database import reading
from app.extensions import db

Serve = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
PATIENCE_SECONDS = 60

SENTENCES = {
    schema.Standing.OLDER: (
        "The database is of an earlier version. Run `flask --app wsgi prepare`: it takes a backup"
        " and then brings the tables up to date."
    ),
    schema.Standing.NEWER: (
        "The database has been under a later version of Roomworthy, and this one would spoil it."
        " Install that version again, or restore the backup that was taken before the upgrade."
    ),
}
RESTORING = "A backup is being restored just now."


def trouble() -> str:
    """Why this program must not work on its database; empty where it may."""
    with reading(), db.engine.connect() as connection:
        return SENTENCES.get(schema.standing(connection), "")


class Gate:
    """Stands before the program in each serving process; opens once, and stays open."""

    def __init__(self, app: Flask, serve: Serve) -> None:
        self._app, self._serve = app, serve
        self._share: BinaryIO | None = None

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Serve the request, or ask to wait and say why."""
        if self._share is not None or environ["PATH_INFO"] == "/healthz":
            return self._serve(environ, start)
        if why := self._why_shut():
            content = f"{why}\n".encode()
            heads = [("Content-Type", "text/plain; charset=utf-8")]
            heads += [("Retry-After", str(PATIENCE_SECONDS)), ("Cache-Control", "no-store")]
            start("503 Service Unavailable", [*heads, ("Content-Length", str(len(content)))])
            return [content]
        return self._serve(environ, start)

    def close(self) -> None:
        """Let go of the data, as the end of the process does."""
        if self._share is not None:
            self._share.close()
            self._share = None

    def _why_shut(self) -> str:
        data = self._app.config["SETTINGS"].data
        with self._app.app_context():
            if why := trouble():
                return why
        try:
            self._share = in_use.share(data)
        except in_use.InUse:
            return RESTORING
        return ""
