"""The queue sorts itself by promise left, and tells a page that shows it already nothing new."""

from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import text

from app import clock
from app.extensions import db
from app.faults.models import (
    Awaiting,
    Duty,
    Fault,
    FaultState,
    Kind,
    Pause,
    Priority,
    Promise,
    Stage,
)
from app.faults.queue import queries
from app.faults.record import with_calendar
from app.people.models import Person
from tests.builders import Builder
from tests.building import stored
from tests.pages import Page, fetch


def names(page: Page) -> list[str]:
    return [row[0] for row in page.rows[1:]]


def a_fault(make: Builder, name: str, *, hours: float, **given: object) -> Fault:
    due = clock.now() + timedelta(hours=hours)
    unit, symptom = make.equipment(name=name), make.symptom(label="dark")
    return make.fault(equipment=unit, symptom=symptom, restore_by=due, **given)


def owe(fault: Fault, stage: Stage, due: datetime) -> None:
    moments = {"began_at": clock.now(), "first_due_at": due, "due_at": due, "warn_at": due}
    stored(Promise(fault_id=fault.id, stage=stage, minutes=5, **moments))


def pause(fault: Fault, days: int) -> None:
    day = (clock.now() + timedelta(days=days)).date()
    since = clock.now() - timedelta(days=9)
    stored(Pause(fault_id=fault.id, awaiting=Awaiting.PART, next_on=day, began_at=since))


def test_the_queue_begins_with_what_is_most_pressing(staff: FlaskClient, make: Builder) -> None:
    for name, hours in (("later", 9), ("late", -9), ("soon", 1.1)):
        a_fault(make, name, hours=hours)
    make.fault(state=FaultState.RESOLVED)
    page = fetch(staff, "/faults")
    assert names(page) == [
        "Priority P3late: dark",
        "Priority P3soon: dark",
        "Priority P3later: dark",
    ]
    assert "was due 9 hours ago" in page.main
    assert "1 h left" in page.main


def test_the_soonest_promise_of_any_stage_counts_and_says_what_is_owed(
    staff: FlaskClient, make: Builder
) -> None:
    a_fault(make, "first", hours=3)
    unread = a_fault(make, "unread", hours=90)
    owe(unread, Stage.SEEN, clock.now() + timedelta(minutes=12, seconds=30))
    page = fetch(staff, "/faults")
    assert "unread" in names(page)[0]
    assert "12 min left to be seen" in page.main


def test_what_was_reached_does_not_count(staff: FlaskClient, make: Builder) -> None:
    seen = a_fault(make, "seen", hours=90)
    owe(seen, Stage.SEEN, clock.now() - timedelta(minutes=12))
    db.session.query(Promise).filter_by(stage=Stage.SEEN).update({"met_at": clock.now()})
    a_fault(make, "other", hours=3)
    assert "other" in names(fetch(staff, "/faults"))[0]


def test_of_two_that_are_due_together_the_more_pressing_comes_first(
    staff: FlaskClient, make: Builder
) -> None:
    due = clock.now() + timedelta(hours=2)
    for priority in (Priority.P3, Priority.P1, Priority.P2):
        make.fault(priority=priority, restore_by=due)
    shown = [name.split()[1][:2] for name in names(fetch(staff, "/faults"))]
    assert shown == ["P1", "P2", "P3"]


def test_what_waits_comes_last_until_the_day_on_which_somebody_looks_again(
    staff: FlaskClient, make: Builder
) -> None:
    waits = a_fault(make, "waits", hours=1, state=FaultState.WAITING)
    pause(waits, 9)
    ended = a_fault(make, "ended", hours=2, state=FaultState.WAITING)
    pause(ended, -1)
    a_fault(make, "goes on", hours=3)
    page = fetch(staff, "/faults")
    assert [name.removeprefix("Priority P3") for name in names(page)] == [
        "ended: dark",
        "goes on: dark",
        "waits: dark",
    ]
    assert "looked at again in 9 days A part" in page.main


def test_the_queue_is_filtered_by_state_holder_kind_building_and_words(
    staff: FlaskClient, make: Builder, ada: Person, fault: Fault
) -> None:
    mine = make.fault(assignee_id=ada.id, symptom=make.symptom(label="Loud"))
    asked = make.fault(kind=Kind.QUESTION, assignee_id=mine.assignee_id)
    done = make.fault(state=FaultState.RESOLVED)
    shown = {
        "": {fault.id, mine.id, asked.id},
        "state=resolved": {done.id},
        "state=settled": {done.id},
        "state=all": {fault.id, mine.id, asked.id, done.id},
        "who=mine": {mine.id, asked.id},
        "who=nobody": {fault.id},
        "kind=asked": {asked.id},
        f"building={fault.room.building_id}": {fault.id},
        "q=left+picture": {fault.id},
        "q=LOUD": {mine.id},
        f"q=%23{done.id}&state=all": {done.id},
        "q=%25": set(),
        "building=x&page=0&state=nonsense": {fault.id, mine.id, asked.id},
    }
    for query, expected in shown.items():
        page = fetch(staff, f"/faults?{query}")
        links = {link.rsplit("/", 1)[1] for link in page.links if link[:8] == "/faults/"}
        assert {int(each) for each in links if each.isdecimal()} == expected, query


def test_a_tab_keeps_what_was_searched_for(staff: FlaskClient, fault: Fault) -> None:
    page = fetch(staff, "/faults?q=left&state=settled&page=2")
    assert page.link("Mine") == "/faults?q=left&who=mine"
    assert page.link("Team") == "/faults?q=left"
    assert "Closed without repair" in page.main


def test_nothing_found_says_so(staff: FlaskClient) -> None:
    assert "No fault answers to that" in fetch(staff, "/faults?q=nowhere").main


def test_a_long_queue_has_pages(staff: FlaskClient, make: Builder) -> None:
    room, symptom = make.room(), make.symptom()
    for _ in range(51):
        make.fault(room=room, equipment=None, symptom=symptom)
    first = fetch(staff, "/faults")
    second = fetch(staff, first.link("Next"))
    assert (len(names(first)), len(names(second))) == (50, 1)


def test_a_page_that_shows_all_this_is_sent_nothing_until_it_changes(
    staff: FlaskClient, make: Builder, fault: Fault
) -> None:
    version = staff.get("/faults").text.split('data-live="')[1].split('"')[0]
    known = {"If-None-Match": f'"{version}"'}
    assert staff.get("/faults", headers=known).status_code == 304
    assert staff.get("/faults?who=mine", headers=known).status_code == 200
    make.fault()
    assert staff.get("/faults", headers=known).status_code == 200


def on_call(fault: Fault, person: Person, *, step: int = 1, hours: float = 1) -> None:
    now, calendar = clock.now(), with_calendar(fault.room_id).support
    span = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=hours)}
    stored(Duty(calendar_id=calendar.id, person_id=person.id, step=step, **span))


def test_the_queue_says_who_is_on_call_now_and_a_page_that_looks_hears_of_a_change(
    staff: FlaskClient, make: Builder, ada: Person, fault: Fault
) -> None:
    page = fetch(staff, "/faults")
    assert "Nobody is on call now" in page.main
    version = page.response.get_data(as_text=True).split('data-live="')[1].split('"')[0]
    on_call(fault, make.person(name="Bob Later"), step=2)
    on_call(fault, ada)
    on_call(fault, make.person(name="Over Since"), hours=-0.5)
    on_call(fault, make.person(name="Switched Off", active=False))
    answer = staff.get("/faults", headers={"If-None-Match": f'"{version}"'})
    assert answer.status_code == 200
    now = fetch(staff, "/faults")
    assert now.each("queue__call") == ["On call now: Ada Lovelace, then Bob Later"]


def test_the_soonest_promise_is_looked_up_by_its_fault_and_not_among_all(make: Builder) -> None:
    asked = queries.ordered(queries.Wanted(), None, clock.now().date())
    make.fault()
    words = asked.compile(db.engine, compile_kwargs={"literal_binds": True})
    prefix = "EXPLAIN QUERY PLAN" if db.engine.dialect.name == "sqlite" else "EXPLAIN"
    plan = "\n".join(str(row) for row in db.session.execute(text(f"{prefix} {words}")))
    assert "GroupAggregate" not in plan
    assert "MATERIALIZE" not in plan
    assert "ix_promise_unmet" not in plan
