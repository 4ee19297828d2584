"""How a check was made is told by the server: scanned just before, once, by this very person."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.checks.models import Check, Grade, ItemKind, Scope
from app.codes.models import Tag
from app.extensions import db
from app.places.models import Room
from tests.builders import NOON, Builder
from tests.pages import fetch, read

LOG = "Log this check"


@pytest.fixture(autouse=True)
def _at_noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def tag(make: Builder) -> Tag:
    return make.tag(room=make.room(name="2.14"))


def scan(client: FlaskClient, tag: Tag) -> str:
    """Scan the printed code; the address of the check to which the page then leads."""
    answer = client.get(f"/T/{tag.code}")
    assert answer.status_code == 302
    page = fetch(client, answer.location)
    return next(each for each in page.links if each.startswith(f"/t/{tag.code}/check"))


def log(client: FlaskClient, address: str, **typed: str) -> Check:
    """Log the check behind the address; the newest one."""
    answer = fetch(client, address).form(button=LOG).send({"unit-room": "pass"} | typed)
    assert answer.status_code == 303, read(answer).text
    return db.session.scalars(select(Check).order_by(Check.id.desc())).first()  # type: ignore[return-value]


def test_a_check_that_begins_with_a_scan_says_so(technician: FlaskClient, tag: Tag) -> None:
    check = log(technician, scan(technician, tag))

    assert check.grade == Grade.SCANNED
    assert db.session.get_one(Room, tag.room_id).last_checked_grade == Grade.SCANNED
    assert "scanned at the tag" in fetch(technician, f"/checks/{check.id}").text
    assert "Evidence grade 2 of 4" in fetch(technician, f"/checks/{check.id}").text


def test_a_visitor_reads_how_it_was_made(
    technician: FlaskClient, client: FlaskClient, tag: Tag
) -> None:
    log(technician, scan(technician, tag))

    page = fetch(client, f"/t/{tag.code}")
    assert page.text.count("scanned at the tag") == 2
    assert "verified" not in page.text.lower()


def test_a_visitor_is_answered_at_the_printed_address_itself(client: FlaskClient, tag: Tag) -> None:
    assert client.get(f"/T/{tag.code}").status_code == 200


def test_an_address_that_was_typed_is_no_scan(technician: FlaskClient, tag: Tag) -> None:
    page = fetch(technician, f"/t/{tag.code}/check")

    assert "Not scanned. Scan the tag here" in page.text
    assert log(technician, f"/t/{tag.code}/check").grade == Grade.PRESENTED


def test_a_scan_counts_for_one_check(technician: FlaskClient, tag: Tag) -> None:
    address = scan(technician, tag)

    first = log(technician, address)
    again = log(technician, address, note="A second look")

    assert (first.id != again.id, first.grade, again.grade) == (True, 2, 1)
    assert again.scan is None


def test_a_scan_is_of_its_own_tag(technician: FlaskClient, tag: Tag, make: Builder) -> None:
    other = make.tag(room=make.room(name="3.01"))
    address = scan(technician, tag).replace(tag.code, other.code)

    assert log(technician, address).grade == Grade.PRESENTED


def test_a_scan_is_of_its_own_person(
    technician: FlaskClient, manager: FlaskClient, tag: Tag
) -> None:
    assert log(manager, scan(technician, tag)).grade == Grade.PRESENTED


@pytest.mark.parametrize(("minutes", "grade"), [(20, Grade.SCANNED), (21, Grade.PRESENTED)])
def test_the_check_begins_within_twenty_minutes(
    technician: FlaskClient, tag: Tag, time_machine: Any, minutes: int, grade: Grade
) -> None:
    address = scan(technician, tag)
    time_machine.shift(timedelta(minutes=minutes))
    assert log(technician, address).grade == grade


@pytest.mark.parametrize(("hours", "grade"), [(4, Grade.SCANNED), (5, Grade.PRESENTED)])
def test_and_may_take_four_hours(
    technician: FlaskClient, tag: Tag, time_machine: Any, hours: int, grade: Grade
) -> None:
    form = fetch(technician, scan(technician, tag)).form(button=LOG)
    time_machine.shift(timedelta(hours=hours))
    form.send({"unit-room": "pass"})
    assert db.session.scalars(select(Check.grade)).one() == grade


@pytest.mark.parametrize("spoilt", ["", "x", "W10.abc", "é" * 40, "." * 3])
def test_what_we_did_not_sign_is_no_scan(technician: FlaskClient, tag: Tag, spoilt: str) -> None:
    assert log(technician, f"/t/{tag.code}/check?scan={spoilt}").grade == Grade.PRESENTED


def test_what_the_page_gave_out_can_not_be_sent_as_a_check_begun(
    technician: FlaskClient, tag: Tag
) -> None:
    """The scan of the page is not yet that of a form: its check was never opened."""
    given = scan(technician, tag).partition("scan=")[2]
    form = fetch(technician, f"/t/{tag.code}/check").form(button=LOG)
    form.send({"unit-room": "pass", "scan": given})

    assert db.session.scalars(select(Check.grade)).one() == Grade.PRESENTED


def test_it_is_kept_where_the_form_comes_back_to_be_mended(
    technician: FlaskClient, tag: Tag
) -> None:
    form = fetch(technician, scan(technician, tag)).form(button=LOG)
    back = read(form.send({}), 422, technician)

    assert "Scanned at the tag." in back.text
    assert back.form(button=LOG).send({"unit-room": "pass"}).status_code == 303
    assert db.session.scalars(select(Check.grade)).one() == Grade.SCANNED


@pytest.mark.parametrize(
    ("readings", "grade"),
    [
        (("21", "22"), Grade.LOCAL_FACT),
        (("21", "21"), Grade.SCANNED),
        (("21", "99"), Grade.SCANNED),
    ],
)
def test_a_reading_that_moved_within_its_limits_says_more(
    technician: FlaskClient,
    tag: Tag,
    make: Builder,
    time_machine: Any,
    readings: tuple[str, str],
    grade: Grade,
) -> None:
    unit = make.equipment(room=db.session.get_one(Room, tag.room_id))
    plan = make.job_plan(type=unit.model.type, scope=Scope.SERVICE)
    item = make.check_item(job_plan=plan, kind=ItemKind.NUMBER, unit="°C", minimum=19, maximum=26)
    for reading in readings:
        time_machine.shift(timedelta(days=1))
        address = scan(technician, tag) + "&scope=service"
        form = fetch(technician, address).form(button="Log this service")
        typed = {f"unit-{unit.id}": "pass", f"unit-{unit.id}-{item.id}": reading}
        answer = form.send(typed)
        if answer.status_code == 422:  # out of its limits: asked once more
            asked = read(answer, 422, technician).form(button="Log this service")
            assert asked.send(typed).status_code == 303

    first, last = db.session.scalars(select(Check.grade).order_by(Check.id))
    assert (first, last) == (Grade.SCANNED, grade)
