"""What a COBie workbook tells beside rooms and units comes in, and goes with its import."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.checks.models import JobPlan, Scope
from app.database import Base
from app.equipment.models import Equipment, Spare, System, SystemUnit, Vendor
from app.extensions import db
from app.imports.applying import service
from app.imports.models import ImportBatch, ImportChange, Left, What
from app.imports.past.undoing import foresee, undo
from app.imports.planning.plans import Outcome, Plan
from app.imports.preparing import Choices, prepare
from app.places.models import Room, Zone, ZoneRoom
from tests.builders import NOON
from tests.imports.files import xlsx
from tests.imports.test_cobie import SHEETS, Workbook

FULL: Workbook = SHEETS | {
    "Contact": [
        ["Email", "Company", "Phone", "Town", "Category", "GivenName"],
        ["desk@acme.example", "Acme Fire", "5550", "Berlin", "n/a", "Jo"],
        ["jo@builder.example", "Builder", "5551", "Berlin", "n/a", "Jo"],
    ],
    "Zone": [
        ["Name", "Category", "SpaceNames"],
        ["East", "Fire", "A101"],
        ["East", "Fire", "A102, A103"],
    ],
    "Type": [
        ["Name", "Category", "Manufacturer", "ModelNumber", "WarrantyGuarantorParts",
         "WarrantyDurationParts", "WarrantyDurationUnit"],
        ["Light Fixture Type A", "23-80: Luminaires", "Lux", "L-1", "n/a", "n/a", "year"],
        ["Unit 7", "Fire extinguisher", "desk@acme.example", "F7", "desk@acme.example", 2, "year"],
    ],
    "System": [
        ["Name", "Category", "ComponentNames"],
        ["Safety", "Fire", "Ext-1"],
        ["Safety", "Light", "Light-1"],
    ],
    "Spare": [
        ["Name", "Category", "TypeName", "Suppliers", "Description", "SetNumber", "PartNumber"],
        ["Pin", "Part", "Unit 7", "desk@acme.example", "Safety pin", "n/a", "P-7"],
    ],
    "Job": [
        ["Name", "Category", "TypeName", "Description", "Duration", "DurationUnit", "Frequency",
         "FrequencyUnit"],
        ["Look", "Inspection", "Unit 7", "Look at the gauge", 0.5, "hour", 6, "month"],
    ],
}  # fmt: skip
Change = Callable[[Workbook], object]


def prepared(*changes: Change) -> Any:
    sheets = copy.deepcopy(FULL)
    for change in changes:
        change(sheets)
    made = prepare(xlsx(sheets), "cobie.xlsx", Choices(phone="5555"))
    assert made.refused is None, str(made.refused)
    return made


def imported(*changes: Change) -> Plan:
    made = prepared(*changes)
    service.apply(made.plan, made.origin, at=NOON, timezone="UTC")
    db.session.commit()
    db.session.expire_all()
    plan: Plan = made.plan
    return plan


def counts(plan: Plan) -> tuple[int, ...]:
    return tuple(plan.counts.values())


def one(table: type[Base]) -> Any:
    return db.session.scalars(select(table)).one()


def batch(number: int = 1) -> ImportBatch:
    return db.session.get_one(ImportBatch, number)


def test_zones_and_systems_come_with_their_members(types: None) -> None:
    imported()
    assert (one(Zone).name, one(Zone).category) == ("East", "Fire")
    rooms = select(Room.name).join(ZoneRoom, ZoneRoom.room_id == Room.id)
    assert sorted(db.session.scalars(rooms)) == ["A101", "A102", "A103"]
    assert (one(System).name, one(System).category) == ("Safety", "Fire; Light")
    units = select(Equipment.name).join(SystemUnit, SystemUnit.equipment_id == Equipment.id)
    assert sorted(db.session.scalars(units)) == ["Ext-1", "Light-1"]


def test_the_firm_that_guarantees_is_a_vendor_and_who_wrote_the_workbook_stays_out(
    types: None,
) -> None:
    imported()
    vendor = one(Vendor)
    told = (vendor.name, vendor.email, vendor.phone, vendor.address)
    assert told == ("Acme Fire", "desk@acme.example", "5550", "Berlin")
    assert (
        "Contact (1)",
        "contacts of this sheet are no vendors, and people's data stays out.",
    ) in (prepared().source.skipped)


def test_a_warranty_lasts_from_the_day_of_installation_to_the_day_before_its_years_are_over(
    types: None,
) -> None:
    imported()
    unit = db.session.scalars(select(Equipment).where(Equipment.name == "Ext-1")).one()
    assert unit.warranty_until == dt.date(2013, 9, 26)
    assert unit.vendor_id == one(Vendor).id


def test_a_spare_and_a_job_are_of_the_model(types: None) -> None:
    imported()
    spare, job = one(Spare), one(JobPlan)
    assert (spare.name, spare.part_number, spare.note) == ("Pin", "P-7", "Safety pin")
    assert (spare.vendor_id, spare.model_id) == (one(Vendor).id, job.model_id)
    assert (job.name, job.description, job.scope) == ("Look", "Look at the gauge", Scope.ROOM_CHECK)
    assert (job.rrule, job.minutes) == ("FREQ=MONTHLY;INTERVAL=6", 30)


def test_the_sums_add_up_and_the_same_workbook_again_changes_nothing(types: None) -> None:
    first = imported()
    assert counts(first) == (4 + 2 + 1 + 2 + 2 + 1 + 1, 0, 0, 0)
    again = imported()
    assert counts(again) == (0, 0, first.read, 0)
    assert not any(again.made_on_the_way.values())


def test_of_a_newer_workbook_only_what_changed_is_changed(types: None) -> None:
    imported()

    def newer(sheets: Workbook) -> None:
        sheets["Zone"].append(["East", "Fire", 104])
        sheets["Spare"][1][6] = "P-8"
        sheets["Contact"][1][2] = "5559"

    changed = [each for each in imported(newer).lines if each.outcome is Outcome.CHANGE]
    assert [(each.sheet, each.name, each.changes[0].new) for each in changed] == [
        ("Contact", "Acme Fire", "5559"),
        ("Zone", "East", "Lab 4"),
        ("Spare", "Pin", "P-8"),
    ]
    assert (one(Vendor).phone, one(Spare).part_number) == ("5559", "P-8")


def test_what_came_is_taken_back_and_what_changed_is_set_back(types: None) -> None:
    imported()
    before = said()
    imported(lambda sheets: sheets["Zone"].append(["East", "Fire", 104]), renamed("Pin", "P-9"))
    assert said() != before
    assert not undo(batch(2), None, at=NOON).left
    assert said() == before
    assert not undo(batch(), None, at=NOON).left
    for table in (Zone, ZoneRoom, Vendor, System, SystemUnit, Spare, JobPlan, Equipment, Room):
        assert not db.session.scalars(select(table)).all(), table


def renamed(name: str, number: str) -> Change:
    def change(sheets: Workbook) -> None:
        sheets["Spare"][1][0], sheets["Spare"][1][6] = name, number

    return change


def said() -> dict[str, Any]:
    """All columns of the things beside rooms and units."""
    tables = (Zone, ZoneRoom, Vendor, System, SystemUnit, Spare, JobPlan)
    found = {}
    for table in tables:
        columns = list(table.__table__.c)
        found[table.__tablename__] = sorted(map(str, db.session.execute(select(*columns))))
    return found


@pytest.mark.parametrize(
    ("what", "build"),
    [
        (What.MODEL, lambda unit: Spare(model_id=unit.model_id, name="Hose")),
        (What.VENDOR, lambda unit: Spare(model_id=unit.model_id, name="Hose", vendor=one(Vendor))),
        (What.UNIT, lambda unit: SystemUnit(system=_other(), equipment_id=unit.id)),
        (What.ROOM, lambda unit: ZoneRoom(zone=_zone(), room_id=unit.room_id)),
    ],
)
def test_what_somebody_built_on_stays(
    types: None, what: What, build: Callable[[Equipment], Base]
) -> None:
    imported()
    unit = db.session.scalars(select(Equipment).where(Equipment.name == "Ext-1")).one()
    db.session.add(build(unit))
    db.session.flush()
    left = foresee(batch()).left
    wanted = select(ImportChange).where(ImportChange.number.in_(left), ImportChange.what == what)
    kept = db.session.scalars(wanted).all()
    assert kept
    assert {left[each.number] for each in kept} == {Left.USED}
    undo(batch(), None, at=NOON)


def _building() -> int:
    return db.session.scalars(select(Room.building_id)).first() or 0


def _other() -> System:
    return System(building_id=_building(), name="Another")


def _zone() -> Zone:
    return Zone(building_id=_building(), name="Another")


def test_what_names_a_refused_room_or_unit_is_refused_with_the_reason(types: None) -> None:
    imported()
    room = db.session.scalars(select(Room).where(Room.name == "A102")).one()
    room.retired_at = NOON
    db.session.commit()
    lines = [each for each in prepared().plan.lines if each.outcome is Outcome.REFUSED]
    assert [(each.sheet, each.name) for each in lines] == [("Space", "A102"), ("Zone", "East")]
    assert str(lines[1].says[0]) == "“A102” was refused, on line 3 (Space)."


@pytest.mark.parametrize(
    ("sheet", "row", "sentence"),
    [
        ("Zone", ["West", "n/a", "Z9"], "The sheet Space has nothing named “Z9”."),
        ("System", ["West", "n/a", "Ext-1, Z9"], "The sheet Component has nothing named “Z9”."),
        ("Spare", ["Hose", "n/a", "n/a"], "This row names no type."),
        ("Job", ["Dust", "PM", "Unit 9"], "The sheet Type has no type named “Unit 9”."),
        (
            "Job",
            ["Dust", "PM", "Unit 7", "d", 2, "month"],
            "2 month is no duration. Tell it in minutes",
        ),
        ("Job", ["Dust", "PM", "Unit 7", "d", 2, "hour", 2, "moon"], "“2 moon”"),
    ],
)
def test_a_row_that_joins_nothing_is_refused(
    types: None, sheet: str, row: list[object], sentence: str
) -> None:
    plan = prepared(lambda sheets: sheets[sheet].append(row)).plan
    (line,) = [each for each in plan.lines if each.outcome is Outcome.REFUSED]
    assert (line.sheet, line.line) == (sheet, len(FULL[sheet]) + 1)
    assert sentence in str(line.says[0])


def test_two_rows_that_disagree_about_a_spare_keep_the_second_out(types: None) -> None:
    again: list[object] = ["Pin", "Part", "Unit 7", "n/a", "n/a", "n/a", "P-8"]
    plan = prepared(lambda sheets: sheets["Spare"].append(again)).plan
    (line,) = [each for each in plan.lines if each.outcome.figure is Outcome.REFUSED]
    assert "“Pin” stands on line 2 already, with other values" in str(line.says[0])


def test_a_component_in_several_spaces_goes_into_the_first_if_a_person_says_so(
    types: None,
) -> None:
    sheets = copy.deepcopy(FULL)
    sheets["Component"].append(["Door-1", "Unit 7", "A102, A101"])
    made = prepare(xlsx(sheets), "cobie.xlsx", Choices(phone="5555", several="first"))
    assert made.plan
    assert ("Door-1", "A102 · House") in [(each.name, each.place) for each in made.plan.lines]


def test_an_empty_template_is_refused_in_a_sentence() -> None:
    sheets: Workbook = {name: rows[:1] for name, rows in FULL.items()}
    made = prepare(xlsx(sheets), "cobie.xlsx", Choices())
    assert "This is an empty COBie template" in str(made.refused)
