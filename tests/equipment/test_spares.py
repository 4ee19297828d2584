"""Spares by hand: what is kept or ordered for a model is added, changed and removed."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.equipment.models import Equipment, EquipmentModel, Spare, Vendor
from app.extensions import db
from tests.builders import Builder
from tests.pages import fetch, read

SPARES = "/equipment/spares"
TYPED = {
    "name": " Lamp  module ",
    "part_number": "ELPLP97",
    "set_number": "S1",
    "category": "Lamp",
    "vendor_name": "Acme",
    "note": "Two in the store",
}


@pytest.fixture
def unit(make: Builder) -> Equipment:
    kind = make.equipment_type(title="Beamer")
    return make.equipment(
        name="Projector left", model=make.model(type=kind, maker="Epson", model_number="EB-1")
    )


def one() -> Spare:
    return db.session.scalars(select(Spare)).one()


def test_a_spare_is_added_from_the_page_of_a_unit(manager: FlaskClient, unit: Equipment) -> None:
    page = fetch(manager, f"/equipment/{unit.id}")
    page = fetch(manager, page.link("Add a spare"))
    form = page.form(f"{SPARES}/new")
    assert (form.filled["maker"], form.filled["model_number"]) == ("Epson", "EB-1")
    sent = form.send(TYPED)
    assert sent.location == SPARES
    spare = one()
    assert (spare.name, spare.model_id, spare.part_number) == (
        *("Lamp module", unit.model_id, "ELPLP97"),
    )
    assert db.session.scalars(select(Vendor.name)).all() == ["Acme"]
    assert fetch(manager, SPARES).rows[1][:4] == [
        *("Lamp module Two in the store", "Beamer Epson EB-1", "ELPLP97", "Acme"),
    ]
    assert "Lamp module" in fetch(manager, f"/equipment/{unit.id}").main


def test_a_spare_of_a_model_that_is_not_known_yet_makes_the_model(
    manager: FlaskClient, unit: Equipment
) -> None:
    page = fetch(manager, fetch(manager, SPARES).link("New spare"))
    form = page.form(f"{SPARES}/new")
    kind = db.session.get_one(EquipmentModel, unit.model_id).type_id
    model = {"type": str(kind), "maker": "Epson", "model_number": "EB-2"}
    assert form.send(TYPED | model).status_code == 303
    made = db.session.get_one(EquipmentModel, one().model_id)
    assert (made.type_id, made.label) == (kind, "Epson EB-2")


def test_a_spare_is_changed_and_names_a_vendor_however_it_is_written(
    manager: FlaskClient, unit: Equipment
) -> None:
    db.session.add(Vendor(name="Acme"))
    db.session.add(Spare(model_id=unit.model_id, name="Lamp", category="Part"))
    db.session.commit()
    address = fetch(manager, SPARES).link("Change Lamp")
    form = fetch(manager, address).form(address)
    assert (form.filled["category"], form.filled["maker"]) == ("Part", "Epson")
    assert form.send({"vendor_name": "ACME", "part_number": "P-1"}).location == SPARES
    spare = one()
    assert (spare.part_number, spare.model_id) == ("P-1", unit.model_id)
    assert db.session.scalars(select(Vendor.id)).all() == [spare.vendor_id]
    assert form.send({"vendor_name": ""}).status_code == 303
    assert one().vendor_id is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Enter what it is."),
        ({"name": "lamp"}, "There is a spare “Lamp” for this model already."),
        ({"type": ""}, "Choose a type."),
        ({"part_number": "x" * 101}, "Use at most 100 characters."),
        ({"vendor_name": "x" * 201}, "Use at most 200 characters."),
    ],
)
def test_what_is_wrong_with_a_spare_stands_beside_its_field(
    manager: FlaskClient, unit: Equipment, wrong: dict[str, str], sentence: str
) -> None:
    db.session.add(Spare(model_id=unit.model_id, name="Lamp"))
    db.session.commit()
    form = fetch(manager, f"{SPARES}/new?unit={unit.id}").form(f"{SPARES}/new")
    page = read(form.send(TYPED | wrong), 422, manager)
    assert page.errors == [sentence]
    assert page.form(f"{SPARES}/new").filled["note"] == "Two in the store"
    assert not db.session.scalars(select(Vendor)).all()
    assert one().name == "Lamp"


def test_a_spare_is_removed(manager: FlaskClient, unit: Equipment) -> None:
    db.session.add(Spare(model_id=unit.model_id, name="Lamp"))
    db.session.commit()
    page = fetch(manager, fetch(manager, SPARES).link("Change Lamp"))
    assert page.form(f"{SPARES}/{one().id}/remove").send().location == SPARES
    assert not db.session.scalars(select(Spare)).all()


def test_a_technician_sees_spares_and_changes_none(
    technician: FlaskClient, unit: Equipment
) -> None:
    db.session.add(Spare(model_id=unit.model_id, name="Lamp"))
    db.session.commit()
    for address in (SPARES, f"/equipment/{unit.id}"):
        shown = fetch(technician, address).main
        assert "Lamp" in shown
        for word in ("New spare", "Add a spare", "Change"):
            assert word not in shown


def test_a_spare_that_is_not_there_is_not_found(manager: FlaskClient) -> None:
    assert manager.get(f"{SPARES}/99/edit").status_code == 404
