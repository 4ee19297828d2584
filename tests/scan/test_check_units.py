"""Readings in another unit, and readings that can hardly be right."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.checks.models import Check, CheckItem, Finding, ItemKind, Result
from app.codes.models import Tag
from app.equipment.models import Equipment
from app.extensions import db
from app.scan.checking.units import read_in
from tests.builders import Builder
from tests.pages import Page, fetch, read

LOG = "Log this check"


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("72 F", "°C", 22.22),
        ("72°F", "°C", 22.22),
        ("295.15 K", "°C", 22),
        ("20 °C", "°F", 68),
        ("1.5 h", "min", 90),
        ("90 min", "h", 1.5),
        ("0.5 m/s", "fpm", 98.43),
        ("100 ft/min", "fpm", 100),
        ("20 gpm", "L/min", 75.71),
        ("2 bar", "kPa", 200),
    ],
)
def test_a_reading_in_another_unit_is_converted(typed: str, unit: str, number: float) -> None:
    assert read_in(typed, unit)[0] == number


@pytest.mark.parametrize(("typed", "unit"), [("21 °C", "°C"), ("21c", "°C"), ("21", "°C")])
def test_a_reading_in_its_own_unit_is_kept_as_it_is(typed: str, unit: str) -> None:
    assert read_in(typed, unit) == (21, "")


@pytest.mark.parametrize(("typed", "unit"), [("21 lx", "°C"), ("20 gal/min", "L/min")])
def test_a_unit_that_cannot_be_converted_is_refused_with_the_right_one(
    typed: str, unit: str
) -> None:
    with pytest.raises(ValueError, match=f"Write it in {unit}"):
        read_in(typed, unit)


@pytest.mark.parametrize("typed", ["warm", "1.2.3", "1e5", "0x1f", "F"])
def test_what_is_no_number_is_no_number_in_any_unit(typed: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        read_in(typed, "°C")


@pytest.fixture
def tag(make: Builder) -> Tag:
    return make.tag()


@pytest.fixture
def unit(make: Builder, tag: Tag) -> Equipment:
    return make.equipment(room=tag.room, name="Heating")


@pytest.fixture
def item(make: Builder, unit: Equipment) -> CheckItem:
    plan = make.job_plan(type=unit.model.type, items=0)
    return make.check_item(
        job_plan=plan, text="Heat", kind=ItemKind.NUMBER, unit="°C", minimum=19, maximum=26
    )


def _send(client: FlaskClient, tag: Tag, typed: dict[str, Any]) -> Any:
    return fetch(client, f"/t/{tag.code}/check").form(button=LOG).send(typed)


def _again(page: Page, typed: dict[str, Any] | None = None) -> Any:
    return page.form(button=LOG).send(typed)


def test_what_was_typed_stays_beside_what_it_was_turned_into(
    technician: FlaskClient, tag: Tag, unit: Equipment, item: CheckItem
) -> None:
    _send(technician, tag, {f"unit-{unit.id}": "pass", f"unit-{unit.id}-{item.id}": "72 F"})

    finding = db.session.scalars(select(Finding).where(Finding.item_id == item.id)).one()
    assert (finding.reading, finding.answer, finding.result) == (22.22, "72 F", Result.PASS)
    assert "°C (72 F)" in fetch(technician, f"/checks/{finding.check_id}").text


def test_a_reading_outside_its_limits_is_asked_for_once_more(
    technician: FlaskClient, tag: Tag, unit: Equipment, item: CheckItem
) -> None:
    name = f"unit-{unit.id}-{item.id}"
    page = read(_send(technician, tag, {f"unit-{unit.id}": "pass", name: "210"}), 422, technician)
    (sentence,) = page.errors
    assert sentence.startswith("210 °C is outside the limits (19 to 26 °C). Is that right?")
    assert not db.session.scalar(select(func.count()).select_from(Check))

    other = read(_again(page, {name: "2.1"}), 422, technician)
    assert "2.1 °C is outside" in other.errors[0]
    assert _again(other).status_code == 303
    assert (
        db.session.scalars(select(Finding.reading).where(Finding.item_id == item.id)).one() == 2.1
    )


def test_who_was_sure_is_not_asked_again_for_another_fields_sake(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment, item: CheckItem
) -> None:
    other = make.equipment(room=tag.room)
    name = f"unit-{unit.id}-{item.id}"
    page = read(_send(technician, tag, {f"unit-{unit.id}": "pass", name: "31"}), 422, technician)
    page = read(_again(page), 422, technician)
    assert page.errors == ["Say how it is, or mark it not checked."]

    assert _again(page, {f"unit-{other.id}": "pass"}).status_code == 303
