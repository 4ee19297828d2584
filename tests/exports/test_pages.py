"""From a list's page to its files: what is filtered goes out, to whom the page is open."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.imports.planning.plans import Outcome
from tests.builders import Builder
from tests.conftest import signed_in_client
from tests.exports.estates import trial
from tests.pages import fetch

LISTS = ("rooms", "equipment", "checks", "faults", "tags", "orders")
FILES = [(name, ending) for name in LISTS for ending in ("csv", "xlsx")] + [
    (name, ending)
    for name in ("rooms", "equipment")
    for ending in ("json", "cobie.xlsx", "cobie.zip")
]
PAGES = {"rooms": "/rooms", "equipment": "/equipment", "checks": "/checks", "faults": "/faults"}
PAGES |= {"tags": "/tags", "orders": "/sheets/batches"}


def ways(client: FlaskClient, address: str) -> dict[str, str]:
    """Where the page's menu of files leads, by the kind of file."""
    page = fetch(client, address)
    links = page.document.of_class("exports__way")
    return {"".join(link.itertext()): link.get("href") or "" for link in links}


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def got(client: FlaskClient, address: str) -> bytes:
    """The file at that address."""
    with client.get(address) as answer:
        assert answer.status_code == 200, answer
        return bytes(answer.data)


@pytest.fixture
def estate(make: Builder) -> None:
    """One of everything, in one building."""
    unit = make.equipment()
    make.check(room=unit.room)
    make.fault(equipment=unit, room=unit.room)
    make.batch(make.tag(room=unit.room))


@pytest.mark.parametrize(("name", "ending"), FILES)
def test_each_file_comes_whole_with_its_name_and_is_kept_by_nobody(
    estate: None, manager: FlaskClient, name: str, ending: str
) -> None:
    with manager.get(f"/exports/{name}.{ending}") as answer:
        assert answer.status_code == 200
        told = answer.headers["Content-Disposition"]
        assert told.startswith(f"attachment; filename={name}-20")
        assert told.endswith(f".{ending}")
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert len(answer.data) > 50


def test_any_other_kind_of_file_is_not_found(estate: None, manager: FlaskClient) -> None:
    for address in ("/exports/rooms.pdf", "/exports/faults.json", "/exports/rooms."):
        assert manager.get(address).status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_every_lists_page_leads_to_its_files(estate: None, manager: FlaskClient, name: str) -> None:
    found = ways(manager, PAGES[name])
    assert list(found)[:2] == ["CSV", "XLSX"]
    for address in found.values():
        assert got(manager, address)


def test_what_is_filtered_goes_out_and_all_pages_of_it(
    make: Builder, technician: FlaskClient
) -> None:
    hall, other = make.building(name="Hall"), make.building(name="Other")
    for number in range(60):
        make.room(building=hall, name=f"Lab {number}")
    make.room(building=other, name="Lab 99")
    make.room(building=hall, name="Store")
    found = ways(technician, f"/rooms?q=lab&building={hall.id}&page=2&_scheme=x&ending=y")
    rows = rows_of(got(technician, found["CSV"]))
    assert len(rows) == 60
    assert {row["building"] for row in rows} == {"Hall"}
    assert "page" not in found["CSV"]


def test_cobie_is_a_workbook_where_one_building_is_chosen_else_a_zip(
    make: Builder, technician: FlaskClient
) -> None:
    hall, other = make.building(name="Hall"), make.building(name="Other")
    for building in (hall, other):
        make.room(building=building)
    assert ways(technician, "/rooms")["COBie"] == "/exports/rooms.cobie.zip"
    assert ways(technician, f"/rooms?building={hall.id}")["COBie"] == (
        f"/exports/rooms.cobie.xlsx?building={hall.id}"
    )
    page = fetch(technician, "/exports/rooms.cobie.xlsx", status=409)
    assert "tells of one building. Choose one, or take the ZIP of all." in page.text


def test_cobie_tells_of_what_is_in_use(make: Builder, technician: FlaskClient) -> None:
    make.room()
    make.room(retired_at=make.room().created_at)
    assert "COBie" not in ways(technician, "/rooms?use=retired")
    page = fetch(technician, "/exports/rooms.cobie.zip?use=retired", status=409)
    assert "COBie tells of what is in use" in page.text
    page = fetch(technician, "/exports/rooms.cobie.zip?q=nothing+like+this", status=409)
    assert "nothing to tell" in page.text


def test_a_file_that_cant_be_made_is_said_on_a_page(make: Builder, technician: FlaskClient) -> None:
    make.check()
    page = fetch(technician, "/exports/checks.csv?since=soon", status=409)
    assert "“soon” is not a date." in page.text


def test_who_did_what_goes_out_to_managers_alone(
    make: Builder, technician: FlaskClient, manager: FlaskClient
) -> None:
    person = make.person(name="Ada")
    make.check(person=person)
    make.fault(assignee_id=person.id)
    for name in ("checks", "faults"):
        assert b"Ada" in got(manager, f"/exports/{name}.csv")
        assert b"Ada" not in got(technician, f"/exports/{name}.csv")
        assert got(technician, f"/exports/{name}.xlsx")


def test_whose_faults_are_asked_for_is_who_asks(make: Builder, app: Flask) -> None:
    person = make.person()
    mine = make.fault(assignee_id=person.id).id
    make.fault()
    content = got(signed_in_client(app, person), "/exports/faults.csv?who=mine")
    assert [row["fault"] for row in rows_of(content)] == [str(mine)]


def test_what_went_out_by_the_page_changes_nothing_when_it_comes_in(
    estate: None, types: None, manager: FlaskClient
) -> None:
    for name in ("rooms", "equipment"):
        for ending in ("csv", "xlsx", "json", "cobie.xlsx"):
            made = trial(got(manager, f"/exports/{name}.{ending}"), ending)
            assert made.plan is not None, made.refused
            assert made.plan.counts[Outcome.SAME] == made.plan.read > 0


def test_a_list_goes_to_a_file_by_command(estate: None, app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    for name, ending in FILES:
        file = tmp_path / f"{name}.{ending}"
        done = runner.invoke(args=["export", name, "--to", str(file)])
        assert done.exit_code == 0, done.output
        assert done.output.endswith(f" rows: {file}\n")
        assert file.stat().st_size > 50
    assert json.loads((tmp_path / "rooms.json").read_text())[0]["site"]
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["rooms", "--to", "rooms.pdf"], "rooms go out as .cobie.xlsx, .cobie.zip, .csv"),
        (["faults", "--to", "faults.json"], "faults go out as .csv, .xlsx."),
        (["rooms", "--to", "r.csv", "--only", "colour=red"], "The filters of rooms are: q,"),
        (["orders", "--to", "o.csv", "--only", "q=x"], "The filters of orders are: none."),
        (["people", "--to", "p.csv"], "'people' is not one of"),
    ],
)
def test_wrong_usage_is_said_with_what_there_is(app: Flask, words: list[str], told: str) -> None:
    done = app.test_cli_runner().invoke(args=["export", *words])
    assert done.exit_code == 2
    assert told in " ".join(done.output.split())


def test_a_command_that_is_refused_leaves_the_older_file(
    make: Builder, app: Flask, tmp_path: Path
) -> None:
    make.room()
    make.room()
    file = tmp_path / "all.cobie.xlsx"
    file.write_text("older")
    done = app.test_cli_runner().invoke(args=["export", "rooms", "--to", str(file)])
    assert done.exit_code == 1
    assert "take the ZIP" in done.output
    assert file.read_text() == "older"
    assert [each.name for each in tmp_path.glob("all*")] == ["all.cobie.xlsx"]


def test_filters_work_on_the_command_line(make: Builder, app: Flask, tmp_path: Path) -> None:
    make.room(name="2.14")
    make.room(name="3.14")
    file = tmp_path / "rooms.csv"
    done = app.test_cli_runner().invoke(
        args=["export", "rooms", "--to", str(file), "--only", "q=2.14"]
    )
    assert done.output == f"1 rows: {file}\n"
