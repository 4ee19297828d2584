"""How far the reading, comparing or storing of a list is, told while it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import TypeVar

EVERY = 500  # items between two words of progress

Item = TypeVar("Item")


class Part(StrEnum):
    """The parts of the work on a list, in their order."""

    READING = "reading"
    COMPARING = "comparing"
    STORING = "storing"


class StoppedError(Exception):
    """Somebody asked for an end; nothing of it may be stored."""


Tell = Callable[[Part, int, int], None]
"""Told how many items of how many are done; may raise `StoppedError`."""


def silent(part: Part, done: int, total: int) -> None:
    """Tells nobody."""


def told(items: Iterable[Item], part: Part, total: int, tell: Tell) -> Iterator[Item]:
    """The same items; says how many went by, now and then and at the end."""
    done = 0
    for done, item in enumerate(items, start=1):
        if done % EVERY == 0:
            tell(part, done, total)
        yield item
    tell(part, done, total)
