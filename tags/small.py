"""The small label of a unit: nothing but its code, as dots and in letters.

What is blank around a label's ink counts as quiet zone, as long as it is the label's own paper.
"""

from tags.boxes import POINT, Box, Plan, Slot, Texts
from tags.design import Design
from tags.fonts import BOLD
from tags.frames import ROUND_LOSS, white
from tags.rows import CODE_EMS, GROUP_EMS
from tags.setting import ASCENT, DESCENT, LEADING
from tags.stock import Stock

MODULES, QUIET = 29, 4
"""Modules across a usual symbol, and in its quiet zone on each side."""

LINE = ASCENT + DESCENT
BLOCK = LINE + 2 * LEADING
"""Heights in em of one line, and of the three that a code in letters takes beside its symbol."""

_PAPER, _INK = 0.3, 0.7
"""Millimetres that a quiet zone and ink keep from the edge of a label."""

_CLEAR = 0.2
"""Millimetres between a quiet zone and letters beside it, which begin with their ink."""


def plan(design: Design, stock: Stock, _: Texts) -> Plan:
    """Return the symbol with its letters under or beside it, whichever lets it be larger."""
    code, letters = coded(*room(stock), design)
    return Plan(code, (letters,), ())


def room(stock: Stock) -> tuple[Box, Box]:
    """Return what of a label may be quiet zone, and what may bear ink."""
    width, height = stock.label_width, stock.label_height
    lost = ROUND_LOSS * min(width, height) if stock.shape == "round" else 0.0
    across, down = (max(_INK, blank, lost) for blank in white(stock))
    edge = max(_PAPER, lost)
    paper = Box(edge, edge, width - 2 * edge, height - 2 * edge)
    return paper, Box(across, down, width - 2 * across, height - 2 * down)


def coded(paper: Box, ink: Box, design: Design) -> tuple[Box, Slot]:
    """Return the box of a code in the middle of a room, and where its letters stand."""
    least = design.code_smallest * POINT
    em = max(min(ink.width / CODE_EMS, 0.055 * ink.height + 1.5), least)
    under = min(
        _largest(paper.height, ink.height, LINE * em), ink.width, paper.width * MODULES / _ACROSS
    )
    beside = min(
        _largest(paper.width, ink.width, GROUP_EMS * max(least, 2.1) + _CLEAR),
        ink.height,
        paper.height * MODULES / _ACROSS,
    )
    # A slightly smaller symbol is worth letters that can be typed at arm's length.
    enough = max(0.8 * beside, 1.02 * design.least_symbol)
    if beside > under and (_beside_em(ink, beside) >= em or under < enough):
        return _beside(paper, ink, beside, design)
    return _under(paper, ink, under, em, design)


_ACROSS = MODULES + 2 * QUIET


def _largest(paper: float, ink: float, row: float) -> float:
    """Return the widest symbol that leaves a row for letters beyond its quiet zone."""
    foot = (paper - ink) / 2
    return min(
        (ink - row) / (1 + QUIET / MODULES),
        (paper - foot - row) * MODULES / _ACROSS,
    )


def _under(paper: Box, ink: Box, side: float, em: float, design: Design) -> tuple[Box, Slot]:
    quiet, row = side * QUIET / MODULES, LINE * em
    spare = ink.height - side - quiet - row
    top = max(ink.y + spare / 2, paper.y + quiet)
    code = _around(Box(ink.x + (ink.width - side) / 2, top, side, side), quiet)
    below = Box(ink.x, code.bottom, ink.width, row)
    size = em / POINT
    return code, Slot(
        "code", below, size, min(size, design.code_smallest), BOLD, across="centre", down="top"
    )


def _beside_em(ink: Box, side: float) -> float:
    spare = ink.width - side * (1 + QUIET / MODULES) - _CLEAR
    return min(spare / GROUP_EMS, 0.92 * side / BLOCK)


def _beside(paper: Box, ink: Box, side: float, design: Design) -> tuple[Box, Slot]:
    quiet = side * QUIET / MODULES
    em = _beside_em(ink, side)
    spare = ink.width - side - quiet - _CLEAR - GROUP_EMS * em
    left = max(ink.x + spare / 2, paper.x + quiet)
    top = ink.y + (ink.height - side) / 2
    code = _around(Box(left, top, side, side), quiet)
    start = code.right + _CLEAR
    beside = Box(start, top, ink.right - start, side)
    return code, Slot("code", beside, em / POINT, design.code_smallest, BOLD, 3)


def _around(symbol: Box, quiet: float) -> Box:
    side = symbol.width + 2 * quiet
    return Box(symbol.x - quiet, symbol.y - quiet, side, side)
