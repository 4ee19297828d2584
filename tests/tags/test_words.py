"""What cannot be seen is taken out of a text before it is printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tags.words import LONGEST, MARKS, clean, whole_numbers


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Room \t\n 2 ", "Room 2"),
        ("\u202eevil\u202c\u2066x\u2069", "evilx"),
        ("a\u200bb\ufeffc\u00ad", "abc"),
        ("bell\x07\x00", "bell"),
        ("lone \ud800 half", "lone half"),
        ("e\u0301", "é"),
        ("کتاب\u200cخانه", "کتاب\u200cخانه"),
        ("a \u200d b", "a b"),
        ("❤\ufe0f", "❤"),
        ("1\u202f000", "1\u00a0000"),
    ],
)
def test_a_text_is_made_fit_to_print(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_piled_up_marks_are_thinned() -> None:
    assert clean("x" + "\u0323" * 80) == "x" + "\u0323" * MARKS


@given(st.text())
def test_whatever_is_typed_comes_out_clean_and_stays_so(typed: str) -> None:
    once = clean(typed)
    assert len(once) <= 2 * LONGEST
    assert clean(once) == once
    once.encode()
    assert not set(once) & set("\x00\n\t\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200b\ufeff")


def test_the_groups_of_a_number_are_kept_together() -> None:
    assert (
        whole_numbers("Call (020) 7946 0555 now", rightward=True)
        == "Call (020)\u00a07946\u00a00555 now"
    )


def test_the_plus_of_a_number_stays_before_it_among_arabic_letters() -> None:
    assert whole_numbers("اتصل +44 20", rightward=False) == "اتصل \u200e+44\u00a020"
