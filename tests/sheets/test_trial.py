"""A trial print says so on every label of every stock, however small."""

from io import BytesIO

import pypdfium2
import pytest
from flask import Flask

from app.sheets.service import Order, printed
from tags import Design, Stock, TagError, catalogue, designs, fits
from tests.builders import NOON, Builder

TRIAL = "Trial: not for a wall"
ADDRESS = "https://rooms.example.edu"


def _working() -> list[tuple[Stock, Design]]:
    found = []
    for design in designs():
        for stock in catalogue():
            try:
                fits(design, stock, address_length=len(ADDRESS) + 15)
            except TagError:
                continue
            found.append((stock, design))
    return found


def _said(make: Builder, stock: Stock, design: Design, *, trial: bool) -> str:
    """The words of the first page, in one line."""
    out = BytesIO()
    order = Order([make.room()], stock, design, 0, ADDRESS, trial, "Example University")
    printed(order, out, at=NOON)
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        return " ".join(document[0].get_textpage().get_text_bounded().split())


@pytest.mark.parametrize(("stock", "design"), _working(), ids=lambda each: each.id)
def test_a_trial_says_so_on_every_stock(
    app: Flask, make: Builder, stock: Stock, design: Design
) -> None:
    with app.test_request_context():
        said = _said(make, stock, design, trial=True)
        assert TRIAL in said
        assert "Scan me" not in said


def test_a_tag_for_a_wall_does_not_say_it_is_a_trial(app: Flask, make: Builder) -> None:
    stock, design = _working()[0]
    with app.test_request_context():
        said = _said(make, stock, design, trial=False)
        assert TRIAL not in said
        assert "Scan me" in said
