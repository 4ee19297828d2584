"""Parts that were used without signal: they leave the shelf with the check that says so, once."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.checks.models import Check
from app.equipment.models import Equipment, Spare, SpareStock, StockMove
from app.equipment.stock.service import Act, put_in, take_out
from app.extensions import db
from app.people.models import Person
from tests.builders import NOON, Builder
from tests.sync.sending import message, send


@pytest.fixture
def me(technician: FlaskClient) -> Person:
    return db.session.scalars(select(Person)).one()


@pytest.fixture
def unit(technician: FlaskClient, make: Builder) -> Equipment:
    return make.equipment(name="Beamer")


@pytest.fixture
def kept(unit: Equipment, me: Person) -> SpareStock:
    """Three lamps for the unit's model on a shelf of its site."""
    spare = Spare(model_id=unit.model_id, name="Lamp")
    stock = SpareStock(spare=spare, site=unit.room.building.site, place="Shelf 3")
    db.session.add(stock)
    db.session.flush()
    put_in(stock, 3, Act(me, NOON, "first"))
    db.session.commit()
    return stock


def _left(stock: SpareStock) -> int:
    """What lies there, which is always the sum of what came and went."""
    db.session.expire_all()
    summed = select(func.sum(StockMove.change)).where(StockMove.stock_id == stock.id)
    assert db.session.scalar(summed) == stock.count
    return stock.count


def _said(unit: Equipment, me: Person, stock: SpareStock, number: int, **given: Any) -> Any:
    part = {"unit": unit.id, "stock": stock.id, "number": number}
    return message(unit, person=me.id, parts=[part]) | given


def test_what_the_site_has_for_a_unit_goes_along_with_it(
    technician: FlaskClient, make: Builder, unit: Equipment, kept: SpareStock
) -> None:
    make.equipment(room=unit.room, name="Panel", model=make.model(maker="Else"))
    elsewhere = make.equipment(room=make.room(), model=unit.model)
    assert elsewhere.room.building.site_id != kept.site_id
    rooms = technician.get("/sync/round.json").json["rooms"]  # type: ignore[index]
    parts = {each["id"]: each["parts"] for room in rooms for each in room["units"]}

    lamp = {"stock": kept.id, "name": "Lamp", "left": "3 in stock · Shelf 3"}
    assert [each for each in parts.values() if each] == [[lamp]]
    assert parts[unit.id] == [lamp]


def test_a_part_leaves_the_shelf_with_the_check_and_a_repeat_takes_no_more(
    technician: FlaskClient, me: Person, unit: Equipment, kept: SpareStock
) -> None:
    said = _said(unit, me, kept, 1)
    said["parts"] *= 2
    first = send(technician, said)

    assert first.status_code == 200
    assert send(technician, said).json == first.json
    assert _left(kept) == 1
    check = db.session.scalars(select(Check)).one()
    assert "2 × Lamp" in technician.get(f"/checks/{check.id}").text


def test_what_is_no_longer_there_is_told_and_sent_again_with_what_was(
    technician: FlaskClient, me: Person, unit: Equipment, kept: SpareStock
) -> None:
    take_out(kept, 2, Act(me, NOON, "another"))
    db.session.commit()
    answer = send(technician, _said(unit, me, kept, 2))

    assert answer.status_code == 409
    assert "Lamp: There is only 1." in answer.json["sentence"]  # type: ignore[index]
    assert (_left(kept), db.session.scalar(select(func.count(Check.id)))) == (1, 0)
    assert send(technician, _said(unit, me, kept, 1)).status_code == 200
    assert _left(kept) == 0


def test_another_number_under_the_same_key_is_shown_beside_what_was_taken(
    technician: FlaskClient, me: Person, unit: Equipment, kept: SpareStock
) -> None:
    said = _said(unit, me, kept, 1)
    send(technician, said)
    both = send(technician, _said(unit, me, kept, 2, key=said["key"])).json["beside"]  # type: ignore[index]

    assert both["here"] == ["Beamer: Fine", "Beamer: 2 × Lamp"]
    assert both["there"] == ["Beamer: Fine", "Beamer: 1 × Lamp"]
    assert _left(kept) == 2


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"parts": [{"unit": 1, "stock": 999, "number": 1}]}, 410),
        ({"parts": [{"unit": 1, "stock": 1, "number": 0}]}, 422),
        ({"findings": [{"unit": 1, "result": "not_checked", "reason": "locked"}]}, 422),
        ({"findings": [], "reason": "locked"}, 422),
    ],
    ids=["no such stock", "none of it", "a unit that nobody saw", "a room that nobody saw"],
)
def test_what_can_not_be_is_refused_and_nothing_leaves_the_shelf(
    technician: FlaskClient,
    me: Person,
    unit: Equipment,
    kept: SpareStock,
    given: dict[str, Any],
    status: int,
) -> None:
    assert (unit.id, kept.id) == (1, 1)
    assert send(technician, _said(unit, me, kept, 1, **given)).status_code == status
    assert _left(kept) == 3
