"""What a layout is made of: boxes, places for texts, pieces of the drawing. In millimetres."""

from dataclasses import dataclass
from typing import Literal

from tags.fonts import REGULAR

POINT = 25.4 / 72
"""Millimetres in a point."""

Ink = Literal["black", "accent", "white"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the bottom edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one text of a face: its box and how it is set there. Sizes are points."""

    field: str
    box: Box
    largest: float
    smallest: float
    weight: int = REGULAR
    lines: int = 1
    across: Literal["start", "end"] = "start"
    down: Literal["top", "middle", "bottom"] = "middle"
    ink: Ink = "black"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the drawing that is the same on every tag."""

    kind: Literal["band", "foot", "rule", "mark", "frame", "wordmark"]
    box: Box


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole label: the box of the code with its quiet zone, the texts, the drawing."""

    code: Box
    slots: tuple[Slot, ...]
    art: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """What a layout must know of the texts of a face: which there are, and which way they read.

    `call_share` is how much of a line whom to call takes beside what to do, in tenths.
    """

    present: frozenset[str]
    call_share: int = 3
    rightward: bool = True
