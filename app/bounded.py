"""Files from outside, read by a child process that is bounded in time and memory.

The child begins with this file: it binds itself, and only then runs the script that reads. So
nothing of ours is imported here, and no script can forget its bounds.
"""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path


class OutOfBoundsError(Exception):
    """The child wanted more time or memory than it was given, or was killed by what it read."""


class BrokenError(Exception):
    """The child ended with an error of its own."""


def run(script: Path, *words: str, content: bytes, memory: int, seconds: int) -> bytes:
    """What the script writes, given the content to read.

    `memory` is in bytes of address space, `seconds` of processor time; by the clock it may take
    twice as long. No word of the file's may stand in `words`.
    """
    command = [sys.executable, "-I", __file__, str(memory), str(seconds), str(script), *words]
    try:
        done = subprocess.run(  # noqa: S603 - our own script, no word of the file's in the command
            command, input=content, capture_output=True, timeout=2 * seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise OutOfBoundsError from None
    if done.returncode < 0:
        raise OutOfBoundsError
    if done.returncode:
        raise BrokenError(done.stderr[-2000:].decode(errors="replace"))
    return done.stdout


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
