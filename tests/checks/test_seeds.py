"""The check lists that come with Roomworthy."""

import pytest
from sqlalchemy import func, select

from app.checks.models import CheckItem, ItemKind, JobPlan, Result, Scope
from app.checks.queries import check_lists
from app.checks.seeds import plant_job_plans, shipped_plans
from app.equipment.models import EquipmentType
from app.extensions import db
from tests.builders import Builder


@pytest.fixture
def types(make: Builder) -> dict[str, EquipmentType]:
    slugs = dict.fromkeys(plan["type"] for plan in shipped_plans())
    return {slug: make.equipment_type(slug=slug) for slug in slugs}


def _number_of(table: type[JobPlan] | type[CheckItem]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_thirteen_types_get_their_24_job_plans_and_98_items(
    types: dict[str, EquipmentType],
) -> None:
    plant_job_plans()

    assert (len(types), _number_of(JobPlan), _number_of(CheckItem)) == (13, 24, 98)


def test_planting_twice_changes_nothing(types: dict[str, EquipmentType]) -> None:
    plant_job_plans()
    plant_job_plans()

    assert (_number_of(JobPlan), _number_of(CheckItem)) == (24, 98)


def test_a_list_that_was_changed_here_stays_as_it_is(types: dict[str, EquipmentType]) -> None:
    plant_job_plans()
    item = db.session.scalars(select(CheckItem).where(CheckItem.code == "HV1")).one()
    item.maximum = 28
    plant_job_plans()

    assert item.maximum == 28


def test_a_room_check_is_short_and_a_service_goes_through_everything(
    types: dict[str, EquipmentType], make: Builder
) -> None:
    plant_job_plans()
    projector = make.equipment(model=make.model(type=types["projector"]))

    short = check_lists([projector], Scope.ROOM_CHECK)[projector.id]
    full = check_lists([projector], Scope.SERVICE)[projector.id]

    assert [item.code for item in short] == ["PJ1", "PJ2", "PJ3", "PJ4", "PJ5"]
    assert [item.code for item in full] == [f"PJ{n}" for n in range(1, 11)]


def test_work_of_a_licensed_contractor_is_not_asked_of_any_technician(
    types: dict[str, EquipmentType], make: Builder
) -> None:
    plant_job_plans()
    extinguisher = make.equipment(model=make.model(type=types["fire_extinguisher"]))

    full = check_lists([extinguisher], Scope.SERVICE)[extinguisher.id]

    assert [item.code for item in full] == ["FE1", "FE2", "FE3", "FE4", "FE5", "FE6"]


@pytest.mark.parametrize(
    ("reading", "result"),
    [
        (18.9, Result.FAIL),
        (19, Result.PASS),
        (26, Result.PASS),
        (26.1, Result.FAIL),
    ],
)
def test_a_reading_is_fine_within_its_limits_both_included(reading: float, result: Result) -> None:
    item = CheckItem(kind=ItemKind.NUMBER, minimum=19, maximum=26)

    assert item.judged(reading) is result


def test_a_number_without_limits_is_always_fine() -> None:
    assert CheckItem(kind=ItemKind.NUMBER).judged(-5) is Result.PASS
