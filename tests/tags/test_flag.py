"""The cable flag: two halves, a fold between them, and room for a cable."""

import pytest

from tags import TagError, design, fits, grouped, stock
from tags.boxes import Plan
from tags.press import layout_of
from tests.tags.faces import a_face, printed
from tests.tags.pairs import of_design
from tests.tags.plans import ARABIC, all_faults, full_face, read_words, slot_of

FLAG = design("cable-flag")
WIDE = stock("avery-us-5160")


def halves(plan: Plan, middle: float) -> tuple[set[str], set[str]]:
    """The fields that stand before and after the fold."""
    before = {slot.field for slot in plan.slots if slot.box.right < middle}
    after = {slot.field for slot in plan.slots if slot.box.x > middle}
    return before, after


def test_nothing_lies_on_anything_else_on_any_stock() -> None:
    pairs = of_design("cable-flag")
    assert len(pairs) > 200
    assert not all_faults(pairs)


def test_one_half_bears_the_code_and_the_other_the_name_and_both_the_letters() -> None:
    for paper, _ in of_design("cable-flag"):
        layout = layout_of(FLAG, paper, full_face())
        middle = paper.label_width / 2
        before, after = halves(layout, middle)
        assert layout.code.right < middle
        assert before == {"code"}, paper.id
        assert {"title", "code"} <= after, paper.id
        assert len(layout.slots) == 1 + len(after)


def test_the_letters_are_printed_on_both_halves() -> None:
    face = a_face()
    said = read_words(printed([face], WIDE, FLAG))
    assert said.count(grouped(face.code)) == 2
    assert face.title in said
    assert face.help_line in said


def test_both_halves_lie_on_each_other_when_folded() -> None:
    for paper, _ in of_design("cable-flag"):
        layout = layout_of(FLAG, paper, full_face())
        middle = paper.label_width / 2
        gap = min(slot.box.x for slot in layout.slots if slot.box.x > middle) - middle
        nearest = max(
            layout.code.right - layout.code.width * 4 / 37,
            *(slot.box.right for slot in layout.slots if slot.box.x < middle),
        )
        assert middle - nearest >= 6 - 1e-6, paper.id
        assert gap >= 6, paper.id


def test_the_fold_is_marked_in_the_middle_clear_of_the_quiet_zone() -> None:
    for paper, _ in of_design("cable-flag"):
        layout = layout_of(FLAG, paper, full_face())
        (fold,) = [piece.box for piece in layout.art if piece.kind == "fold"]
        assert (fold.x + fold.right) / 2 == pytest.approx(paper.label_width / 2)
        assert layout.code.right < fold.x


def test_what_it_is_for_says_that_the_code_is_on_one_half() -> None:
    assert FLAG.purpose == "Folded around a cable: the code on one side, the name on the other."


def test_a_label_too_short_to_go_around_a_cable_is_refused() -> None:
    with pytest.raises(TagError, match="Cable flag"):
        fits(FLAG, stock("avery-l4736"))


def test_a_name_from_right_to_left_begins_at_the_right_of_the_other_half() -> None:
    layout = layout_of(FLAG, WIDE, full_face(**ARABIC))
    assert layout.code.x > WIDE.label_width / 2
    assert slot_of(layout, "title").box.right < WIDE.label_width / 2
