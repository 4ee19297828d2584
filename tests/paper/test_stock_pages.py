"""Papers are searched, looked at, and added where the catalogue lacks them."""

import pypdfium2
import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.paper import queries, service
from app.paper.models import OwnStock
from app.paper.stocks import stock_of
from tests.builders import NOON, Builder
from tests.pages import fetch, read

NEW = "/sheets/stocks/new"
SHEET = {
    "name": "Blue tape",
    "columns": "3",
    "rows": "7",
    "label_width": "63,5",
    "label_height": "38.1",
    "left": "7.2",
    "top": "",
    "pitch_x": "66.04",
    "pitch_y": "",
}


@pytest.mark.parametrize("words", ["L7160", "avery 7160", "DK-11209", "5160", "5260"])
def test_a_paper_is_found_by_maker_number_or_twin(manager: FlaskClient, words: str) -> None:
    page = fetch(manager, "/sheets/stocks", query_string={"q": words})
    assert len(page.rows) > 1
    assert "×" in page.rows[1][1]


def test_the_catalogue_is_shown_page_by_page_and_keeps_what_was_asked(
    manager: FlaskClient,
) -> None:
    page = fetch(manager, "/sheets/stocks?kind=sheets")
    assert len(page.rows) == 51
    later = fetch(manager, page.link("Next"))
    assert later.rows[1] != page.rows[1]
    assert "kind=sheets" in later.link("Previous")
    assert fetch(manager, "/sheets/stocks?page=999").rows


def test_rolls_own_papers_and_retired_ones_are_told_apart(
    manager: FlaskClient, make: Builder
) -> None:
    own, old = make.own_stock(name="Blue tape"), make.own_stock(name="Old", retired_at=NOON)
    rolls = fetch(manager, "/sheets/stocks?kind=rolls").rows[1:]
    assert rolls
    assert all(row[3] == "Roll" for row in rolls)
    page = fetch(manager, "/sheets/stocks?kind=own")
    assert [row[0] for row in page.rows[1:]] == ["Blue tape"]
    assert page.link("Old") == f"/sheets/stocks/{old.stock_id}"
    assert page.link("Blue tape") == f"/sheets/stocks/{own.stock_id}"


def test_no_paper_answering_leads_to_adding_one(manager: FlaskClient) -> None:
    page = fetch(manager, "/sheets/stocks?q=nothing+like+this")
    assert page.link("Add a paper") == NEW
    assert page.link("Show all papers") == "/sheets/stocks"


def test_a_paper_says_its_numbers_and_is_drawn_to_scale(manager: FlaskClient) -> None:
    page = fetch(manager, "/sheets/stocks/avery-l7160")
    assert page.h1 == "Avery L7160"
    for words in ("63.5 × 38.1 mm", "A4, 210 × 297 mm", "left 7.2, top 15.15 mm", "LibreOffice"):
        assert words in page.main
    labels = page.document.of_class("paper__label")
    assert len(labels) == 21
    assert (labels[4].get("x"), labels[4].get("y")) == ("73.24", "53.25")
    assert page.link("Print tags on it") == "/sheets?stock=avery-l7160"


def test_a_test_sheet_bears_the_papers_name_and_is_corrected_for_a_printer(
    manager: FlaskClient, make: Builder
) -> None:
    address = "/sheets/stocks/avery-l7160"
    plain = manager.get(fetch(manager, address).link("Test sheet"))
    assert plain.mimetype == "application/pdf"
    assert "Avery L7160 · 63.5 × 38.1 mm" in _words(plain.data)
    printer = make.printer(name="Kyocera")
    form = fetch(manager, address).form(f"{address}/test.pdf")
    assert form.send().data == plain.data
    corrected = form.send({"printer": str(printer.id)}).data
    assert "Corrected for Kyocera" in _words(corrected)
    assert "Corrected for no printer" in _words(plain.data)
    for each in (plain.data, corrected):
        assert "Print at 100 %, not “fit to page”" in _words(each)


def _words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(document[0].get_textpage().get_text_bounded().split())


def test_a_paper_that_is_not_there_is_not_found(manager: FlaskClient) -> None:
    for address in ("nothing", "own-9", "own-9/edit", "avery-l7160/edit", "new?like=nothing"):
        assert manager.get(f"/sheets/stocks/{address}").status_code == 404, address


def test_a_paper_is_added_and_what_was_left_open_is_worked_out(manager: FlaskClient) -> None:
    answer = fetch(manager, NEW).form(NEW).send(SHEET)
    assert answer.status_code == 303
    assert "Blue tape is added." in fetch(manager, answer.location).main
    stock = stock_of(queries.own_stocks()[0].stock_id)
    assert (stock.label_width, stock.left, stock.pitch_x) == (63.5, 7.2, 66.04)
    assert (stock.top, stock.pitch_y) == (15.15, 38.1)  # they touch, and lie in the middle


def test_gaps_follow_from_the_margins(manager: FlaskClient) -> None:
    fetch(manager, NEW).form(NEW).send(SHEET | {"pitch_x": "", "top": "10", "rows": "6"})
    stock = stock_of(queries.own_stocks()[0].stock_id)
    assert stock.pitch_x == pytest.approx((210 - 2 * 7.2 - 63.5) / 2)
    assert stock.pitch_y == pytest.approx((297 - 2 * 10 - 38.1) / 5, abs=0.001)


def test_inches_are_typed_as_on_the_packet(manager: FlaskClient) -> None:
    typed = {
        "name": "Address labels",
        "unit": "in",
        "page": "letter",
        "columns": "3",
        "rows": "10",
        "label_width": "2 5/8",
        "label_height": "1",
        "left": "3/16",
        "pitch_x": "2.75",
    }
    assert fetch(manager, NEW).form(NEW).send(typed).status_code == 303
    stock = stock_of(queries.own_stocks()[0].stock_id)
    assert (stock.page_width, stock.label_width, stock.label_height) == (215.9, 66.675, 25.4)
    assert (stock.left, stock.pitch_x, stock.top) == (4.762, 69.85, 12.7)


def test_a_page_of_another_size_is_typed(manager: FlaskClient) -> None:
    other = {"page": "other", "page_width": "150", "page_height": "", "columns": "2"}
    page = read(fetch(manager, NEW).form(NEW).send(SHEET | other), 422, manager)
    assert page.errors == ["Measure it on the sheet and enter it."]
    other |= {"page_height": "297", "left": ""}
    assert page.form(NEW).send(other).status_code == 303
    assert stock_of(queries.own_stocks()[0].stock_id).left == 10.23


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"pitch_x": "70"}, "pitch_x", "the last column ends 0.7 mm beyond the right edge"),
        ({"pitch_x": "60"}, "pitch_x", "neighbours would overlap"),
        ({"left": "5", "pitch_x": "66"}, "left", "Die-cut sheets are centred"),
        ({"columns": "1", "left": "150"}, "left", "beyond the right edge"),
        (
            {"columns": "1", "label_width": "220", "left": ""},
            "label_width",
            "beyond the right edge",
        ),
        (
            {"label_width": "99.1", "left": "", "pitch_x": ""},
            "label_width",
            "beyond the right edge",
        ),
        ({"top": "40"}, "top", "the last row ends 9.7 mm beyond the bottom edge"),
        ({"rows": "8", "top": "0"}, "label_height", "beyond the bottom edge"),
        ({"rows": "8", "pitch_y": "38.1"}, "pitch_y", "beyond the bottom edge"),
        ({"rows": "0"}, "rows", "Enter a whole number from 1 to 100."),
        ({"columns": "x"}, "columns", "Enter a whole number from 1 to 40."),
        ({"label_width": "wide"}, "label_width", "Write a number, such as 38.1 or 1 1/2."),
        ({"label_height": "0"}, "label_height", "This has to be larger than 0."),
        ({"left": "-3"}, "left", "This has to be larger than 0."),
        ({"label_width": " "}, "label_width", "Measure it on the sheet and enter it."),
        (
            {"page": "other", "page_width": "5", "page_height": "9999"},
            "page_width",
            "10 mm to 1,300 mm",
        ),
        ({"name": ""}, "name", "Enter a name"),
        ({"name": "x" * 81}, "name", "Use at most 80 characters."),
        ({"note": "x" * 201}, "note", "Use at most 200 characters."),
    ],
)
def test_what_can_not_be_is_said_beside_its_field_and_nothing_typed_is_lost(
    manager: FlaskClient, typed: dict[str, str], field: str, sentence: str
) -> None:
    page = read(fetch(manager, NEW).form(NEW).send(SHEET | typed), 422, manager)
    (beside,) = [
        each for each in page.document.of_class("error") if each.get("id") == f"{field}-error"
    ]
    assert sentence in "".join(beside.itertext())
    again = page.form(NEW).filled
    assert {name: again[name] for name in typed} == typed
    assert not queries.own_stocks()


def test_across_and_down_are_both_looked_at(manager: FlaskClient) -> None:
    wrong = {"pitch_x": "80", "pitch_y": "20"}
    page = read(fetch(manager, NEW).form(NEW).send(SHEET | wrong), 422, manager)
    assert [each[:29] for each in page.errors] == [
        "This sheet: the last column e",
        "This sheet: a row begins ever",
    ]


def test_a_sheet_off_centre_needs_a_note_that_says_why(manager: FlaskClient) -> None:
    off = SHEET | {"left": "5", "pitch_x": "66"}
    page = read(fetch(manager, NEW).form(NEW).send(off), 422, manager)
    assert page.form(NEW).send({"note": "The left edge is perforated."}).status_code == 303
    own = queries.own_stocks()[0]
    assert "The left edge is perforated." in fetch(manager, f"/sheets/stocks/{own.stock_id}").main


def test_a_sheet_is_drawn_before_it_is_kept(manager: FlaskClient) -> None:
    page = read(fetch(manager, NEW).form(NEW).send(SHEET, press="Draw it"), 200, manager)
    assert len(page.document.of_class("paper__label")) == 21
    assert "Margins: left 7.2, top 15.15 mm." in page.main
    assert page.form(NEW).filled["label_width"] == "63,5"
    assert not queries.own_stocks()
    wrong = read(page.form(NEW).send({"pitch_x": "80"}, press="Draw it"), 422, manager)
    assert "beyond the right edge" in wrong.errors[0]
    assert len(wrong.document.of_class("paper__label")) == 21


def test_the_drawing_follows_the_typing_by_the_servers_rules(manager: FlaskClient) -> None:
    drawn = manager.get("/sheets/stocks/drawing", query_string=SHEET | {"unit": "mm", "page": "a4"})
    assert drawn.text.count('class="paper__label"') == 21
    assert "<html" not in drawn.text
    wrong = manager.get("/sheets/stocks/drawing", query_string=SHEET | {"page": "a4", "rows": "9"})
    assert "beyond the bottom edge" in wrong.text
    assert "drawn here once" in manager.get("/sheets/stocks/drawing").text
    odd = {"unit": "<b>", "page": "<b>", "columns": "<b>"}
    assert "<b>" not in manager.get("/sheets/stocks/drawing", query_string=SHEET | odd).text


def test_a_paper_begins_as_a_copy_of_another(manager: FlaskClient) -> None:
    form = fetch(manager, f"{NEW}?like=avery-us-5160").form(NEW)
    assert form.filled["name"] == ""
    assert (form.filled["unit"], form.filled["page"]) == ("in", "letter")
    assert form.send({"name": "Shop brand"}).status_code == 303
    own, like = stock_of(queries.own_stocks()[0].stock_id), stock_of("avery-us-5160")
    assert own.label_width == pytest.approx(like.label_width, abs=0.002)
    assert own.corner(29) == pytest.approx(like.corner(29), abs=0.03)


def test_a_paper_is_changed_and_begun_sheets_of_the_old_are_forgotten(
    manager: FlaskClient, make: Builder
) -> None:
    own, person = make.own_stock(), make.person()
    service.remember(person, own.stock_id, {0, 7}, at=NOON)
    address = f"/sheets/stocks/{own.stock_id}/edit"
    form = fetch(manager, address).form(address)
    assert form.filled["left"] == "13"
    assert form.send({"label_width": "91", "left": ""}).status_code == 303
    assert queries.begun(person.id, own.stock_id) == {0, 7}
    assert fetch(manager, address).form(address).send({"rows": "3", "top": ""}).status_code == 303
    assert queries.begun(person.id, own.stock_id) == frozenset()
    assert stock_of(own.stock_id).per_sheet == 6


def test_a_name_that_is_taken_is_refused(manager: FlaskClient, make: Builder) -> None:
    make.own_stock(name="Blue tape")
    page = read(fetch(manager, NEW).form(NEW).send(SHEET), 422, manager)
    assert page.errors == ["There is “Blue tape” already, perhaps out of use."]
    assert db.session.query(OwnStock).count() == 1


def test_a_paper_goes_out_of_use_and_comes_back(manager: FlaskClient, make: Builder) -> None:
    own = make.own_stock(name="Blue tape")
    address = f"/sheets/stocks/{own.stock_id}"
    fetch(manager, address).form(f"{address}/retire").send()
    page = fetch(manager, address)
    assert "no longer offered" in page.main
    assert "Print tags on it" not in page.main
    page.form(f"{address}/bring-back").send()
    assert [each.id for each in queries.own_stocks()] == [own.id]
