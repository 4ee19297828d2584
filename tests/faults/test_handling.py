"""Staff give a fault to a colleague, arrive at it by a scan, and show what was sent."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.faults.handling import service
from app.faults.models import Event, Fault, FaultState, Kind, ReportPhoto, TimelineEntry
from app.notices.models import Notice, Topic
from app.people.models import Person, Role
from app.photos import service as photos
from tests.builders import Builder
from tests.building import stored
from tests.pages import fetch, read


def a_photo() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(drawn, "JPEG")
    return drawn.getvalue()


def events(fault: Fault) -> list[Event | None]:
    rows = select(TimelineEntry.event).where(TimelineEntry.fault_id == fault.id)
    return list(db.session.scalars(rows.order_by(TimelineEntry.id)))


def test_a_colleague_who_is_given_a_fault_is_told(
    staff: FlaskClient, make: Builder, fault: Fault
) -> None:
    grace = make.person(name="Grace Hopper")
    form = fetch(staff, f"/faults/{fault.id}").form(f"/faults/{fault.id}/assign")
    assert form.send({"person": str(grace.id)}).status_code == 303
    assert db.session.get_one(Fault, fault.id).assignee_id == grace.id
    notice = db.session.scalars(select(Notice)).one()
    assert (notice.person_id, notice.topic) == (grace.id, Topic.MINE)
    assert "Projector left" in notice.subject
    assert notice.link == f"/faults/{fault.id}"


def test_of_two_who_give_it_away_at_once_the_second_is_told(
    staff: FlaskClient, make: Builder, fault: Fault
) -> None:
    first, second = make.person(name="Grace Hopper"), make.person()
    form = fetch(staff, f"/faults/{fault.id}").form(f"/faults/{fault.id}/assign")
    form.send({"person": str(first.id)})
    page = read(form.send({"person": str(second.id)}), 422, staff)
    assert page.errors == ["Grace Hopper has it by now. Look again."]


def test_nobody_who_does_not_mend_is_given_a_fault(
    staff: FlaskClient, make: Builder, fault: Fault
) -> None:
    auditor = make.person(role=Role.AUDITOR)
    form = fetch(staff, f"/faults/{fault.id}").form(f"/faults/{fault.id}/assign")
    read(form.send({"person": str(auditor.id)}), 422, staff)
    assert db.session.get_one(Fault, fault.id).assignee_id is None


def test_arrival_is_proved_by_scanning_the_tag(
    staff: FlaskClient, make: Builder, ada: Person, fault: Fault
) -> None:
    tag = make.tag(room=fault.room)
    scanned = fetch(staff, staff.get(f"/T/{tag.code}").location)
    sent = scanned.form(button="I am here: work on it").send()
    page = fetch(staff, sent.location)
    assert "Scanned at the tag" in page.main
    assert Event.ARRIVED in events(fault)
    moved = db.session.get_one(Fault, fault.id)
    assert (moved.state, moved.assignee_id) == (FaultState.ATTENDED, ada.id)


def test_without_a_scan_nobody_has_arrived(staff: FlaskClient, make: Builder, fault: Fault) -> None:
    tag = make.tag(room=fault.room)
    scanned = fetch(staff, staff.get(f"/T/{tag.code}").location)
    form = scanned.form(button="I am here: work on it")
    after = fetch(staff, form.send({"scan": "forged"}).location)
    assert "Scan the tag again" in after.text
    assert Event.ARRIVED not in events(fault)
    assert "I am here" not in fetch(staff, f"/t/{tag.code}").main


def test_a_scan_elsewhere_is_no_arrival(staff: FlaskClient, make: Builder, fault: Fault) -> None:
    tag = make.tag(room=make.room())
    here = make.fault(room=tag.room)
    scanned = fetch(staff, staff.get(f"/T/{tag.code}").location)
    form = scanned.form(f"/t/{tag.code}/faults/{here.id}/arrived")
    sent = staff.post(f"/t/{tag.code}/faults/{fault.id}/arrived", data=form.filled)
    assert sent.status_code == 404


def test_from_the_desk_it_is_said_that_nobody_scanned(staff: FlaskClient, fault: Fault) -> None:
    form = fetch(staff, f"/faults/{fault.id}").form(f"/faults/{fault.id}/move")
    form.send({"state": "attended"})
    assert "Said, not scanned at the tag" in fetch(staff, f"/faults/{fault.id}").main


def test_a_photo_stands_beside_what_was_written(staff: FlaskClient, fault: Fault) -> None:
    form = fetch(staff, f"/faults/{fault.id}").form(f"/faults/{fault.id}/move")
    sent = {"remark": "The plug is burnt.", "photo": (BytesIO(a_photo()), "plug.jpg")}
    assert form.send(sent).status_code == 303
    entry = db.session.scalars(
        select(TimelineEntry).where(TimelineEntry.note == "The plug is burnt.")
    ).one()
    assert entry.photo_id
    assert not entry.public


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"photo": (BytesIO(b"<svg/>"), "x.jpg"), "remark": "x"}, None),
        ({"photo": (BytesIO(b"x"), "x.jpg")}, "Say in a few words for staff what the photo shows."),
    ],
)
def test_a_photo_that_is_none_is_refused_and_words_are_kept(
    staff: FlaskClient, fault: Fault, sent: dict[str, object], sentence: str | None
) -> None:
    form = fetch(staff, f"/faults/{fault.id}").form(f"/faults/{fault.id}/move")
    page = read(form.send({**sent, "state": "seen"}), 422, staff)
    assert page.errors
    assert sentence is None or page.errors == [sentence]
    assert db.session.get_one(Fault, fault.id).state is FaultState.REPORTED


def test_a_reporters_photo_is_public_only_once_staff_say_so(
    staff: FlaskClient, make: Builder, fault: Fault
) -> None:
    report = make.report(fault=fault)
    taken = photos.take_in(a_photo(), at=clock.now())
    sent = stored(ReportPhoto(photo_id=taken.id, report_id=report.id))
    page = fetch(staff, f"/faults/{fault.id}")
    page.form(button="Let everybody see it").send()
    db.session.refresh(sent)
    assert sent.approved_at
    fetch(staff, f"/faults/{fault.id}").form(button="For staff only").send()
    db.session.refresh(sent)
    assert sent.approved_at is None


def test_a_photo_of_another_fault_is_not_found_here(
    staff: FlaskClient, make: Builder, fault: Fault
) -> None:
    make.report(fault=fault)
    taken = photos.take_in(a_photo(), at=clock.now())
    stored(ReportPhoto(photo_id=taken.id, report_id=make.report().id))
    form = fetch(staff, f"/faults/{fault.id}").form(f"/faults/{fault.id}/move")
    sent = staff.post(f"/faults/{fault.id}/photos/{taken.id}", data=form.filled)
    assert sent.status_code == 404


def test_what_was_reopened_has_nobody_at_its_place(make: Builder) -> None:
    fault = make.fault(state=FaultState.ATTENDED, kind=Kind.BROKEN)
    at = clock.now()
    stored(TimelineEntry(fault_id=fault.id, at=at, event=Event.ARRIVED))
    db.session.refresh(fault, ["timeline"])
    assert service.is_scanned(fault)
    stored(TimelineEntry(fault_id=fault.id, at=at, state=FaultState.REOPENED))
    db.session.refresh(fault, ["timeline"])
    assert service.is_scanned(fault) is None
