"""The cable flag: a label folded in half around a cable, so that each half reads upright.

One half bears the symbol and its letters, the other the name, the letters and whom to call. The
strip between them goes around the cable and stays blank but for the fold.
"""

from dataclasses import replace

from tags.boxes import POINT, Box, Piece, Plan, Slot, Texts
from tags.design import Design
from tags.fonts import BOLD, REGULAR
from tags.rows import CODE_EMS
from tags.small import coded, room
from tags.stock import Stock

_LEAST_STRIP, _LARGEST_STRIP = 12.0, 24.0
"""Millimetres around a cable: 12 for one 4 mm thick, 24 for one of 7 mm and stiff paper."""


def plan(design: Design, stock: Stock, texts: Texts) -> Plan:
    """Return both halves of a flag; the fold is across the middle of its longer side."""
    paper, ink = room(stock)
    strip = min(max(0.2 * stock.label_width, _LEAST_STRIP), _LARGEST_STRIP)
    long = (stock.label_width - strip) / 2
    first = replace(ink, width=long - ink.x)
    code, letters = coded(replace(paper, width=long - paper.x), first, design)
    second = replace(first, x=stock.label_width - long)
    fold = Box(stock.label_width / 2 - 0.1, 0, 0.2, stock.label_height)
    rows = _named(design, second, texts.present)
    return Plan(code, (letters, *rows), (Piece("fold", fold),))


def _named(design: Design, box: Box, present: frozenset[str]) -> tuple[Slot, ...]:
    """Place the name, what it is, its code, and whom to call where there is room."""
    pad = min(0.04 * box.width, 2.0)
    box = Box(box.x + pad, box.y + pad, box.width - 2 * pad, box.height - 2 * pad)
    em = min(box.width / CODE_EMS, max(0.09 * box.height, 2.3))
    small = min(max(0.08 * box.height, 2.0), 4.5)
    heights = {"subtitle": 1.3 * small, "code": 1.25 * em, "help_line": 1.25 * small}
    for field, least in (("subtitle", 24.0), ("help_line", 18.0)):
        if field not in present or box.height < least:
            del heights[field]
    name = box.height - sum(heights.values())
    largest = min(name / POINT / 1.05, design.title_largest)
    title = Slot(
        "title", replace(box, height=name), largest, design.title_smallest, BOLD, 7, down="top"
    )
    slots, y = [title], title.box.bottom
    for field, height in heights.items():
        row = replace(box, y=y, height=height)
        y = row.bottom
        size = (em if field == "code" else small) / POINT
        weight = REGULAR if field == "subtitle" else BOLD
        # A number to call is not cut, or it calls somebody else.
        least = {"code": design.code_smallest, "help_line": 3.0}.get(field, min(size, 4.5))
        slots.append(Slot(field, row, size, least, weight, down="bottom"))
    return tuple(slots)
