"""The short way for the page that is asked for most: a tag scanned by somebody without a session.

A class that scans one tag asks for one page. It is rendered once and kept; each request then
costs one indexed read of the room's version, before Flask is even reached. What is kept is valid
for one version of the room and one minute, the unit in which its words count time, so nothing
stale of the room is ever shown; which other room is free instead, and what lies on a shelf, may be
what it was within that minute. Requests with a cookie or a question mark take the long way.
"""

import gzip
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from flask import Flask
from sqlalchemy import Dialect, Engine, text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import Accept, LanguageAccept
from werkzeug.http import parse_accept_header

from app import clock
from app.codes.code import read_code
from app.extensions import db
from app.hosts import answers_to
from app.language import best_locale

Environ = dict[str, Any]
Answer = Iterable[bytes]
Start = Callable[..., Any]
Key = tuple[str, str]
"""The code of the tag, and the language."""
Stamp = tuple[int, int, int]
"""The room, its version, and the minute."""
Program = Callable[[Environ, Start], Answer]

MOST_BYTES = 32 * 2**20
"""How much is kept in one process: some 2,000 pages."""
MINUTE = 60
AT_ONCE = 64
"""So many pages may wait to be made, more than a process has threads."""
HEADERS_KNOWN = 1_000
"""Of how many different headers the meaning is kept."""

VERSION = text(
    "SELECT room.id, room.version FROM tag"
    " LEFT JOIN equipment ON equipment.id = tag.equipment_id"
    " JOIN room ON room.id = coalesce(tag.room_id, equipment.room_id)"
    " WHERE tag.code = :code AND tag.state <> 'void'"
    " AND room.retired_at IS NULL AND equipment.retired_at IS NULL"
)


@dataclass(frozen=True)
class Kept:
    """A finished page and what it is valid for."""

    stamp: Stamp
    etag: str
    headers: tuple[tuple[str, str], ...]
    plain: bytes
    packed: bytes

    @property
    def size(self) -> int:
        """Bytes that it takes, as good as."""
        return len(self.plain) + len(self.packed)


def lay_lane(app: Flask) -> None:
    """Put the short way before the program."""
    app.wsgi_app = Lane(app, app.wsgi_app)  # type: ignore[method-assign, assignment]


class Lane:
    """A WSGI program before another: it answers scanned tags from memory, the rest is handed on.

    `long_way` is that other; whoever serves may put something before it.
    """

    def __init__(self, app: Flask, long_way: Program) -> None:
        self._app = app
        self.long_way = long_way
        self._making = [Lock() for _ in range(AT_ONCE)]
        self._keeping = Lock()
        self._kept: dict[Key, Kept] = {}
        self._bytes = 0
        self._engine: Engine | None = None
        self._locale = lru_cache(HEADERS_KNOWN)(self._read_locale)

    def __call__(self, environ: Environ, start: Start) -> Answer:
        """Answer one request."""
        code = _scanned(environ) if self._is_ours(environ) else None
        stamp = self._stamp(code) if code else None
        if code is None or stamp is None:
            return self.long_way(environ, start)
        key = (code, self._locale(environ.get("HTTP_ACCEPT_LANGUAGE", "")))
        kept = self._of(key, stamp) or self._made(key, stamp, environ)
        return _answer(kept, environ, start) if kept else self.long_way(environ, start)

    def _of(self, key: Key, stamp: Stamp) -> Kept | None:
        kept = self._kept.get(key)
        return kept if kept and kept.stamp == stamp else None

    def _made(self, key: Key, stamp: Stamp, environ: Environ) -> Kept | None:
        """The page, made now; of many who ask at once, the first makes it for all."""
        with self._making[hash(key) % AT_ONCE]:
            if kept := self._of(key, stamp):
                return kept
            if kept := self._render(environ, stamp):
                with self._keeping:
                    self._keep(key, kept)
            return kept

    def _is_ours(self, environ: Environ) -> bool:
        """Whether it asks for a name of ours; if not, the long way says so in a sentence."""
        return answers_to(self._app.config["SETTINGS"], environ.get("HTTP_HOST"))

    def _stamp(self, code: str) -> Stamp | None:
        """The room, its version and the minute; None where no room, or no database, answers."""
        engine = self._database()
        try:
            row = _version(engine, code)
        except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error):
            return None  # the long way says so in a sentence
        if not row:
            return None
        seconds = clock.now().timestamp() + row[0] % MINUTE  # not all pages age at one moment
        return row[0], row[1], int(seconds) // MINUTE

    def _database(self) -> Engine:
        if self._engine is None:
            with self._app.app_context():
                self._engine = db.engine
        return self._engine

    def _read_locale(self, header: str) -> str:
        with self._app.app_context():
            return best_locale(parse_accept_header(header, LanguageAccept))

    def _render(self, environ: Environ, stamp: Stamp) -> Kept | None:
        """The page by the long way, if it is one that may be kept."""
        seen: list[tuple[str, list[tuple[str, str]]]] = []
        asked = {name: value for name, value in environ.items() if name not in CONDITIONS}
        answer = self.long_way(
            asked, lambda status, headers, _=None: seen.append((status, headers))
        )
        try:
            body = b"".join(answer)
        finally:
            getattr(answer, "close", _nothing)()
        status, headers = seen[0]
        if not status.startswith("200") or not _may_be_kept(headers):
            return None
        fixed = tuple((n, v) for n, v in headers if n.lower() not in OWN_HEADERS)
        etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        return Kept(stamp, etag, fixed, body, gzip.compress(body, 6, mtime=0))

    def _keep(self, key: Key, kept: Kept) -> None:
        """Keep the page; the oldest make room for it."""
        self._drop(key)
        while self._kept and self._bytes + kept.size > MOST_BYTES:
            self._drop(next(iter(self._kept)))
        self._kept[key] = kept
        self._bytes += kept.size

    def _drop(self, key: Key) -> None:
        dropped = self._kept.pop(key, None)
        self._bytes -= dropped.size if dropped else 0


@cache
def _as_driver(dialect: Dialect) -> tuple[str, bool]:
    """The question as the driver wants it, and whether it takes values by their place."""
    asked = VERSION.compile(dialect=dialect)
    return str(asked), bool(asked.positional)


def _version(engine: Engine, code: str) -> tuple[int, int] | None:
    """The room's id and version, by the driver itself: a sixth of the time, on each scan."""
    sql, positional = _as_driver(engine.dialect)
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(sql, (code,) if positional else {"code": code})
        found: tuple[int, int] | None = cursor.fetchone()
        cursor.close()
    finally:
        connection.close()
    return found


VARY = "Accept-Encoding, Accept-Language, Cookie"
CONDITIONS = frozenset({"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE"})
OWN_HEADERS = frozenset({"content-length", "etag", "vary", "content-encoding"})


def _scanned(environ: Environ) -> str | None:
    """The code, where the request is a plain GET of a tag by somebody without a cookie."""
    path: str = environ["PATH_INFO"]
    if (
        environ["REQUEST_METHOD"] != "GET"
        or path[:3] not in {"/t/", "/T/"}
        or len(path) > 24
        or environ.get("QUERY_STRING")
        or "HTTP_COOKIE" in environ
    ):
        return None
    return read_code(path[3:])


def _nothing() -> None:
    """An answer without a `close` needs none."""


def _may_be_kept(headers: list[tuple[str, str]]) -> bool:
    """Whether the answer is one for everybody: without a cookie, and not marked no-store."""
    return not any(
        name.lower() == "set-cookie" or (name.lower() == "cache-control" and "no-store" in value)
        for name, value in headers
    )


@lru_cache(HEADERS_KNOWN)
def _takes_gzip(header: str) -> bool:
    """Whether the header asks for gzip at all: with `q=0` it refuses it."""
    return parse_accept_header(header, Accept).quality("gzip") > 0


def _answer(kept: Kept, environ: Environ, start: Start) -> Answer:
    headers = [*kept.headers, ("ETag", kept.etag), ("Vary", VARY)]
    if kept.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start("304 Not Modified", [each for each in headers if each[0] != "Content-Type"])
        return []
    body = kept.plain
    if _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        body = kept.packed
        headers.append(("Content-Encoding", "gzip"))
    start("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [body]
