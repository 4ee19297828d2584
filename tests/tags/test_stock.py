"""Stocks check their own geometry, and the catalogue holds only stocks that pass."""

from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tags import Stock, StockError, catalogue, stock
from tags.stock import SYMMETRY, UNCUT

L7160, DK_11209 = stock("avery-l7160"), stock("brother-dk-11209")


def test_every_stock_of_the_catalogue_is_checked_and_has_a_source() -> None:
    ids = [entry.id for entry in catalogue()]
    assert len(ids) == len(set(ids))
    assert all(entry.source for entry in catalogue())


def test_the_catalogue_holds_hundreds_of_sheets_and_dozens_of_rolls() -> None:
    rolls = [entry for entry in catalogue() if entry.is_roll]
    assert len(catalogue()) - len(rolls) >= 300
    assert len(rolls) >= 40
    assert {entry.maker for entry in rolls} == {"Brother", "DYMO", "Zebra"}


def test_no_product_is_listed_twice() -> None:
    products = [(entry.maker, entry.part.casefold()) for entry in catalogue()]
    assert len(products) == len(set(products))


def test_no_maker_has_the_same_die_twice() -> None:
    """What differs only by its paper is one entry that also fits its twins."""
    dies = [
        (entry.maker, entry.columns, entry.rows, entry.label_width, entry.label_height, entry.left)
        for entry in catalogue()
        if not entry.is_roll
    ]
    assert len(dies) == len(set(dies))


def test_numbers_proved_centred_won_over_those_of_another_list() -> None:
    """One list has L7160 with labels of 63.99 mm from 7.48 mm: that would be off centre."""
    assert (L7160.label_width, L7160.left) == (63.5, 7.2)
    with pytest.raises(StockError, match="Die-cut sheets are centred"):
        replace(L7160, label_width=63.99, left=7.48)


def test_a_sheet_off_centre_says_so_in_its_note() -> None:
    def margins(entry: Stock) -> tuple[float, float]:
        x, y = entry.corner(entry.per_sheet - 1)
        right = entry.page_width - x - entry.label_width
        bottom = entry.page_height - y - entry.label_height
        return abs(right - entry.left), abs(bottom - entry.top)

    askew = [entry for entry in catalogue() if max(margins(entry)) > SYMMETRY]
    assert askew
    assert all(
        "print against the sheet" in entry.note or "left over" in entry.note for entry in askew
    )


def test_a_roll_is_one_label_to_a_page_with_the_edges_its_printer_leaves_blank() -> None:
    assert (DK_11209.is_roll, DK_11209.dpi, DK_11209.per_sheet) == (True, 300, 1)
    assert (DK_11209.page_width, DK_11209.page_height) == (62, 29)
    assert (DK_11209.blank_x, DK_11209.blank_y) == (1.54, 3.03)
    assert not L7160.is_roll


def test_label_printers_of_both_finenesses_are_known_by_their_dots() -> None:
    zebra = {entry.dpi for entry in catalogue() if entry.maker == "Zebra"}
    assert zebra == {203, 300}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rows": 2, "page_height": 58.0}, "each label is a page of its own"),
        ({"page_width": 70.0, "note": "any"}, "each label is a page of its own"),
        ({"dpi": -300}, "each label is a page of its own"),
        ({"shape": "star"}, "a rectangle, or round"),
        ({"shape": "round"}, "as wide as high"),
        ({"blank_x": 31.0}, "nothing to print on"),
        ({"blank_y": -1.0}, "nothing to print on"),
    ],
)
def test_a_roll_that_cannot_be_is_refused(wrong: dict[str, float], said: str) -> None:
    with pytest.raises(StockError, match=said):
        replace(DK_11209, **wrong)  # type: ignore[arg-type]


def test_the_catalogue_is_read_in_no_time_and_once() -> None:
    catalogue.cache_clear()
    began = perf_counter()
    first = catalogue()
    assert perf_counter() - began < 0.2
    assert catalogue() is first


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
