"""A check that a phone kept arrives: once, whole, with honest times, or with a sentence."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.checks.models import Check, Finding, Grade, ItemKind, Result
from app.equipment.models import Equipment
from app.extensions import db
from app.faults.models import Fault
from app.people.models import Person, Role
from app.places.models import Room
from tests.builders import NOON, Builder
from tests.conftest import signed_in_client
from tests.pages import fetch
from tests.sync.sending import MINUTE, NOW, message, send, token

TEN_YEARS = 10 * 365 * 24 * 60 * MINUTE


@pytest.fixture
def unit(make: Builder) -> Equipment:
    return make.equipment(name="Beamer")


@pytest.fixture
def me(technician: FlaskClient) -> Person:
    return db.session.scalars(select(Person).where(Person.role == Role.TECHNICIAN)).one()


def _only() -> Check:
    return db.session.scalars(select(Check)).one()


def _count(table: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_check_is_stored_with_its_findings_and_the_fault_that_follows(
    technician: FlaskClient, me: Person, unit: Equipment
) -> None:
    dark = {"unit": unit.id, "result": "fail", "note": "Dark"}
    answer = send(technician, message(unit, person=me.id, findings=[dark], note="Late lecture"))

    check = _only()
    assert (answer.status_code, answer.json["stored"]) == (200, check.id)  # type: ignore[index]
    assert (check.result, check.note, check.is_offline) == (Result.FAIL, "Late lecture", True)
    assert db.session.scalars(select(Finding)).one().note == "Dark"
    assert _count(Fault) == 1


def test_the_same_message_again_gets_the_same_answer_whenever_and_by_whatever_clock(
    technician: FlaskClient, me: Person, unit: Equipment
) -> None:
    said = message(unit, person=me.id)
    first = send(technician, said)
    again = send(technician, said | {"sent": NOW + 300 * MINUTE})

    assert (again.status_code, again.json) == (200, first.json)
    assert _count(Check) == 1


def test_a_repeat_is_answered_though_unit_and_room_have_gone_meanwhile(
    technician: FlaskClient, me: Person, unit: Equipment
) -> None:
    said = message(unit, person=me.id)
    first = send(technician, said)
    unit.retired_at = db.session.get_one(Room, unit.room_id).retired_at = datetime.now(UTC)

    assert send(technician, said).json == first.json


def test_other_answers_under_the_same_key_are_told_apart_and_not_stored(
    technician: FlaskClient, me: Person, unit: Equipment
) -> None:
    said = message(unit, person=me.id)
    send(technician, said)
    answer = send(technician, said | {"note": "Something else"})

    assert answer.status_code == 409
    assert "sent before with other answers" in answer.json["sentence"]  # type: ignore[index]
    assert _count(Check) == 1


@pytest.mark.parametrize("off", [0, TEN_YEARS, -TEN_YEARS, -NOW])
def test_a_clock_that_is_off_by_years_tells_the_age_all_the_same(
    technician: FlaskClient, me: Person, unit: Equipment, off: int
) -> None:
    before = datetime.now(UTC)
    clock = int(before.timestamp() * 1000) + off
    send(technician, message(unit, person=me.id, done=clock - 90 * MINUTE, sent=clock))
    check = _only()

    assert check.received_at - check.done_at == timedelta(minutes=90)
    assert check.received_at >= before
    assert check.clock_off is not None
    assert abs(check.clock_off - off // 1000) < 60


@pytest.mark.parametrize("age", [-MINUTE, TEN_YEARS])
def test_a_clock_that_was_set_while_the_check_waited_leaves_only_the_receipt(
    technician: FlaskClient, me: Person, unit: Equipment, age: int
) -> None:
    send(technician, message(unit, person=me.id, done=NOW, sent=NOW + age))
    check = _only()

    assert check.done_at == check.received_at


def test_a_check_is_never_older_than_the_round_that_it_was_taken_along_with(
    technician: FlaskClient, me: Person, unit: Equipment
) -> None:
    taken = int(datetime.now(UTC).timestamp()) - 60
    send(technician, message(unit, person=me.id, taken=taken))
    check = _only()

    assert check.done_at == check.received_at


@pytest.mark.parametrize(("at_tag", "grade"), [(True, Grade.PRESENTED), (False, Grade.RECORDED)])
def test_no_check_without_signal_counts_as_scanned(
    technician: FlaskClient, me: Person, unit: Equipment, at_tag: bool, grade: Grade
) -> None:
    send(technician, message(unit, person=me.id, at_tag=at_tag))

    assert _only().grade == grade
    assert db.session.get_one(Room, unit.room_id).last_checked_grade == grade


def test_a_reading_is_judged_here_whatever_the_phone_says(
    technician: FlaskClient, me: Person, unit: Equipment, make: Builder
) -> None:
    item = make.check_item(kind=ItemKind.NUMBER, minimum=19, maximum=26, unit="°C")
    hot = {"unit": unit.id, "item": item.id, "result": "pass", "reading": 40}
    send(technician, message(unit, person=me.id, findings=[hot]))

    assert _only().result is Result.FAIL


def _retired_unit(unit: Equipment) -> dict[str, Any]:
    unit.retired_at = datetime.now(UTC)
    return {}


def _retired_room(unit: Equipment) -> dict[str, Any]:
    db.session.get_one(Room, unit.room_id).retired_at = datetime.now(UTC)
    return {}


REFUSED = {
    "a retired unit": (_retired_unit, 409, "no longer in this room"),
    "a retired room": (_retired_room, 410, "not in use any more"),
    "a room that never was": (lambda _: {"room": 999}, 410, "not in use any more"),
    "a unit that never was": (
        lambda _: {"findings": [{"unit": 999, "result": "pass"}]},
        410,
        "list of this room changed",
    ),
    "nothing at all": (lambda _: {"findings": []}, 409, "Nothing was answered"),
    "somebody else's": (lambda _: {"person": 999}, 403, "Somebody else recorded"),
    "a grade of its own": (lambda _: {"grade": 4}, 422, "grade"),
    "a result of its own": (
        lambda _: {"findings": [{"result": "splendid"}]},
        422,
        "findings.0.result",
    ),
    "an endless reading": (
        lambda unit: {"findings": [{"unit": unit.id, "result": "pass", "reading": 1e300}]},
        422,
        "reading",
    ),
    "a key of its own": (lambda _: {"key": "1"}, 422, "key"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_can_not_be_taken_is_refused_with_a_sentence_and_stores_nothing(
    technician: FlaskClient, me: Person, unit: Equipment, what: str
) -> None:
    change, status, words = REFUSED[what]
    answer = send(technician, message(unit, person=me.id) | change(unit))

    assert answer.status_code == status
    assert answer.json["refused"] is True  # type: ignore[index]
    assert words in answer.json["sentence"]  # type: ignore[index]
    assert _count(Check) == 0


@pytest.mark.parametrize("text", ["", "no json", "[]", "{", '{"key": NaN}', "\x00"])
def test_what_is_no_message_is_refused_with_a_sentence(technician: FlaskClient, text: str) -> None:
    answer = technician.post("/sync/checks", data=text, headers={"X-CSRFToken": token(technician)})

    assert answer.status_code == 422
    assert "could not be read" in answer.json["sentence"]  # type: ignore[index]


def test_who_is_signed_out_is_told_so_and_a_message_without_its_token_is_no_message(
    client: FlaskClient, technician: FlaskClient, unit: Equipment
) -> None:
    assert client.post("/sync/checks", json=message(unit)).status_code == 401
    assert technician.post("/sync/checks", json=message(unit)).status_code == 400
    assert _count(Check) == 0


def test_two_people_who_checked_the_same_room_are_both_kept_side_by_side(
    app: Any, make: Builder, unit: Equipment
) -> None:
    panel = make.equipment(room=unit.room, name="Panel")
    fine = [{"unit": each.id, "result": "pass"} for each in (unit, panel)]
    dark = {"unit": unit.id, "result": "fail", "note": "Dark"}
    told = []
    for name, findings in (("Ada", fine), ("Bo", [dark, fine[1]])):
        person = make.person(name=name)
        client = signed_in_client(app, person)
        told.append(send(client, message(unit, person=person.id, findings=findings)))
    pages = [fetch(client, f"/checks/{each.json['stored']}").main for each in told]  # type: ignore[index]

    assert _count(Check) == 2
    for page, other in zip(pages, ("Bo", "Ada"), strict=True):
        assert f"{other} checked this room, too" in page
        assert "Both say the same of 1." in page
    assert f"What Ada Bo {unit.name} Fine Not fine" in pages[0]
    assert f"What Bo Ada {unit.name} Not fine Fine" in pages[1]


def test_one_after_the_other_are_not_put_side_by_side(
    app: Any, make: Builder, unit: Equipment
) -> None:
    first = make.check(room=unit.room)
    person = make.person(name="Bo")
    client = signed_in_client(app, person)
    told = send(client, message(unit, person=person.id, taken=int(NOON.timestamp())))

    for each in (first.id, told.json["stored"]):  # type: ignore[index]
        assert "At the same time" not in fetch(client, f"/checks/{each}").main
