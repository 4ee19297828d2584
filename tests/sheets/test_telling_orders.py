"""Orders are told apart: what was ordered, for what, where; and where each of its tags came out."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from app import clock
from app.batches import service as orders
from app.batches.models import Batch, Kind
from app.extensions import db
from tests.builders import Builder
from tests.pages import fetch
from tests.sheets.printing import file_of, order


def _places(manager: FlaskClient, answer: Any) -> list[str]:
    page = fetch(manager, answer.location)
    return [row[3] for row in page.rows[1:]]


def test_the_list_says_what_was_ordered_for_what_and_where(
    manager: FlaskClient, make: Builder
) -> None:
    hall = make.building(name="Curie Building")
    room = make.room(building=hall)
    make.equipment(room=room)
    make.equipment(room=make.room(building=make.building(name="Aalto Building")))
    order(manager, building=hall.id)
    order(manager, of="units", all=1, kind="zip")
    order(manager, of="blank", blanks=3, kind="csv")
    rows = fetch(manager, "/sheets/batches").rows[1:]
    assert [row[1] for row in rows] == [
        "3 tags · Lectern label A list · Blank tags",
        "2 tags · Equipment label A PDF a building · Equipment · 2 buildings",
        "1 tag · Lectern label PDF · Rooms · Curie Building",
    ]
    page = fetch(manager, "/sheets/batches/1")
    assert page.h1 == "1 tag · Lectern label"
    assert "PDF · Rooms · Curie Building" in page.main


def test_an_order_that_is_being_printed_is_not_said_to_wait(
    manager: FlaskClient, make: Builder
) -> None:
    batch = make.batch()
    orders.take(batch.id, at=clock.now())
    db.session.commit()
    for address in ("/sheets/batches", f"/sheets/batches/{batch.id}"):
        page = fetch(manager, address)
        (badge,) = page.document.of_class("badge")
        assert "tone--info" in badge.get("class", "")
        assert page.each("badge") == ["Printing"]


def test_a_worker_that_says_nothing_is_told_of(manager: FlaskClient, make: Builder) -> None:
    batch = make.batch()
    orders.take(batch.id, at=clock.now())
    db.session.commit()
    stopped = "The printing program stopped or is busy; another begins within a minute."
    assert stopped not in fetch(manager, f"/sheets/batches/{batch.id}").text
    assert batch.taken_until is not None
    batch.taken_until -= timedelta(seconds=6)
    db.session.commit()
    assert stopped in fetch(manager, f"/sheets/batches/{batch.id}").text


def test_labels_of_a_roll_are_counted(manager: FlaskClient, make: Builder) -> None:
    for _ in range(3):
        make.room()
    answer = order(manager, all=1, stock="brother-dk-11209")
    assert _places(manager, answer) == [f"Label {n} of 3" for n in (1, 2, 3)]


def test_lines_of_a_list_are_counted_below_its_head(manager: FlaskClient, make: Builder) -> None:
    make.room(name="2.14")
    answer = order(manager, all=1, kind="csv")
    assert _places(manager, answer) == ["Row 2"]
    lines = file_of(manager, answer).decode("utf-8-sig").splitlines()
    assert "2.14" in lines[2 - 1]


def test_tags_in_a_zip_are_found_in_the_file_of_their_building(
    manager: FlaskClient, make: Builder
) -> None:
    for name in ("Aalto/Building", "Curie Building"):
        hall = make.building(name=name)
        for _ in range(15):
            make.room(building=hall)
    used = [str(n) for n in range(1, 9)]
    answer = order(manager, all=1, kind="zip", stock="avery-l7160", used=used)
    places = _places(manager, answer)
    assert places[0] == "Aalto-Building.pdf, sheet 1, label 9"
    assert places[13:16] == [
        "Aalto-Building.pdf, sheet 2, label 1",
        "Aalto-Building.pdf, sheet 2, label 2",
        "Curie Building.pdf, sheet 1, label 1",
    ]
    with ZipFile(BytesIO(file_of(manager, answer))) as file:
        assert file.namelist() == ["Aalto-Building.pdf", "Curie Building.pdf"]


def test_later_pages_of_a_zip_go_on_counting(manager: FlaskClient, make: Builder) -> None:
    for name in ("Aalto Building", "Curie Building"):
        hall = make.building(name=name)
        for _ in range(30):
            make.room(building=hall)
    answer = order(manager, all=1, kind="zip", stock="avery-l7160")
    page = fetch(manager, f"{answer.location}?page=2")
    assert page.rows[1][3] == "Curie Building.pdf, sheet 1, label 21"
    assert page.rows[2][3] == "Curie Building.pdf, sheet 2, label 1"


@pytest.mark.parametrize("kind", [Kind.PDF, Kind.CSV])
def test_files_are_downloaded(manager: FlaskClient, make: Builder, kind: Kind) -> None:
    make.room()
    page = fetch(manager, order(manager, all=1, kind=kind.value).location)
    assert db.session.query(Batch).one().kind is kind
    words = {Kind.PDF: "Download the PDF", Kind.CSV: "Download the list"}
    assert page.link(words[kind])
