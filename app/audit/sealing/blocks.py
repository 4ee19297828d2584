"""What is kept of a block of rows, and what it tells of them later; asks no database."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.audit.chaining.canonical import digest, line

MARK = 8
"""Bytes of a row's mark, and half the letters of a column's."""
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Block:
    """Rows as they were, told by hashes; what a seal keeps of them."""

    ids: str
    rows_hash: str
    row_marks: bytes
    column_marks: str


@dataclass(frozen=True)
class Difference:
    """How rows differ from their block: keys that are gone, came, were changed; the columns."""

    missing: tuple[int, ...]
    added: tuple[int, ...]
    changed: tuple[int, ...]
    columns: tuple[str, ...]
    """Of the changed rows; empty where it can't be told."""


def block_of(rows: Sequence[Row]) -> Block:
    """What is kept of the rows, whose first value is their key."""
    return Block(
        ids=spans(row[0] for row in rows),
        rows_hash=rows_hash(rows),
        row_marks=b"".join(_mark(row) for row in rows),
        column_marks=",".join(_column_marks(rows)),
    )


def rows_hash(rows: Sequence[Row]) -> str:
    """The one hash of all rows in their order."""
    return digest(line(rows))


def difference(block: Block, names: Sequence[str], rows: Sequence[Row]) -> Difference:
    """Where the rows are not those of the block."""
    kept = dict(zip(unspanned(block.ids), _cut(block.row_marks), strict=False))
    there = {row[0]: _mark(row) for row in rows}
    missing = tuple(key for key in kept if key not in there)
    added = tuple(key for key in there if key not in kept)
    changed = tuple(key for key in kept if key in there and there[key] != kept[key])
    columns: tuple[str, ...] = ()
    if changed and not missing and not added:
        pairs = zip(names, block.column_marks.split(","), _column_marks(rows), strict=False)
        columns = tuple(name for name, was, now in pairs if was != now)
    return Difference(missing, added, changed, columns)


def spans(keys: Iterable[int]) -> str:
    """Ascending keys as `1-480,482`."""
    found: list[list[int]] = []
    for key in keys:
        if found and key == found[-1][1] + 1:
            found[-1][1] = key
        else:
            found.append([key, key])
    return ",".join(f"{a}-{b}" if a != b else str(a) for a, b in found)


def unspanned(text: str) -> Iterator[int]:
    """The keys again."""
    for span in filter(None, text.split(",")):
        first, _, last = span.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _mark(row: Row) -> bytes:
    return hashlib.sha256(line(row).encode()).digest()[:MARK]


def _cut(marks: bytes) -> list[bytes]:
    return [marks[at : at + MARK] for at in range(0, len(marks), MARK)]


def _column_marks(rows: Sequence[Row]) -> list[str]:
    return [digest(line(column))[: 2 * MARK] for column in zip(*rows, strict=True)]
