"""The small label: its code, and nothing else."""

import pytest

from tags import Stock, TagError, catalogue, design, fits, grouped, stock
from tags.fitting import symbol_width
from tags.press import layout_of
from tags.spelling import spelled
from tests.tags.faces import a_face, code, printed
from tests.tags.pairs import of_design
from tests.tags.plans import ARABIC, all_faults, full_face, read_words

SMALL = design("small")
SQUARE = Stock(
    *("own", "Own", "22 mm square", "", "film", 30.0, 30.0, 1, 1, 22.0, 22.0, 4.0, 4.0, 30.0, 30.0),
    source="measured",
)


def test_nothing_lies_on_anything_else_on_any_stock() -> None:
    pairs = of_design("small")
    assert len(pairs) > 200
    assert not all_faults(pairs)


def test_a_small_label_bears_its_code_in_dots_and_letters_alone() -> None:
    face = full_face()
    said = read_words(printed([face], stock("avery-l4736"), SMALL))
    assert said.replace(" ", "") == grouped(face.code)


def test_twenty_two_millimetres_square_are_enough() -> None:
    fits(SMALL, SQUARE)
    assert symbol_width(SMALL, SQUARE, 29) / 29 >= 0.5


def test_what_a_printer_leaves_white_may_make_a_label_too_small() -> None:
    with pytest.raises(TagError, match="Small label"):
        fits(SMALL, stock("brother-dk-11221"))


def test_dots_are_never_smaller_than_half_a_millimetre() -> None:
    for paper, _ in of_design("small"):
        assert symbol_width(SMALL, paper, 29) / 29 >= 0.5 - 1e-6, paper.id


def test_letters_stand_within_what_the_printer_reaches() -> None:
    for paper, _ in of_design("small"):
        box = layout_of(SMALL, paper, a_face()).slots[0].box
        assert box.x >= paper.blank_x - 1e-6, paper.id
        assert box.bottom <= paper.label_height - paper.blank_y + 1e-6, paper.id


def test_letters_are_at_least_five_points_high() -> None:
    widest = max((code(number) for number in range(300)), key=lambda each: each.count("W"))
    for paper, _ in of_design("small"):
        slot = layout_of(SMALL, paper, a_face()).slots[0]
        stamp = spelled(widest, slot, rightward=True, used={}).split()
        assert float(stamp[stamp.index(b"Tf") - 1]) >= 5, paper.id


def test_all_of_a_round_label_is_inside_its_circle() -> None:
    for paper in catalogue():
        if paper.shape != "round" or (paper, SMALL) not in of_design("small"):
            continue
        layout = layout_of(SMALL, paper, a_face())
        middle, reach = paper.label_width / 2, paper.label_width / 2
        for box in (layout.code, layout.slots[0].box):
            far = max(abs(box.x - middle), abs(box.right - middle))
            high = max(abs(box.y - middle), abs(box.bottom - middle))
            assert far**2 + high**2 <= reach**2 + 0.1, paper.id


def test_beside_a_name_from_right_to_left_letters_stand_left() -> None:
    plain = layout_of(SMALL, stock("avery-l4736"), a_face())
    turned = layout_of(SMALL, stock("avery-l4736"), full_face(**ARABIC))
    assert plain.slots[0].box.x > plain.code.x
    assert turned.slots[0].box.x < turned.code.x
