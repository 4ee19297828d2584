"""The page of a report whose fault was merged goes by the fault that lives on."""

import pytest
from flask.testing import FlaskClient

from app import clock
from app.extensions import db
from app.faults import service
from app.faults.following import queries
from app.faults.merging import service as merging
from app.faults.models import (
    Fault,
    FaultState,
    Report,
    ReportPhoto,
    Restoration,
    TimelineEntry,
)
from app.faults.promises.reached import Step
from app.people.models import Person
from app.photos.models import Photo
from tests.builders import Builder
from tests.pages import fetch


@pytest.fixture
def merged(make: Builder, fault: Fault, ada: Person) -> Report:
    """The report of a fault that turned out to be the same as another."""
    twin = make.fault(equipment=fault.equipment, symptom=make.symptom(label="Dark"))
    report = make.report(fault=twin)
    merging.merge(twin.id, fault.id, note="Told before.", by=ada, at=clock.now())
    db.session.commit()
    return report


def picture(report: Report, key: str) -> ReportPhoto:
    photo = Photo(
        key=key * 32, media_type="image/jpeg", width=1, height=1, size=1, taken_in_at=clock.now()
    )
    db.session.add(photo)
    db.session.flush()
    shown = ReportPhoto(photo_id=photo.id, report_id=report.id, approved_at=clock.now())
    db.session.add(shown)
    db.session.flush()
    return shown


def sees(report: Report, key: str) -> bool:
    db.session.expire_all()
    return queries.photo_seen_by(db.session.get_one(Report, report.id), key * 32) is not None


def test_it_is_rated_once_the_fault_that_lives_on_works(
    client: FlaskClient, fault: Fault, merged: Report, ada: Person
) -> None:
    address = f"/f/{merged.secret}"
    assert "Rate it" not in fetch(client, address).main
    done = Step(restoration=Restoration.REPAIR)
    service.move(fault, FaultState.RESTORED, by=ada, note="", at=clock.now(), how=done)
    db.session.commit()
    fetch(client, address).form(f"{address}/rate").send({"stars": "5", "note": "Quick"})
    assert "Quick" in fetch(client, address).main


def test_both_see_what_staff_approved_of_either_and_nobody_else_does(
    make: Builder, fault: Fault, merged: Report, ada: Person
) -> None:
    mine = make.report(fault=fault)
    picture(mine, "a")
    picture(merged, "b")
    assert all(sees(report, key) for report in (mine, merged) for key in "ab")
    stranger = make.report(fault=make.fault())
    assert not any(sees(stranger, key) for key in "ab")
    assert len(queries.approved_photos([fault.id])[fault.id]) == 2


def test_both_see_a_photo_of_the_public_timeline_and_none_of_staffs(
    make: Builder, fault: Fault, merged: Report
) -> None:
    for key, public in (("c", True), ("d", False)):
        photo_id = picture(make.report(fault=make.fault()), key).photo_id
        said = {"note": "Here", "public": public, "photo_id": photo_id}
        db.session.add(TimelineEntry(fault_id=fault.id, at=clock.now(), **said))
    db.session.flush()
    assert sees(merged, "c")
    assert not sees(merged, "d")
