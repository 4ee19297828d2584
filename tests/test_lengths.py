"""Lengths as people type them, in millimetres and inches."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.lengths import millimetres, typed


@pytest.mark.parametrize(
    ("text", "unit", "length"),
    [
        ("38.1", "mm", 38.1),
        (" 38,1 ", "mm", 38.1),
        ("6.4 cm", "mm", 64),
        ("2", "in", 50.8),
        ("2 5/8", "in", 66.675),
        ("2-5/8", "in", 66.675),
        ("2⅝", "in", 66.675),
        ("½", "in", 12.7),
        ("3/16", "in", 4.7625),
        ('1.5"', "mm", 38.1),
        ("1 1/2 inch", "mm", 38.1),
        ("25 mm", "in", 25),
        (".5", "in", 12.7),
        ("−0,8", "mm", -0.8),
        ("-0.8", "mm", -0.8),
        ("0", "mm", 0),
    ],
)
def test_a_length_is_read_as_it_was_meant(text: str, unit: str, length: float) -> None:
    assert millimetres(text, unit) == pytest.approx(length)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "wide",
        "1.2.3",
        "12 34",
        "1,234.5",
        "1e3",
        "nan",
        "inf",
        "1/0",
        "1.5 1/2",
        "5 kg",
        "9" * 9,
    ],
)
def test_what_is_no_length_is_refused_in_a_sentence(app: Flask, text: str) -> None:
    with app.test_request_context(), pytest.raises(ValueError, match="Write a number"):
        millimetres(text)


@given(length=st.floats(0, 1300), unit=st.sampled_from(["mm", "in"]))
def test_a_length_stands_in_its_field_as_it_is_read_again(length: float, unit: str) -> None:
    assert millimetres(typed(length, unit), unit) == pytest.approx(length, abs=0.0015)
