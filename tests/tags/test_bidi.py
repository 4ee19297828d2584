"""Right-to-left names stand as the Unicode standard has them."""

import ctypes
from functools import cache
from unicodedata import bidirectional

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tags.bidi import base_level, levels, visual

# Marks are left out: FriBidi does not carry a bracket's direction to marks after it, UAX #9 does.
letters = st.text(alphabet="aZé漢אבשع٣٤12345+-%$.,:/()[]«»! \u200f\u200e\"'", max_size=14)


@cache
def fribidi() -> ctypes.CDLL:
    try:
        return ctypes.CDLL("libfribidi.so.0")
    except OSError:
        pytest.skip("FriBidi is not installed")


def levels_by_fribidi(text: str, base: int) -> list[int]:
    count, library = len(text), fribidi()
    points = (ctypes.c_uint32 * count)(*map(ord, text))
    kinds, brackets = (ctypes.c_uint32 * count)(), (ctypes.c_uint32 * count)()
    found = (ctypes.c_int8 * count)()
    library.fribidi_get_bidi_types(points, count, kinds)
    library.fribidi_get_bracket_types(points, count, kinds, brackets)
    direction = ctypes.c_uint32(0x111 if base else 0x110)
    by_reference = ctypes.byref(direction)
    assert library.fribidi_get_par_embedding_levels_ex(kinds, brackets, count, by_reference, found)
    return list(found)


@settings(max_examples=1500, deadline=None)
@given(text=letters, base=st.integers(0, 1))
def test_levels_are_those_of_fribidi(text: str, base: int) -> None:
    text = text.strip()
    assume(text)
    seen = [place for place, letter in enumerate(text) if bidirectional(letter) != "BN"]
    ours, theirs = levels(text, base), levels_by_fribidi(text, base)
    assert [ours[place] for place in seen] == [theirs[place] for place in seen]


def shown(text: str) -> str:
    order = visual(levels(text, base_level(text)))
    return "".join(text[place] for place in order)


def test_numbers_and_latin_words_keep_their_order_in_a_hebrew_name() -> None:
    assert shown("חדר 214 AV") == "AV 214 רדח"


def test_a_hebrew_word_in_an_english_name_turns_alone() -> None:
    assert shown("Room חדר 2") == "Room 2 רדח"


def test_brackets_stay_around_what_they_hold() -> None:
    assert levels("a (אב) c", 0) == [0, 0, 0, 1, 1, 0, 0, 0]
    assert levels("אב (a) ג", 1) == [1, 1, 1, 1, 2, 1, 1, 1]


def test_the_first_strong_letter_decides_the_direction() -> None:
    assert base_level("12 חדר") == 1
    assert base_level("12 Room חדר") == 0
    assert base_level("12") == 0
