"""Codes in letters stand in groups of four, inside their slot."""

import pytest

from tags import TagError, design, stock
from tags.boxes import POINT, Box, Slot
from tags.fonts import BOLD
from tags.press import layout_of
from tags.shaping import line, paragraph
from tags.spelling import CAPITALS, spelled
from tests.tags.faces import a_face, code, printed, text_of

LINE = Slot("code", Box(10, 5, 32, 5), largest=10, smallest=6, weight=BOLD)
COLUMN = Slot("code", Box(0, 0, 12, 14), largest=10, smallest=5, weight=BOLD, lines=3)


def sizes(stamp: bytes) -> tuple[float, int]:
    words = stamp.split()
    return float(words[words.index(b"Tf") - 1]), words.count(b"Tj")


def test_a_code_stands_in_groups_on_one_line_or_three() -> None:
    assert sizes(spelled("7K3QX9MP2TA4", LINE, rightward=True, used={})) == (10.0, 1)
    assert sizes(spelled("7K3QX9MP2TA4", COLUMN, rightward=True, used={}))[1] == 3


def test_the_widest_code_shrinks_to_stay_in_its_slot() -> None:
    widest = line(paragraph("WWWW-WWWW-WWWW", BOLD)).width
    size, _ = sizes(spelled("W" * 12, LINE, rightward=True, used={}))
    assert size * POINT * widest <= LINE.box.width + 0.01
    assert size < 10


def test_letters_stand_where_shaping_would_put_them_but_for_kerning() -> None:
    for number in range(50):
        text = code(number)
        set_whole = line(paragraph(text, BOLD))
        apart = [line(paragraph(letter, BOLD)).width for letter in text]
        assert sum(apart) == pytest.approx(set_whole.width, rel=0.03)


def test_the_letters_of_a_code_can_be_copied() -> None:
    face, sheet = a_face(5), stock("avery-l7160")
    pdf = printed([face], sheet, design("label"))
    text = face.code
    assert f"{text[:4]}-{text[4:8]}-{text[8:]}" in text_of(pdf)
    assert layout_of(design("label"), sheet, face).code.width > 20


def test_a_code_of_other_letters_is_refused() -> None:
    assert "?" not in CAPITALS
    for wrong in ("7k3qx9mp2ta4", "7K3Q?X9MP2TA", "ÄÄÄÄ"):
        with pytest.raises(TagError, match="capitals and digits only"):
            spelled(wrong, LINE, rightward=True, used={})
