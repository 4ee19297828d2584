"""What is true of every plan, however it is arranged."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from tags import Design, Face, Stock
from tags.boxes import Box, Plan, Slot
from tags.press import layout_of
from tags.setting import fit
from tests.tags.faces import a_face, text_of

SAID = {
    "statement": "This room is checked every two weeks.",
    "year": "2027",
    "second_verb": "Stimmt etwas nicht? Scannen Sie mich.",
    "second_detail": "Wann wurde dieser Raum zuletzt geprüft?",
    "second_statement": "Dieser Raum wird alle zwei Wochen geprüft.",
}
NOTHING = dict.fromkeys(("title", "subtitle", "place", "verb", "detail", "help_line"), "")
ARABIC = {"title": "قاعة المحاضرات 12", "place": "مبنى الكيمياء · الطابق 2"}


def full_face(**changes: str) -> Face:
    """A face with every text there is."""
    return replace(a_face(), **{**SAID, **changes})


def read_words(pdf: bytes) -> str:
    """The words of a page in one line."""
    return " ".join(text_of(pdf).replace("\u00a0", " ").split())


def layouts(stock: Stock, design: Design) -> Iterator[Plan]:
    """The plans of a full face, an empty one, one in one language, and one from right to left."""
    faces = (full_face(), replace(a_face(), **NOTHING), a_face(), full_face(**ARABIC))
    yield from (layout_of(design, stock, face) for face in faces)


def set_size(slot: Slot, words: str) -> float:
    """The size in points that a text is set in."""
    return fit(words, slot).size


def is_cut(slot: Slot, words: str) -> bool:
    """Whether a text is so long that its end is left out."""
    return fit(words, slot).cut


def slot_of(plan: Plan, field: str) -> Slot:
    """The first place of a field on a plan."""
    return next(slot for slot in plan.slots if slot.field == field)


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge, to a hundredth of a millimetre."""
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return across > 0.01 and down > 0.01


def faults(plan: Plan, stock: Stock) -> list[str]:
    """What is wrong with a plan: things on each other, on the code, or off the label."""
    found = [
        f"{one.field or one.words} on {other.field or other.words}"
        for one, other in combinations(plan.slots, 2)
        if overlap(one.box, other.box)
    ]
    named = [(slot.field or slot.words, slot.box) for slot in plan.slots]
    named += [(piece.kind, piece.box) for piece in plan.art]
    found += [f"{name} in the quiet zone" for name, box in named if overlap(box, plan.code)]
    found += [f"{name} off the label" for name, box in named if _off(box, stock)]
    found += [f"{name} has no room" for name, box in named if min(box.width, box.height) <= 0]
    return found + ["code off the label"] * _off(plan.code, stock)


def _off(box: Box, stock: Stock) -> bool:
    ends = (box.right - stock.label_width, box.bottom - stock.label_height)
    return min(box.x, box.y) < -0.01 or max(ends) > 0.01


def all_faults(pairs: list[tuple[Stock, Design]]) -> list[str]:
    """What is wrong with the plans of a design on all its stocks."""
    return [
        f"{stock.id}: {fault}"
        for stock, design in pairs
        for plan in layouts(stock, design)
        for fault in faults(plan, stock)
    ]
