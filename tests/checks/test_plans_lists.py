"""Which items a unit's check goes through: those in force, of the plans that are for it."""

from typing import Any

from flask.testing import FlaskClient

from app.checks.models import Scope
from app.checks.queries import check_lists
from app.equipment.models import Equipment
from tests.builders import NOON, Builder
from tests.pages import fetch


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
    nearer: dict[str, dict[str, Any]] = {
        "type": {},
        "model": {"model": meant.model},
        "unit": {"equipment": meant},
        "room": {"room": meant.room},
    }
    for name, given in nearer.items():
        plan = make.job_plan(type=kind, items=0, name=name, **given)
        make.check_item(job_plan=plan, text=f"of the {name}")

    assert _texts(meant) == ["of the type", "of the model", "of the unit"]
    assert _texts(other) == ["of the type"]


def test_of_plans_with_one_name_the_nearest_is_asked(make: Builder) -> None:
    kind = make.equipment_type()
    models = [make.model(type=kind) for _ in range(2)]
    own, of_model, of_type = (
        make.equipment(model=model) for model in (models[0], models[0], models[1])
    )
    nearer: dict[str, dict[str, Any]] = {
        "its own": {"equipment": own},
        "of its model": {"model": models[0], "scope": Scope.ROOM_CHECK},
        "of its type": {},
    }
    for text, given in nearer.items():
        fields: dict[str, Any] = {
            "type": kind,
            "name": "Service",
            "scope": Scope.SERVICE,
            "items": 0,
        } | given
        make.check_item(job_plan=make.job_plan(**fields), text=text)

    assert _texts(own) == ["its own"]
    assert _texts(of_model) == ["of its model"]
    assert _texts(of_type) == ["of its type"]


def test_a_unit_s_page_leads_to_the_plans_in_force(technician: FlaskClient, make: Builder) -> None:
    unit = make.equipment()
    kind = make.equipment_type()
    plan = make.job_plan(equipment=unit, type=kind, rrule="FREQ=YEARLY")
    make.job_plan(equipment=unit, type=kind, name="Gone", retired_at=NOON)

    page = fetch(technician, f"/equipment/{unit.id}")
    assert page.link("each year · 3 minutes") == f"/checks/plans/{plan.id}"
    assert "Gone" not in page.text


def test_plans_stand_by_type_with_their_rhythm_in_words(
    technician: FlaskClient, make: Builder
) -> None:
    make.job_plan(type=make.equipment_type(title="Projector", position=2), minutes=3)
    extinguisher = make.equipment_type(title="Extinguisher", position=1)
    rule = "FREQ=YEARLY"
    make.job_plan(type=extinguisher, name="Yearly service", statutory=True, rrule=rule)

    page = fetch(technician, "/checks/plans")

    assert page.text.index("Extinguisher Job plan") < page.text.index("Projector Job plan")
    assert ["Room check", "every 2 weeks on Monday", "Room check", "3"] in page.rows
    assert ["Yearly service The law asks for it", "each year", "Room check", "3"] in page.rows
