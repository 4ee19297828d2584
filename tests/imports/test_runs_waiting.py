"""Asking for an end of an import waits for no writer, and what is applied is what was shown."""

from contextlib import closing
from pathlib import Path

import pytest

from app import clock, create_app, database
from app.extensions import db
from app.imports import jobs
from app.imports.planning.plans import Plan
from app.imports.runs import uploads
from app.people.models import Role
from app.settings import Settings
from app.sqlite import sqlite3
from tests.builders import Builder
from tests.conftest import signed_in_client
from tests.imports.files import csv_bytes
from tests.imports.test_applying import prepared


def plan_of(*lines: str) -> Plan:
    plan = prepared(*lines).plan
    assert plan
    return plan


ROOMS = ("Site,Building,Room,Description,Other", "Campus,Hall,1,Small,Salle")


@pytest.mark.sqlite
def test_cancel_is_heard_while_a_list_is_being_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LOCK_WAIT_SECONDS", 1)
    app = create_app(Settings(data=tmp_path))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        db.create_all()
        person = Builder().person(role=Role.MANAGER)
        db.session.commit()
        run = uploads.keep(
            jobs.place().folder, csv_bytes(*ROOMS), "a.csv", person.id, at=clock.now(), typed={}
        )
        client = signed_in_client(app, person)
        with closing(sqlite3.connect(tmp_path / "roomworthy.db")) as storing:
            storing.execute("BEGIN IMMEDIATE")
            answer = client.post(f"/imports/{run.token}/stop")
        db.session.remove()
        db.engine.dispose()
    assert answer.status_code == 303


def test_other_words_of_a_new_row_are_another_plan(types: None) -> None:
    first = plan_of("Building,Room,Description", "Hall,1,Small")
    other = plan_of("Building,Room,Description", "Hall,1,Large")

    assert first.fingerprint == plan_of("Building,Room,Description", "Hall,1,Small").fingerprint
    assert first.fingerprint != other.fingerprint


def test_other_words_of_a_new_unit_are_another_plan(types: None) -> None:
    header = "Building,Room,Type,Maker,Model,Serial number"
    plans = [
        plan_of(header, f"Hall,1,Projector,Epson,{model},{serial}")
        for model, serial in (("EB-1", "S1"), ("EB-2", "S1"), ("EB-1", "S2"))
    ]
    assert len({each.fingerprint for each in plans}) == len(plans)
