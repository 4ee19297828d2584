"""The parts of a label: the code, the words, the band. In mm from its top left corner.

Two arrangements: on wide labels the code stands beside the words, on tall ones below the name.
"""

from dataclasses import dataclass
from functools import lru_cache

from tags.boxes import Box
from tags.design import Design
from tags.stock import Stock

UNPRINTABLE_EDGE = 4.6
"""Millimetres along the edges of a page that office printers leave white."""

ROUND_LOSS = (1 - 0.5**0.5) / 2
"""What a round label loses on each side to the square inside its circle, as a share of it."""

WIDE = 1.25
"""Labels wider than this many times their height have the code beside the words.

So has a poster that is not tall: below the name its code would be too small.
"""


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of a label before any row of text is placed.

    The code in letters stands in `side` beside the code or in `under` below it, where there is
    one, and else among the words.
    """

    code: Box
    words: Box
    band: Box
    gap: float
    side: Box | None = None
    under: Box | None = None


def insets(stock: Stock, *, framed: bool = False) -> tuple[float, float]:
    """Return the blank margins inside a label, across and down, in mm."""
    width, height = stock.label_width, stock.label_height
    base = min(max(0.045 * min(width, height), 1.6), 5.0) + (0.8 if framed else 0)
    across, down = white(stock)
    if stock.shape == "round":
        base += ROUND_LOSS * min(width, height)
    return max(base, across + (0.6 if framed else 0)), max(base, down + (0.6 if framed else 0))


def white(stock: Stock) -> tuple[float, float]:
    """Return how much of a label's edge its printer leaves white, across and down, in mm."""
    if stock.dpi:
        return stock.blank_x, stock.blank_y
    right = stock.page_width - stock.corner(stock.per_sheet - 1)[0] - stock.label_width
    bottom = stock.page_height - stock.corner(stock.per_sheet - 1)[1] - stock.label_height
    margins = min(stock.left, right), min(stock.top, bottom)
    across, down = (UNPRINTABLE_EDGE - margin for margin in margins)
    return max(across, stock.blank_x), max(down, stock.blank_y)


@lru_cache(maxsize=4096)
def frame(design: Design, stock: Stock) -> Frame:
    across, down = insets(stock, framed=design.framed)
    if stock.label_width >= (1 if design.framed else WIDE) * stock.label_height:
        return _beside(design, stock, across, down)
    return (_poster if design.framed else _stacked)(stock, across, down)


QUIET = 4 / 37
"""The quiet zone's share of a code of version 3 with its quiet zone."""


def _beside(design: Design, stock: Stock, across: float, down: float) -> Frame:
    width, height = stock.label_width, stock.label_height
    # Blank paper counts as quiet zone: only ink need keep off the edges of a sheet and a frame.
    x, y = max(across - 2.2, 0.5), max(down - 2.2, 0.5)
    pad = 0.0
    if design.framed:
        x, y, pad = across + 1.3, down + 1.3, 0.05 * height
    low = height < 30
    band_height = (8.2 if width < 55 else 7.0) if low else min(max(0.22 * height, 8.0), 30.0)
    foot = max(down - 2.2, 0.5) if low else down + band_height + 0.3
    side = min(height - y - foot, 0.47 * width)
    code = Box(x, y + (height - y - foot - side) / 2, side, side)
    left = code.right + 0.4
    words_bottom = height - down - band_height - (0.6 if low else 1.2) - pad / 2
    right = width - (x + QUIET * side if design.framed else across)
    words = Box(left, down + pad, right - left, words_bottom - down - pad)
    start = left if low else across
    band = Box(start, height - down - band_height, width - across - start, band_height)
    return Frame(code, words, band, min(max(0.02 * height, 0.5), 2))


def _stacked(stock: Stock, across: float, down: float) -> Frame:
    """Return the parts of a tall label: name, code and band share one left edge."""
    width, height = stock.label_width, stock.label_height
    band_height = min(max(0.14 * height, 5.6), 40.0)
    side = min(0.6 * width, 0.53 * height, width - across - 12)
    quiet = QUIET * side
    top = height - down - band_height - 0.3 - side
    code = Box(max(across - quiet, 0.5), top, side, side)
    left, right = code.x + quiet, width - across
    words = Box(left, down, right - left, top - 0.2 - down)
    beside = Box(code.right + 0.4, top + quiet, right - code.right - 0.4, side - 2 * quiet)
    band = Box(across, height - down - band_height, width - 2 * across, band_height)
    return Frame(code, words, band, min(max(0.02 * height, 0.5), 2.4), side=beside)


def _poster(stock: Stock, across: float, down: float) -> Frame:
    """Return the parts of a tall poster: the code in letters is as wide as the code above it."""
    width, height = stock.label_width, stock.label_height
    band_height = min(max(0.165 * height, 14.0), 52.0)
    margin = across + 0.08 * width  # the quiet zone keeps off the frame
    side = min((width - 2 * margin) / (1 - 2 * QUIET), 0.46 * height)
    quiet = QUIET * side
    row = 0.11 * side
    foot = height - down - band_height - 0.028 * height - row
    code = Box(margin - quiet, foot - side + 0.45 * quiet, side, side)
    under = Box(margin, code.bottom, side - 2 * quiet, row)
    head = down + 0.045 * width
    words = Box(margin, head, width - 2 * margin, code.y - 0.2 - head)
    band = Box(across, height - down - band_height, width - 2 * across, band_height)
    return Frame(code, words, band, min(max(0.012 * height, 0.5), 2.4), under=under)
