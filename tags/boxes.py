"""What a layout is made of: boxes, places for texts, pieces of the drawing. In millimetres."""

from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Literal

from tags.fonts import REGULAR
from tags.stock import Stock
from tags.symbol import QUIET_ZONE, USUAL_LENGTH, size

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
    """A place for one text: a field of the face, or fixed `words` marked for translation.

    Its box, and how the text is set there. Sizes are points.
    """

    field: str
    box: Box
    largest: float
    smallest: float
    weight: int = REGULAR
    lines: int = 1
    across: Literal["start", "end", "centre"] = "start"
    down: Literal["top", "middle", "bottom"] = "middle"
    ink: Ink = "black"
    words: str = ""


Kind = Literal[
    "band",  # filled with the accent, corners a little round
    "foot",  # the band at the foot of a frame
    "frame",
    "rule",  # in the accent
    "line",  # filled black: a thin box is a line
    "cell",  # outlined black
    "tint",  # filled with very little of the accent
    "fold",  # dashes across a box, to fold or cut along
    "mark",
    "wordmark",
    "logo",
]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the drawing that is the same on every tag of a sheet."""

    kind: Kind
    box: Box


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole label: the box of the code with its quiet zone, the texts, the drawing.

    Code and drawing are the same whichever optional texts a face has.
    """

    code: Box
    slots: tuple[Slot, ...]
    art: tuple[Piece, ...]

    def mirrored(self, width: float) -> "Plan":
        """Return the mirror image of this plan on a label of some width."""

        def turned(box: Box) -> Box:
            return replace(box, x=width - box.right)

        slots = tuple(replace(slot, box=turned(slot.box)) for slot in self.slots)
        art = tuple(replace(piece, box=turned(piece.box)) for piece in self.art)
        return Plan(turned(self.code), slots, art)


@dataclass(frozen=True, slots=True)
class Texts:
    """What a layout must know of the texts of a face: which there are, and which way they read.

    `call_share` is how much of a line whom to call takes beside what to do, in tenths. `logo` is
    the width of the house's logo as a share of its height, 0 where it has none: the drawing may
    depend on it.
    """

    present: frozenset[str]
    call_share: int = 3
    rightward: bool = True
    logo: float = 0.0


USUAL_SIZE = size(USUAL_LENGTH)
"""Modules across a usual code."""


USUAL_WHOLE = USUAL_SIZE + 2 * QUIET_ZONE
"""The same with its quiet zone."""


def crisp(side: float, stock: Stock, modules: int = USUAL_WHOLE, *, up: bool = False) -> float:
    """Return the side of a code, its modules made whole dots of the printer, rounded down or up.

    Thermal heads print such modules crisp. On sheets nothing changes.
    """
    if not stock.dpi:
        return side
    dots = side / modules * stock.dpi / 25.4
    return (ceil(dots - 1e-6) if up else floor(dots + 1e-6)) * modules * 25.4 / stock.dpi


def on_dots(box: Box, stock: Stock, modules: int = USUAL_WHOLE) -> Box:
    """Return the largest box inside that of a code, so that its modules are whole dots.

    Its corner lies on a dot, too. On sheets nothing changes.
    """
    if not stock.dpi:
        return box
    side, dots = crisp(box.width, stock, modules), stock.dpi / 25.4
    spare = (box.width - side) / 2
    x, y = (
        round((start + inset + spare) * dots) / dots - start
        for start, inset in ((stock.left, box.x), (stock.top, box.y))
    )
    return Box(x, y, side, side)
