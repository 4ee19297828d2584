"""What an import keeps, whose it is, and that it is all or nothing."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.settings import Settings
from tests.builders import Builder
from tests.conftest import signed_in_client
from tests.imports.files import csv_bytes, xlsx
from tests.imports.uploads import ROOMS, applied, looked_again, names, sent, to_apply
from tests.pages import fetch


def test_what_changed_since_one_looked_is_looked_at_again(
    manager: FlaskClient, make: Builder
) -> None:
    hall = make.building(name="Main Hall")
    page = sent(manager, csv_bytes(*ROOMS))
    make.room(building=hall, name="0.01", description="Store")
    page = fetch(manager, to_apply(page).send().location)
    assert "Something has changed since you looked." in page.main
    assert page.each("figure") == ["3 read", "1 new", "1 changed", "0 the same", "1 refused"]
    applied(page)
    assert names() == ["0.01", "2.01"]


def test_what_fails_midway_stores_nothing_and_can_be_sent_again(
    manager: FlaskClient, make: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.site()
    page = sent(manager, csv_bytes(*ROOMS))

    def fail(*_given: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr("app.imports.applying.service._touch", fail)
        page = applied(page)
    assert page.h1 == "rooms.csv"
    assert "Nothing was stored. Try again." in page.main
    assert not [each for each in page.each("button") if each.startswith("Apply")]
    assert names() == []
    applied(looked_again(page))
    assert names() == ["0.01", "2.01"]


def test_applying_twice_counts_once(manager: FlaskClient, make: Builder) -> None:
    make.site()
    page = sent(manager, csv_bytes(*ROOMS))
    applied(page)
    assert applied(page).h1 == "Imported"
    assert names() == ["0.01", "2.01"]


def test_nobody_else_sees_the_file_and_it_is_for_managers(
    manager: FlaskClient, technician: FlaskClient, admin: FlaskClient, make: Builder
) -> None:
    page = sent(manager, csv_bytes(*ROOMS))
    address = page.response.request.path
    assert technician.get("/imports").status_code == 403
    assert technician.get(address).status_code == 403
    assert admin.get(address).status_code == 404
    assert manager.get("/imports/" + "x" * 32).status_code == 404
    assert manager.get("/imports/..%2Fsecret_key").status_code == 404


def test_a_forged_apply_stores_nothing(manager: FlaskClient, make: Builder) -> None:
    make.site()
    page = sent(manager, csv_bytes(*ROOMS))
    assert manager.post(page.response.request.path, data={}).status_code == 400
    assert names() == []


def test_the_file_is_kept_for_the_program_alone_and_gone_after_apply(
    manager: FlaskClient, make: Builder, settings: Settings
) -> None:
    make.site()
    page = sent(manager, csv_bytes(*ROOMS))
    folder = settings.data / "imports"
    assert {oct(each.stat().st_mode & 0o777) for each in folder.iterdir()} == {"0o600"}
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    applied(page)
    assert not list(folder.glob("*.bytes"))


def test_a_file_waits_for_a_day_and_five_of_one_person_at_most(
    manager: FlaskClient, settings: Settings
) -> None:
    folder = settings.data / "imports"
    for number in range(7):
        page = sent(manager, csv_bytes(*ROOMS), f"rooms{number}.csv")
    assert len(list(folder.glob("*.bytes"))) == 5
    for each in folder.iterdir():
        _age(each)
    assert manager.get(page.response.request.path).status_code == 404
    sent(manager, csv_bytes(*ROOMS))
    assert len(list(folder.glob("*.bytes"))) == 1


def _age(file: Path) -> None:
    then = file.stat().st_mtime - timedelta(hours=25).total_seconds()
    os.utime(file, (then, then))


def test_text_from_a_file_is_shown_and_never_run(manager: FlaskClient, make: Builder) -> None:
    make.site()
    nasty = "<script>alert(1)</script>"
    page = sent(manager, csv_bytes("Building,Room", f"{nasty},{nasty}%s%%"), f"{nasty}.csv")
    assert nasty in page.main


def test_cobie_goes_in_as_a_whole(types: None, manager: FlaskClient, make: Builder) -> None:
    make.site()
    page = sent(
        manager,
        xlsx(
            {
                "Facility": [["Name", "SiteName"], ["Block 7", "n/a"]],
                "Floor": [["Name"], ["L1"]],
                "Space": [["Name", "FloorName", "Description"], ["A1", "L1", "Lab"]],
                "Type": [["Name"], ["Projector"]],
                "Component": [["Name", "TypeName", "Space"], ["P1", "Projector", "A1"]],
            }
        ),
        "building.xlsx",
    )
    assert "COBie workbook" in page.main
    assert page.each("figure")[1] == "2 new"
    applied(page)
    assert names() == ["A1"]


def test_another_person_may_import_too(manager: FlaskClient, make: Builder, app: Flask) -> None:
    other = signed_in_client(app, make.person(role="manager"))
    make.site()
    assert applied(sent(other, csv_bytes(*ROOMS))).h1 == "Imported"
