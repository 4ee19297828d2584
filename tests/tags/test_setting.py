"""Texts shrink, wrap, and at last are cut; their ink never leaves their slot."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tags.boxes import POINT, Box, Slot
from tags.fonts import BOLD
from tags.setting import Block, fit
from tags.words import clean
from tests.tags.faces import LONG, NAMES

TITLE = Slot("title", Box(10, 5, 40, 12), largest=32, smallest=7, weight=BOLD, lines=4)
NOTE = Slot("place", Box(10, 5, 40, 4), largest=8, smallest=5)
HAIR = 0.01


def check_inside(block: Block, slot: Slot) -> None:
    em = block.size * POINT
    for placed in block.lines:
        shaped = placed.line
        assert placed.x + shaped.left * em >= slot.box.x - HAIR
        assert placed.x + shaped.right * em <= slot.box.right + HAIR
        assert placed.y - shaped.top * em >= slot.box.y - HAIR
        assert placed.y - shaped.bottom * em <= slot.box.bottom + HAIR
    for above, below in zip(block.lines, block.lines[1:], strict=False):
        assert above.y - above.line.bottom * em <= below.y - below.line.top * em + HAIR


anything = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("aW. -ßفعאת漢字かแก้कि́̈\u200d\u200f"),
    ),
    max_size=90,
)


@settings(max_examples=300, deadline=None)
@given(text=anything, rightward=st.booleans())
def test_ink_of_any_text_stays_in_its_slot(text: str, rightward: bool) -> None:
    for slot in (TITLE, NOTE):
        check_inside(fit(clean(text), slot, rightward=rightward), slot)


@pytest.mark.parametrize("text", [title for title, _, _ in NAMES.values()], ids=NAMES)
def test_ink_of_long_names_in_every_script_stays_in_its_slot(text: str) -> None:
    for slot in (TITLE, NOTE):
        check_inside(fit(clean(text * 3), slot), slot)


def test_a_short_name_is_as_large_as_its_slot_allows() -> None:
    block = fit("B 2.14", TITLE)
    assert [placed.line.text for placed in block.lines] == ["B 2.14"]
    assert block.size >= 30


def test_a_longer_name_shrinks_then_wraps_and_nothing_is_lost() -> None:
    shrunk = fit("Great Hall East", TITLE)
    wrapped = fit("Chemistry lecture theatre and laboratory", TITLE)
    assert len(shrunk.lines) == 1
    assert len(wrapped.lines) > 1
    assert " ".join(placed.line.text for placed in wrapped.lines).split() == (
        ["Chemistry", "lecture", "theatre", "and", "laboratory"]
    )
    assert not wrapped.cut


def test_a_name_too_long_for_its_slot_ends_in_an_ellipsis() -> None:
    block = fit(LONG * 2, TITLE)
    assert block.cut
    assert block.lines[-1].line.text.endswith("…")
    assert block.size == pytest.approx(TITLE.smallest, rel=0.02)


def test_han_names_break_between_letters_but_no_line_begins_with_a_full_stop() -> None:
    block = fit("大講義室。" * 9, TITLE)
    assert len(block.lines) > 1
    assert all(placed.line.text[0] != "。" for placed in block.lines)


def test_letters_that_no_font_draws_are_left_out_and_named() -> None:
    block = fit("Lab \U000e0fff\U0001fffd 7", TITLE)
    assert block.missing == "\U000e0fff\U0001fffd"
    assert "7" in block.lines[0].line.text
