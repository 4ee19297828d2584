"""Tag codes: what is typed is understood, and what is mistyped is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.codes.code import ALPHABET, grouped, new_code, read_code, with_check

bodies = st.text(alphabet=ALPHABET, min_size=11, max_size=11)


@given(bodies)
def test_a_code_is_read_back_however_it_is_written(body: str) -> None:
    code = with_check(body)
    assert read_code(code) == code
    assert read_code(f" {grouped(code).lower()} ") == code
    assert read_code(code.replace("0", "o").replace("1", "l")) == code


@given(bodies, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(body: str, place: int, other: str) -> None:
    code = with_check(body)
    wrong = code[:place] + other + code[place + 1 :]
    assert read_code(wrong) == (code if other == code[place] else None)


@given(bodies, st.integers(0, 11), st.integers(0, 11))
def test_two_swapped_characters_are_always_noticed(body: str, one: int, two: int) -> None:
    letters = list(code := with_check(body))
    letters[one], letters[two] = letters[two], letters[one]
    swapped = "".join(letters)
    assert read_code(swapped) == (code if swapped == code else None)


@pytest.mark.parametrize("typed", ["", "7K3Q", "U" * 12, "7K3QX9MP2TA4X", "🙂" * 12])
def test_what_can_not_be_a_code_is_no_code(typed: str) -> None:
    assert read_code(typed) is None


def test_new_codes_use_every_letter_at_every_place_alike() -> None:
    codes = [new_code() for _ in range(20_000)]
    assert len(set(codes)) == len(codes)
    for place in range(11):
        seen = [sum(code[place] == letter for code in codes) for letter in ALPHABET]
        assert min(seen) > 450
        assert max(seen) < 820
