"""Which rows of an import can be taken back, and why the others can't. Pure: it asks nothing.

What stays holds what it leans on: a unit its room and model, a room its floor and building, and so
on up. A room that should get its old name back has to wait for whoever bears it now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from app.imports.models import Left


@dataclass(frozen=True)
class Ties:
    """What holds the rows of a batch, which are told by their numbers.

    `held` are those held by something of their own. `leaning` are pairs: the row that leans (None
    where nothing of this import leans there: it stays for sure), and the created row that it leans
    on. `names` are pairs: a room that wants its old name back, and the room that bears this name
    (None where it is none of this import's, or keeps its name anyhow).
    """

    numbers: tuple[int, ...]
    held: Mapping[int, Left]
    leaning: tuple[tuple[int | None, int], ...] = ()
    names: tuple[tuple[int, int | None], ...] = ()


@dataclass(frozen=True)
class Foreseen:
    """What undoing would do: the numbers of all rows, and of those that stay, with the reason."""

    numbers: tuple[int, ...]
    left: Mapping[int, Left] = field(default_factory=dict)

    @property
    def taken(self) -> tuple[int, ...]:
        """The rows that would be taken back."""
        return tuple(number for number in self.numbers if number not in self.left)

    @property
    def stays(self) -> tuple[int, ...]:
        """The rows that would be left: first those held by something, then what these stand on."""
        return tuple(sorted(self.left, key=lambda each: (self.left[each] is Left.USED, each)))

    @property
    def fingerprint(self) -> str:
        """The same for the same outcome: tells whether what is done is what was looked at."""
        return sha256(repr((self.numbers, sorted(self.left.items()))).encode()).hexdigest()[:24]


def weigh(ties: Ties) -> Foreseen:
    """What can be taken back: as much as nothing that stays stands on."""
    left = dict(ties.held)
    while more := dict(_held_by(ties, left)):
        left |= more
    return Foreseen(ties.numbers, left)


def _held_by(ties: Ties, left: Mapping[int, Left]) -> Iterator[tuple[int, Left]]:
    """The rows that what is left by now holds in its turn."""
    for leans, on in ties.leaning:
        if on not in left and (leans is None or leans in left):
            yield on, Left.USED
    for wants, bears in ties.names:
        if wants not in left and (bears is None or bears in left):
            yield wants, Left.NAME_TAKEN
