"""What a list looks like from outside: its column names, and choices told by these names.

A name is compared as `plain` leaves it; the second column of a name bears "#2", and so on, and the
columns without one "#1", "#2".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.imports.reading.cleaning import plain

COLUMN = "column."
"""What the names of choices begin with whose values are numbers of columns."""

NO_COLUMN = frozenset(("", "-"))
"""What stands for the column that is guessed, or for none."""

OF_ONE_FILE = frozenset(
    ("csrf_token", "fingerprint", "seen", "token", "conflicts", "q", "show", "page", "profile")
)
"""What a form says of one file or one look at it, and no other."""

NEAR = 0.8
"""The share of common names from which on a list is taken for one of nearly the same shape."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Which column names a list lacks that the profile knows, and which it has besides."""

    missing: tuple[str, ...]
    added: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.added)


def names(header: Iterable[str]) -> tuple[str, ...]:
    """The column names as they are compared, in their order; each once.

    >>> names(["Room No.", "Serial #", "serial number", ""])
    ('room no', 'serial number', 'serial number#2', '#1')
    """
    return tuple(_names(header))


def _names(header: Iterable[str]) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for text in header:
        name = plain(text)
        seen[name] += 1
        yield name if name and seen[name] == 1 else f"{name}#{seen[name]}"


def named(choices: Mapping[str, str], header: Sequence[str]) -> dict[str, str]:
    """The choices of a form as they hold for any list of this shape: columns by their names.

    What is said of this one file is left out, and a number that is none of a column.
    """
    texts = {str(number): name for number, name in enumerate(names(header))}
    return dict(_translated(choices, texts))


def _translated(
    choices: Mapping[str, str], columns: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for name, text in choices.items():
        if name in OF_ONE_FILE:
            continue
        if not name.startswith(COLUMN) or text in NO_COLUMN:
            yield name, text
        elif text in columns:
            yield name, columns[text]


def numbered(choices: Mapping[str, str], header: Sequence[str]) -> dict[str, str]:
    """The choices as the form of a list with this header says them: columns by their numbers.

    A column that this list does not have is left out, so that it is guessed anew.
    """
    numbers = {name: str(number) for number, name in enumerate(names(header))}
    return dict(_translated(choices, numbers))


def chosen(
    typed: Mapping[str, str], kind: str, columns: Mapping[str, int | None]
) -> dict[str, str]:
    """All that decides how a list is read: what was guessed of it stands as if chosen by hand.

    `columns` are the numbers of columns by field, None for a field without one.
    """
    guessed = {
        COLUMN + name: "-" if number is None else str(number) for name, number in columns.items()
    }
    return {"kind": kind} | guessed | dict(typed) if kind else dict(typed)


def like(choices: Mapping[str, str], header: Sequence[str], signature: str) -> dict[str, str]:
    """What the form of a sent file would say if it were read by the choices of a profile.

    `signature` is that of the columns found in the file: it bears the kind of list, which the
    profile may know better.
    """
    kind, dash, columns = signature.rpartition("-")
    return numbered(choices, header) | {"seen": choices.get("kind", kind) + dash + columns}


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of common names, from 0 to 1; the order makes no difference."""
    longer = max(len(one), len(other))
    return len(set(one) & set(other)) / longer if longer else 0.0


def differences(known: Sequence[str], header: Iterable[str]) -> Differences:
    """What tells a list from the shape whose `names` are known; in the words of either."""
    texts = dict(zip(names(header := tuple(header)), header, strict=True))
    return Differences(
        tuple(name for name in known if name not in texts),
        tuple(text for name, text in texts.items() if name not in set(known)),
    )
