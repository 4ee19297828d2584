"""What goes out in a cell comes in as it was, and no spreadsheet takes it for a formula."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cells import EMPTY_WORDS, FORMULA, clean, guarded
from app.imports.meaning.columns import guess
from app.imports.meaning.records import EquipmentRow, Refusal, records
from app.imports.meaning.words.values import meaning
from tests.imports.files import sheet_of

pytestmark = pytest.mark.sqlite  # no database is asked

HOSTILE = st.one_of(
    st.text(max_size=200),
    st.builds(
        lambda before, word, after: before + word + after,
        st.sampled_from(["", "'", "''", " ", "\t", "\u200b", "'\u200f"]),
        st.sampled_from([*FORMULA, *EMPTY_WORDS, "Room", "6.37702E+15", "007"]),
        st.sampled_from(["", "1+1", "'", " x"]),
    ),
)


@given(HOSTILE, st.sampled_from(["", "room", "N/A"]), st.booleans())
def test_what_goes_out_comes_in_as_it_was(text: str, column: str, formulas: bool) -> None:
    assert meaning(guarded(text, column, formulas=formulas), column) == clean(text)


@given(HOSTILE)
def test_nothing_that_goes_out_as_text_alone_begins_like_a_formula(text: str) -> None:
    assert not guarded(text, formulas=True).lstrip().startswith(FORMULA)


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("=2.14", "'=2.14"),
        ("  @home", "'@home"),
        ("＋1", "'＋1"),
        ("n/a", "'n/a"),
        ("Room", "'Room"),
        ("6.37702E+15", "'6.37702E+15"),
        ("'=2.14", "''=2.14"),
        ("'s-Gravenhage", "'s-Gravenhage"),
        ("007", "007"),
        ("'", "'"),
        ("", ""),
    ],
)
def test_only_what_would_be_misread_bears_a_guard(text: str, out: str) -> None:
    assert guarded(text, "room", formulas=True) == out


def test_a_cell_that_knows_itself_to_be_a_text_needs_no_guard_against_formulas() -> None:
    assert guarded("=2.14", formulas=False) == "=2.14"
    assert guarded("'=2.14", formulas=False) == "''=2.14"
    assert guarded("n/a", formulas=False) == "'n/a"


def test_the_words_for_nothing_may_be_others() -> None:
    assert guarded("frei", formulas=False, empty=("frei",)) == "'frei"
    assert meaning("'frei", empty=("frei",)) == "frei"
    assert meaning("'frei") == "'frei"


def test_a_number_that_is_meant_is_not_refused_as_cut() -> None:
    header = ("building", "room", "asset tag")
    sheet = sheet_of(header, ("Hall", "1", "'1E+5"), ("Hall", "1", "1E+5"))
    kept, refused = records(sheet, guess(sheet))
    assert isinstance(kept, EquipmentRow)
    assert kept.asset_tag == "1E+5"
    assert isinstance(refused, Refusal)
