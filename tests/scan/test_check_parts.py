"""Parts that are used at a check: they leave the shelf with it, and come back by a correction."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.checks.models import Check, CheckPart, Result, Scope
from app.checks.service import Found, Used, log
from app.codes.models import Tag
from app.equipment.models import Equipment, Spare, SpareStock, StockMove
from app.equipment.stock.service import Act, put_in
from app.errors import Refusal
from app.extensions import db
from app.people.models import Person
from tests.builders import NOON, Builder
from tests.pages import fetch, read

LOG, CORRECT = "Log this check", "Log this correction"


@pytest.fixture
def unit(make: Builder) -> Equipment:
    return make.equipment(room=make.room(name="2.14"), name="Beamer")


@pytest.fixture
def tag(make: Builder, unit: Equipment) -> Tag:
    return make.tag(room=unit.room)


@pytest.fixture
def kept(make: Builder, unit: Equipment) -> SpareStock:
    """Three lamps for the unit's model on a shelf of its site."""
    spare = Spare(model_id=unit.model_id, name="Lamp")
    stock = SpareStock(spare=spare, site=unit.room.building.site, place="Shelf 3")
    db.session.add(stock)
    db.session.flush()
    put_in(stock, 3, Act(make.person(), NOON, "first"))
    db.session.commit()
    return stock


def _left(stock: SpareStock) -> int:
    """What lies there, which is always the sum of what came and went."""
    db.session.expire_all()
    summed = select(func.sum(StockMove.change)).where(StockMove.stock_id == stock.id)
    assert db.session.scalar(summed) == stock.count
    return stock.count


def _field(unit: Equipment, stock: SpareStock) -> str:
    return f"unit-{unit.id}-part-{stock.id}"


def _check(client: FlaskClient, tag: Tag, unit: Equipment, stock: SpareStock, number: str) -> Any:
    typed = {f"unit-{unit.id}": "pass", _field(unit, stock): number}
    return fetch(client, f"/t/{tag.code}/check").form(button=LOG).send(typed)


def test_a_part_goes_into_a_unit_at_its_check(
    technician: FlaskClient, tag: Tag, unit: Equipment, kept: SpareStock
) -> None:
    page = fetch(technician, f"/t/{tag.code}/check")
    assert "How many: Lamp 3 in stock · Shelf 3" in page.main
    assert _check(technician, tag, unit, kept, "2").status_code == 303

    assert _left(kept) == 1
    check = db.session.scalars(select(Check)).one()
    page = fetch(technician, f"/checks/{check.id}")
    assert "Part used: 2 × Lamp" in page.main
    assert "Parts used: 2 × Lamp" in fetch(technician, f"/equipment/{unit.id}").main
    shelf = fetch(technician, page.link("2 × Lamp"))
    assert f"Check {check.id}" in shelf.main
    with technician.get("/exports/checks.csv") as exported:
        assert "2 × Lamp" in exported.get_data(as_text=True)


def test_the_same_form_twice_takes_once(
    technician: FlaskClient, tag: Tag, unit: Equipment, kept: SpareStock
) -> None:
    form = fetch(technician, f"/t/{tag.code}/check").form(button=LOG)
    for _time in range(2):
        assert form.send({f"unit-{unit.id}": "pass", _field(unit, kept): "1"}).status_code == 303

    assert _left(kept) == 2
    assert db.session.scalars(select(CheckPart)).one().equipment_id == unit.id


@pytest.mark.parametrize(
    ("number", "answer", "said"),
    [
        ("4", "pass", "There are only so many: 3 in stock · Shelf 3."),
        ("two", "pass", "Enter a whole number, at most 9999."),
        ("9999999", "pass", "Enter a whole number, at most 9999."),
        ("1", "not_applicable", "A part was used: say whether it is all fine now."),
    ],
)
def test_what_can_not_be_is_refused_and_kept_as_it_was_typed(
    technician: FlaskClient,
    tag: Tag,
    unit: Equipment,
    kept: SpareStock,
    number: str,
    answer: str,
    said: str,
) -> None:
    form = fetch(technician, f"/t/{tag.code}/check").form(button=LOG)
    sent = form.send({f"unit-{unit.id}": answer, _field(unit, kept): number})

    page = read(sent, 422, technician)
    assert said in page.main
    assert page.form(button=LOG).filled[_field(unit, kept)] == number[:7]
    assert _left(kept) == 3
    assert db.session.scalar(select(func.count()).select_from(Check)) == 0


def test_a_correction_says_anew_what_was_used(
    technician: FlaskClient, tag: Tag, unit: Equipment, kept: SpareStock
) -> None:
    _check(technician, tag, unit, kept, "3")
    old = db.session.scalars(select(Check)).one()
    form = fetch(technician, f"/t/{tag.code}/check?corrects={old.id}").form(button=CORRECT)
    assert form.filled[_field(unit, kept)] == "3"
    said = {f"unit-{unit.id}": "pass", _field(unit, kept): "1", "note": "It was one"}
    assert form.send(said).status_code == 303

    assert _left(kept) == 2
    new = db.session.scalars(select(Check).where(Check.corrects_id == old.id)).one()
    assert "Part used: 1 × Lamp" in fetch(technician, f"/checks/{new.id}").main
    assert "Part used: 3 × Lamp" in fetch(technician, f"/checks/{old.id}").main
    shelf = fetch(technician, f"/equipment/stock/{kept.id}")
    assert f"Check {old.id} was corrected" in shelf.main


def test_a_correction_without_the_part_puts_it_back(
    technician: FlaskClient, tag: Tag, unit: Equipment, kept: SpareStock
) -> None:
    _check(technician, tag, unit, kept, "2")
    old = db.session.scalars(select(Check)).one()
    form = fetch(technician, f"/t/{tag.code}/check?corrects={old.id}").form(button=CORRECT)
    form.send({f"unit-{unit.id}": "pass", _field(unit, kept): "", "note": "None was used"})

    assert _left(kept) == 3


def test_what_went_into_a_unit_that_left_the_room_stays_used(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment, kept: SpareStock
) -> None:
    room = unit.room
    _check(technician, tag, unit, kept, "2")
    old = db.session.scalars(select(Check)).one()
    other = make.equipment(room=room, name="Panel")
    unit.room_id = make.room(name="2.15").id
    db.session.commit()
    form = fetch(technician, f"/t/{tag.code}/check?corrects={old.id}").form(button=CORRECT)
    form.send({f"unit-{other.id}": "pass", "note": "The panel is new"})

    assert _left(kept) == 1


def test_a_part_for_another_model_is_refused_with_the_whole_check(
    make: Builder, unit: Equipment, kept: SpareStock
) -> None:
    by, other = make.person(), make.equipment(room=unit.room, model=make.model(maker="Else"))
    stranger = Used(other, kept, 1)

    with pytest.raises(Refusal, match="Lamp is not kept here for"):
        _logged(unit, by, stranger)
    db.session.rollback()
    assert _left(kept) == 3


def test_the_last_one_that_somebody_else_took_is_refused(
    make: Builder, unit: Equipment, kept: SpareStock
) -> None:
    with pytest.raises(Refusal, match="Lamp: There are only 3"):
        _logged(unit, make.person(), Used(unit, kept, 4))
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Check)) == 0


def _logged(unit: Equipment, by: Person, used: Used) -> None:
    log(
        unit.room,
        by,
        Scope.ROOM_CHECK,
        [Found(unit, Result.PASS)],
        parts=[used],
        key="k" * 36,
        at=NOON,
        received_at=NOON,
    )


def test_a_check_that_says_another_number_is_another_check(
    technician: FlaskClient, tag: Tag, unit: Equipment, kept: SpareStock
) -> None:
    for number in ("1", "2"):
        assert _check(technician, tag, unit, kept, number).status_code == 303

    assert _left(kept) == 0
    assert db.session.scalar(select(func.count()).select_from(Check)) == 2
