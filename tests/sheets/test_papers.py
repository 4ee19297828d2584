"""On which paper: found by its number, offered by habit, and a begun sheet gone on with."""

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.paper.models import BegunSheet
from tests.builders import NOON, Builder
from tests.pages import Page, fetch, read
from tests.sheets.printing import file_of, order


def _form(page: Page) -> dict[str, str]:
    return page.form("/sheets", button="Show").filled.to_dict()


def _offered(page: Page) -> list[str]:
    (stocks,) = [each for each in page.document.all("select") if each.get("name") == "stock"]
    return [each.get("value", "") for each in stocks.iter("option")]


def _show(page: Page, **typed: object) -> Page:
    sent = page.form("/sheets", button="Show").send(typed)
    return read(sent, client=page.client)


def test_paper_is_found_by_its_number(manager: FlaskClient, make: Builder) -> None:
    make.room()
    page = _show(fetch(manager, "/sheets?all=1"), paper="5160")
    assert "avery-us-5160" in _offered(page)
    assert "avery-l7160" not in _offered(page)
    assert _form(page)["stock"] == _offered(page)[0]
    assert not page.errors


def test_of_what_is_found_the_chosen_one_stays(manager: FlaskClient, make: Builder) -> None:
    make.room()
    page = _show(fetch(manager, "/sheets?all=1"), paper="avery")
    page = _show(page, stock="avery-l7163")
    assert _form(page)["stock"] == "avery-l7163"


def test_a_house_finds_its_own_sheets_first(manager: FlaskClient, make: Builder) -> None:
    make.room()
    own = make.own_stock(name="Castle rolls 5160")
    assert own.stock_id in _offered(fetch(manager, "/sheets?all=1"))
    page = _show(fetch(manager, "/sheets?all=1"), paper="5160")
    assert _offered(page)[0] == own.stock_id


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("no such thing", "No sheet or roll is called “no such thing”."),
        ("L6008", "The smallest stock that works is"),
    ],
)
def test_paper_that_is_not_found_or_too_small_is_said_beside_the_words(
    manager: FlaskClient, make: Builder, words: str, sentence: str
) -> None:
    make.room()
    page = _show(fetch(manager, "/sheets?all=1"), paper=words)
    assert sentence in page.errors[0]
    assert _form(page)["paper"] == words


def test_another_design_takes_the_paper_that_is_usual_for_it(
    manager: FlaskClient, make: Builder
) -> None:
    make.room()
    page = fetch(manager, "/sheets?all=1")
    assert _form(page)["stock"] == "avery-l7160"
    poster = _show(page, design="door-poster")
    assert _form(poster)["stock"] == "a4-a6-poster"
    assert not poster.errors
    units = _show(page, of="units")
    assert _form(units)["design"] == "equipment"


def test_what_somebody_printed_on_last_is_offered_first(
    manager: FlaskClient, make: Builder
) -> None:
    make.room()
    order(manager, all=1, stock="avery-l7165")
    page = fetch(manager, "/sheets?all=1")
    assert _offered(page)[:2] == ["avery-l7165", "avery-l7160"]
    assert _form(page)["stock"] == "avery-l7165"


def _ticked(page: Page) -> list[str]:
    return page.form("/sheets", button="Show").filled.getlist("used")


def test_a_begun_sheet_is_gone_on_with_until_it_is_full(
    manager: FlaskClient, make: Builder
) -> None:
    for _ in range(12):
        make.room()
    order(manager, all=1, stock="avery-l7160")
    page = fetch(manager, "/sheets?all=1")
    assert "Your begun sheet of Avery L7160 has 9 free labels." in page.text
    assert _ticked(page) == [str(n) for n in range(1, 13)]
    assert "12 tags on 2 sheets" in page.text
    fresh = fetch(manager, page.link("Take a fresh sheet"))
    assert not _ticked(fresh)
    assert "12 tags on 1 sheet" in fresh.text
    assert _ticked(fetch(manager, fresh.link("Go on with it"))) == _ticked(page)


def test_labels_are_clicked_away_wherever_they_are(manager: FlaskClient, make: Builder) -> None:
    for _ in range(3):
        make.room()
    page = fetch(manager, "/sheets?all=1&stock=avery-l7160")
    assert page.each("sheet__label")[4].startswith("Label 5 is gone")
    page = _show(page, used=["2", "3"])
    assert "2 labels gone" in page.text
    answer = page.form(button="Print").send()
    shown = fetch(manager, answer.location)
    places = [row[3] for row in shown.rows[1:]]
    assert places == ["Sheet 1, label 1", "Sheet 1, label 4", "Sheet 1, label 5"]
    (begun,) = db.session.query(BegunSheet)
    assert begun.used == "0,1,2,3,4"


def test_the_first_free_label_can_be_typed(manager: FlaskClient, make: Builder) -> None:
    make.room()
    page = _show(fetch(manager, "/sheets?all=1&stock=avery-l7160"), first="4")
    assert _ticked(page) == ["1", "2", "3"]
    assert not _form(page)["first"]


def test_labels_of_one_sheet_are_not_gone_from_another(manager: FlaskClient, make: Builder) -> None:
    make.room()
    page = _show(fetch(manager, "/sheets?all=1&stock=avery-l7160"), used=["20", "21"])
    page = _show(page, stock="avery-l7163")
    assert not _ticked(page)
    assert not page.errors


def test_the_printer_of_the_last_order_is_offered_again(
    manager: FlaskClient, make: Builder
) -> None:
    make.room()
    assert "Which printer?" not in fetch(manager, "/sheets?all=1").text
    _other, own = make.printer(name="Attic"), make.printer(name="Porter's lodge")
    page = fetch(manager, "/sheets?all=1")
    assert not _form(page)["printer"]
    page = _show(page, printer=str(own.id))
    answer = page.form(button="Print").send()
    assert "Porter's lodge" in fetch(manager, answer.location).text
    assert _form(fetch(manager, "/sheets?all=1"))["printer"] == str(own.id)


def test_a_printer_that_was_retired_meanwhile_is_not_passed_over_in_silence(
    manager: FlaskClient, make: Builder
) -> None:
    make.room()
    printer = make.printer(name="Attic", offset_x=2.0)
    page = fetch(manager, f"/sheets?all=1&printer={printer.id}")
    ordered = page.form(button="Print").send()
    page = fetch(manager, f"/sheets?all=1&printer={printer.id}")
    printer.retired_at = NOON
    db.session.commit()
    refused = read(page.form(button="Print").send(), 422, manager)
    assert "The printer that was chosen is no longer offered" in refused.text
    assert not _show(refused).errors
    again = fetch(manager, fetch(manager, ordered.location).link("Print all again"))
    assert not again.errors


def test_zpl_is_offered_for_rolls_alone(manager: FlaskClient, make: Builder) -> None:
    make.room()
    page = fetch(manager, "/sheets?all=1&stock=avery-l7160")
    kinds = [each for each in page.document.all("input") if each.get("type") == "radio"]
    values = [each.get("value") for each in kinds if each.get("name") == "kind"]
    assert values == ["pdf", "zip", "csv"]
    page = fetch(manager, "/sheets?all=1&stock=avery-l7160&kind=zpl")
    assert page.errors == [
        "ZPL is the language of Zebra printers: choose the roll that is in yours."
    ]
    assert read(order(manager, all=1, kind="zpl", stock="avery-l7160"), 422).errors


def test_a_print_house_gets_a_list(manager: FlaskClient, make: Builder) -> None:
    make.room(name="2.14")
    page = fetch(manager, "/sheets?all=1&kind=csv")
    assert "A line for each tag" in page.text
    file = file_of(manager, page.form(button="Print").send())
    assert "2.14" in file.decode("utf-8-sig")
