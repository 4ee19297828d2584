"""What somebody who reported a fault can do on their page: rate it, add a photo."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.faults import service
from app.faults.models import (
    Event,
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
from tests.pages import fetch, read


@pytest.fixture
def report(make: Builder, fault: Fault) -> Report:
    return make.report(fault=fault)


def moved(report: Report, ada: Person, state: FaultState) -> None:
    fault = db.session.get_one(Fault, report.fault_id)
    service.move(fault, state, by=ada, note="", at=clock.now(), how=Step(None, Restoration.REPAIR))
    db.session.commit()


def rating(client: FlaskClient, report: Report, stars: str, note: str = "") -> Any:
    form = fetch(client, f"/f/{report.secret}").form(f"/f/{report.secret}/rate")
    return form.send({"stars": stars, "note": note})


def kept(report: Report) -> Report:
    db.session.expire_all()
    return db.session.get_one(Report, report.id)


def test_it_is_rated_when_it_works_once_and_anew_until_it_is_closed(
    client: FlaskClient, report: Report, ada: Person
) -> None:
    address = f"/f/{report.secret}"
    assert "Rate it" not in fetch(client, address).main
    moved(report, ada, FaultState.RESTORED)
    rating(client, report, "5", "So fast 🐝")
    assert "So fast 🐝" in fetch(client, address).main
    rating(client, report, "4", "Quite fast")
    entries = db.session.scalars(select(TimelineEntry).where(TimelineEntry.event == Event.RATED))
    assert [each.public for each in entries] == [False]
    stale = fetch(client, address).form(f"{address}/rate")
    moved(report, ada, FaultState.CLOSED)
    page = read(stale.send({"stars": "1", "note": "no"}), 422, client)
    assert "your rating is kept as it was" in page.main
    assert (kept(report).rating, kept(report).rating_note) == (4, "Quite fast")


def test_what_the_reporter_closed_can_still_be_rated_once(
    client: FlaskClient, report: Report, ada: Person
) -> None:
    moved(report, ada, FaultState.RESTORED)
    fetch(client, f"/f/{report.secret}").form(button="Yes, it works again").send()
    assert db.session.get_one(Fault, report.fault_id).state is FaultState.CLOSED
    assert rating(client, report, "5").status_code == 303
    assert "Change it" not in fetch(client, f"/f/{report.secret}").main


def test_a_rating_without_a_number_keeps_the_sentence(
    client: FlaskClient, report: Report, ada: Person
) -> None:
    moved(report, ada, FaultState.RESTORED)
    form = fetch(client, f"/f/{report.secret}").form(f"/f/{report.secret}/rate")
    page = read(form.send({"note": "Kept sentence"}), 422, client)
    assert page.errors == ["Choose from 1 to 5."]
    assert page.form(f"/f/{report.secret}/rate").filled["note"].strip() == "Kept sentence"


def test_a_rating_is_read_by_nobody_else(
    client: FlaskClient, make: Builder, report: Report, ada: Person
) -> None:
    moved(report, ada, FaultState.RESTORED)
    rating(client, report, "1", "SECRETSENTENCE")
    other = make.report(fault=report.fault)
    assert "SECRET" not in fetch(client, f"/f/{other.secret}").main


def picture() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "JPEG")
    file.seek(0)
    return file


def send_photo(client: FlaskClient, report: Report, file: io.BytesIO) -> Any:
    form = fetch(client, f"/f/{report.secret}").form(f"/f/{report.secret}/photo")
    return form.send({"photo": (file, "here.jpg")})


def test_a_photo_is_added_later_and_seen_by_oneself(
    app: Flask, client: FlaskClient, make: Builder, report: Report
) -> None:
    assert send_photo(client, report, picture()).status_code == 303
    photo = db.session.scalars(select(Photo)).one()
    own = f"/f/{report.secret}/photo/{photo.key}"
    assert own in fetch(client, f"/f/{report.secret}").response.get_data(as_text=True)
    answer = client.get(own)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "no-store"
    other = make.report(fault=report.fault)
    theirs = f"/f/{other.secret}/photo/{photo.key}"
    assert app.test_client().get(theirs).status_code == 404
    db.session.scalars(select(ReportPhoto)).one().approved_at = clock.now()
    db.session.commit()
    assert client.get(theirs).status_code == 200, "approved by staff"
    stranger = make.report(fault=make.fault())
    assert client.get(f"/f/{stranger.secret}/photo/{photo.key}").status_code == 404


def test_a_file_that_lies_about_its_kind_is_refused_beside_the_field(
    client: FlaskClient, report: Report
) -> None:
    page = read(send_photo(client, report, io.BytesIO(b"<svg onload=alert(1)>")), 422, client)
    assert page.errors == ["This file is no picture that can be taken. Send a JPEG, PNG or WebP."]
    assert db.session.scalars(select(Photo)).all() == []


def test_five_photos_are_enough(client: FlaskClient, make: Builder, report: Report) -> None:
    stale = fetch(client, f"/f/{report.secret}").form(f"/f/{report.secret}/photo")
    for n in range(5):
        photo = Photo(
            key=f"{n}" * 32, media_type="image/jpeg", width=1, height=1, size=1,
            taken_in_at=clock.now(),
        )  # fmt: skip
        db.session.add(photo)
        db.session.flush()
        db.session.add(ReportPhoto(photo_id=photo.id, report_id=report.id))
    db.session.commit()
    assert "Add a photo" not in fetch(client, f"/f/{report.secret}").main
    page = read(stale.send({"photo": (picture(), "a.jpg")}), 422, client)
    assert "Up to 5 photos are kept" in page.main
