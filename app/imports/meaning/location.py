"""One text that holds building, floor and room, split by patterns made from examples."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parts:
    """What a text says of building, floor and room; "" where it says nothing of one."""

    building: str = ""
    floor: str = ""
    room: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and what it says of building, floor and room ("": nothing)."""

    text: str
    building: str = ""
    floor: str = ""
    room: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An example of our own: how many texts have its shape, and how many it would fit."""

    example: Example
    count: int
    fits: int


class Patterns:
    """Splits the texts that fit one of the examples that were given."""

    def split(self, text: str) -> Parts | None:
        """The parts of the text; None if it fits no example."""
        return None


def learned(examples: Iterable[Example]) -> Patterns:
    """The patterns that the examples teach."""
    return Patterns()


def suggested(texts: Iterable[str]) -> tuple[Suggestion, ...]:
    """The most frequent shapes of the texts, each with an example."""
    return ()
