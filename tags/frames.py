"""The parts of a label: the code, the words, the band. In mm from its top left corner.

Two ways: the code stands beside the words, or below the name where it is larger there.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from tags.boxes import Box, crisp
from tags.design import Design
from tags.stock import Stock

UNPRINTABLE_EDGE = 4.6
"""Millimetres along the edges of a page that office printers leave white."""

ROUND_LOSS = (1 - 0.5**0.5) / 2
"""What a round label loses on each side to the square inside its circle, as a share of it."""

WORTH = 0.9
"""Words beside the code are read more easily than above it: worth a code smaller by a tenth."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of a label before any row of text is placed.

    The code in letters stands in `side` beside the code or in `under` below it, where there is
    one, and else among the words. So the head stands in `head`, across the label.
    """

    code: Box
    words: Box
    band: Box
    gap: float
    side: Box | None = None
    under: Box | None = None
    head: Box | None = None


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
    if design.framed:
        tall = stock.label_width < stock.label_height
        return (_poster if tall else _beside)(design, stock, across, down)
    beside = _beside(design, stock, across, down)
    stacked = _stacked(stock, across, down)
    return stacked if WORTH * stacked.code.width > beside.code.width else beside


QUIET = 4 / 37
"""The quiet zone's share of a code of version 3 with its quiet zone."""


_LEAST_QUIET = 2.0
"""Millimetres of the quiet zone of the smallest code: so far may its paper reach beyond where
there may be ink."""


def _reach(stock: Stock, across: float, down: float) -> tuple[float, float]:
    """Return how near to the edges of a label a quiet zone may come: it needs paper only."""
    lost = ROUND_LOSS * min(stock.label_width, stock.label_height)
    edge = lost if stock.shape == "round" else 0.5
    return max(across - _LEAST_QUIET, edge), max(down - _LEAST_QUIET, edge)


_LOW, _LOW_NARROW = 33.0, 30.0
"""Millimetres of height below which the code is as high as the label, and the band beside it:
below the code it would leave that too small. A narrow label has little room beside it."""


def _beside(design: Design, stock: Stock, across: float, down: float) -> Frame:
    width, height = stock.label_width, stock.label_height
    x, y = _reach(stock, across, down)
    if design.framed:
        x, y = across + 1.3, down + 1.3
    narrow = width < 55
    low = height < (_LOW_NARROW if narrow else _LOW)
    band_height = (8.2 if narrow else 7.0) if low else min(max(0.22 * height, 8.0), 30.0)
    foot = y if low else down + band_height + 0.3
    side = crisp(min(height - y - foot, 0.47 * width), stock)
    code = Box(x, y + (height - y - foot - side) / 2, side, side)
    start = code.right + 0.4 if low else across
    band = Box(start, height - down - band_height, width - across - start, band_height)
    right = width - (x + QUIET * side if design.framed else across)
    top = down + (0.05 * height if design.framed else 0)
    words = _words_beside(code, band, top, right, low=low)
    made = Frame(code, words, band, min(max(0.02 * height, 0.5), 2))
    head = max(_HEAD * height, _HEAD_LEAST)
    if low or code.y - y < 0.7 * head:
        return made
    return _headed(made, x + QUIET * side, head)


def _words_beside(code: Box, band: Box, top: float, right: float, *, low: bool) -> Box:
    """Return the box of the words, which end where the symbol does, or above the band."""
    left = code.right + 0.4
    bottom = band.y - (0.6 if low else max(1.2, 0.03 * band.bottom))
    if not low:
        bottom = min(bottom, code.bottom - QUIET * code.height + _SINK * (bottom - top))
    return Box(left, top, right - left, bottom - top)


_SINK = 0.045
"""What lies below the baseline of the code in letters, as a share of the words' height: letters
and symbol stand on one line."""

_HEAD, _HEAD_LEAST = 0.1, 5.6
"""Height of a head across a label, rule included: as a share of the label's, and in mm."""


def _headed(made: Frame, left: float, height: float) -> Frame:
    """Return a frame whose head is across the label, with its code as low as its words."""
    words, code = made.words, made.code
    head = Box(left, words.y, words.right - left, height)
    top = head.bottom + made.gap
    bottom = made.band.y - 0.3 * height
    low = bottom - _SINK * (bottom - top) + QUIET * code.width
    return replace(
        made,
        head=head,
        words=replace(words, y=top, height=bottom - top),
        code=replace(code, y=min(low, made.band.y - 0.3) - code.height),
    )


def _stacked(stock: Stock, across: float, down: float) -> Frame:
    """Return the parts of a tall label: name, code and what the band says share one left edge."""
    width, height = stock.label_width, stock.label_height
    band_height = min(max(0.14 * height, 5.6), 40.0)
    side = crisp(min(0.6 * width, 0.53 * height, width - across - 12), stock)
    quiet = QUIET * side
    white_x, white_y = white(stock)
    lost = ROUND_LOSS * width if stock.shape == "round" else 1.0
    out, under = max(across - 2.2, white_x, lost), max(down - 2.2, white_y, lost)
    band = Box(out, height - under - band_height, width - 2 * out, band_height)
    top = band.y - 0.3 - side
    code = Box(max(across - quiet, 0.5 if lost == 1.0 else lost), top, side, side)
    left, right = code.x + quiet, width - across
    words = Box(left, down, right - left, top - 0.2 - down)
    beside = Box(code.right + 0.4, top + quiet, right - code.right - 0.4, side - 2 * quiet)
    return Frame(code, words, band, min(max(0.02 * height, 0.5), 2.4), side=beside)


_OFF_FRAME = 0.8
"""Millimetres between the outer edge of a frame and a quiet zone: its line is 0.6 mm thick."""


def _poster(design: Design, stock: Stock, across: float, down: float) -> Frame:
    """Return the parts of a tall poster: the code in letters is as wide as the code above it."""
    width, height = stock.label_width, stock.label_height
    band_height = min(max(0.115 * height, 14.0), 48.0)
    margin = across + 0.08 * width
    least = crisp(design.least_symbol / (1 - 2 * QUIET), stock, up=True)
    wished = max(crisp(0.48 * height, stock), min(least, 0.56 * height))
    room = min((width - 2 * margin) / (1 - 2 * QUIET), width - 2 * (across + _OFF_FRAME))
    side = crisp(min(room, wished), stock)
    quiet = QUIET * side
    margin = max(margin, across + _OFF_FRAME + quiet)
    row = 0.095 * side
    foot = height - down - band_height - 0.014 * height - row
    code = Box(margin - quiet, foot - side, side, side)
    under = Box(margin, code.bottom, side - 2 * quiet, row)
    head = down + 0.025 * width
    words = Box(margin, head, width - 2 * margin, code.y - 0.2 - head)
    band = Box(across, height - down - band_height, width - 2 * across, band_height)
    return Frame(code, words, band, min(max(0.009 * height, 0.5), 2.4), under=under)
