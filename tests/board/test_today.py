"""The day shows what is broken and what is due, one's own first."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import create_app
from app.board import queries
from app.checks.models import JobPlan
from app.equipment.models import EquipmentType
from app.extensions import db
from app.faults.models import FaultState, Report
from app.people.first.service import first_word
from app.people.models import Person, Role
from app.settings import Settings
from tests.builders import NOON, Builder
from tests.conftest import signed_in_client
from tests.pages import fetch


@pytest.fixture(autouse=True)
def _at_noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


def test_an_empty_estate_says_what_to_do_first(manager: FlaskClient) -> None:
    assert "Import a list" in fetch(manager, "/today").text


def test_figures_count_what_is_open_late_and_overdue(app: Flask, make: Builder) -> None:
    make.fault(room=make.room(last_checked_at=NOON))
    make.fault(room=make.room(last_checked_at=NOON), restore_by=NOON - timedelta(hours=1))
    make.fault(room=make.room(last_checked_at=NOON), state=FaultState.RESTORED)
    make.room(last_checked_at=NOON - timedelta(days=15))
    make.room(retired_at=NOON)
    make.check(room=make.room(last_checked_at=NOON))
    found = queries.figures(NOON)
    assert (found.open_faults, found.late_promises) == (2, 1)
    assert (found.overdue_rooms, found.rooms) == (1, 5)
    assert queries.managed("https://rooms.example.edu", at=NOON).checked == 1


def test_ones_own_faults_come_first(app: Flask, make: Builder) -> None:
    me = make.person()
    soon = make.fault(restore_by=NOON + timedelta(hours=1))
    mine = make.fault(restore_by=NOON + timedelta(days=9), assignee=me, state=FaultState.SEEN)
    assert [each.id for each in queries.pressing_faults(me)] == [mine.id, soon.id]
    page = fetch(signed_in_client(app, me), "/today")
    assert "yours" in page.text


def test_rooms_to_check_lead_to_the_room(technician: FlaskClient, make: Builder) -> None:
    room = make.room(name="G.04", last_checked_at=NOON - timedelta(days=20))
    page = fetch(technician, "/today")
    assert "G.04" in page.text
    assert "was due 6 days ago" in page.text
    assert f"/rooms/{room.id}" in technician.get("/today").text


def test_a_visitor_is_asked_to_sign_in_and_led_back(client: FlaskClient) -> None:
    assert client.get("/today").location == "/sign-in?next=/today"


def test_the_first_page_leads_to_a_typed_code(client: FlaskClient) -> None:
    page = fetch(client, "/")
    assert page.h1 == "Is this room all right?"


def test_the_command_makes_a_database_ready(settings: Settings, tmp_path: Path) -> None:
    app = create_app(settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/a.db"}))
    for _ in range(2):
        ran = app.test_cli_runner().invoke(args=["prepare"])
        assert ran.exit_code == 0, ran.output
        assert "prepare --admin" in ran.output
        word = first_word(app.config["SETTINGS"].signing_key())
        assert f"https://rooms.example.edu/welcome-first and enters:\n{word}\n" in ran.output
    with app.app_context():
        for table, least in ((EquipmentType, 13), (JobPlan, 24)):
            assert len(db.session.scalars(select(table)).all()) >= least
        db.engine.dispose()


def test_making_ready_forgets_the_contacts_whose_time_is_over(
    settings: Settings, tmp_path: Path
) -> None:
    app = create_app(settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/a.db"}))
    runner = app.test_cli_runner()
    runner.invoke(args=["prepare"])
    with app.app_context():
        settled = Builder().fault(state=FaultState.RESOLVED, resolved_at=NOON - timedelta(days=31))
        Builder().report(fault=settled, contact="ada@example.edu")
    runner.invoke(args=["prepare"])
    with app.app_context():
        assert db.session.scalars(select(Report.contact)).all() == [""]
        db.engine.dispose()


def test_the_first_run_prints_a_one_time_link_once(settings: Settings, tmp_path: Path) -> None:
    app = create_app(settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/a.db"}))
    ran = [app.test_cli_runner().invoke(args=["prepare", "--admin", "eve@x.example"]) for _ in "12"]
    assert "https://rooms.example.edu/welcome/" in ran[0].output
    assert "welcome" not in ran[1].output
    with app.app_context():
        assert db.session.scalars(select(Person.role)).all() == [Role.ADMIN]
        db.engine.dispose()


def test_what_does_not_fit_on_the_day_is_one_tap_away(
    technician: FlaskClient, make: Builder
) -> None:
    room = make.room(last_checked_at=NOON)
    for _ in range(queries.MOST_FAULTS + 1):
        make.fault(room=room, equipment=None)
    assert f"All {queries.MOST_FAULTS + 1} open faults" in fetch(technician, "/today").text
