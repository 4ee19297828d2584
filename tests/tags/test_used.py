"""Sheets already begun: labels clicked away, in any order, stay blank."""

from collections.abc import Iterator
from io import BytesIO

import pytest

from tags import Face, TagError, design, free_labels, picture, print_tags, stock
from tags.boxes import Box
from tags.press import layout_of
from tests.tags.faces import a_face, cut, raster, read

L7160, LABEL = stock("avery-l7160"), design("label")
WHOLE = Box(0, 0, L7160.label_width, L7160.label_height)


def order(count: int) -> list[Face]:
    return [a_face(number, title=f"Room {number}") for number in range(count)]


def found(pdf: bytes, page: int) -> list[str]:
    """Return what the code on each label of a sheet says, "" where a label is blank."""
    seen = raster(pdf, page)
    box = layout_of(LABEL, L7160, a_face()).code
    labels = [L7160.corner(number) for number in range(L7160.per_sheet)]
    for corner in labels:
        blank = cut(seen, WHOLE, corner).getextrema() == (255, 255)
        assert blank == (not read(cut(seen, box, corner)))
    return [read(cut(seen, box, corner)) for corner in labels]


@pytest.mark.parametrize(
    "used",
    [(0,), (20,), (1, 3, 5, 18), tuple(range(20)), (17, 2, 9, 11, 0, 6, 14, 3), (4, 4)],
)
def test_labels_clicked_away_stay_blank_and_tags_keep_their_order(used: tuple[int, ...]) -> None:
    faces = order(45)
    out = BytesIO()
    done = print_tags(faces, L7160, LABEL, used=used, out=out)
    waiting = iter(face.address for face in faces)
    expected = ["" if label in used else next(waiting) for label in range(21)]
    expected += list(waiting) + [""] * 21
    for page in range(done.pages):
        assert found(out.getvalue(), page) == expected[21 * page : 21 * page + 21]
    assert (done.count, done.checked) == (45, 45)


def test_an_order_that_fits_on_what_is_left_takes_one_sheet() -> None:
    for count, pages in ((9, 1), (10, 2)):
        done = print_tags(order(count), L7160, LABEL, used=range(12), out=BytesIO())
        assert done.pages == pages


def test_free_labels_are_told_in_order() -> None:
    assert free_labels(L7160, {20, 0, 7}) == [*range(1, 7), *range(8, 20)]


def test_a_sheet_without_a_free_label_is_refused() -> None:
    out = BytesIO()
    with pytest.raises(TagError, match=r"used up\. Take a fresh one"):
        print_tags(order(1), L7160, LABEL, used=range(21), out=out)
    with pytest.raises(TagError, match="labels 1 to 21"):
        picture(order(1), L7160, LABEL, used=[21])
    assert not out.getvalue()


def test_an_order_called_off_while_it_is_printed_leaves_nothing_behind() -> None:
    """Tags are taken as sheets fill, so that whoever gives them can count them, and stop."""
    taken: list[Face] = []

    def faces() -> Iterator[Face]:
        for face in order(100):
            if len(taken) == 50:
                raise KeyboardInterrupt
            taken.append(face)
            yield face

    out = BytesIO()
    with pytest.raises(KeyboardInterrupt):
        print_tags(faces(), L7160, LABEL, out=out)
    assert len(taken) == 50
    assert not out.getvalue()
