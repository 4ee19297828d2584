"""A child that reads a file from outside keeps its bounds, and tells line by line what it finds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import bounded

MB = 1024 * 1024


def _script(folder: Path, body: str) -> Path:
    path = folder / "reads.py"
    path.write_text("import os, sys, time\n" + body)
    return path


def _lines(script: Path, content: bytes = b"", **how: Any) -> Iterator[bytes]:
    return bounded.lines(script, "word", content=content, memory=200 * MB, seconds=5, **how)


def _alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_lines_come_while_the_child_still_writes(tmp_path: Path) -> None:
    lines = _lines(_script(tmp_path, "print(sys.argv[1], flush=True); time.sleep(60)"))
    assert next(lines) == b"word"
    lines.close()  # type: ignore[attr-defined]


def test_long_lines_and_many_of_them_come_whole(tmp_path: Path) -> None:
    body = "for line in sys.stdin.buffer: sys.stdout.buffer.write(line)"
    made = [b"x" * (number * 997 % 200_000) for number in range(300)]
    content = b"".join(line + b"\n" for line in made)
    assert list(_lines(_script(tmp_path, body), content)) == made


def test_a_child_that_reads_nothing_of_much_and_complains_at_length_is_no_deadlock(
    tmp_path: Path,
) -> None:
    body = "sys.stderr.write('x' * 1_000_000 + 'the end'); sys.exit(1)"
    with pytest.raises(bounded.BrokenError, match="the end"):
        list(_lines(_script(tmp_path, body), b"x" * 5 * MB))


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "time.sleep(60)",
        "os.kill(os.getpid(), 11)",
        "os.close(1); time.sleep(60)",
    ],
)
def test_a_child_that_takes_too_long_or_dies_is_out_of_bounds(tmp_path: Path, body: str) -> None:
    lines = bounded.lines(_script(tmp_path, body), content=b"", memory=200 * MB, seconds=1)
    with pytest.raises(bounded.OutOfBoundsError):
        list(lines)


def test_a_child_gets_no_more_memory_than_it_was_given(tmp_path: Path) -> None:
    with pytest.raises(bounded.BrokenError, match="MemoryError"):
        list(_lines(_script(tmp_path, "made = bytearray(300 * 1024 * 1024)")))


def test_a_child_writes_no_file(tmp_path: Path) -> None:
    target = tmp_path / "written"
    body = f"os.write(os.open({str(target)!r}, os.O_CREAT | os.O_WRONLY), b'x')"
    with pytest.raises(bounded.BrokenError, match="File too large"):
        list(_lines(_script(tmp_path, body)))
    assert not target.read_bytes()


def test_a_child_is_ended_when_nobody_reads_on(tmp_path: Path) -> None:
    body = "print(os.getpid(), flush=True)\nwhile True: print('x' * 1000)"
    lines = _lines(_script(tmp_path, body))
    child = int(next(lines))
    assert _alive(child)
    lines.close()  # type: ignore[attr-defined]
    assert not _alive(child)


def test_a_child_is_ended_when_the_waiting_is_given_up(tmp_path: Path) -> None:
    seen: list[int] = []

    def enough() -> None:
        seen.append(1)
        if len(seen) == 2:
            raise RuntimeError("enough")

    body = "print(os.getpid(), flush=True); time.sleep(60)"
    lines = _lines(_script(tmp_path, body), meanwhile=enough)
    child = int(next(lines))
    with pytest.raises(RuntimeError, match="enough"):
        next(lines)
    assert not _alive(child)
