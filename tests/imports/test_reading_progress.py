"""Reading tells how far it is, and ends at once when somebody asks for it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.imports.reading.files import read
from app.imports.runs.progress import EVERY, Part, StoppedError
from tests.imports.files import csv_bytes, xlsx

NUMBER = 3 * EVERY + 10
ROWS = [f"A{number}" for number in range(NUMBER)]
FILES = {
    "rooms.csv": lambda: csv_bytes("Room", *ROWS),
    "rooms.xlsx": lambda: xlsx({"Rooms": [["Room"], *([room] for room in ROWS)]}),
    "rooms.json": lambda: json.dumps([{"room": room} for room in ROWS]).encode(),
    "keyed.json": lambda: json.dumps({room: {"floor": 1} for room in ROWS}).encode(),
}


@pytest.mark.parametrize(("name", "made"), FILES.items())
def test_the_reading_of_a_long_list_tells_how_far_it_is(
    name: str, made: Callable[[], bytes]
) -> None:
    told: list[tuple[Part, int, int]] = []
    read(made(), name, tell=lambda *words: told.append(words))
    shares = [done / total for _part, done, total in told]
    assert {part for part, _done, _total in told} == {Part.READING}
    assert len(shares) >= 3
    assert shares == sorted(shares)
    assert 0 <= shares[0] < 0.5 < shares[-1] <= 1


@pytest.mark.parametrize(("name", "made"), FILES.items())
def test_the_reading_ends_when_somebody_asks_for_it(name: str, made: Callable[[], bytes]) -> None:
    told: list[int] = []
    before = _children()

    def tell(_part: Part, done: int, _total: int) -> None:
        told.append(done)
        if len(told) == 2:
            raise StoppedError

    with pytest.raises(StoppedError):
        read(made(), name, tell=tell)
    assert len(told) == 2
    assert not _children() - before


def _children() -> set[str]:
    """The processes that this one has begun and not ended, where the system tells."""
    path = Path(f"/proc/self/task/{os.getpid()}/children")
    return set(path.read_text().split()) if path.exists() else set()
