"""The line in the margin of a sheet: how to print it, what it is for, which sheet it is."""

from tags import stamps
from tags.bidi import base_level
from tags.boxes import POINT, Box, Slot
from tags.press import Press
from tags.setting import fit
from tags.stock import Stock
from tags.words import clean

UNPRINTED = 4.3
"""Millimetres at the edge of the paper that usual printers leave blank."""

LEAST = 6.5
"""Millimetres of margin below which there is no room for a line that touches no label."""

_HEIGHT, _LARGEST, _SMALLEST = 2.2, 6.0, 5.0

SHEET = "{sheet}"
"""Stands in a note for the number of its sheet: "2", or "2/3" where it is known how many there
are. A note without it has the number at its end."""


def line(stock: Stock, highest: float = _HEIGHT) -> Box | None:
    """Return where a line has room outside every label, inside what printers reach, or None.

    The upper margin is taken where it is wide enough, else the lower one. All in mm.
    """
    across = max(stock.left, UNPRINTED + 0.7)
    lowest = stock.top + (stock.rows - 1) * stock.pitch_y + stock.label_height
    upper, lower = stock.top, stock.page_height - lowest
    if max(upper, lower) < LEAST:
        return None
    margin = upper if upper >= LEAST else lower
    high = min(margin - UNPRINTED, highest)
    y = UNPRINTED if margin == upper else stock.page_height - UNPRINTED - high
    return Box(across, y, stock.page_width - 2 * across, high)


def noted(press: Press, note: str, number: int, pages: int) -> bytes:
    """Return the content of the line on sheet `number` (from 1) of `pages` (0: not known).

    Nothing where there is no room for it, nor on the pages of a roll.
    """
    box = None if press.stock.dpi else line(press.stock)
    if box is None:
        return b""
    whole = note if SHEET in note else f"{note} · {SHEET}"
    shown = clean(whole.replace(SHEET, f"{number}/{pages}" if pages else f"{number}"))
    slot = Slot("note", box, _LARGEST, _SMALLEST, across="start")
    block = fit(shown, slot, rightward=not base_level(shown))
    upright = b"q 1 0 0 1 0 %.3f cm" % (press.stock.page_height / POINT)
    return b"\n".join([upright, stamps.block(block, b"0 g", press.used), b"Q"])
