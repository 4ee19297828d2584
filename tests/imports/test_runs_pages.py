"""A sent file on its pages: small ones at once, large ones by the worker; stopped, kept, told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import clock
from app.extensions import db
from app.imports import jobs
from app.imports.runs import telling, uploads
from app.imports.runs.progress import Part
from app.imports.runs.stages import Run, Stage
from tests.builders import Builder
from tests.conftest import signed_in_client
from tests.imports.files import csv_bytes, xlsx
from tests.imports.sent_files import LIST, WHERE, stored
from tests.imports.uploads import applied, looked_again, sent, to_apply
from tests.pages import FROM_OUR_PAGE, Page, fetch


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is too large for a request."""
    monkeypatch.setattr(uploads, "SMALL_TEXT", 1)


def run_of(page: Page) -> Run:
    token = page.response.request.path.split("/")[2]
    found = uploads.run_of(jobs.place().folder, token)
    assert found
    return found


def post(page: Page, button: str) -> Page:
    """The page after its button was pressed."""
    answer = page.form(button=button).send()
    assert answer.status_code == 303
    assert page.client
    return fetch(page.client, answer.location)


def sends(client: FlaskClient, address: str) -> TestResponse:
    """The answer to a form of our own that is sent there."""
    token = fetch(client, "/imports").form().filled["csrf_token"]
    return client.post(address, data={"csrf_token": token}, headers=FROM_OUR_PAGE)


def test_a_large_file_is_looked_at_and_applied_by_the_worker(
    manager: FlaskClient, large: None
) -> None:
    page = sent(manager, LIST)
    assert "Waiting for its turn" in page.main
    jobs.sweep()
    page = fetch(manager, page.response.request.path)
    assert any("There is no site yet" in each for each in page.errors)
    answer = page.form(button="Look again").send(WHERE)
    waiting = fetch(manager, answer.location)
    assert "Waiting for its turn" in waiting.main
    jobs.sweep()
    page = applied(fetch(manager, answer.location))
    assert stored() == (0, 0)
    jobs.sweep()
    assert fetch(manager, page.response.request.path).h1 == "Imported"
    assert stored() == (2, 1)


def test_where_nobody_takes_a_large_file_up_its_page_tells_how_the_worker_is_started(
    manager: FlaskClient, large: None
) -> None:
    page = sent(manager, LIST)
    assert "Nobody has begun it yet" not in page.main
    folder, run = jobs.place().folder, run_of(page)
    long_ago = clock.now().timestamp() - 60
    os.utime(uploads.path(folder, run.token, "json"), (long_ago, long_ago))
    page = fetch(manager, page.response.request.path)
    assert "Nobody has begun it yet" in page.main
    assert "jobs run" in page.main
    telling.Teller(folder, run)(Part.READING, 1, 2)
    assert "Nobody has begun" not in fetch(manager, page.response.request.path).main


def test_what_waits_is_stopped_by_a_button_and_can_be_looked_at_again(
    manager: FlaskClient, large: None
) -> None:
    page = post(sent(manager, LIST), "Cancel")
    assert run_of(page).stage is Stage.STOPPED
    assert "It was stopped. Nothing was stored." in page.main
    assert page.form(button="Look again").send(WHERE).status_code == 303
    jobs.sweep()
    assert run_of(page).stage is Stage.LOOKED


def test_a_stop_that_comes_too_late_says_so(manager: FlaskClient) -> None:
    page = applied(looked_again(sent(manager, LIST), **WHERE))
    answer = sends(manager, f"/imports/{run_of(page).token}/stop")
    assert "It was too late to stop" in fetch(manager, answer.location).text
    assert stored() == (2, 1)


def test_looking_at_pages_changes_nothing(manager: FlaskClient, folder: Path) -> None:
    page = looked_again(sent(manager, LIST), **WHERE)
    token = run_of(page).token

    def kept() -> dict[str, bytes]:
        return {each.name: each.read_bytes() for each in folder.glob(f"{token}.*")}

    before = kept()
    addresses = (
        f"/imports/{token}?show=create&q=a&kind=equipment&site=Elsewhere",
        f"/imports/{token}/sample?column.room=0",
        f"/imports/{token}/lines.csv",
    )
    for address in addresses:
        with manager.get(address) as answer:
            assert answer.status_code == 200
    assert kept() == before
    assert stored() == (0, 0)


def test_the_same_wishes_twice_do_nothing_twice(manager: FlaskClient) -> None:
    page = looked_again(sent(manager, LIST), **WHERE)
    again = page.form(button="Look again").send()
    assert again.status_code == 303
    form = to_apply(page)
    assert [form.send().status_code for _ in range(2)] == [303, 303]
    assert stored() == (2, 1)


def test_the_lines_of_the_dry_run_come_as_a_file(manager: FlaskClient) -> None:
    page = looked_again(sent(manager, csv_bytes("Building,Room", "Main,1", "Main,")), **WHERE)
    token = run_of(page).token
    with manager.get(f"/imports/{token}/lines.csv?show=refused") as answer:
        assert answer.headers["Content-Disposition"] == "attachment; filename=rooms-lines.csv"
        lines = answer.get_data(as_text=True).removeprefix("\ufeff").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("3,refused")
    with manager.get(f"/imports/{token}/lines.xlsx") as answer:
        assert answer.data.startswith(b"PK")
    assert manager.get(f"/imports/{token}/lines.pdf").status_code == 404


def test_the_file_that_was_sent_is_kept_beside_the_batch_for_three_months(
    manager: FlaskClient, technician: FlaskClient, folder: Path
) -> None:
    applied(looked_again(sent(manager, LIST, "räume.csv"), **WHERE))
    with manager.get("/imports/batches/1/file") as answer:
        assert answer.data == LIST
        assert "r%C3%A4ume.csv" in answer.headers["Content-Disposition"]
    assert technician.get("/imports/batches/1/file").status_code == 403
    assert manager.get("/imports/batches/2/file").status_code == 404
    uploads.sweep(folder, at=clock.now() + uploads.KEPT_OF_BATCH / 2)
    with manager.get("/imports/batches/1/file") as answer:
        assert answer.status_code == 200
    uploads.sweep(folder, at=clock.now() + uploads.KEPT_OF_BATCH * 2)
    assert manager.get("/imports/batches/1/file").status_code == 404


def test_a_file_of_somebody_else_is_not_found(
    app: Flask, manager: FlaskClient, make: Builder
) -> None:
    token = run_of(sent(manager, LIST)).token
    other = signed_in_client(app, make.person(role="manager"))
    db.session.commit()
    for address in (f"/imports/{token}", f"/imports/{token}/sample", f"/imports/{token}/lines.csv"):
        assert other.get(address).status_code == 404
    for address in (f"/imports/{token}", f"/imports/{token}/stop", f"/imports/{token}/choices"):
        assert sends(other, address).status_code == 404


def test_a_large_file_that_is_no_list_says_so_on_its_page(
    manager: FlaskClient, large: None
) -> None:
    page = sent(manager, b"%PDF-1.7 ...")
    jobs.sweep()
    page = fetch(manager, page.response.request.path)
    assert "This file is a PDF, no list." in page.main


def test_sheets_that_share_their_columns_are_offered_as_one_list_and_read_so(
    manager: FlaskClient,
) -> None:
    table = [["Building", "Room"], ["Main", "1"]]
    book = xlsx(
        {"North": table, "South": [table[0], ["Main", "2"]], "Notes": [["a", "b"], ["c", "d"]]}
    )
    page = sent(manager, book, "rooms.xlsx")
    assert "*" in [value for value, _words in options(page, "sheet")]
    page = looked_again(page, sheet="*", **WHERE)
    found = uploads.findings(jobs.place().folder, run_of(page))
    assert found
    assert (found.sheet, found.figures["create"]) == ("*", 2)
    assert "Notes" in dict(found.skipped)
    tried = uploads.tried(jobs.place().folder, run_of(page))
    assert tried
    assert [(each.line.sheet, each.cells) for each in tried.lines()] == [
        ("North", ("Main", "1", "North")),
        ("South", ("Main", "2", "South")),
    ]


def options(page: Page, name: str) -> list[tuple[str, str]]:
    """The values and words to choose from."""
    (select,) = [each for each in page.document.all("select") if each.get("name") == name]
    return [(each.get("value", ""), each.text or "") for each in select.iter("option")]
