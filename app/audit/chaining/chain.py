"""How an entry is hashed, and bound to the one before."""

import hashlib
from collections.abc import Sequence
from typing import Any

from app.audit.chaining.canonical import digest, line, plain

BEGINNING = "0" * 64
"""What the first entry of all has for the hash of the one before."""
BOUND = ("previous", "marks", "hash")
"""The columns that bind an entry; all others say something."""
MARK = 4
"""Letters of a mark: one of 65,536 changes of a column is not told by its mark, but by the hash."""


def marks(values: Sequence[Any]) -> str:
    """A few letters for each value, by which it is told later which of them was touched."""
    return "".join(
        hashlib.sha256(line([number, value]).encode()).hexdigest()[:MARK]
        for number, value in enumerate(values)
    )


def link(previous: str, values: Sequence[Any], marked: str) -> str:
    """The hash of an entry: of the one before, of all that it says, and of its marks."""
    return digest(line([previous, *values, marked]))


def bound(previous: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row, bound to the hash of the entry before; its columns in the table's order."""
    values = [plain(each) for each in row.values()]
    marked = marks(values)
    return {
        **row,
        "previous": previous,
        "marks": marked,
        "hash": link(previous, values, marked),
    }
