"""The tag to sign and date by hand: rows for a pen, the year in its head."""

from io import BytesIO

import pytest

from tags import Style, TagError, design, fits, grouped, print_tags, stock
from tags.boxes import Box
from tags.fitting import symbol_width
from tags.press import layout_of
from tests.tags.faces import printed
from tests.tags.pairs import of_design
from tests.tags.plans import (
    ARABIC,
    all_faults,
    faults,
    full_face,
    overlap,
    read_words,
    set_size,
    slot_of,
)
from tests.tags.test_certificate import a_logo

GRID = design("grid")
HANG_TAG, POSTCARD = stock("avery-us-5384"), stock("herma-10809")


def rows(paper: object, **changes: str) -> list[Box]:
    """The boxes that hold the months, from the first."""
    layout = layout_of(GRID, paper, full_face(**changes))  # type: ignore[arg-type]
    return [slot.box for slot in layout.slots if slot.words.isdigit()]


def test_nothing_lies_on_anything_else_on_any_stock() -> None:
    pairs = of_design("grid")
    assert len(pairs) > 40
    assert not all_faults(pairs)


@pytest.mark.parametrize("paper", [HANG_TAG, POSTCARD], ids=str)
def test_a_tag_has_twelve_rows_with_heads_and_the_year(paper: object) -> None:
    face = full_face()
    layout = layout_of(GRID, paper, face)  # type: ignore[arg-type]
    assert [slot.words for slot in layout.slots if slot.words.isdigit()] == [
        str(month) for month in range(1, 13)
    ]
    said = read_words(printed([face], paper, GRID))  # type: ignore[arg-type]
    for words in ("2027", "Month", "Day and date", "Initials", "OK", "Fault"):
        assert words in said
    for words in (face.title, face.place, face.organisation, face.help_line, grouped(face.code)):
        assert words in said


@pytest.mark.parametrize("shape", [(300, 100), (100, 100), (60, 200), (1200, 100)])
def test_the_logo_of_the_house_stands_beside_its_name_on_every_stock(
    shape: tuple[int, int],
) -> None:
    style = Style(logo=a_logo(*shape))
    for paper, _ in of_design("grid"):
        for face in (full_face(), full_face(**ARABIC)):
            layout = layout_of(GRID, paper, face, style)
            (logo,) = [piece.box for piece in layout.art if piece.kind == "logo"]
            assert logo.width / logo.height == pytest.approx(shape[0] / shape[1])
            assert logo.height >= 2 or shape[0] > 3 * shape[1], paper.id
            assert not faults(layout, paper), paper.id
            assert not any(overlap(logo, slot.box) for slot in layout.slots), paper.id
            assert layout.code == layout_of(GRID, paper, face).code


def test_a_pen_has_room_in_every_row_on_every_stock() -> None:
    for paper, _ in of_design("grid"):
        months = rows(paper)
        assert months[0].height >= 4.2 - 1e-6, paper.id
        assert months[1].y == pytest.approx(months[0].bottom)


def test_its_code_is_read_from_a_quarter_of_a_metre_on_every_stock() -> None:
    for paper, _ in of_design("grid"):
        assert symbol_width(GRID, paper, 29) >= 25, paper.id


def test_a_label_with_no_room_for_rows_and_a_code_is_refused() -> None:
    with pytest.raises(TagError, match="Sign-and-date tag"):
        fits(GRID, stock("avery-l7160"))
    with pytest.raises(TagError, match=r"Sign-and-date tag.*smallest stock that works"):
        fits(GRID, stock("zweckform-3661"))


@pytest.mark.parametrize("paper", [HANG_TAG, POSTCARD], ids=str)
def test_the_name_is_the_largest_word_beside_the_table(paper: object) -> None:
    face = full_face()
    layout = layout_of(GRID, paper, face)  # type: ignore[arg-type]
    sizes = {
        slot.field: set_size(slot, getattr(face, slot.field))
        for slot in layout.slots
        if slot.field not in {"", "code"}
    }
    assert max(sizes, key=lambda field: sizes[field]) == "title"


def test_every_row_is_drawn_between_two_lines_across_the_table() -> None:
    layout = layout_of(GRID, HANG_TAG, full_face())
    across = [piece.box for piece in layout.art if piece.kind == "line" and piece.box.width > 20]
    assert len(across) == 13
    for month, above, below in zip(rows(HANG_TAG), across, across[1:], strict=False):
        assert above.y - 0.01 <= month.y
        assert month.bottom <= below.bottom + 0.01


def test_the_year_is_white_on_the_band_and_the_rest_is_black() -> None:
    layout = layout_of(GRID, HANG_TAG, full_face())
    band = next(piece.box for piece in layout.art if piece.kind == "band")
    for slot in layout.slots:
        assert (slot.ink == "white") == overlap(slot.box, band)
    assert slot_of(layout, "year").ink == "white"


def test_heads_are_said_in_the_language_of_the_house() -> None:
    german = {"Month": "Monat", "Initials": "Kürzel", "Fault": "Mangel"}
    style, out = Style(say=lambda words: german.get(words, words)), BytesIO()
    print_tags([full_face()], HANG_TAG, GRID, style=style, out=out)
    said = read_words(out.getvalue())
    assert all(word in said for word in german.values())


def test_a_name_from_right_to_left_has_its_months_at_the_right() -> None:
    assert rows(HANG_TAG)[0].x > 30
    plain, turned = rows(POSTCARD)[0], rows(POSTCARD, **ARABIC)[0]
    assert turned.x == pytest.approx(POSTCARD.label_width - plain.right)
