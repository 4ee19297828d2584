"""Readings: numbers and dates as they are typed on a phone, and what they mean."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.checks.models import CheckItem, Finding, ItemKind, Reason, Result, Scope
from app.codes.models import Tag
from app.equipment.models import Equipment
from app.extensions import db
from app.faults.models import Fault
from app.scan.checking.readings import read_date, read_number
from tests.builders import Builder
from tests.pages import Page, fetch, read


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("21", "", 21),
        ("21.5", "", 21.5),
        ("21,5", "°C", 21.5),
        (" 21,5 °C ", "°C", 21.5),
        ("-3", "", -3),
        ("−3,25", "", -3.25),
        ("+4", "", 4),
        ("1 200", "ppm", 1200),
        ("1\u00a0200 ppm", "ppm", 1200),
        ("0,125", "", 0.125),
        ("1200.5", "", 1200.5),
        ("1234,567", "", 1234.567),
        (".5", "", 0.5),
        ("75.7L/min", "L/min", 75.7),
    ],
)
def test_a_number_is_read_as_it_was_meant(typed: str, unit: str, number: float) -> None:
    assert read_number(typed, unit) == number


@pytest.mark.parametrize("typed", ["abc", "1.2.3", "nan", "inf", "1e5", "--3", "", "21 °F", "0x1f"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        read_number(typed, "°C")


def test_a_number_beyond_belief_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        read_number("9" * 400)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("1,200", "Write 1200, or 1.2"), ("1.250", "Write 1250, or 1.25"), ("75,700", "or 75.7")],
)
def test_a_number_that_can_be_read_in_two_ways_is_not_guessed(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_number(typed)


def test_a_date_is_read() -> None:
    assert read_date("2027-03-31") == date(2027, 3, 31)


@pytest.mark.parametrize("typed", ["31.3.2027", "2027-02-30", "0027-03-31", "soon", "9999-01-01"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        read_date(typed)


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
        job_plan=plan, text="Temperature", kind=ItemKind.NUMBER, unit="°C", minimum=19, maximum=26
    )


def _send(client: FlaskClient, tag: Tag, typed: dict[str, Any], scope: Scope) -> Any:
    query = "?scope=service" if scope is Scope.SERVICE else ""
    page = fetch(client, f"/t/{tag.code}/check{query}")
    return page.form(button=_button(page)).send(typed)


def _once_more(client: FlaskClient, sent: Any) -> Any:
    """Send again what was outside its limits: yes, that is right."""
    page = read(sent, 422, client)
    assert "Is that right?" in page.errors[0]
    return page.form(button=_button(page)).send()


def _button(page: Page) -> str:
    return "Log this service" if page.h1.startswith("Service") else "Log this check"


def _finding(item: CheckItem) -> Finding:
    return db.session.scalars(select(Finding).where(Finding.item_id == item.id)).one()


def test_a_reading_may_be_left_out_of_a_room_check(
    technician: FlaskClient, tag: Tag, unit: Equipment, item: CheckItem
) -> None:
    sent = _send(technician, tag, {f"unit-{unit.id}": "pass"}, Scope.ROOM_CHECK)

    assert sent.status_code == 303


def test_a_service_asks_for_every_reading_or_why_there_is_none(
    technician: FlaskClient, tag: Tag, unit: Equipment, item: CheckItem
) -> None:
    sent = _send(technician, tag, {f"unit-{unit.id}": "pass"}, Scope.SERVICE)
    page = read(sent, 422, technician)
    assert page.errors == ["Write the reading, or say why there is none."]
    assert page.h1.startswith("Service")

    page.form(button=_button(page)).send({f"unit-{unit.id}-{item.id}-why": "no_time"})
    assert (_finding(item).result, _finding(item).reason) == (Result.NOT_CHECKED, Reason.NO_TIME)


def test_an_optional_reading_may_be_left_out_of_a_service_too(
    technician: FlaskClient, tag: Tag, unit: Equipment, item: CheckItem
) -> None:
    item.optional = True
    sent = _send(technician, tag, {f"unit-{unit.id}": "pass"}, Scope.SERVICE)

    assert sent.status_code == 303


def test_the_readings_of_statutory_equipment_are_never_skipped(
    technician: FlaskClient, tag: Tag, unit: Equipment, item: CheckItem
) -> None:
    unit.model.type.statutory = True
    page = read(_send(technician, tag, {f"unit-{unit.id}": "pass"}, Scope.ROOM_CHECK), 422)

    assert page.errors == ["Write the reading, or say why there is none."]


def test_a_reading_that_does_not_apply_is_said_to(
    technician: FlaskClient, tag: Tag, unit: Equipment, item: CheckItem
) -> None:
    typed = {f"unit-{unit.id}": "pass", f"unit-{unit.id}-{item.id}-why": "not_applicable"}
    _send(technician, tag, typed, Scope.SERVICE)

    assert _finding(item).result is Result.NOT_APPLICABLE


def test_a_reading_within_its_limits_is_fine(
    technician: FlaskClient, tag: Tag, unit: Equipment, item: CheckItem
) -> None:
    typed = {f"unit-{unit.id}": "pass", f"unit-{unit.id}-{item.id}": "21,5"}
    _send(technician, tag, typed, Scope.ROOM_CHECK)

    assert (_finding(item).reading, _finding(item).result) == (21.5, Result.PASS)
    assert "Temperature: 21.5 °C" in fetch(technician, f"/t/{tag.code}").text


def test_a_reading_outside_its_limits_is_a_fault_even_where_all_else_is_fine(
    technician: FlaskClient, tag: Tag, unit: Equipment, item: CheckItem
) -> None:
    typed = {f"unit-{unit.id}": "pass", f"unit-{unit.id}-{item.id}": "31"}
    sent = _once_more(technician, _send(technician, tag, typed, Scope.ROOM_CHECK))

    fault = db.session.scalars(select(Fault)).one()
    assert (_finding(item).result, _finding(item).fault_id) == (Result.FAIL, fault.id)
    assert "Logged: 1 unit, 1 problem" in fetch(technician, sent.location).text


def test_a_reading_outside_its_limits_is_problem_enough(
    technician: FlaskClient, tag: Tag, unit: Equipment, item: CheckItem
) -> None:
    typed = {
        f"unit-{unit.id}": "fail",
        f"unit-{unit.id}-{item.id}": "31",
        f"unit-{unit.id}-note": "Since Monday",
    }
    _once_more(technician, _send(technician, tag, typed, Scope.ROOM_CHECK))

    assert (_finding(item).result, _finding(item).note) == (Result.FAIL, "Since Monday")


@pytest.mark.parametrize(
    ("typed", "why", "sentence"),
    [
        ("warm", "", "“warm” is not a number. Write it like 21.5."),
        ("1,200", "", "“1,200” can be read in two ways. Write 1200, or 1.2."),
        ("21", "no_time", "You gave a reading, and a reason for having none. Keep one."),
    ],
)
def test_a_reading_that_makes_no_sense_stays_and_is_asked_again(
    technician: FlaskClient,
    tag: Tag,
    unit: Equipment,
    item: CheckItem,
    typed: str,
    why: str,
    sentence: str,
) -> None:
    name = f"unit-{unit.id}-{item.id}"
    given = {f"unit-{unit.id}": "pass", name: typed, f"{name}-why": why}
    page = read(_send(technician, tag, given, Scope.ROOM_CHECK), 422, technician)

    assert page.errors == [sentence]
    assert f"#{name}" in page.links
    filled = page.form(button=_button(page)).filled
    assert (filled[name], filled[f"{name}-why"]) == (typed, why)


@pytest.mark.parametrize(
    ("typed", "result"), [("2001-03-31", Result.FAIL), ("2099-03-31", Result.PASS)]
)
def test_pads_past_their_date_are_a_fault(
    technician: FlaskClient,
    make: Builder,
    tag: Tag,
    unit: Equipment,
    typed: str,
    result: Result,
) -> None:
    plan = make.job_plan(type=unit.model.type, items=0)
    pads = make.check_item(job_plan=plan, text="Pads", kind=ItemKind.DATE, past_fails=True)
    given = {f"unit-{unit.id}": "pass", f"unit-{unit.id}-{pads.id}": typed}
    _send(technician, tag, given, Scope.ROOM_CHECK)

    assert (_finding(pads).result, str(_finding(pads).read_on)) == (result, typed)
