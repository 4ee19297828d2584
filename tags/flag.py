"""The cable flag: a label folded in half around a cable, so that each half reads upright.

One half bears the symbol and its letters, the other the name, the letters and whom to call. The
strip between them goes around the cable and stays blank but for the fold.
"""

from dataclasses import replace

from tags.boxes import POINT, Box, Piece, Plan, Slot, Texts
from tags.design import Design
from tags.fonts import BOLD
from tags.rows import CODE_EMS
from tags.small import LINE, coded, room
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
    pad = min(0.06 * box.width, 2.0)
    box = Box(box.x + pad, box.y + pad / 2, box.width - 2 * pad, box.height - pad)
    em = min(box.width / CODE_EMS, max(0.13 * box.height, design.code_smallest * POINT))
    small = min(max(0.085 * box.height, 1.95), 4.0)
    heights = {"subtitle": 1.25 * small, "code": LINE * em + 0.04 * box.height}
    if "subtitle" not in present or box.height < 20:
        del heights["subtitle"]
    if "help_line" in present and box.height >= 17:
        heights["help_line"] = 1.25 * small
    name = box.height - sum(heights.values())
    largest = min(name / POINT / 1.05, design.title_largest)
    title = replace(box, height=name)
    slots = [Slot("title", title, largest, design.title_smallest, BOLD, 4, down="middle")]
    y = title.bottom
    for field, height in heights.items():
        size = em if field == "code" else small
        row = replace(box, y=y, height=height)
        smallest = design.code_smallest if field == "code" else min(size / POINT, 4.5)
        slots.append(Slot(field, row, size / POINT, smallest, BOLD, down="bottom"))
        y = row.bottom
    return tuple(slots)
