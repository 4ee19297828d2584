"""What an order would run into is said when it is shown, before anything is printed."""

import pytest
from flask.testing import FlaskClient

from app.codes import queries as codes
from app.codes.models import TagState
from app.extensions import db
from app.paper.models import HouseStyle
from tests.builders import NOON, Builder
from tests.pages import Page, fetch, read
from tests.sheets.printing import order

BEAKER = "\U0001f9ea"


def _form(page: Page) -> dict[str, str]:
    return page.form("/sheets", button="Show").filled.to_dict()


def _show(page: Page, **typed: object) -> Page:
    return read(page.form("/sheets", button="Show").send(typed), client=page.client)


def _prints(page: Page) -> bool:
    return any("Print" in each for each in page.each("button--primary"))


def test_a_name_that_no_font_draws_is_said_before_it_is_printed(
    manager: FlaskClient, make: Builder
) -> None:
    for n in range(5):
        make.room(name=f"Lab {n} {BEAKER}")
    make.room()
    page = fetch(manager, "/sheets?all=1")
    assert f"draws {BEAKER} (U+1F9EA) in “Lab 0 {BEAKER}”. Leave it out." in page.errors[0]
    assert "So do 2 other tags." in page.errors[0]
    assert not _prints(page)


@pytest.mark.parametrize("kept", ["design=small&stock=avery-l4736", "kind=csv"])
def test_where_no_name_is_drawn_none_lacks_letters(
    manager: FlaskClient, make: Builder, kept: str
) -> None:
    make.room(name=BEAKER)
    page = fetch(manager, f"/sheets?all=1&{kept}")
    assert not page.errors
    assert _prints(page)


def test_letters_of_units_and_of_tags_that_are_printed_again_are_looked_at(
    manager: FlaskClient, make: Builder
) -> None:
    unit = make.equipment(name=f"Burner {BEAKER}")
    tag = make.tag(room=None, equipment=unit)
    make.tag(room=None, state=TagState.BLANK)
    for asked in ("of=units&all=1", f"tag={tag.id}"):
        assert f"“Burner {BEAKER}”" in fetch(manager, f"/sheets?{asked}").errors[0]


def test_a_second_language_without_room_is_said_beside_the_paper(
    manager: FlaskClient, make: Builder
) -> None:
    make.room()
    words = {"organisation": "", "accent": "", "verb": "", "detail": "", "help_line": ""}
    second = {"second_verb": "Kaputt?", "second_detail": "", "second_statement": ""}
    db.session.add(HouseStyle(**words, **second))
    db.session.commit()
    lost = "Only one language fits on this label: “Kaputt?” is left out."
    assert lost in fetch(manager, "/sheets?all=1&stock=avery-l4736").text
    assert lost not in fetch(manager, "/sheets?all=1&stock=avery-l4736&design=small").text
    assert "Only one language" not in fetch(manager, "/sheets?all=1&stock=avery-l7160").text


def test_words_that_name_nothing_are_said(manager: FlaskClient, make: Builder) -> None:
    hall = make.building(name="Curie Building")
    make.room(building=hall, name="LAB1")
    other = make.building(name="Aalto Building")
    page = fetch(manager, "/sheets?q=curie nosuchroom")
    assert "No room in use is named by “nosuchroom”." in page.text
    assert "Nothing is chosen yet" not in page.text
    page = fetch(manager, "/sheets?of=units&q=beamer")
    assert "No equipment in use is named by “beamer”." in page.text
    page = fetch(manager, f"/sheets?building={other.id}&q=lab1")
    assert "Nothing in use there is named by “lab1”." in page.text
    assert "There is no room in use there." in fetch(manager, f"/sheets?building={other.id}").text
    refused = read(order(manager, q="nosuchroom"), 422)
    assert "No room in use is named by “nosuchroom”." in refused.text


def test_where_all_was_printed_before_that_is_said(manager: FlaskClient, make: Builder) -> None:
    make.tag(room=make.room(name="LAB1"))
    page = fetch(manager, "/sheets?q=lab1&unprinted=1")
    assert "All of these were printed before." in page.text


def test_a_whole_order_that_is_printed_again_names_what_it_leaves_out(
    manager: FlaskClient, make: Builder
) -> None:
    rooms = [make.room(name=f"2.{n}") for n in range(3)]
    page = fetch(manager, order(manager, all=1).location)
    tag = codes.of_room(rooms[1].id)
    assert tag is not None
    tag.state = TagState.VOID
    rooms[2].retired_at = NOON
    db.session.commit()
    shown = fetch(manager, page.link("Print all again"))
    assert "1 tag, printed again." in shown.text
    assert "Left out, as they are out of use: " in shown.text
    assert "-".join([tag.code[:4], tag.code[4:8], tag.code[8:]]) in shown.text


def test_a_number_that_finds_one_paper_chooses_it(manager: FlaskClient, make: Builder) -> None:
    make.room()
    page = _show(fetch(manager, "/sheets?all=1&stock=avery-l7160"), paper="99012")
    assert _form(page)["stock"] == "dymo-99012"
    assert "1 tag on a roll" in page.text


@pytest.mark.parametrize("words", ["no such thing", "L6008"])
def test_a_number_that_finds_none_keeps_the_earlier_choice_and_says_so(
    manager: FlaskClient, make: Builder, words: str
) -> None:
    make.room()
    page = _show(fetch(manager, "/sheets?all=1&stock=avery-l7163"), paper=words)
    assert _form(page)["stock"] == "avery-l7163"
    assert page.errors[0].endswith("Avery L7163 stays chosen.")
    first = fetch(manager, "/sheets", query_string={"all": "1", "paper": words})
    assert _form(first)["stock"] == "avery-l7160"


def test_a_first_free_label_beyond_the_sheet_is_no_label(
    manager: FlaskClient, make: Builder
) -> None:
    make.room()
    page = fetch(manager, "/sheets?all=1&stock=avery-l7160&first=22")
    assert page.errors == ["A sheet of Avery L7160 has labels 1 to 21."]
    full = fetch(manager, "/sheets?all=1&stock=avery-l7163&first=14&used=14")
    assert full.errors == ["All labels of this sheet are used up. Take a fresh one."]
