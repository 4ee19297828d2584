"""Due work where rooms are booked, where a reading alone counts, and after odd checks."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from app.checks.due import service
from app.checks.models import DueWork, ItemKind, JobPlan, Scope
from app.equipment.models import Equipment
from app.extensions import db
from app.places.models import Booking
from tests.builders import NOON, Builder


def due_on(unit: Equipment) -> dict[int, date]:
    """The unit's due work by its plan, made anew."""
    service.refresh([unit.room_id])
    db.session.commit()
    rows = db.session.scalars(select(DueWork).where(DueWork.equipment_id == unit.id))
    return {row.plan_id: row.due_on for row in rows if row.plan_id}


@pytest.fixture
def unit(make: Builder) -> Equipment:
    return make.equipment(created_at=NOON - timedelta(days=30))


@pytest.fixture
def plan(make: Builder, unit: Equipment) -> JobPlan:
    """A service of half an hour on the first of each month."""
    return make.job_plan(
        type=unit.model.type,
        name="Service",
        scope=Scope.SERVICE,
        rrule="FREQ=MONTHLY;BYMONTHDAY=1",
        starts_on=date(2026, 4, 1),
        minutes=30,
    )


def seen_to(make: Builder, unit: Equipment, at: datetime, **given: object) -> None:
    check = make.check(room_id=unit.room_id, scope=Scope.SERVICE, done_at=at, received_at=NOON)
    make.finding(check=check, equipment=unit, **given)


def booked(unit: Equipment, day: date, since: time, until: time) -> None:
    starts, ends = (datetime.combine(day, each, NOON.tzinfo) for each in (since, until))
    db.session.add(Booking(room_id=unit.room_id, starts_at=starts, ends_at=ends))


def test_a_day_on_which_the_room_is_booked_too_long_is_closed_to_the_work(
    make: Builder, unit: Equipment, plan: JobPlan
) -> None:
    other = make.equipment(model=unit.model, created_at=NOON - timedelta(days=30))
    booked(unit, date(2026, 4, 1), time(8), time(17, 40))
    short = make.job_plan(
        type=unit.model.type,
        name="Short",
        scope=Scope.SERVICE,
        rrule=plan.rrule,
        starts_on=plan.starts_on,
        minutes=15,
    )

    assert due_on(unit) == {plan.id: date(2026, 4, 2), short.id: date(2026, 4, 1)}
    assert due_on(other)[plan.id] == date(2026, 4, 1)


def test_a_reading_alone_can_make_work_due(make: Builder, unit: Equipment) -> None:
    look = make.job_plan(type=unit.model.type, name="Look", items=0)
    hours = make.check_item(job_plan=look, kind=ItemKind.NUMBER, code="LAMP")
    lamp = make.job_plan(type=unit.model.type, name="Lamp", scope=Scope.SERVICE, rrule="")
    lamp.reading_code, lamp.reading_every = "LAMP", 100
    assert due_on(unit) == {}

    for days_ago, value in ((20, 0), (10, 50)):  # 5 a day: 100 today
        at = NOON - timedelta(days=days_ago)
        check = make.check(room_id=unit.room_id, done_at=at, received_at=at)
        make.finding(check=check, equipment=unit, item_id=hours.id, reading=value)

    assert due_on(unit) == {lamp.id: NOON.date()}


def test_a_check_older_than_the_unit_moves_nothing(
    make: Builder, unit: Equipment, plan: JobPlan
) -> None:
    before = due_on(unit)
    seen_to(make, unit, NOON - timedelta(days=3650))
    assert due_on(unit) == before == {plan.id: date(2026, 4, 1)}


def test_a_check_of_a_retired_unit_makes_nothing_due(
    make: Builder, unit: Equipment, plan: JobPlan
) -> None:
    unit.retired_at = NOON
    seen_to(make, unit, NOON)
    assert due_on(unit) == {}


def test_a_check_by_items_of_a_plan_that_changed_meanwhile_still_counts(
    make: Builder, unit: Equipment, plan: JobPlan
) -> None:
    old = make.check_item(job_plan=plan)
    plan.version, old.until_version = 2, 1
    seen_to(make, unit, NOON.replace(month=4, day=1), item_id=old.id)
    assert due_on(unit)[plan.id] == date(2026, 5, 1)

    plan.rrule = "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1"
    assert due_on(unit)[plan.id] == date(2026, 7, 1)
