"""Vendors by hand: added, changed, merged where one firm stands twice, removed where unused."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.equipment.models import Equipment, Spare, Vendor
from app.extensions import db
from tests.builders import Builder
from tests.pages import fetch, read

VENDORS = "/equipment/vendors"
TYPED = {
    "name": " Acme  Fire ",
    "email": "desk@acme.example",
    "phone": "+44 20 5555 0100",
    "address": "1 High Street",
    "note": "Ask for Kim",
}


def vendor(name: str, **given: str) -> Vendor:
    """A stored vendor."""
    made = Vendor(name=name, **given)
    db.session.add(made)
    db.session.commit()
    return made


def names() -> list[str]:
    return list(db.session.scalars(select(Vendor.name).order_by(Vendor.name)))


def test_a_manager_adds_a_vendor_and_a_technician_sees_how_to_reach_it(
    manager: FlaskClient, technician: FlaskClient
) -> None:
    page = fetch(manager, fetch(manager, VENDORS).link("New vendor"))
    sent = page.form(f"{VENDORS}/new").send(TYPED)
    assert sent.location == VENDORS
    shown = fetch(technician, VENDORS)
    assert shown.rows[1][:4] == [
        "Acme Fire Ask for Kim",
        *("+44 20 5555 0100", "desk@ acme .example", "1 High Street"),
    ]
    assert "New vendor" not in shown.main
    assert "Change" not in shown.main


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Enter the vendor's name."),
        ({"name": "ÄRZTE gmbh"}, "There is a vendor “Ärzte GmbH” already."),
        ({"email": "at home"}, "This does not look like an e-mail address."),
        ({"phone": "5" * 61}, "Use at most 60 characters."),
        ({"address": "x" * 501}, "Use at most 500 characters."),
    ],
)
def test_what_is_wrong_with_a_vendor_stands_beside_its_field_and_what_was_typed_stays(
    manager: FlaskClient, wrong: dict[str, str], sentence: str
) -> None:
    vendor("Ärzte GmbH")
    form = fetch(manager, f"{VENDORS}/new").form(f"{VENDORS}/new")
    page = read(form.send(TYPED | wrong), 422, manager)
    assert page.errors == [sentence]
    assert page.form(f"{VENDORS}/new").filled["note"] == "Ask for Kim"
    assert names() == ["Ärzte GmbH"]


def test_a_vendor_is_changed_and_may_write_its_name_in_other_letters(manager: FlaskClient) -> None:
    known = vendor("acme", phone="5555")
    vendor("Bolt")
    address = fetch(manager, VENDORS).link("Change acme")
    form = fetch(manager, address).form(address)
    assert form.filled["phone"] == "5555"
    assert form.send({"name": "Acme", "phone": ""}).location == VENDORS
    db.session.refresh(known)
    assert (known.name, known.phone) == ("Acme", "")
    assert read(form.send({"name": "BOLT"}), 422).errors == ["There is a vendor “Bolt” already."]


def test_a_firm_that_stands_twice_becomes_one(manager: FlaskClient, make: Builder) -> None:
    double, right = vendor("Acme Ltd", phone="5555", note="Old"), vendor("Acme", note="New")
    unit = make.equipment(vendor_id=double.id)
    db.session.add(Spare(model_id=unit.model_id, name="Lamp", vendor_id=double.id))
    db.session.commit()
    address = f"{VENDORS}/{double.id}/merge"
    page = fetch(manager, f"{VENDORS}/{double.id}/edit")
    assert "1 unit and 1 spare" in page.main
    sent = page.form(address).send({"into": "ACME"})
    assert sent.location == VENDORS
    assert names() == ["Acme"]
    assert db.session.scalars(select(Equipment.vendor_id)).all() == [right.id]
    assert db.session.scalars(select(Spare.vendor_id)).all() == [right.id]
    db.session.refresh(right)
    assert (right.phone, right.note) == ("5555", "New")


@pytest.mark.parametrize(
    ("into", "sentence"),
    [
        ("", "Enter the name of the vendor that stays."),
        ("Nobody", "No vendor is called “Nobody”."),
        ("acme ltd", "This is the same vendor. Name the other one."),
    ],
)
def test_a_vendor_is_merged_into_another_one_that_exists_or_not_at_all(
    manager: FlaskClient, into: str, sentence: str
) -> None:
    double = vendor("Acme Ltd")
    page = fetch(manager, f"{VENDORS}/{double.id}/edit")
    answer = page.form(f"{VENDORS}/{double.id}/merge").send({"into": into})
    page = read(answer, 422, manager)
    assert page.errors == [sentence]
    assert page.form(f"{VENDORS}/{double.id}/edit").filled["name"] == "Acme Ltd"
    assert names() == ["Acme Ltd"]


def test_a_vendor_that_nothing_names_is_removed(manager: FlaskClient) -> None:
    unused = vendor("Acme")
    page = fetch(manager, f"{VENDORS}/{unused.id}/edit")
    assert page.form(f"{VENDORS}/{unused.id}/remove").send().location == VENDORS
    assert names() == []


def test_a_vendor_that_is_in_use_is_not_removed(manager: FlaskClient, make: Builder) -> None:
    used, unused = vendor("Acme"), vendor("Bolt")
    page = fetch(manager, f"{VENDORS}/{unused.id}/edit")
    make.equipment(vendor_id=unused.id)
    refused = read(page.form(f"{VENDORS}/{unused.id}/remove").send(), 409)
    assert "merge it into another one" in refused.main
    make.equipment(vendor_id=used.id)
    page = fetch(manager, f"{VENDORS}/{used.id}/edit")
    assert f"{VENDORS}/{used.id}/remove" not in page.text
    assert len(names()) == 2


def test_a_vendor_that_is_not_there_is_not_found(manager: FlaskClient) -> None:
    assert manager.get(f"{VENDORS}/99/edit").status_code == 404


def test_the_units_of_a_vendor_are_a_list(manager: FlaskClient, make: Builder) -> None:
    known = vendor("Acme")
    make.equipment(name="Beamer", vendor_id=known.id)
    make.equipment(name="Camera")
    page = fetch(manager, fetch(manager, VENDORS).link("1 unit"))
    assert [row[0].split()[0] for row in page.rows[1:]] == ["Beamer"]
    assert "Of vendor Acme." in page.main
    with manager.get(f"/exports/equipment.csv?vendor={known.id}") as sent:
        told = sent.get_data(as_text=True)
    assert "Beamer" in told
    assert "Camera" not in told
