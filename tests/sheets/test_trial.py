"""A trial print says so on every label of every design, or is refused."""

from io import BytesIO

import pypdfium2
import pytest
from flask import Flask

from app.errors import Refusal
from app.sheets.addresses import WORDLESS, refuse_unmarked_trial
from app.sheets.making.faces import face
from app.sheets.making.work import house_of
from tags import Design, Stock, TagError, catalogue, designs, fits, print_tags
from tests.builders import NOON, Builder

TRIAL = "Trial: not for a wall"
ADDRESS = "https://rooms.example.edu"


def _fitting(design: Design) -> list[Stock]:
    """The stocks that a design can be printed on, the smallest first."""
    found = []
    for stock in catalogue():
        try:
            fits(design, stock, address_length=len(ADDRESS) + 15)
        except TagError:
            continue
        found.append(stock)
    return sorted(found, key=lambda each: (each.label_width * each.label_height, each.id))


def _said(make: Builder, stock: Stock, design: Design, *, trial: bool) -> str:
    """The words of the first page, in one line."""
    out = BytesIO()
    words = house_of(ADDRESS, trial=trial, at=NOON)
    print_tags([face(words, "7K3QX9MP2TA4", make.room())], stock, design, out=out)
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        return " ".join(document[0].get_textpage().get_text_bounded().split())


@pytest.mark.parametrize("design", designs(), ids=lambda each: each.id)
def test_a_trial_says_so_on_small_and_large_labels_or_is_refused(
    app: Flask, make: Builder, design: Design
) -> None:
    stocks = _fitting(design)
    with app.test_request_context():
        if design.arrangement in WORDLESS:
            with pytest.raises(Refusal, match="no room to say that it is a trial"):
                refuse_unmarked_trial(design)
            return
        for stock in (stocks[0], stocks[len(stocks) // 2], stocks[-1]):
            said = _said(make, stock, design, trial=True)
            assert TRIAL in said, stock.id
            assert "Scan me" not in said, stock.id


def test_a_tag_for_a_wall_does_not_say_it_is_a_trial(app: Flask, make: Builder) -> None:
    (design, *_others) = designs()
    with app.test_request_context():
        said = _said(make, _fitting(design)[0], design, trial=False)
        assert TRIAL not in said
        assert "Scan me" in said
