"""Files from outside, read by a child process that is bounded in time and memory.

The child begins with this file: it binds itself, and only then runs the script that reads. So
nothing of ours is imported here, and no script can forget its bounds.
"""

from __future__ import annotations

import contextlib
import runpy
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import IO

PIECE = 64 * 1024  # bytes that are handed on at once
WAITING = 64  # pieces that may wait for who reads them
PATIENCE = 0.5  # seconds between two signs of life


class OutOfBoundsError(Exception):
    """The child wanted more time or memory than it was given, or was killed by what it read."""


class BrokenError(Exception):
    """The child ended with an error of its own."""


def run(script: Path, *words: str, content: bytes, memory: int, seconds: int) -> bytes:
    """What the script writes, given the content to read.

    `memory` is in bytes of address space, `seconds` of processor time; by the clock it may take
    twice as long. No word of the file's may stand in `words`.
    """
    command = _command(script, *words, memory=memory, seconds=seconds)
    try:
        done = subprocess.run(  # noqa: S603 - our own script, no word of the file's in the command
            command, input=content, capture_output=True, timeout=2 * seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise OutOfBoundsError from None
    _check_end(done.returncode, done.stderr)
    return done.stdout


def lines(
    script: Path,
    *words: str,
    content: bytes,
    memory: int,
    seconds: int,
    meanwhile: Callable[[], object] = lambda: None,
) -> Iterator[bytes]:
    """The lines that the script writes, as they come; how it ended is told after the last.

    The bounds are those of `run`; by the clock counts only the time that is spent waiting for the
    child. `meanwhile` is called now and then while waiting: where it raises, or where nobody reads
    on, the child is ended.
    """
    child = subprocess.Popen(  # noqa: S603 - our own script, no word of the file's in the command
        _command(script, *words, memory=memory, seconds=seconds),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with _Threads(child, content) as threads:
        yield from _split(threads.pieces(2 * seconds, meanwhile))
        try:
            code = child.wait(2 * seconds)
        except subprocess.TimeoutExpired:
            raise OutOfBoundsError from None
    _check_end(code, b"".join(threads.complaints))


def _command(script: Path, *words: str, memory: int, seconds: int) -> list[str]:
    return [sys.executable, "-I", __file__, str(memory), str(seconds), str(script), *words]


def _check_end(code: int, complaint: bytes) -> None:
    if code < 0:
        raise OutOfBoundsError
    if code:
        raise BrokenError(complaint[-2000:].decode(errors="replace"))


def _split(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The lines without their ends; a last one without an end was never finished."""
    rest: list[bytes] = []
    for piece in pieces:
        first, *others = piece.split(b"\n")
        rest.append(first)
        if others:
            yield b"".join(rest)
            yield from others[:-1]
            rest = others[-1:]


class _Threads:
    """Feeds a child and listens to it, so that neither waits for the other for ever."""

    def __init__(self, child: subprocess.Popen[bytes], content: bytes) -> None:
        self.complaints: list[bytes] = []
        self._child = child
        self._heard: Queue[bytes] = Queue(WAITING)
        self._ended = Event()
        self._threads = [
            Thread(target=_feed, args=(child.stdin, content), daemon=True),
            Thread(target=self._hear, args=(child.stdout,), daemon=True),
            Thread(target=self._note, args=(child.stderr,), daemon=True),
        ]

    def __enter__(self) -> _Threads:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._child.kill()
        self._child.wait()
        for thread in self._threads:
            thread.join()

    def pieces(self, seconds: float, meanwhile: Callable[[], object]) -> Iterator[bytes]:
        """What is heard until the end; refused when it was waited for too long."""
        while True:
            since = time.monotonic()
            try:
                piece = self._heard.get(timeout=PATIENCE)
            except Empty:
                meanwhile()
                piece = None
            seconds -= time.monotonic() - since
            if piece == b"":
                return
            if piece is not None:
                yield piece
            elif seconds < 0:
                raise OutOfBoundsError

    def _hear(self, out: IO[bytes]) -> None:
        with out:
            while piece := out.read1(PIECE):  # type: ignore[attr-defined]
                self._put(piece)
        self._put(b"")

    def _put(self, piece: bytes) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(Full):
                self._heard.put(piece, timeout=PATIENCE)
                return

    def _note(self, out: IO[bytes]) -> None:
        with out:
            while piece := out.read(2000):
                self.complaints[1:] = [piece]


def _feed(into: IO[bytes], content: bytes) -> None:
    with contextlib.suppress(BrokenPipeError), into:
        into.write(content)


def _bind(memory: int, seconds: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it reads and answers, and writes no file
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


if __name__ == "__main__":
    _bind(int(sys.argv[1]), int(sys.argv[2]))
    sys.argv = sys.argv[3:]
    runpy.run_path(sys.argv[0], run_name="__main__")
