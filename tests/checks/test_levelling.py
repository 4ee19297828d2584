"""A heavy week is levelled: work moves within its grace, and its plan stays as it is."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.checks.due import service as due
from app.checks.levelling.spreading import Piece, spread
from app.checks.models import DueWork, JobPlan, MovedWork, Scope
from app.equipment.models import Equipment
from app.extensions import db
from app.places.models import Criticality, Holiday
from tests.builders import NOON, Builder
from tests.pages import fetch

MAY_4 = date(2026, 5, 4)
"""A Monday, on which the tests' plan is due; a fifth of its two months is 12 days."""


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.clock.now", lambda: NOON)


@pytest.fixture
def unit(make: Builder) -> Equipment:
    room = make.room(name="2.14", criticality=Criticality.C, last_checked_at=NOON)
    return make.equipment(room=room, name="Beamer")


def planned(make: Builder, unit: Equipment, **given: Any) -> JobPlan:
    """A service of an hour every two months, next on 4 May."""
    fields: dict[str, Any] = {
        "type": unit.model.type,
        "name": "Filter",
        "scope": Scope.SERVICE,
        "rrule": "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=4",
        "starts_on": date(2026, 5, 4),
        "minutes": 60,
    }
    return make.job_plan(**(fields | given))


def computed(days: int = 0) -> dict[int | None, DueWork]:
    """All due work by its plan, made anew so many days later."""
    for _rooms in due.recompute(at=NOON + timedelta(days=days)):
        db.session.commit()
    return {row.plan_id: row for row in db.session.scalars(select(DueWork))}


def moved(manager: FlaskClient, to: str = "lightest", **typed: str) -> None:
    """Level the week: all that can be moved, as the pages offer it, or as it is typed."""
    works = "&".join(f"work={each}" for each in db.session.scalars(select(DueWork.id)))
    preview = fetch(manager, f"/checks/year/{MAY_4}/level/preview?to={to}&{works}")
    preview.form(f"/checks/year/{MAY_4}/level").send(typed)


def test_a_heavy_week_is_looked_at_levelled_and_taken_back(
    manager: FlaskClient, make: Builder, unit: Equipment
) -> None:
    plan = planned(make, unit)
    other = planned(make, unit, name="Lamp", minutes=30)
    computed()

    week = fetch(manager, f"/checks/year/{MAY_4}")
    page = fetch(manager, week.link("Level this week"))
    assert [row[-4:] for row in page.rows[1:]] == [
        ["Beamer: Filter", "Mon 4 May", "Wed 22 Apr to Fri 15 May", "60"],
        ["Beamer: Lamp", "Mon 4 May", "Wed 22 Apr to Fri 15 May", "30"],
    ]

    moved(manager)

    rows = computed()
    assert rows[plan.id].due_on == date(2026, 5, 1)  # the nearest day of a week that is empty
    assert rows[plan.id].moved_from == rows[plan.id].occurrence == MAY_4
    assert rows[other.id].due_on == MAY_4  # alone now, it would be no lighter elsewhere
    year = fetch(manager, "/checks/year")
    assert "1 piece of work, by" in year.text
    assert [row[1] for row in year.rows[1:] if "service" in row[3]][:3] == ["1", "0.5", "1.6"]

    year.form().send({})

    assert {row.due_on for key, row in computed().items() if key} == {MAY_4}
    assert db.session.scalars(select(MovedWork)).all() == []


def test_a_moved_day_survives_recomputing_and_the_plan_goes_on_from_its_grid(
    manager: FlaskClient, make: Builder, unit: Equipment
) -> None:
    plan = planned(make, unit)
    computed()
    moved(manager, "2026-04-20")
    assert computed(days=3)[plan.id].due_on == date(2026, 4, 24)

    at = NOON.replace(month=4, day=24)
    check = make.check(room_id=unit.room_id, scope=Scope.SERVICE, done_at=at, received_at=at)
    make.finding(check=check, equipment=unit)

    row = computed(days=60)[plan.id]
    assert (row.due_on, row.occurrence, row.moved_from) == (
        date(2026, 7, 6),  # the 4th is a Saturday
        date(2026, 7, 4),
        None,
    )


def test_what_the_law_asks_for_goes_sooner_and_never_later(
    manager: FlaskClient, make: Builder, unit: Equipment
) -> None:
    plan = planned(make, unit, statutory=True)
    computed()
    page = fetch(manager, f"/checks/year/{MAY_4}/level")
    assert page.rows[1][-2] == "Wed 22 Apr to Mon 4 May"

    row = db.session.scalars(select(DueWork).where(DueWork.plan_id == plan.id)).one()
    moved(manager, "2026-04-27", move=f"{row.id}:2026-05-05")

    assert "can't be moved to" in fetch(manager, f"/checks/year/{MAY_4}/level").text
    assert computed()[plan.id].due_on == MAY_4


def test_a_move_is_not_followed_where_the_plan_or_the_year_forbids_it_since(
    manager: FlaskClient, make: Builder, unit: Equipment
) -> None:
    plan, site_id = planned(make, unit), unit.room.building.site_id
    computed()
    moved(manager, "2026-05-11")
    assert computed()[plan.id].due_on == date(2026, 5, 11)

    holiday = Holiday(site_id=site_id, day=date(2026, 5, 11), name="Rest")
    db.session.add(holiday)
    assert computed()[plan.id].due_on == MAY_4
    db.session.delete(holiday)
    assert computed()[plan.id].due_on == date(2026, 5, 11)

    db.session.get_one(JobPlan, plan.id).statutory = True
    assert computed()[plan.id].due_on == MAY_4


def test_a_holiday_on_the_plans_day_does_not_undo_a_move(
    manager: FlaskClient, make: Builder, unit: Equipment
) -> None:
    plan, site_id = planned(make, unit), unit.room.building.site_id
    computed()
    moved(manager, "2026-04-20")
    db.session.add(Holiday(site_id=site_id, day=MAY_4, name="Rest"))
    row = computed()[plan.id]
    assert (row.due_on, row.moved_from) == (date(2026, 4, 24), date(2026, 5, 5))


def test_a_form_that_is_sent_twice_moves_once_and_the_second_of_two_moves_stands(
    manager: FlaskClient, make: Builder, unit: Equipment
) -> None:
    plan = planned(make, unit)
    computed()
    row = db.session.scalars(select(DueWork).where(DueWork.plan_id == plan.id)).one()
    id_, days = row.id, []
    for key, day in (("a", "2026-04-27"), ("b", "2026-04-28"), ("b", "2026-04-29")):
        moved(manager, "2026-04-20", move=f"{id_}:{day}", key=key)
        days.append(computed()[plan.id].due_on.day)

    assert days == [27, 28, 28]
    assert [each.key for each in db.session.scalars(select(MovedWork))] == ["b"]


def test_a_rooms_own_check_stays_for_its_page_tells_the_day(
    manager: FlaskClient, unit: Equipment
) -> None:
    day = computed()[None].due_on
    assert "Nothing can be moved" in fetch(manager, f"/checks/year/{day}/level").text


def test_spreading_makes_weeks_alike_and_the_same_again() -> None:
    weeks = {MAY_4: 400, MAY_4 + timedelta(days=7): 60}
    days = tuple(MAY_4 + timedelta(days=n) for n in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11))
    pieces = [Piece(n, MAY_4, 20, days) for n in range(20)]

    moves = spread(pieces, weeks, {MAY_4: 400})

    assert moves == spread(list(reversed(pieces)), weeks, {MAY_4: 400})
    assert abs((400 - 20 * len(moves)) - (60 + 20 * len(moves))) <= 20
    used = [list(moves.values()).count(day) for day in days[5:]]
    assert max(used) - min(used) <= 1
    assert all(day in days for day in moves.values())
