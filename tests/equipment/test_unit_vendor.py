"""A unit's form says who sold it, when, and how long they guarantee it."""

from __future__ import annotations

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import select

from app.equipment.models import Equipment, Vendor
from app.extensions import db
from tests.builders import Builder
from tests.pages import fetch, read

BOUGHT = {"vendor_name": "Acme", "purchased_on": "2024-02-29", "warranty_until": "2027-02-28"}


def told(unit: Equipment) -> tuple[object, ...]:
    db.session.refresh(unit)
    return unit.vendor_id, unit.purchased_on, unit.warranty_until


def test_a_new_unit_brings_its_vendor_along(manager: FlaskClient, make: Builder) -> None:
    room, kind = make.room(), make.equipment_type()
    form = fetch(manager, f"/equipment/new?room={room.id}").form("/equipment/new")
    assert form.send({"type": str(kind.id), "name": "Beamer"} | BOUGHT).status_code == 303
    vendor = db.session.scalars(select(Vendor)).one()
    unit = db.session.scalars(select(Equipment)).one()
    assert told(unit) == (vendor.id, date(2024, 2, 29), date(2027, 2, 28))
    assert vendor.name == "Acme"


def test_vendor_and_dates_are_changed_and_taken_away(manager: FlaskClient, make: Builder) -> None:
    unit, known = make.equipment(), Vendor(name="ACME")
    db.session.add(known)
    db.session.commit()
    address = f"/equipment/{unit.id}/edit"
    form = fetch(manager, address).form(address)
    assert form.send(BOUGHT).status_code == 303
    assert told(unit) == (known.id, date(2024, 2, 29), date(2027, 2, 28))
    form = fetch(manager, address).form(address)
    assert {name: form.filled[name] for name in BOUGHT} == BOUGHT | {"vendor_name": "ACME"}
    assert form.send(dict.fromkeys(BOUGHT, "")).status_code == 303
    assert told(unit) == (None, None, None)


def test_what_is_not_on_a_form_stays(make: Builder) -> None:
    from app.equipment import service  # noqa: PLC0415 - the command, not a page

    known = Vendor(name="Acme")
    db.session.add(known)
    db.session.flush()
    unit = make.equipment(vendor_id=known.id, purchased_on=date(2024, 2, 29))
    service.change_unit(unit, name="Beamer")
    assert told(unit) == (known.id, date(2024, 2, 29), None)


def test_a_date_that_is_none_is_told_and_no_vendor_is_made(
    manager: FlaskClient, make: Builder
) -> None:
    unit = make.equipment()
    address = f"/equipment/{unit.id}/edit"
    form = fetch(manager, address).form(address)
    page = read(form.send(BOUGHT | {"warranty_until": "2027-02-29"}), 422, manager)
    assert page.errors == ["Not a valid date value."]
    assert not db.session.scalars(select(Vendor)).all()


def test_the_page_of_a_unit_leads_a_manager_to_its_vendor(
    manager: FlaskClient, technician: FlaskClient, make: Builder
) -> None:
    known = Vendor(name="Acme")
    db.session.add(known)
    db.session.flush()
    unit = make.equipment(vendor_id=known.id)
    page = fetch(manager, f"/equipment/{unit.id}")
    page = fetch(manager, page.link("Acme"))
    assert page.link("Change") == f"/equipment/vendors/{known.id}/edit"
    page = fetch(technician, fetch(technician, f"/equipment/{unit.id}").link("Acme"))
    assert not [each for each in page.links if each.endswith("/edit")]
