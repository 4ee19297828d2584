"""Somebody who sends slowly holds up nobody else.

The server hands a request over as soon as its head has come, and whoever reads the body waits for
the client. So bodies are waited for by many threads, and only then comes the program's turn: one
request at a time in each process, as everything here is built for (pages of tags that are kept
need no turn: app/scan/lane.py). Of one address a few are waited
for at a time; behind a proxy, which waits in our place, all come from one address, and none is
counted.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import IO, Any

OF_ONE_ADDRESS = 8
"""Far fewer than the server has threads (scripts/serve.py)."""
KEPT_IN_MEMORY = 1_000_000
PIECE = 64 * 1024

Environ = dict[str, Any]
Start = Callable[..., Any]
Program = Callable[[Environ, Start], Iterable[bytes]]


class Patience:
    """A WSGI program before another: it gathers what is sent, then lets one request in."""

    def __init__(self, program: Program, *, most_bytes: int, behind_proxy: bool) -> None:
        self._program = program
        self._most_bytes = most_bytes
        self._of_one = None if behind_proxy else OF_ONE_ADDRESS
        self._turn = Lock()
        self._counting = Lock()
        self._sending: Counter[str] = Counter()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer one request."""
        with self._gathered(environ) as has_come:
            if not has_come:
                head = [("Content-Type", "text/plain"), ("Retry-After", "5")]
                start("503 Service Unavailable", head)
                return [b"Too much is being sent from your address at a time.\n"]
            self._turn.acquire()
        try:
            return _Answer(self._program(environ, start), self._turn.release)
        except BaseException:
            self._turn.release()
            raise

    @contextmanager
    def _gathered(self, environ: Environ) -> Iterator[bool]:
        """Whether the body is here, or is none of those that are waited for."""
        told = environ.get("CONTENT_LENGTH") or ""
        size = int(told) if told.isascii() and told.isdigit() else 0
        is_chunked = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
        if size > self._most_bytes or not (size or is_chunked):
            yield True  # what is too large is refused unread
            return
        address = environ.get("REMOTE_ADDR", "")
        with self._counting:
            may_send = self._of_one is None or self._sending[address] < self._of_one
            self._sending[address] += may_send
        try:
            if may_send:
                self._gather(environ, size if not is_chunked else self._most_bytes + 1)
        finally:
            with self._counting:
                self._sending -= Counter({address: int(may_send)})
        yield may_send

    def _gather(self, environ: Environ, most: int) -> None:
        source, left = environ["wsgi.input"], most
        body: IO[bytes] = SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115 - closed as it is dropped
        while left and (piece := source.read(min(left, PIECE))):
            body.write(piece)
            left -= len(piece)
        environ["CONTENT_LENGTH"] = str(most - left)
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        body.seek(0)
        environ["wsgi.input"] = body


class _Answer:
    """What the program answers; when it has been sent, the next request has its turn."""

    def __init__(self, pieces: Iterable[bytes], done: Callable[[], None]) -> None:
        self._pieces = pieces
        self._done: Callable[[], None] | None = done

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._pieces)

    def close(self) -> None:
        """Let the next one in."""
        try:
            getattr(self._pieces, "close", lambda: None)()
        finally:
            done, self._done = self._done, None
            if done:
                done()

    def __del__(self) -> None:
        """The same where the server drops it, as with a client that has gone."""
        self.close()
