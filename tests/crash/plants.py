"""Faults that are planted in the program under test, to show that the proofs would see them.

Each is called with the program in the process that servers are forked from, and nowhere else.
"""

import io
from collections.abc import Callable, Iterable
from threading import Thread
from typing import Any

from flask import Flask

from app.checks import service
from app.extensions import db

Answering = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def nothing(app: Flask) -> None:
    """The program as it is."""


def acknowledge_first(app: Flask) -> None:
    """A check is answered at once, and stored a little later by a thread."""
    real: Answering = app.wsgi_app

    def answering(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/sync/checks":
            return real(environ, start)
        content = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        later = environ | {"wsgi.input": io.BytesIO(content)}
        Thread(target=lambda: list(real(later, lambda *_: None)), daemon=True).start()
        start("200 OK", [("Content-Type", "application/json")])
        return [b'{"stored": 1}']

    app.wsgi_app = answering  # type: ignore[assignment,method-assign]


def two_transactions(app: Flask) -> None:
    """The visit is committed before what it found."""
    real = service._add_findings

    def committing(*given: Any) -> None:
        db.session.commit()
        real(*given)

    vars(service)["_add_findings"] = committing


def no_looking_back(app: Flask) -> None:
    """Nobody looks whether the key is known: the unique index alone stands against a double."""
    vars(service)["sent_before"] = lambda *_given, **_named: None


PLANTS: dict[str, Callable[[Flask], None]] = {
    "nothing": nothing,
    "acknowledge_first": acknowledge_first,
    "two_transactions": two_transactions,
    "no_looking_back": no_looking_back,
}
