"""The page of a tag: the room's state to anyone, and nothing that is nobody's business."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from app import clock
from app.checks.models import Reason, Result
from app.codes.code import grouped
from app.equipment import service as equipment
from app.equipment.models import Condition
from app.extensions import db
from app.faults.models import Effect, FaultState, Promise, Stage
from tests.builders import NOON, Builder
from tests.building import stored
from tests.pages import fetch


@pytest.fixture(autouse=True)
def _at_noon(time_machine: object) -> None:
    time_machine.move_to(NOON, tick=False)  # type: ignore[attr-defined]


def test_a_room_that_was_checked_is_working(client: FlaskClient, make: Builder) -> None:
    room = make.room(name="2.14", last_checked_at=NOON - timedelta(days=2))
    make.check(room=room)
    page = fetch(client, f"/t/{make.tag(room=room).code}")
    assert page.h1 == "2.14"
    assert "Everything here was found working." in page.text
    assert "2 days ago" in page.text
    assert "in 12 days" in page.text


def test_a_code_answers_however_it_is_written(client: FlaskClient, make: Builder) -> None:
    tag = make.tag()
    for written in (tag.code.lower(), grouped(tag.code), f" {tag.code} "):
        assert client.get(f"/t/{written}").status_code == 200
    assert client.get(f"/T/{tag.code}").status_code == 200


@pytest.mark.parametrize(
    ("effect", "word"),
    [
        (Effect.DEGRADED, "something in it is broken"),
        (Effect.UNIT_DOWN, "something in it is broken"),
        (Effect.ROOM_DOWN, "don't use this room"),
    ],
)
def test_an_open_fault_shows_in_the_state(
    client: FlaskClient, make: Builder, effect: Effect, word: str
) -> None:
    room = make.room(last_checked_at=NOON)
    make.fault(room=room, effect=effect)
    page = fetch(client, f"/t/{make.tag(room=room).code}")
    assert word in page.text
    assert "First noticed 1 hour ago." in page.text
    assert "It works again by" in page.text


def test_what_is_known_says_who_comes_next_and_what_has_to_wait(
    client: FlaskClient, make: Builder
) -> None:
    now = clock.now()
    soon, later = now + timedelta(minutes=40), now + timedelta(days=2)
    fault = make.fault(restore_by=later)
    said = {"began_at": now, "first_due_at": soon, "due_at": soon, "warn_at": soon, "minutes": 40}
    stored(Promise(fault_id=fault.id, stage=Stage.ATTENDED, **said))
    waits = make.fault(room=make.room(), state=FaultState.WAITING, restore_by=later)
    code, other = (make.tag(room=each.room).code for each in (fault, waits))
    assert "Someone will be with you by" in fetch(client, f"/t/{code}").main
    assert "It has to wait. It works again by" in fetch(client, f"/t/{other}").main


def test_a_late_promise_is_admitted(client: FlaskClient, make: Builder) -> None:
    fault = make.fault(restore_by=NOON - timedelta(minutes=1))
    page = fetch(client, f"/t/{make.tag(room=fault.room).code}")
    assert "It takes longer than we said" in page.text


def test_a_room_nobody_checked_lately_says_so(client: FlaskClient, make: Builder) -> None:
    room = make.room(last_checked_at=NOON - timedelta(days=16))
    page = fetch(client, f"/t/{make.tag(room=room).code}")
    assert "Nobody has checked this room lately." in page.text
    assert "was due 2 days ago" in page.text


def test_a_room_that_nobody_ever_checked_is_not_said_to_work(
    client: FlaskClient, make: Builder
) -> None:
    tag = make.tag(room=make.room(created_at=NOON))
    page = fetch(client, f"/t/{tag.code}")
    assert page.each("plate__word") == ["Unchecked"]
    assert "Nobody has checked this room yet." in page.text


def test_what_the_last_check_left_out_is_said_beside_what_works(
    client: FlaskClient, make: Builder
) -> None:
    tag = make.tag(room=make.room(last_checked_at=NOON))
    visit = make.check(room=tag.room, done_at=NOON)
    make.finding(check=visit, equipment=make.equipment(room=tag.room))
    for _ in range(2):
        unit = make.equipment(room=tag.room)
        make.finding(check=visit, equipment=unit, result=Result.NOT_CHECKED, reason=Reason.LOCKED)
    page = fetch(client, f"/t/{tag.code}")
    assert page.each("plate__word") == ["Working"]
    assert "Everything that was looked at works. 2 units were not checked." in page.text
    assert "Everything here was found working" not in page.text
    assert "1 unit fine, 2 not checked" in page.text
    badges = [each.rsplit(" ", 1)[1] for each in page.each("unit")]
    assert sorted(badges) == ["Unchecked", "Unchecked", "Working"]


def test_a_unit_that_came_after_the_check_is_not_said_to_work(
    client: FlaskClient, make: Builder
) -> None:
    room = make.room(last_checked_at=NOON)
    tag, visit = make.tag(room=room), make.check(room=room, done_at=NOON)
    make.finding(check=visit, equipment=make.equipment(room=room))
    assert "Everything here was found working." in fetch(client, f"/t/{tag.code}").text
    equipment.add_unit(room, make.model(), "New", at=NOON)
    page = fetch(client, f"/t/{tag.code}")
    assert "1 unit was not checked." in page.text


def test_what_is_broken_is_said_to_be_though_nobody_checked_it(
    client: FlaskClient, make: Builder
) -> None:
    unit = make.equipment(condition=Condition.DOWN)
    page = fetch(client, f"/t/{make.tag(room=unit.room).code}")
    assert page.each("unit")[0].endswith("Not working")


def test_history_says_what_was_found_and_by_whom_only_by_role(
    client: FlaskClient, make: Builder
) -> None:
    tag = make.tag()
    person = make.person(name="Zebedee Quux", email="zebedee@example.edu")
    visit = make.check(room=tag.room, person=person, result=Result.FAIL, note="MARKER-NOTE")
    unit = make.equipment(room=tag.room, name="Lectern PC", condition=Condition.DOWN)
    make.finding(check=visit, equipment=unit, result=Result.FAIL, note="MARKER-FINDING")
    page = fetch(client, f"/t/{tag.code}")
    assert "1 problem found, 0 fine" in page.text
    assert "Room check by a technician, in-house" in page.text
    html = client.get(f"/t/{tag.code}").text
    for private in ("Zebedee", "Quux", "zebedee@", "MARKER-NOTE", "MARKER-FINDING"):
        assert private not in html


def test_a_visit_that_could_check_nothing_gives_its_reason(
    client: FlaskClient, make: Builder
) -> None:
    tag = make.tag()
    make.check(room=tag.room, result=Result.NOT_CHECKED, reason=Reason.IN_USE)
    assert "Not checked: room in use" in fetch(client, f"/t/{tag.code}").text


def test_what_a_reporter_wrote_stays_with_staff(client: FlaskClient, make: Builder) -> None:
    fault = make.fault()
    make.report(fault=fault, note="MARKER-NOTE", contact="marker@example.edu")
    html = client.get(f"/t/{make.tag(room=fault.room).code}").text
    assert "MARKER" not in html
    assert "marker@" not in html


def test_history_is_turned_page_by_page(client: FlaskClient, make: Builder) -> None:
    tag = make.tag()
    person = make.person()
    for days in range(12):
        make.check(room=tag.room, person=person, done_at=NOON - timedelta(days=days))
    first = fetch(client, f"/t/{tag.code}")
    assert "Older" in first.text
    second = fetch(client, f"/t/{tag.code}?page=2")
    assert "Newer" in second.text
    assert "Older" not in second.text
    for odd in ("0", "-1", "x", "99999999"):
        assert client.get(f"/t/{tag.code}?page={odd}").status_code == 200


def test_wrong_void_and_retired_codes_get_the_same_helpful_page(
    client: FlaskClient, make: Builder
) -> None:
    void = make.tag(state="void")
    retired = make.tag(room=make.room(retired_at=NOON))
    wrong = make.tag().code[:-1] + "*"
    codes = [void.code, retired.code, wrong, "7K3Q", "x" * 200, "🙂"]
    pages = {client.get(f"/t/{code}").data for code in codes}
    assert len(pages) == 1
    page = fetch(client, f"/t/{void.code}", status=404)
    assert "It may be mistyped" in page.text


def test_a_scan_sets_no_cookie(client: FlaskClient, make: Builder) -> None:
    answer = client.get(f"/t/{make.tag().code}")
    assert "Set-Cookie" not in answer.headers


def test_a_typed_code_leads_to_its_room(client: FlaskClient, make: Builder) -> None:
    tag = make.tag()
    answer = client.get(f"/t/?code={grouped(tag.code).lower()}")
    assert answer.location == f"/t/{tag.code}"
    page = fetch(client, "/t/?code=7K3Q-oops", status=404)
    assert "7K3Q-oops" in str(client.get("/t/?code=7K3Q-oops").text)
    assert "No room answers" in page.h1


def test_the_whole_address_that_was_typed_leads_to_its_room(
    client: FlaskClient, make: Builder
) -> None:
    tag = make.tag()
    for address in (
        f"HTTPS://ROOMS.EXAMPLE.EDU/T/{tag.code}",
        f"rooms.example.edu/t/{grouped(tag.code)}/",
        f"https://rooms.example.edu/t/{tag.code}/report?unit=1#top",
        f" /t/{tag.code} ",
    ):
        assert client.get("/t/", query_string={"code": address}).location == f"/t/{tag.code}"


def test_the_pages_behind_a_tag_answer_in_capitals(
    client: FlaskClient, technician: FlaskClient, make: Builder
) -> None:
    code = make.tag().code
    assert client.get(f"/T/{code}/report", follow_redirects=True).status_code == 200
    assert technician.get(f"/T/{code}/check").location == f"/t/{code}/check"


def test_a_technician_is_led_to_the_check(technician: FlaskClient, make: Builder) -> None:
    tag = make.tag()
    page = fetch(technician, f"/t/{tag.code}")
    assert "Check this room" in page.text
    assert "Void this tag" not in page.text


def test_a_manager_voids_a_lost_tag(
    manager: FlaskClient, client: FlaskClient, make: Builder
) -> None:
    tag = make.tag()
    assert "Void this tag" in fetch(manager, f"/t/{tag.code}").text
    manager.application.config["WTF_CSRF_ENABLED"] = False
    assert manager.post(f"/t/{tag.code}/void").status_code == 303
    assert client.get(f"/t/{tag.code}").status_code == 404
    assert "none yet" in fetch(manager, f"/rooms/{tag.room_id}").text


def test_the_page_is_read_in_few_queries(client: FlaskClient, make: Builder) -> None:
    tag = make.tag(room=make.room(last_checked_at=NOON))
    for _ in range(5):
        make.fault(room=tag.room)
        make.finding(check=make.check(room=tag.room), equipment=make.equipment(room=tag.room))
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    client.get(f"/t/{tag.code}")
    assert len([sql for sql in seen if sql.startswith("SELECT")]) <= 12


def test_a_percent_sign_in_data_is_only_a_percent_sign(
    technician: FlaskClient, make: Builder
) -> None:
    room = make.room(name="100 %s", description="50 % full")
    unit = make.equipment(room=room, name="99 %d")
    fault = make.fault(room=room, equipment=unit, symptom=make.symptom(label="20 %s dim"))
    visit = make.check(room=room, result=Result.FAIL)
    make.finding(
        check=visit, equipment=unit, result=Result.FAIL, fault_id=fault.id, item_text="80 %s bright"
    )
    page = fetch(technician, f"/t/{make.tag(room=room).code}")
    assert "80 %s bright" in page.text
    assert "20 %s dim" in page.text
