"""A printer is measured with a ruler, and corrected on every sheet."""

import pypdfium2
import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.paper import queries
from app.paper.looks import profile
from app.paper.models import Printer
from tests.builders import NOON, Builder
from tests.pages import Page, fetch, read

NEW = "/sheets/printers/new"


def _straight(make: Builder) -> tuple[Printer, str]:
    printer = make.printer(name="Kyocera 2nd floor", offset_x=0.0, scale_x=1.0, measured_at=None)
    return printer, f"/sheets/printers/{printer.id}"


def test_the_first_printer_is_added_and_measured_next(manager: FlaskClient) -> None:
    assert fetch(manager, "/sheets/printers").link("Add a printer") == NEW
    answer = fetch(manager, NEW).form(NEW).send({"name": " Kyocera  2nd floor "})
    assert answer.location == f"/sheets/printers/{queries.printers()[0].id}/measure"
    assert fetch(manager, answer.location).h1 == "Measure Kyocera 2nd floor"
    page = fetch(manager, "/sheets/printers")
    assert "Kyocera 2nd floor" in page.main
    assert "Not measured yet." in page.main


def test_the_calibration_sheet_comes_in_two_sizes(manager: FlaskClient, make: Builder) -> None:
    page = fetch(manager, f"{_straight(make)[1]}/measure")
    sizes = {"Calibration sheet, A4": (210, 297), "US Letter": (216, 279)}
    for link, size in sizes.items():
        with pypdfium2.PdfDocument(manager.get(page.link(link)).data) as document:
            assert tuple(round(each * 25.4 / 72) for each in document[0].get_size()) == size
            assert "never “fit to page”" in document[0].get_textpage().get_text_bounded()


FIELDS = ("left", "across", "top", "down")


@pytest.mark.parametrize(
    ("page", "ruler", "said"),
    [
        ("a4", ("20", "190", "20", "277"), "Measured: it prints straight."),
        ("letter", ("20", "195.9", "20", "259.4"), "Measured: it prints straight."),
        ("a4", ("20,8", "190,8", "20", "277"), "Prints 0.8 mm too far right: corrected"),
        ("a4", ("19.9", "189.05", "19.9", "275.615"), "Prints 0.5 % too small: corrected"),
        (
            "a4",
            ("19.4", "188.55", "21.6 mm", "279.9"),
            "Prints 0.5 mm too far left, 1.5 mm too low, 0.5 % too narrow, and 0.51 % too tall",
        ),
    ],
)
def test_what_the_ruler_shows_is_said_in_words_and_corrected(
    manager: FlaskClient, make: Builder, page: str, ruler: tuple[str, ...], said: str
) -> None:
    printer, address = _straight(make)
    form = fetch(manager, f"{address}/measure").form(f"{address}/measure")
    answer = form.send({"page": page, **dict(zip(FIELDS, ruler, strict=True))})
    assert said in fetch(manager, answer.location).main
    left, across, _top, _down = (float(each.replace(",", ".").split()[0]) for each in ruler)
    found, far = profile(db.session.get(Printer, printer.id)), 190 if page == "a4" else 195.9
    assert found.scale_x * 20 + found.offset_x == pytest.approx(left)
    assert found.scale_x * far + found.offset_x == pytest.approx(across)
    assert printer.measured_at is not None


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"across": "150"}, "across", "This cross is meant to be 190 mm from the edge"),
        ({"down": "259.4", "page": "a4", "top": "39"}, "down", "cannot be at 259.4 mm"),
        ({"left": "0"}, "left", "cannot be at 0 mm"),
        ({"top": "75"}, "top", "cannot be at 75 mm"),
        ({"across": "long"}, "across", "Write a number"),
        ({"top": ""}, "top", "Measure it on the sheet"),
    ],
)
def test_what_no_printer_does_is_refused_beside_its_field(
    manager: FlaskClient, make: Builder, typed: dict[str, str], field: str, sentence: str
) -> None:
    printer, address = _straight(make)
    page = _measured(manager, address, typed)
    assert sentence in _beside(page)[f"{field}-error"]
    assert page.form(f"{address}/measure").filled["left"] == (RIGHT | typed)["left"]
    assert (printer.offset_x, printer.measured_at) == (0.0, None)


def test_all_that_was_read_wrongly_is_said_at_once(manager: FlaskClient, make: Builder) -> None:
    _printer, address = _straight(make)
    page = _measured(manager, address, {"left": "long", "across": "50", "top": "", "down": "9"})
    assert [each.removesuffix("-error") for each in _beside(page)] == [*FIELDS]


def test_all_that_was_typed_wrongly_of_a_correction_is_said_at_once(
    manager: FlaskClient, make: Builder
) -> None:
    _printer, address = _straight(make)
    form = fetch(manager, f"{address}/correct").form(f"{address}/correct")
    wrong = {"offset_x": "21", "offset_y": "x", "scale_x": "80", "scale_y": ""}
    page = read(form.send(wrong), 422, manager)
    assert [each.removesuffix("-error") for each in _beside(page)] == [*wrong]
    assert "at most 20 mm" in page.errors[0]


RIGHT = {"page": "a4", "left": "20.5", "across": "190", "top": "20", "down": "277"}


def _measured(manager: FlaskClient, address: str, typed: dict[str, str]) -> Page:
    form = fetch(manager, f"{address}/measure").form(f"{address}/measure")
    return read(form.send(RIGHT | typed), 422, manager)


def _beside(page: Page) -> dict[str, str]:
    every = page.document.of_class("error")
    return {each.get("id", ""): "".join(each.itertext()) for each in every}


def test_a_correction_that_is_known_is_typed(manager: FlaskClient, make: Builder) -> None:
    printer, address = _straight(make)
    form = fetch(manager, f"{address}/correct").form(f"{address}/correct")
    assert dict(form.filled) | {"csrf_token": ""} == {
        "csrf_token": "",
        "offset_x": "0",
        "offset_y": "0",
        "scale_x": "100",
        "scale_y": "100",
    }
    answer = form.send({"offset_x": "−0,8", "scale_y": "99.7 %"})
    assert "0.8 mm too far left and 0.3 % too flat" in fetch(manager, answer.location).main
    assert printer.offset_x == -0.8
    assert printer.scale_y == pytest.approx(0.997)


@pytest.mark.parametrize("typed", [{"offset_x": "21"}, {"scale_x": "80"}, {"scale_y": "x"}])
def test_a_correction_beyond_reason_is_refused(
    manager: FlaskClient, make: Builder, typed: dict[str, str]
) -> None:
    printer, address = _straight(make)
    form = fetch(manager, f"{address}/correct").form(f"{address}/correct")
    page = read(form.send(typed), 422, manager)
    assert "Please look at this again" in page.main
    assert profile(printer).plain


def test_corrections_are_taken_back(manager: FlaskClient, make: Builder) -> None:
    printer = make.printer()
    page = fetch(manager, f"/sheets/printers/{printer.id}")
    assert "0.8 mm too far right and 0.5 % too wide" in page.main
    page.form(button="Stop correcting").send()
    assert "Not measured yet." in fetch(manager, f"/sheets/printers/{printer.id}").main
    assert profile(printer).plain


def test_a_printer_gets_another_name_but_never_one_that_is_taken(
    manager: FlaskClient, make: Builder
) -> None:
    printer, address = _straight(make)
    make.printer(name="Other", retired_at=NOON)
    page = read(fetch(manager, address).form(address).send({"name": "Other"}), 422, manager)
    assert page.errors == ["There is “Other” already, perhaps out of use."]
    assert page.h1 == "Kyocera 2nd floor"
    assert page.form(address).send({"name": "Cellar"}).status_code == 303
    assert printer.name == "Cellar"


def test_a_printer_goes_out_of_use_and_comes_back(manager: FlaskClient, make: Builder) -> None:
    printer, address = _straight(make)
    fetch(manager, address).form(f"{address}/retire").send()
    assert fetch(manager, "/sheets/printers").link("Kyocera 2nd floor") == address
    page = fetch(manager, address)
    assert "no longer offered" in page.main
    page.form(f"{address}/bring-back").send()
    assert queries.printers() == [printer]


def test_a_printer_that_is_not_there_is_not_found(manager: FlaskClient) -> None:
    for address in ("9", "9/measure", "9/correct"):
        assert manager.get(f"/sheets/printers/{address}").status_code == 404
