"""Job plans as managers make them and technicians read them."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.checks.models import Basis, ItemKind, JobPlan, Scope, Shift
from app.equipment.models import ROOM_SLUG
from app.extensions import db
from tests.builders import NOON, Builder
from tests.pages import Page, fetch, read


def _new(manager: FlaskClient, make: Builder, **typed: object) -> JobPlan:
    address = f"/checks/plans/new?type={make.equipment_type().id}"
    answer = fetch(manager, address).form(address).send({"name": "Clean the lens"} | typed)
    assert answer.status_code == 303, read(answer, 422).errors
    return db.session.scalars(select(JobPlan).order_by(JobPlan.id.desc())).first() or JobPlan()


def _refused(manager: FlaskClient, make: Builder, **typed: object) -> Page:
    address = f"/checks/plans/new?type={make.equipment_type().id}"
    answer = fetch(manager, address).form(address).send({"name": "Clean the lens"} | typed)
    return read(answer, 422, manager)


def test_plans_are_found_by_what_they_are_for(technician: FlaskClient, make: Builder) -> None:
    kind, room = make.equipment_type(), make.room(name="3.07")
    model = make.model(type=kind, maker="Epson", model_number="EB-1")
    unit = make.equipment(name="Beamer 7", room=room, model=model)
    make.job_plan(type=kind, name="For the unit", equipment=unit)
    make.job_plan(type=kind, name="For the model", model=model)
    make.job_plan(type=kind, name="For the room", room=room)
    make.job_plan(type=kind, name="Gone", retired_at=NOON)

    def found(query: str) -> list[str]:
        return [row[0] for row in fetch(technician, f"/checks/plans{query}").rows if row[1:]][1:]

    assert found("?q=beamer") == ["For the unit Beamer 7 in room 3.07"]
    assert found("?q=epson") == ["For the model Epson EB-1"]
    assert found("?q=3.07")[0].startswith("For the room Room 3.07, ")
    assert found("?use=retired") == ["Gone"]
    assert found(f"?type={make.equipment_type().id}") == []


def test_a_plan_tells_for_how_many_units_it_is_and_its_next_dates(
    technician: FlaskClient, make: Builder
) -> None:
    unit = make.equipment()
    make.equipment(model=unit.model)
    make.equipment(model=unit.model, retired_at=NOON)
    start = date(2026, 1, 31)
    plan = make.job_plan(
        type=unit.model.type,
        rrule="FREQ=MONTHLY",
        starts_on=start,
        qualification="Electrician",
        shift=Shift.STAY,
    )

    page = fetch(technician, f"/checks/plans/{plan.id}")

    assert "2 units in use" in page.text
    assert "Electrician" in page.text
    assert "Due each month, from 31 January 2026 on." in page.text
    days = [date.fromisoformat(each.get("datetime", "")) for each in page.document.all("time")]
    assert len(days) == 12
    assert days[0] >= clock.now().date()
    assert all((day + timedelta(days=1)).day == 1 for day in days), "the last of each month"


def test_the_next_dates_are_those_after_closed_days_have_moved_them(
    technician: FlaskClient, make: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.clock.now", lambda: NOON)
    unit = make.equipment()
    site = unit.room.building.site
    make.holiday(site_id=site.id, day=date(2026, 4, 1))
    plan = make.job_plan(equipment=unit, type=unit.model.type, rrule="FREQ=MONTHLY;BYMONTHDAY=1")

    page = fetch(technician, f"/checks/plans/{plan.id}")

    days = [each.get("datetime") for each in page.document.all("time")]
    assert days[:3] == ["2026-04-02", "2026-05-01", "2026-06-01"]
    assert days[5] == "2026-09-01"
    assert days[4] == "2026-08-03"  # 1 August is a Saturday
    assert len(days) == 12
    assert f"With the working days, holidays and terms of {site.name}." in page.text


@pytest.mark.parametrize(
    ("rrule", "told"),
    [
        ("FREQ=DAILY;UNTIL=20200101", "It has no date any more: its rule has ended"),
        ("FREQ=HOURLY", "Nobody can follow this rule, so nothing is due by it."),
    ],
)
def test_a_rule_without_any_date_says_so(
    technician: FlaskClient, make: Builder, rrule: str, told: str
) -> None:
    plan = make.job_plan(rrule=rrule)
    assert told in fetch(technician, f"/checks/plans/{plan.id}").text


def test_work_can_follow_a_reading_alone(manager: FlaskClient, make: Builder) -> None:
    plan = make.job_plan(items=0)
    hours = make.check_item(job_plan=plan, kind=ItemKind.NUMBER, text="Lamp hours", unit="h")
    address = f"/checks/plans/{plan.id}/edit"
    typed = {"reading_code": hours.code, "reading_every": "500", "rhythm": "never"}
    fetch(manager, address).form(address).send(typed)

    told = fetch(manager, f"/checks/plans/{plan.id}").text
    assert "Due as soon as “Lamp hours” has moved on by 500." in told
    assert "when needed" not in told
    assert fetch(manager, address).form(address).filled["rhythm"] == "never"


def test_a_technician_reads_plans_and_changes_none(technician: FlaskClient, make: Builder) -> None:
    plan = make.job_plan()
    page = fetch(technician, f"/checks/plans/{plan.id}")

    assert "Change" not in page.main
    assert "Retire" not in page.main
    assert technician.get(f"/checks/plans/{plan.id}/edit").status_code == 403


@pytest.mark.parametrize("narrow", ["model", "unit", "room"])
def test_a_new_plan_can_be_for_one_model_one_unit_or_one_room(
    manager: FlaskClient, make: Builder, narrow: str
) -> None:
    make.equipment_type(slug=ROOM_SLUG, title="Room")
    unit = make.equipment(name="Beamer", room=make.room(name="Beamer hall"))
    unit.model.maker = "Beamer & Co"
    db.session.commit()
    page = fetch(manager, "/checks/plans/new?q=beamer")
    address = next(each for each in page.links if f"new?{narrow}=" in each)

    assert fetch(manager, address).form(address).send({"name": "Service"}).status_code == 303
    plan = db.session.scalars(select(JobPlan)).one()
    meant = {"model": unit.model_id, "unit": unit.id, "room": unit.room_id}[narrow]
    assert meant in (plan.model_id, plan.equipment_id, plan.room_id)


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ({"every": "10", "period": "day"}, "FREQ=DAILY;INTERVAL=10"),
        (
            {"every": "2", "period": "week", "weekdays": ["TH", "MO"], "month_day": "3"},
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
        ),
        ({"period": "month", "month_day": "-1"}, "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ({"period": "year", "every": "5"}, "FREQ=YEARLY;INTERVAL=5"),
        ({"rhythm": "rule", "rrule": "rrule:freq=monthly;byday=1mo"}, "FREQ=MONTHLY;BYDAY=1MO"),
        ({"rhythm": "never"}, ""),
    ],
)
def test_a_plain_choice_becomes_a_rule_and_is_shown_again_as_it_was_chosen(
    manager: FlaskClient, make: Builder, typed: dict[str, object], rule: str
) -> None:
    plan = _new(manager, make, **typed)
    assert (plan.rrule, plan.basis) == (rule, Basis.GRID)
    address = f"/checks/plans/{plan.id}/edit"

    form = fetch(manager, address).form(address)
    form.send({"minutes": "7"})

    db.session.expire_all()
    assert (plan.rrule, plan.minutes) == (rule, 7)


def test_work_can_be_due_so_many_days_after_it_was_done(
    manager: FlaskClient, make: Builder
) -> None:
    plan = _new(manager, make, rhythm="after", after_days="90")

    assert (plan.basis, plan.every_days) == (Basis.AFTER, 90)
    page = fetch(manager, f"/checks/plans/{plan.id}")
    assert "Due 90 days after it was last done." in page.text
    first = clock.now().date() + timedelta(days=90)
    assert page.document.all("time")[0].get("datetime") == first.isoformat()


def test_work_can_follow_a_reading_whichever_comes_first(
    manager: FlaskClient, make: Builder
) -> None:
    plan = make.job_plan(items=0)
    hours = make.check_item(job_plan=plan, kind=ItemKind.NUMBER, text="Lamp hours", unit="h")
    address = f"/checks/plans/{plan.id}/edit"
    page = fetch(manager, address)

    missing = read(page.form(address).send({"reading_code": hours.code}), 422, manager)
    assert missing.errors == ["Enter by how much the reading moves on, as a number above 0."] * 2
    typed = {"reading_code": hours.code, "reading_every": "500"}
    page.form(address).send(typed)

    db.session.expire_all()
    assert (plan.reading_code, plan.reading_every) == (hours.code, 500)
    told = fetch(manager, f"/checks/plans/{plan.id}").text
    assert "Or as soon as “Lamp hours” has moved on by 500." in told


def test_what_a_plan_says_is_kept(manager: FlaskClient, make: Builder) -> None:
    plan = _new(
        manager,
        make,
        scope="room_check",
        minutes="25",
        qualification="Electrician",
        statutory="y",
        shift="before",
        in_term="y",
        starts_on="2026-09-01",
        description="Off, wait, wipe.",
    )

    assert (plan.scope, plan.minutes, plan.qualification) == (Scope.ROOM_CHECK, 25, "Electrician")
    assert (plan.statutory, plan.shift, plan.in_term) == (True, Shift.BEFORE, True)
    assert (plan.starts_on, plan.description) == (date(2026, 9, 1), "Off, wait, wipe.")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Enter what the work is called."),
        ({"every": ""}, "Enter every how many days, weeks, months or years."),
        ({"every": "0"}, "Enter a number from 1 to 1000."),
        ({"minutes": "-1"}, "Enter a number from 0 to 1440."),
        ({"rhythm": "after"}, "Enter after how many days it is due again."),
        (
            {"rhythm": "rule", "rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"},
            "There is no such day, ever. Choose other days or months.",
        ),
        (
            {"rhythm": "rule", "rrule": "FREQ=SECONDLY"},
            "Work is planned by days: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY.",
        ),
        ({"rhythm": "rule", "rrule": ""}, "Write the rule as parts like FREQ=WEEKLY;BYDAY=MO."),
    ],
)
def test_what_makes_no_plan_is_told_beside_its_field_and_nothing_is_stored(
    manager: FlaskClient, make: Builder, typed: dict[str, object], sentence: str
) -> None:
    assert sentence in _refused(manager, make, **typed).errors
    assert db.session.scalars(select(JobPlan)).all() == []


def test_two_plans_for_the_same_bear_two_names(manager: FlaskClient, make: Builder) -> None:
    plan = make.job_plan(name="Service")
    address = f"/checks/plans/new?type={plan.type_id}"
    page = read(fetch(manager, address).form(address).send({"name": "Service"}), 422)
    assert page.errors == ["There is a plan “Service” for this already. Choose another name."]


def test_the_dates_are_shown_before_anything_is_stored(manager: FlaskClient, make: Builder) -> None:
    address = f"/checks/plans/new?type={make.equipment_type().id}"
    form = fetch(manager, address).form(address)
    typed = {"name": "", "every": "3", "period": "week", "weekdays": ["WE"]}
    shown = form.send(typed, press="Show the dates")

    page = read(shown, 422, manager)
    assert "Due every 3 weeks on Wednesday." in page.text
    live = manager.get("/checks/plans/dates/1", query_string=form.filled.to_dict() | typed)
    assert "Due every 3 weeks on Wednesday." in live.get_data(as_text=True)
    assert live.get_data(as_text=True).count("<time") == 12
    assert db.session.scalars(select(JobPlan)).all() == []


def test_dates_that_can_not_be_shown_say_why(manager: FlaskClient, make: Builder) -> None:
    address = f"/checks/plans/new?type={make.equipment_type().id}"
    typed = {"rhythm": "rule", "rrule": "FREQ=HOURLY"}
    query = fetch(manager, address).form(address).filled.to_dict() | typed
    answer = manager.get("/checks/plans/dates/1", query_string=query)
    assert "Work is planned by days" in answer.get_data(as_text=True)


def test_a_plan_is_retired_and_brought_back(manager: FlaskClient, make: Builder) -> None:
    plan = make.job_plan(statutory=True)
    address = f"/checks/plans/{plan.id}"
    page = fetch(manager, address)
    assert "That takes the duty from nobody." in page.text

    page.form(f"{address}/retire").send()
    assert "This plan is retired" in fetch(manager, address).text
    assert fetch(manager, "/checks/plans").rows == []
    fetch(manager, address).form(f"{address}/bring-back").send()

    assert plan.retired_at is None
