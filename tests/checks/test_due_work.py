"""What is due: rows that follow from plans, places and what was done, and are made anew."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from app.checks import jobs
from app.checks.due import queries, service
from app.checks.models import Basis, DueWork, ItemKind, JobPlan, Reason, Result, Scope
from app.equipment.models import Equipment
from app.extensions import db
from app.places.models import Criticality, Holiday, Room
from tests.builders import NOON, Builder

TODAY = NOON.date()
Row = tuple[int | None, int | None, date]


def made(*rooms: Room) -> list[Row]:
    """The due work of the rooms, made anew: plan, unit, date."""
    service.refresh([room.id for room in rooms])
    db.session.commit()
    return due_work()


def due_work() -> list[Row]:
    rows = db.session.scalars(select(DueWork).order_by(DueWork.due_on, DueWork.id))
    return [(row.plan_id, row.equipment_id, row.due_on) for row in rows]


def everything() -> list[Row]:
    for _rooms in service.recompute(at=NOON):
        db.session.commit()
    return due_work()


@pytest.fixture
def unit(make: Builder) -> Equipment:
    return make.equipment(created_at=NOON - timedelta(days=30))


@pytest.fixture
def plan(make: Builder, unit: Equipment) -> JobPlan:
    """A service on the first of each month."""
    return make.job_plan(
        type=unit.model.type, name="Service", scope=Scope.SERVICE, rrule="FREQ=MONTHLY;BYMONTHDAY=1"
    )


def seen_to(
    make: Builder, unit: Equipment, days_ago: int, scope: Scope = Scope.SERVICE, **given: object
) -> None:
    at = NOON - timedelta(days=days_ago)
    check = make.check(room=unit.room, scope=scope, done_at=at, received_at=at)
    make.finding(check=check, equipment=unit, **given)


@pytest.mark.parametrize("criticality", Criticality)
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Europe/Berlin", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("checked", [None, NOON, datetime.fromisoformat("2026-03-29T00:30+01:00")])
def test_a_rooms_own_check_is_due_when_its_public_page_says(
    make: Builder, criticality: Criticality, zone: str, checked: datetime | None
) -> None:
    support = make.support_calendar(timezone=zone)
    room = make.room(criticality=criticality, last_checked_at=checked, support_calendar=support)

    assert made(room) == [(None, None, room.check_due_on)]


def test_a_service_is_due_on_its_grid_whenever_it_was_done(
    make: Builder, unit: Equipment, plan: JobPlan
) -> None:
    assert (plan.id, unit.id, date(2026, 3, 2)) in made(unit.room)  # 1 March is a Sunday

    seen_to(make, unit, days_ago=1)

    assert (plan.id, unit.id, date(2026, 4, 1)) in made(unit.room)


def test_work_is_done_by_its_items_or_by_looking_at_the_unit_as_a_whole_in_a_service(
    make: Builder, unit: Equipment, plan: JobPlan
) -> None:
    room_check = make.job_plan(type=unit.model.type)
    seen_to(make, unit, 1, Scope.ROOM_CHECK)
    seen_to(make, unit, 1, item_id=_item(make, room_check))
    seen_to(make, unit, 1, result=Result.NOT_CHECKED, reason=Reason.LOCKED)
    assert (plan.id, unit.id, date(2026, 3, 2)) in made(unit.room)

    seen_to(make, unit, 1, Scope.ROOM_CHECK, item_id=_item(make, plan))
    assert (plan.id, unit.id, date(2026, 4, 1)) in made(unit.room)


def _item(make: Builder, plan: JobPlan) -> int:
    return make.check_item(job_plan=plan).id


def test_a_check_that_was_put_right_counts_no_more(
    make: Builder, unit: Equipment, plan: JobPlan
) -> None:
    wrong = make.check(room=unit.room, scope=Scope.SERVICE)
    make.finding(check=wrong, equipment=unit)
    right = make.check(room=unit.room, scope=Scope.SERVICE, corrects_id=wrong.id)
    make.finding(check=right, equipment=unit, result=Result.NOT_CHECKED, reason=Reason.IN_USE)

    assert (plan.id, unit.id, date(2026, 3, 2)) in made(unit.room)


def test_of_plans_with_one_name_the_nearest_is_followed_and_the_past_stays(
    make: Builder, unit: Equipment, plan: JobPlan
) -> None:
    seen_to(make, unit, 2, item_id=_item(make, plan))
    other = make.equipment(room=unit.room, model=make.model(type=unit.model.type))
    common: dict[str, Any] = {"name": "Service", "scope": Scope.SERVICE, "type": unit.model.type}
    after: dict[str, Any] = {"basis": Basis.AFTER, "rrule": ""}
    model = make.job_plan(model=unit.model, every_days=100, **common, **after)
    assert _planned(unit) == {model.id: TODAY + timedelta(days=98)}
    assert _planned(other) == {plan.id: date(2026, 4, 1)}

    own = make.job_plan(equipment=unit, every_days=50, **common, **after)
    assert _planned(unit) == {own.id: date(2026, 4, 20)}

    own.retired_at = model.retired_at = plan.retired_at = NOON
    assert _planned(unit) == {}


def _planned(unit: Equipment) -> dict[int | None, date]:
    return {plan: on for plan, equipment, on in made(unit.room) if equipment == unit.id}


def test_a_plan_of_a_room_is_for_the_room_itself(make: Builder) -> None:
    room = make.room()
    plan = make.job_plan(room=room, scope=Scope.SERVICE, basis=Basis.AFTER, every_days=10)
    came_on = room.created_at.date()
    assert (plan.id, None, came_on + timedelta(days=10)) in made(room)

    make.check(room=room, scope=Scope.SERVICE)

    assert (plan.id, None, TODAY + timedelta(days=8)) in made(room)


def test_only_services_and_what_the_law_asks_for_are_planned_beside_the_rooms_own_check(
    make: Builder, unit: Equipment
) -> None:
    weekly: dict[str, Any] = {
        "rrule": "FREQ=WEEKLY;BYDAY=MO",
        "type": unit.model.type,
        "minutes": 4,
    }
    make.job_plan(name="Room check", **weekly)
    assert made(unit.room) == [(None, None, unit.room.check_due_on)]

    eyewash = make.job_plan(name="Flush", statutory=True, **weekly)
    seen_to(make, unit, 1, Scope.ROOM_CHECK)
    rows = {row.plan_id: row for row in _rows(unit.room)}

    assert (rows[eyewash.id].due_on, rows[eyewash.id].late_from) == (
        date(2026, 3, 9),
        date(2026, 3, 10),
    )
    assert (rows[None].minutes, rows[eyewash.id].minutes) == (5, 4)


def _rows(room: Room) -> list[DueWork]:
    made(room)
    return list(db.session.scalars(select(DueWork)))


def test_a_reading_that_grows_brings_a_service_forward(
    make: Builder, unit: Equipment, plan: JobPlan
) -> None:
    hours = make.check_item(job_plan=plan, kind=ItemKind.NUMBER, code="LAMP")
    plan.reading_code, plan.reading_every = "LAMP", 1000
    for days_ago, value in ((20, 0), (10, 50), (1, 95)):
        seen_to(make, unit, days_ago, Scope.ROOM_CHECK, item_id=hours.id, reading=value)

    assert _planned(unit)[plan.id] == date(2026, 4, 1)

    plan.reading_every = 20  # it grows by 5 a day, and the service was yesterday
    assert _planned(unit)[plan.id] == date(2026, 3, 6)


def test_rooms_and_units_out_of_use_have_nothing_due(
    make: Builder, unit: Equipment, plan: JobPlan
) -> None:
    made(unit.room)
    unit.retired_at = NOON
    assert made(unit.room) == [(None, None, unit.room.check_due_on)]

    unit.room.retired_at = NOON
    assert made(unit.room) == []


def test_a_plan_whose_rule_cant_be_followed_or_has_ended_asks_for_nothing(
    make: Builder, unit: Equipment, plan: JobPlan
) -> None:
    for rrule in ("FREQ=HOURLY", "whenever", "FREQ=DAILY;UNTIL=20200101"):
        plan.rrule = rrule
        assert made(unit.room) == [(None, None, unit.room.check_due_on)]


def swept() -> list[Row]:
    db.session.commit()
    jobs.sweep()
    return due_work()


def test_the_worker_finds_whatever_changed(
    make: Builder, unit: Equipment, plan: JobPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.clock.now", lambda: NOON)
    room, site_id, other = unit.room, unit.room.building.site_id, make.room()
    own, others = (None, None, room.check_due_on), (None, None, other.check_due_on)
    monday, tuesday = (
        (plan.id, unit.id, date(2026, 3, 2)),
        (plan.id, unit.id, date(2026, 3, 3)),
    )
    assert swept() == [own, others, monday]

    db.session.add(Holiday(site_id=site_id, day=date(2026, 3, 2), name="Rest"))
    assert swept() == [own, others, tuesday]

    unit.room_id, other.version = other.id, other.version + 1
    room.version += 1
    assert swept() == [own, others, monday]  # on the other room's site nobody rests

    plan.retired_at = NOON
    assert swept() == [own, others]

    room.retired_at = NOON
    assert swept() == [others]


def test_the_worker_writes_nothing_where_nothing_changed(
    make: Builder, unit: Equipment, plan: JobPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    room_id = unit.room_id
    monkeypatch.setattr("app.clock.now", lambda: NOON)
    swept()
    service.refresh([room_id])
    db.session.commit()
    said: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: said.append(call[2]))

    swept()

    assert said
    assert not [each for each in said if each.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert service.is_any_stale(at=NOON + timedelta(days=1))  # all is looked at once a night


def test_all_rooms_take_as_many_statements_as_one(
    make: Builder, unit: Equipment, plan: JobPlan
) -> None:
    said: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: said.append(call[2]))
    everything()
    few = len(said)
    for _each in range(30):
        make.equipment(room=make.room(building=unit.room.building), model=unit.model)
    said.clear()
    found = everything()
    assert len(found) == 62
    assert len(said) <= few


def test_what_is_due_is_told_with_its_place_unit_and_plan_the_longest_due_first(
    make: Builder, unit: Equipment, plan: JobPlan
) -> None:
    room = make.room(created_at=NOON, criticality=Criticality.C)
    made(unit.room, room)
    db.session.expunge_all()

    late = queries.due(date(2026, 3, 2))

    assert [each.due_on for each in late] == sorted(each.due_on for each in late)
    assert [each.plan and each.plan.name for each in late] == [None, "Service"]
    assert late[1].equipment
    assert late[1].equipment.model.type.title
    assert late[1].room.building.site.support_calendar.zone
    assert queries.due(date(2026, 3, 2), scope=Scope.SERVICE, building_id=0) == []
    assert [each.due_on for each in queries.next_for_room(room.id)] == [date(2026, 7, 1)]
    assert [each.plan_id for each in queries.next_for_unit(unit.id)] == [plan.id]
