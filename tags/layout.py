"""Where everything on a tag stands, in millimetres from the label's top left corner.

Each arrangement is a module with a `plan`. Nothing but paper is ever placed in the box of the
code, which includes its quiet zone.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from tags import certificate, flag, grid, rows, small
from tags.boxes import Box, Plan, Texts, on_dots
from tags.design import Arrangement, Design
from tags.stock import Stock

_ARRANGED: dict[Arrangement, Callable[[Design, Stock, Texts], Plan]] = {
    "label": rows.plan,
    "poster": rows.plan,
    "small": small.plan,
    "flag": flag.plan,
    "certificate": certificate.plan,
    "grid": grid.plan,
}


@lru_cache(maxsize=4096)
def plan(design: Design, stock: Stock, texts: Texts) -> Plan:
    """Return where everything stands on a label that bears these texts.

    A label that reads from right to left is the mirror image of one that does not. Where the
    printer's dots are known, the code's corner lies on one, and its modules are whole dots.
    """
    made = _ARRANGED[design.arrangement](design, stock, texts)
    if not texts.rightward:
        made = made.mirrored(stock.label_width)
    return replace(made, code=on_dots(made.code, stock))


def code_box(design: Design, stock: Stock) -> Box:
    """Return the box of the code with its quiet zone; it is the same whatever a face says."""
    return plan(design, stock, Texts(frozenset())).code
