"""The year of the demo's campus: terms, holidays, bookings, and on which days which work is due.

The shipped job plans count from the day on which each unit came; a team that walks by terms moves
them to the beginning of these, and adds some plans of its own.
"""

from collections.abc import Mapping
from datetime import date, time, timedelta

from sqlalchemy import select

from app.checks.models import Basis, CheckItem, ItemKind, JobPlan, Scope
from app.demo.story.world import Campus
from app.equipment.models import Equipment, EquipmentModel
from app.extensions import db
from app.places.models import Booking, Room, Site
from app.places.year import service as year

RHYTHM = {
    "Term service": "FREQ=YEARLY;BYMONTH=1,9;BYMONTHDAY=1",
    "Quarter service": "FREQ=YEARLY;BYMONTH=1,4,9,11;BYMONTHDAY=1",
    "Annual service": "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1",
    "Annual test": "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1",
    "Annual maintenance (certified person)": "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1",
    "Annual certification": "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1",
}
"""By the name of the plan."""
TERMS = (("Spring", (1, 12), (3, 27)), ("Summer", (4, 20), (6, 12)), ("Autumn", (9, 21), (12, 11)))
HOLIDAYS = (("New Year's Day", (1, 1)), ("Christmas Day", (12, 25)), ("Boxing Day", (12, 26)))
BOOKED = ("Brunel Hall/LT1", "Brunel Hall/LT2", "Curie Building/LT7", "Lovelace House/G.02")
LECTURES = ((time(9), time(11)), (time(11), time(13)), (time(14), time(16)))
BOOKED_AHEAD = 14
"""Days of which the bookings are known."""
WEAK = "Brunel Hall/LT1/"
"""The room whose microphones get fresh batteries more often."""


def keep_rhythm() -> None:
    """Give the shipped plans the days on which the story walks."""
    for plan in db.session.scalars(select(JobPlan).where(JobPlan.name.in_(RHYTHM))):
        plan.rrule = RHYTHM[plan.name]
    db.session.flush()


def live_year(plan: Campus, site: Site, rooms: Mapping[str, Room]) -> None:
    """Terms and holidays of all years of the story and the next one; lectures of the next days."""
    for number in range(plan.begun_at.year, plan.today.year + 2):
        for name, first, last in TERMS:
            year.add_term(site, f"{name} {number}", date(number, *first), date(number, *last))
        year.add_holidays(site, [(date(number, *day), name) for name, day in HOLIDAYS])
    for ahead in range(BOOKED_AHEAD):
        day = plan.today + timedelta(days=ahead)
        if day.weekday() < 5:
            db.session.add_all(_lectures(plan, day, rooms))
    db.session.flush()


def _lectures(plan: Campus, day: date, rooms: Mapping[str, Room]) -> list[Booking]:
    return [
        Booking(
            room_id=rooms[key].id,
            starts_at=plan.moment(day, starts),
            ends_at=plan.moment(day, ends),
        )
        for number, key in enumerate(BOOKED)
        for starts, ends in LECTURES[: 1 + (number + day.weekday()) % 3]
    ]


def add_plans(
    models: Mapping[tuple[str, str], EquipmentModel], units: Mapping[str, Equipment]
) -> None:
    """Plans of the campus's own: for a model by its lamp hours, for one unit after so many days."""
    lamp = models["Lumora", "LX-400"]
    db.session.add(
        JobPlan(
            type_id=lamp.type_id,
            model_id=lamp.id,
            name="Filter of the LX-400",
            description="They overheat where it is full: see what the last hot summer brought.",
            scope=Scope.SERVICE,
            rrule="",
            basis=Basis.AFTER,
            every_days=270,
            reading_code="PJ6",
            reading_every=1500,
            minutes=10,
            items=[_item("OWN1", "Filter cleaned or changed")],
        )
    )
    key = next(key for key, unit in units.items() if key.startswith(WEAK) and _is_wireless(unit))
    db.session.add(
        JobPlan(
            type_id=models["Hushline", "W2"].type_id,
            equipment_id=units[key].id,
            name="Fresh batteries",
            scope=Scope.SERVICE,
            rrule="",
            basis=Basis.AFTER,
            every_days=120,
            minutes=5,
            items=[_item("OWN2", "Batteries changed, old ones to the box")],
        )
    )
    db.session.flush()


def _is_wireless(unit: Equipment) -> bool:
    return unit.model.model_number == "W2" and unit.retired_at is None


def _item(code: str, text: str) -> CheckItem:
    return CheckItem(code=code, position=0, text=text, kind=ItemKind.PASS_FAIL)
