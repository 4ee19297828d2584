"""Who works with the data just now: servers and workers share it, a restore has it alone.

A lock on a file in the data folder, which ends with the process that holds it, however that ends.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

LOCK = "in-use"


class InUse(Exception):
    """A server or a worker is running on this data, or somebody restores it."""


def _take(data: Path, how: int) -> BinaryIO:
    data.mkdir(parents=True, exist_ok=True)
    lock = (data / LOCK).open("ab")
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise InUse from None
    return lock


def share(data: Path) -> BinaryIO:
    """Work with the data until what comes back is closed; `InUse` where somebody restores it."""
    return _take(data, fcntl.LOCK_SH)


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Nobody else works with the data inside; `InUse` at once where somebody does."""
    with _take(data, fcntl.LOCK_EX):
        yield
