"""Which items a unit's check goes through: those in force, of the plans that are for it."""

from app.checks.models import Scope
from app.checks.queries import check_lists
from app.equipment.models import Equipment
from tests.builders import NOON, Builder


def _texts(unit: Equipment) -> list[str]:
    return [item.text for item in check_lists([unit], Scope.SERVICE)[unit.id]]


def test_an_item_that_was_replaced_is_asked_no_more(make: Builder) -> None:
    unit = make.equipment()
    plan = make.job_plan(type=unit.model.type, items=0, version=2)
    make.check_item(job_plan=plan, text="Old words", until_version=1)
    make.check_item(job_plan=plan, text="New words", since_version=2)

    assert _texts(unit) == ["New words"]


def test_a_retired_plan_asks_for_nothing(make: Builder) -> None:
    unit = make.equipment()
    make.job_plan(type=unit.model.type, retired_at=NOON)

    assert _texts(unit) == []


def test_a_plan_for_one_model_or_one_unit_is_asked_of_no_other(make: Builder) -> None:
    kind = make.equipment_type()
    meant, other = (make.equipment(model=make.model(type=kind)) for _ in range(2))
    for name, given in {
        "type": {},
        "model": {"model": meant.model},
        "unit": {"equipment": meant},
        "room": {"room": meant.room},
    }.items():
        plan = make.job_plan(type=kind, items=0, name=name, **given)
        make.check_item(job_plan=plan, text=f"of the {name}")

    assert _texts(meant) == ["of the type", "of the model", "of the unit"]
    assert _texts(other) == ["of the type"]
