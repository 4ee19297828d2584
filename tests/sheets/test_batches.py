"""The pages of orders: how far one is, its file, its tags, and who printed which when."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.batches import service as orders
from app.batches.models import Batch, BatchState, Kind
from app.extensions import db
from app.sheets.jobs import print_order
from app.sheets.making import work
from app.sheets.making.wishes import Of, Wished
from tags import design, stock
from tests.builders import Builder
from tests.pages import Page, fetch, read
from tests.sheets.printing import addresses, file_of, order


def _waiting(make: Builder, rooms: int = 3, **changes: Any) -> Batch:
    """An order that nobody has begun."""
    hall = make.building(name="Curie Building")
    ids = [make.room(building=hall, name=f"2.{n:02d}").id for n in range(rooms)]
    usual: dict[str, Any] = {
        "of": Of.ROOMS,
        "ids": ids,
        "stock": stock("avery-l7160"),
        "design": design("label"),
        "address": "https://rooms.example.edu",
        "trial": False,
        "locale": "en",
    }
    ada = make.person(name="Ada Nkemelu")
    batch = work.order(Wished(**(usual | changes)), ada, at=clock.now())
    db.session.commit()
    return batch


def _page(manager: FlaskClient, batch: Batch) -> Page:
    return fetch(manager, f"/sheets/batches/{batch.id}")


def test_an_order_leads_to_its_page_and_from_there_to_its_file(
    manager: FlaskClient, make: Builder
) -> None:
    room = make.room(name="2.14")
    page = fetch(manager, order(manager, room=room.id).location)
    assert page.h1 == "1 tag · Lectern label"
    assert "Its code was read back from the finished file" in page.text
    assert 'Print at 100 %, never "fit to page"' in page.text
    with manager.get(page.link("Download the PDF")) as file:
        assert file.mimetype == "application/pdf"
        assert "attachment; filename=tags-" in file.headers["Content-Disposition"]
        assert len(addresses(file.data)) == 1


@pytest.mark.parametrize(
    ("kind", "words", "media_type"),
    [
        (Kind.ZIP, "Download the ZIP of PDFs", "application/zip"),
        (Kind.CSV, "Download the list", "text/csv"),
    ],
)
def test_other_files_come_under_their_own_names(
    manager: FlaskClient, make: Builder, kind: Kind, words: str, media_type: str
) -> None:
    room = make.room()
    page = fetch(manager, order(manager, room=room.id, kind=kind.value).location)
    with manager.get(page.link(words)) as file:
        assert file.mimetype == media_type
        assert f".{kind.value}" in file.headers["Content-Disposition"]


def test_an_order_under_way_says_how_far_it_is(manager: FlaskClient, make: Builder) -> None:
    batch = _waiting(make)
    page = _page(manager, batch)
    assert "Waiting" in page.text
    assert "0 of 3 tags" in page.text
    assert "You may close this page" in page.text
    assert '<meta http-equiv="refresh"' in page.document.html
    attempt = orders.take(batch.id, at=clock.now())
    assert attempt is not None
    orders.tell(batch.id, attempt, 2, at=clock.now())
    db.session.commit()
    page = _page(manager, batch)
    assert "Printing" in page.text
    assert "2 of 3 tags" in page.text
    (bar,) = page.document.all("progress")
    assert (bar.get("value"), bar.get("max")) == ("2", "3")


def test_an_order_that_nobody_begins_says_how_the_worker_is_started(
    manager: FlaskClient, make: Builder
) -> None:
    batch = _waiting(make)
    assert "jobs run" not in _page(manager, batch).text
    batch.ordered_at -= timedelta(seconds=21)
    db.session.commit()
    assert "flask --app wsgi jobs run" in _page(manager, batch).text


def test_an_order_that_failed_says_why_and_is_tried_again(
    manager: FlaskClient, make: Builder
) -> None:
    batch = _waiting(make)
    attempt = orders.take(batch.id, at=clock.now())
    assert attempt is not None
    orders.fail(batch.id, attempt, "The disk is full.", at=clock.now())
    db.session.commit()
    page = _page(manager, batch)
    assert "It could not be printed The disk is full." in page.text
    assert '<meta http-equiv="refresh"' not in page.document.html
    answer = page.form(button="Try again").send()
    assert answer.status_code == 303
    assert "Download the PDF" in fetch(manager, answer.location).text
    assert db.session.get_one(Batch, batch.id).state is BatchState.READY


def test_an_order_for_an_address_that_changed_meanwhile_is_ordered_again(
    manager: FlaskClient, make: Builder
) -> None:
    batch = _waiting(make)
    settings = manager.application.config["SETTINGS"]
    moved = settings.model_copy(update={"public_url": "https://new.example.edu"})
    manager.application.config["SETTINGS"] = moved
    print_order(batch.id)
    page = _page(manager, batch)
    assert "ordered for https://rooms.example.edu, which is not the public address" in page.text
    shown = fetch(manager, page.link("Order again"))
    assert "3 tags, each printed again." in shown.text
    codes = addresses(file_of(manager, shown.form(button="Print").send()))
    assert {each.partition("/T/")[0] for each in codes} == {"HTTPS://NEW.EXAMPLE.EDU"}


def test_an_order_that_is_ready_is_not_tried_again(manager: FlaskClient, make: Builder) -> None:
    room = make.room()
    order(manager, room=room.id)
    manager.application.config["WTF_CSRF_ENABLED"] = False
    answer = read(manager.post("/sheets/batches/1/again"), 409)
    assert "Only an order that failed can be tried again." in answer.text


def test_a_file_that_was_cleared_away_is_printed_again(manager: FlaskClient, make: Builder) -> None:
    room = make.room()
    page = fetch(manager, order(manager, room=room.id).location)
    work.file_of(db.session.get_one(Batch, 1)).unlink()
    gone = fetch(manager, page.link("Download the PDF"), 404)
    assert "Files are kept for 30 days. Print this one again." in gone.text
    page = fetch(manager, "/sheets/batches/1")
    assert "Download the PDF" not in page.text
    assert "1 tag on 1 sheet" in fetch(manager, page.link("Print it again")).text


def test_only_a_sample_of_a_long_order_is_read_back_and_that_is_said(
    manager: FlaskClient, make: Builder
) -> None:
    batch = _waiting(make)
    batch.state, batch.count, batch.checked, batch.pages = BatchState.READY, 10_000, 300, 477
    db.session.commit()
    said = _page(manager, batch).text
    assert "A sample of 300 of its 10,000 codes was read back" in said
    assert "477 sheets" in said


def test_each_tag_is_found_on_its_sheet(manager: FlaskClient, make: Builder) -> None:
    batch = _waiting(make, rooms=53, used=frozenset({0, 1}))
    assert "Print these again" not in _page(manager, batch).text
    print_order(batch.id)
    page = _page(manager, batch)
    assert page.rows[1][1] == "2.00 Curie Building"
    places = [row[3] for row in page.rows[1:]]
    assert places[0] == "Sheet 1, label 3"
    assert places[18:20] == ["Sheet 1, label 21", "Sheet 2, label 1"]
    assert "1–50 of 53" in page.text
    last = fetch(manager, page.link("Next"))
    assert [row[3] for row in last.rows[1:]] == [f"Sheet 3, label {n}" for n in (11, 12, 13)]
    assert fetch(manager, f"/sheets/batches/{batch.id}?page=99").rows == last.rows


def test_all_orders_are_listed_the_newest_first(manager: FlaskClient, make: Builder) -> None:
    assert "Nothing was printed yet" in fetch(manager, "/sheets/batches").text
    _waiting(make)
    room = make.room()
    order(manager, room=room.id, stock="avery-l7163")
    rows = fetch(manager, "/sheets/batches").rows[1:]
    assert [row[0] for row in rows] == ["Order 2", "Order 1"]
    assert rows[0][1].startswith("1 tag · Lectern label PDF · Rooms · ")
    assert rows[0][2] == "Avery L7163"
    assert rows[1][3] == "Ada Nkemelu"
    assert [row[5] for row in rows] == ["Ready", "Waiting"]


def test_an_order_of_the_command_line_has_nobody_s_name(app: Flask, manager: FlaskClient) -> None:
    out = str(app.config["SETTINGS"].data / "blank.pdf")
    ran = app.test_cli_runner().invoke(args=["tags", "blank", "3", "--out", out])
    assert ran.exit_code == 0, ran.output
    page = fetch(manager, "/sheets/batches/1")
    assert "The command line" in page.text
    assert [row[1] for row in page.rows[1:]] == ["Blank tag"] * 3


def test_an_unknown_order_is_not_there(manager: FlaskClient) -> None:
    for address in ("/sheets/batches/7", "/sheets/batches/7/file"):
        fetch(manager, address, 404)
