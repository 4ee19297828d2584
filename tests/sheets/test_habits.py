"""What somebody did last is offered where it belongs, and a begun sheet is used up once."""

import pytest
from flask.testing import FlaskClient

from app.batches.models import Batch, BatchState
from app.extensions import db
from tests.builders import Builder
from tests.pages import Page, fetch, read
from tests.sheets.printing import order

ROLL = "brother-dk-11209"
STRAIGHT = {"offset_x": 0.0, "offset_y": 0.0, "scale_x": 1.0, "scale_y": 1.0}


def _form(page: Page) -> dict[str, str]:
    return page.form("/sheets", button="Show").filled.to_dict()


def _show(page: Page, **typed: object) -> Page:
    return read(page.form("/sheets", button="Show").send(typed), client=page.client)


def _ticked(page: Page) -> list[str]:
    return page.form("/sheets", button="Show").filled.getlist("used")


@pytest.fixture
def office(make: Builder) -> str:
    """A measured laser, by its key; there is a room to print a tag for."""
    make.room()
    return str(make.printer(name="Office laser", offset_x=1.5).id)


def test_the_printer_of_other_sheets_is_offered_and_plain_to_see(
    manager: FlaskClient, office: str
) -> None:
    order(manager, all=1, stock="avery-l7160", printer=office)
    page = fetch(manager, "/sheets?all=1&stock=avery-l7163")
    assert _form(page)["printer"] == office
    assert "Corrected for Office laser." in page.text


def test_a_roll_is_never_corrected_unless_told(manager: FlaskClient, office: str) -> None:
    order(manager, all=1, stock="avery-l7160", printer=office)
    page = fetch(manager, f"/sheets?all=1&stock={ROLL}")
    assert not _form(page)["printer"]
    assert "Corrected" not in page.text
    changed = _show(fetch(manager, "/sheets?all=1&stock=avery-l7160"), stock=ROLL)
    assert not _form(changed)["printer"]
    told = _show(changed, printer=office)
    assert _form(told)["printer"] == office
    told.form(button="Print").send()
    assert [str(each.printer_id) for each in db.session.query(Batch)] == [office, office]
    assert not _form(fetch(manager, f"/sheets?all=1&stock={ROLL}"))["printer"]
    assert _form(fetch(manager, "/sheets?all=1&stock=avery-l7163"))["printer"] == office


def test_each_paper_has_the_printer_it_was_last_printed_on(
    manager: FlaskClient, make: Builder, office: str
) -> None:
    attic = str(make.printer(name="Attic", **STRAIGHT).id)
    order(manager, all=1, stock="avery-l7160", printer=office)
    order(manager, all=1, stock="avery-l7163", printer=attic)
    assert _form(fetch(manager, "/sheets?all=1&stock=avery-l7160"))["printer"] == office
    page = fetch(manager, "/sheets?all=1&stock=avery-l7163")
    assert _form(page)["printer"] == attic
    assert "For Attic, which was not measured yet." in page.text
    order(manager, all=1, stock="avery-l7160", printer="")
    assert not _form(fetch(manager, "/sheets?all=1&stock=avery-l7160"))["printer"]


def test_no_printer_is_an_answer(manager: FlaskClient, office: str) -> None:
    order(manager, all=1, stock="avery-l7160", printer=office)
    page = fetch(manager, "/sheets?all=1&stock=avery-l7160&printer=")
    assert not _form(page)["printer"]
    again = fetch(manager, page.form(button="Print").send().location).link("Print all again")
    order(manager, all=1, stock="avery-l7160", printer=office)
    assert not _form(fetch(manager, again))["printer"]


def test_paper_is_remembered_for_each_design(manager: FlaskClient, make: Builder) -> None:
    make.room()
    order(manager, all=1, design="certificate", stock="a4-page")
    assert _form(fetch(manager, "/sheets?all=1"))["stock"] == "avery-l7160"
    page = fetch(manager, "/sheets?all=1&design=certificate")
    assert _form(page)["stock"] == "a4-page"
    assert _form(_show(page, design="label"))["stock"] == "avery-l7160"


def test_small_labels_alone_on_whole_pages_are_warned_of(
    manager: FlaskClient, make: Builder
) -> None:
    for _ in range(2):
        make.room()
    warning = "2 tags on 2 sheets: each label would be alone on a whole page."
    assert warning in fetch(manager, "/sheets?all=1&stock=a4-page").text
    assert "alone on" not in fetch(manager, "/sheets?all=1&stock=a4-page&design=certificate").text
    assert "alone on" not in fetch(manager, "/sheets?all=1").text


def test_two_tabs_do_not_print_on_the_same_labels(manager: FlaskClient, make: Builder) -> None:
    for _ in range(3):
        make.room()
    one, other = fetch(manager, "/sheets?all=1"), fetch(manager, "/sheets?all=1")
    assert one.form(button="Print").send().status_code == 303
    refused = read(other.form(button="Print").send(), 422, manager)
    assert "labels of this sheet of Avery L7160 were used up: 18 are free now" in refused.text
    assert _ticked(refused) == ["1", "2", "3"]
    assert db.session.query(Batch).count() == 1
    assert refused.form(button="Print").send().status_code == 303
    assert [each.used for each in db.session.query(Batch)] == ["", "0,1,2"]


def test_a_page_that_is_shown_anew_knows_what_was_used_up(
    manager: FlaskClient, make: Builder
) -> None:
    make.room()
    page = fetch(manager, "/sheets?all=1")
    order(manager, all=1)
    assert _ticked(_show(page)) == ["1"]


def test_printing_again_from_the_page_one_went_back_to_is_refused(
    manager: FlaskClient, make: Builder
) -> None:
    make.room()
    page = fetch(manager, "/sheets?all=1")
    page.form(button="Print").send()
    assert page.form(button="Print").send().status_code == 422
    fresh = fetch(manager, fetch(manager, "/sheets?all=1").link("Take a fresh sheet"))
    assert fresh.form(button="Print").send().status_code == 303


def test_labels_of_an_order_that_waits_are_as_good_as_used_up(
    manager: FlaskClient, make: Builder
) -> None:
    for _ in range(2):
        make.room()
    page = fetch(manager, "/sheets?all=1")
    order(manager, all=1)
    db.session.query(Batch).one().state = BatchState.WAITING
    db.session.execute(db.text("DELETE FROM begun_sheet"))
    db.session.commit()
    assert _ticked(fetch(manager, "/sheets?all=1")) == ["1", "2"]
    assert page.form(button="Print").send().status_code == 422


def test_a_sheet_that_was_filled_meanwhile_gives_way_to_a_fresh_one(
    manager: FlaskClient, make: Builder
) -> None:
    make.room()
    order(manager, all=1)
    page = fetch(manager, "/sheets?all=1")
    order(manager, all=1, used=[str(n) for n in range(1, 21)], made_for="rooms label avery-l7160 ")
    refused = read(page.form(button="Print").send(), 422, manager)
    assert "your begun sheet of Avery L7160 was filled" in refused.text
    assert not _ticked(refused)
