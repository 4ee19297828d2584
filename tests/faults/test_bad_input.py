"""What nobody means well: breaks, signs and lengths in every field of every form about faults."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app import clock
from app.extensions import db
from app.faults import service
from app.faults.models import Fault, FaultState, Follower, Kind, Report, Restoration, TimelineEntry
from app.faults.promises.reached import Step
from app.notices.models import Notice
from app.people.models import Person
from tests.builders import Builder
from tests.pages import Form, Page, fetch

BREAKS = "a@example.edu\r\nBcc: b@example.edu\r\n\r\n<script>alert(1)</script>\x00\x1b[31m"
SCRIPTS = "¿Nic nie działa? 有问题 \u202eعطل\u202c ไม่ทำงาน 🧑🏽‍🏫🔥 {{ 7 * 7 }} %s %(x)s"
LONG = "ä🐝و文" * 2500
FIXED = {"csrf_token", "key"}
TYPED = {"text", "email", "search", "tel", "number", "date", "datetime-local", "hidden", None}


@pytest.fixture
def report(make: Builder, fault: Fault, ada: Person) -> Report:
    """Of a fault that works again: the page of a report has most to fill in then."""
    twin = make.fault(equipment=fault.equipment)
    make.report(fault=twin, note="Dark")
    asked = make.fault(room=fault.room, equipment=None, kind=Kind.QUESTION)
    make.report(fault=asked, note="How?")
    works = make.fault(room=fault.room, restore_by=clock.now() + timedelta(days=1))
    how = Step(restoration=Restoration.REPAIR)
    service.move(works, FaultState.RESTORED, by=ada, note="", at=clock.now(), how=how)
    return make.report(fault=works)


def forms(client: FlaskClient, address: str) -> Iterator[Form]:
    page = fetch(client, address)
    for element in page.document.all("form"):
        form = Form(page, element)
        if form.method == "post" and not form.leaves:
            yield form


def fields(form: Form) -> Iterator[str]:
    """The names of its fields that somebody types into, or could."""
    for each in form.element.iter():
        typed = each.tag == "textarea" or (each.tag == "input" and each.get("type") in TYPED)
        if typed and each.get("name") not in FIXED:
            yield each.get("name", "")


def sent(client: FlaskClient, address: str, typed: str) -> Iterator[Any]:
    """All forms of a page, filled with that: wholly, then but one field at a time."""
    for form in forms(client, address):
        names = list(fields(form))
        yield form.send(dict.fromkeys(names, typed))
        for name in names:
            yield form.send({name: typed})


@pytest.mark.parametrize("typed", [BREAKS, SCRIPTS, LONG], ids=["breaks", "scripts", "long"])
def test_no_field_of_a_fault_or_a_report_breaks_anything(
    staff: FlaskClient, fault: Fault, report: Report, typed: str
) -> None:
    key, room = fault.id, fault.room_id
    asked = db.session.scalars(select(Fault.id).where(Fault.kind == Kind.QUESTION)).one()
    pages = ["", "/close", "/merge", "/swap", "/parts", "/vendor"]
    addresses = [f"/faults/{key}{each}" for each in pages if each != "/vendor"]
    addresses += [f"/faults/{asked}", f"/rooms/{room}/faults/new", f"/f/{report.secret}"]
    answers = [each for address in addresses for each in sent(staff, address, typed)]
    assert len(answers) > 20
    for answer in answers:
        assert answer.status_code < 500, answer.request.path
        assert "\n" not in answer.headers.get("Location", "")
        assert "<script>alert" not in answer.get_data(as_text=True)
        assert "49 %s" not in answer.get_data(as_text=True)
    stored = [*db.session.scalars(select(TimelineEntry.note)), *told()]
    assert not any(sign in words for words in stored for sign in "\r\x00\x1b")
    headers = db.session.execute(select(Notice.subject, Notice.address, Notice.link)).all()
    assert not any("\n" in part or "\r" in part for row in headers for part in row)


def told() -> list[str]:
    rows = db.session.execute(select(Report.note, Report.contact, Report.rating_note))
    return [each for row in rows for each in row]


@pytest.mark.parametrize("typed", [BREAKS, SCRIPTS, LONG], ids=["breaks", "scripts", "long"])
def test_no_address_about_faults_breaks_by_what_it_asks_for(
    staff: FlaskClient, fault: Fault, typed: str
) -> None:
    asked = {"q": typed, "state": typed, "building": typed, "who": typed, "page": typed}
    for address in ("/faults", "/faults/new", f"/faults/{fault.id}/swap"):
        page: Page = fetch(staff, address, query_string=asked)
        assert "<script>alert" not in page.response.get_data(as_text=True)


def test_to_open_every_link_of_a_report_and_its_forms_changes_nothing(
    client: FlaskClient, make: Builder, report: Report
) -> None:
    address = f"/f/{report.secret}"
    make.tag(room=db.session.get_one(Fault, report.fault_id).room)
    page = fetch(client, address)
    before = counts()
    actions = {Form(page, each).action for each in page.document.all("form")}
    assert {f"{address}/works", f"{address}/still-broken", f"{address}/rate"} <= actions
    for link in {*page.links, *actions}:
        if link.startswith("/"):
            for ask in (client.get, client.head):
                assert ask(link).status_code < 500, link
    assert all(client.get(each).status_code in {404, 405} for each in actions)
    assert counts() == before


def counts() -> list[tuple[Any, ...]]:
    db.session.expire_all()
    rows = [db.session.execute(select(func.count()).select_from(each)).one() for each in KEPT]
    states = db.session.execute(select(Fault.id, Fault.state, Fault.assignee_id))
    return [tuple(row) for row in (*rows, *states)]


KEPT = (Report, TimelineEntry, Follower, Notice)
