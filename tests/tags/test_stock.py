"""Stocks check their own geometry."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tags import Stock, StockError, catalogue, search, stock
from tags.stock import UNCUT

L7160 = stock("avery-l7160")


def test_every_stock_of_the_catalogue_is_checked_and_has_a_source() -> None:
    ids = [entry.id for entry in catalogue()]
    assert len(ids) == len(set(ids)) >= 42
    assert all(entry.source for entry in catalogue())


def test_every_stock_without_a_maker_has_a_name_that_can_be_translated() -> None:
    assert {entry.name for entry in catalogue() if entry.maker == "Uncut"} == UNCUT


@pytest.mark.parametrize("entry", catalogue(), ids=lambda entry: entry.id)
def test_no_label_leaves_its_page_or_covers_another(entry: Stock) -> None:
    corners = [entry.corner(n) for n in range(entry.per_sheet)]
    for x, y in corners:
        assert x >= 0
        assert y >= 0
        assert x + entry.label_width <= entry.page_width + 0.05
        assert y + entry.label_height <= entry.page_height + 0.05
    for n, (x, y) in enumerate(corners):
        for other_x, other_y in corners[n + 1 :]:
            apart = abs(x - other_x) >= entry.label_width - 0.05
            assert apart or abs(y - other_y) >= entry.label_height - 0.05


def test_labels_are_counted_along_rows_and_begin_again_on_the_next_sheet() -> None:
    assert L7160.per_sheet == 21
    assert L7160.corner(0) == (7.2, 15.15)
    assert L7160.corner(4) == pytest.approx((7.2 + 66.04, 15.15 + 38.1))
    assert L7160.corner(21) == L7160.corner(0)


def test_rows_that_drift_off_the_page_are_refused_in_a_sentence() -> None:
    with pytest.raises(StockError, match=r"last row ends .* beyond the bottom edge"):
        replace(L7160, pitch_y=41.0)


def test_labels_that_overlap_are_refused() -> None:
    with pytest.raises(StockError, match="neighbours would overlap"):
        replace(L7160, pitch_x=60.0)


def test_an_off_centre_sheet_needs_a_note_that_says_why() -> None:
    with pytest.raises(StockError, match="Die-cut sheets are centred"):
        replace(L7160, left=5.0)
    assert replace(L7160, left=5.0, note="The maker's drawing says so.").left == 5.0


@pytest.mark.parametrize(
    "wrong",
    [{"rows": 0}, {"columns": -1}, {"label_width": 0.0}, {"left": -1.0}, {"top": float("nan")}],
)
def test_impossible_numbers_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(StockError):
        replace(L7160, **wrong)  # type: ignore[arg-type]


lengths = st.floats(1, 320, allow_nan=False)


@given(
    columns=st.integers(1, 9),
    label=lengths,
    gap=st.floats(-20, 20),
    margin=st.floats(0, 60),
    page=lengths,
)
def test_whatever_passes_the_check_lies_on_the_page(
    columns: int, label: float, gap: float, margin: float, page: float
) -> None:
    changes = {"columns": columns, "label_width": label, "left": margin, "page_width": page}
    try:
        made = replace(L7160, pitch_x=label + gap, note="any", **changes)  # type: ignore[arg-type]
    except StockError:
        return
    last, _ = made.corner(columns - 1)
    assert last + label <= page + 0.06
    assert columns == 1 or gap >= -0.06


def test_a_stock_is_found_by_the_number_of_a_twin() -> None:
    assert L7160 in search("l7060")
    assert [entry.id for entry in search("5520 weatherproof")] == ["avery-us-5160"]


def test_an_unknown_stock_is_refused_with_near_ones_named() -> None:
    with pytest.raises(StockError, match="Did you mean avery-l7160"):
        stock("L7160")
    with pytest.raises(StockError, match=r"Did you mean .*avery-l7163"):
        stock("avery-l716")
