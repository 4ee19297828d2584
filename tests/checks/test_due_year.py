"""The year ahead: how much work each week brings, and which."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from app.checks.due import service
from app.checks.models import Basis, JobPlan, Scope
from app.equipment.models import Equipment
from app.extensions import db
from app.places.models import Criticality
from tests.builders import NOON, Builder
from tests.pages import fetch


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.clock.now", lambda: NOON)


@pytest.fixture
def unit(make: Builder) -> Equipment:
    """A projector in a room that is checked each 120 days, and was today."""
    room = make.room(
        name="2.14",
        criticality=Criticality.C,
        last_checked_at=NOON,
        building=make.building(name="Curie Hall"),
    )
    return make.equipment(room=room, name="Beamer")


@pytest.fixture
def plan(make: Builder, unit: Equipment) -> JobPlan:
    """A service of an hour each quarter, due first on 1 April."""
    return make.job_plan(
        type=unit.model.type,
        name="Filter",
        scope=Scope.SERVICE,
        rrule="FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1",
        starts_on=date(2026, 1, 1),
        minutes=60,
    )


def computed() -> None:
    for _rooms in service.recompute(at=NOON):
        db.session.commit()


def weeks_with_work(client: FlaskClient, query: str = "") -> list[list[str]]:
    rows = fetch(client, f"/checks/year{query}").rows[1:]
    assert len(rows) == 52
    return [[row[0], row[1], row[3]] for row in rows if row[3] != "nothing"]


def test_each_week_tells_its_hours_a_year_ahead(technician: FlaskClient, plan: JobPlan) -> None:
    computed()

    assert weeks_with_work(technician) == [
        ["Week of 30 March 2026", "1", "1 service"],
        ["Week of 29 June 2026", "1.1", "1 room check, 1 service"],
        ["Week of 28 September 2026", "1", "1 service"],
        ["Week of 26 October 2026", "0.1", "1 room check"],
        ["Week of 28 December 2026", "1", "1 service"],
        ["Week of 22 February 2027", "0.1", "1 room check"],
    ]
    assert "About 4 hours of work" in fetch(technician, "/checks/year").text


def test_what_is_late_counts_for_this_week_and_is_told_so(
    technician: FlaskClient, make: Builder, unit: Equipment
) -> None:
    make.job_plan(
        equipment=unit,
        type=unit.model.type,
        name="Lamp",
        scope=Scope.SERVICE,
        basis=Basis.AFTER,
        every_days=300,
        starts_on=date(2025, 12, 1),
        statutory=True,
        minutes=90,
    )
    computed()

    first = weeks_with_work(technician)[0]
    assert first == ["Week of 2 March 2026", "1.5", "1 service 1 by law"]
    page = fetch(technician, "/checks/year/2026-03-02")
    (row,) = page.rows[1:]
    assert row[0].split()[0] == "2.14"
    assert row[1:] == ["Beamer: Lamp", "3 months ago Overdue", "90"]


def test_one_building_is_looked_at_alone(
    technician: FlaskClient, make: Builder, unit: Equipment, plan: JobPlan
) -> None:
    here = unit.room.building_id
    other = make.room(last_checked_at=NOON, criticality=Criticality.C).building_id
    computed()

    assert len(weeks_with_work(technician, f"?building={here}")) == 6
    assert len(weeks_with_work(technician, f"?building={other}")) == 3
    week = fetch(technician, f"/checks/year/2026-04-02?building={here}")
    assert [row[1] for row in week.rows[1:]] == ["Beamer: Filter"]
    empty = fetch(technician, f"/checks/year/2026-04-02?building={other}")
    assert "Nothing is known to be due" in empty.text


def test_a_day_that_is_none_has_no_week(technician: FlaskClient, unit: Equipment) -> None:
    for day in ("yesterday", "2026-02-30", "0001-01-01"):
        assert technician.get(f"/checks/year/{day}").status_code == 404
    far = NOON.date() + timedelta(days=4000)
    assert "Nothing is known" in fetch(technician, f"/checks/year/{far}").text
