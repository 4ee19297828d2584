"""What tags are printed on: stocks by their ids and words, begun sheets, printers, house style."""

import pytest

from app.errors import Refusal
from app.extensions import db
from app.paper import queries, service
from app.paper.looks import profile, style
from app.paper.models import BegunSheet, HouseStyle
from app.paper.stocks import found, stock_of
from app.paper.words import named
from tags import stock
from tests.builders import NOON, Builder

L7160 = "avery-l7160"


def test_a_stock_is_the_catalogues_or_the_houses_own(make: Builder) -> None:
    own = make.own_stock(name="Blue tape")
    assert stock_of(L7160) == stock(L7160)
    made = stock_of(own.stock_id)
    assert (made.id, named(made), made.per_sheet) == (own.stock_id, "Blue tape", 8)
    assert made.corner(3) == (13.0 + 94.0, 25.5 + 62.0)


@pytest.mark.parametrize("wrong", ["own-7", "own-", "own-x", "own-99999999999999", "nothing", ""])
def test_a_stock_that_is_not_there_is_refused_in_a_sentence(make: Builder, wrong: str) -> None:
    with pytest.raises(Refusal, match="There is no stock called") as refused:
        stock_of(wrong)
    assert refused.value.field == "stock"


def test_own_stocks_are_found_first_and_by_their_words(make: Builder) -> None:
    own = make.own_stock(name="Avery look-alike", note="from the corner shop")
    assert found("avery")[0].id == own.stock_id
    assert [each.id for each in found("SHOP 90x60")] == [own.stock_id]
    assert stock(L7160) in found("L7160")
    assert found("7160 corner") == ()


def test_a_retired_stock_is_no_longer_offered_but_still_answers(make: Builder) -> None:
    own = make.own_stock(name="Old tape", retired_at=NOON)
    assert found("old tape") == ()
    assert named(stock_of(own.stock_id)) == "Old tape"


def test_a_begun_sheet_is_remembered_for_the_person_and_the_stock(make: Builder) -> None:
    mine, theirs = make.person(), make.person()
    service.remember(mine, L7160, {2, 0, 1}, at=NOON)
    service.remember(theirs, L7160, [20], at=NOON)
    assert queries.begun(mine.id, L7160) == {0, 1, 2}
    assert queries.begun(theirs.id, L7160) == {20}
    assert queries.begun(mine.id, "avery-l7163") == frozenset()


def test_what_is_remembered_last_replaces_what_was_known(make: Builder) -> None:
    person = make.person()
    service.remember(person, L7160, range(5), at=NOON)
    service.remember(person, L7160, range(12), at=NOON)
    assert queries.begun(person.id, L7160) == set(range(12))
    service.forget(person, L7160)
    assert queries.begun(person.id, L7160) == frozenset()


@pytest.mark.parametrize("used", [range(21), range(40), (), (21, 99)])
def test_a_full_sheet_and_a_fresh_one_are_forgotten(make: Builder, used: range) -> None:
    person = make.person()
    service.remember(person, L7160, range(5), at=NOON)
    service.remember(person, L7160, used, at=NOON)
    assert db.session.query(BegunSheet).count() == 0


def test_a_sheet_of_an_unknown_stock_is_not_remembered(make: Builder) -> None:
    with pytest.raises(Refusal):
        service.remember(make.person(), "nothing", {1}, at=NOON)


def test_a_printer_that_is_not_named_prints_straight(make: Builder) -> None:
    assert profile(None).drawn(10, 10) == (10, 10)
    assert profile(make.printer(scale_x=1.0)).drawn(10, 10) == (9.2, 10)


def test_printers_out_of_use_are_kept_but_not_offered(make: Builder) -> None:
    used, retired = make.printer(), make.printer(retired_at=NOON)
    assert queries.printers() == [used]
    assert queries.retired_printers() == [retired]
    assert queries.printer(retired.id) is retired


def test_a_house_without_a_style_has_the_usual_one(make: Builder) -> None:
    house = queries.house()
    assert (house.organisation, house.logo) == ("", None)
    assert style(house).accent == "#0b5d57"
    assert db.session.query(HouseStyle).count() == 0


def test_a_house_prints_in_its_own_colour(make: Builder) -> None:
    db.session.add(HouseStyle(accent="#7a1f3d"))
    db.session.flush()
    assert style(queries.house()).accent == "#7a1f3d"
