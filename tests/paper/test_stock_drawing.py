"""A paper that can't be is drawn all the same, with what is wrong in red, and in typed units."""

import pytest
from flask.testing import FlaskClient

from tests.pages import fetch, read
from tests.paper.test_stock_pages import NEW, SHEET


def test_what_hangs_over_the_edge_of_the_page_is_drawn_in_red(manager: FlaskClient) -> None:
    typed = SHEET | {"pitch_x": "80", "rows": "8"}
    page = read(fetch(manager, NEW).form(NEW).send(typed), 422, manager)
    over = page.document.of_class("paper__over")
    right = [each for each in over if float(each.get("x", "")) >= 210]
    assert len(right) == 8
    assert float(right[0].get("width", "")) == pytest.approx(7.2 + 2 * 80 + 63.5 - 210)
    below = [each for each in over if float(each.get("y", "")) >= 297]
    assert len(below) == 3
    assert float(below[0].get("height", "")) == pytest.approx(8 * 38.1 - 297)
    view = page.document.of_class("paper")[0].get("viewBox", "").split()
    assert float(view[2]) > 230
    assert "What lies over the edge or over a neighbour is red." in page.main


def test_labels_that_would_overlap_are_drawn_with_what_they_share_in_red(
    manager: FlaskClient,
) -> None:
    asked = SHEET | {"unit": "mm", "page": "a4", "pitch_x": "60"}
    drawn = manager.get("/sheets/stocks/drawing", query_string=asked).text
    assert "neighbours would overlap" in drawn
    assert drawn.count('class="paper__over"') == 14
    assert 'width="3.5"' in drawn


def test_a_sheet_whose_numbers_are_none_is_not_drawn(manager: FlaskClient) -> None:
    for wrong in ({"label_width": "wide"}, {"rows": "0"}, {"left": "-3"}):
        page = read(fetch(manager, NEW).form(NEW).send(SHEET | wrong), 422, manager)
        assert not page.document.of_class("paper")
        assert "Mend what is marked, and the sheet is drawn here." in page.main


def test_what_was_typed_in_inches_is_refused_in_inches(manager: FlaskClient) -> None:
    typed = {
        "name": "Tape",
        "unit": "in",
        "page": "letter",
        "columns": "3",
        "rows": "10",
        "label_width": "2 5/8",
        "label_height": "1",
        "left": "1/2",
        "pitch_x": "2.75",
    }
    page = read(fetch(manager, NEW).form(NEW).send(typed), 422, manager)
    assert "ends 0.125 in (3.17 mm) beyond the right edge" in page.errors[0]
    page = read(page.form(NEW).send({"left": "", "pitch_x": "2"}), 422, manager)
    assert "every 2 in (50.8 mm), but a label is 2.625 in (66.67 mm)" in page.errors[0]
    other = {"page": "other", "page_width": "99", "page_height": "11"}
    page = read(page.form(NEW).send(other), 422, manager)
    assert "0.394 in (10 mm) to 51.181 in (1,300 mm)" in page.errors[0]
