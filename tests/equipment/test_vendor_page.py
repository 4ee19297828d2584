"""A vendor's page: how and when it is reached, what it guarantees, what names it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.equipment.models import Equipment, Spare, Vendor
from app.equipment.vendors.cover import Cover, contract, warranty
from app.equipment.vendors.facts import phone_address
from app.extensions import db
from tests.builders import Builder
from tests.pages import fetch, read

TODAY = datetime.now(UTC).date()
TYPED = {
    "name": "Acme",
    "phone": "+44 20 5555 0100 (desk)",
    "hours": "Mon to Fri, 8 to 17",
    "contract": "C-7: next day on site",
    "contract_until": "2031-03-02",
}


def test_a_vendor_tells_when_it_answers_and_until_when_its_contract_runs(
    manager: FlaskClient, technician: FlaskClient
) -> None:
    sent = fetch(manager, "/equipment/vendors/new").form("/equipment/vendors/new").send(TYPED)
    page = fetch(technician, fetch(technician, sent.location or "").link("Acme"))
    for words in ("Mon to Fri, 8 to 17", "C-7: next day on site", "Contract until 2 March 2031"):
        assert words in page.main
    assert page.link("+44 20 5555 0100 (desk)") == "tel:+442055550100"
    assert "none known" in page.main
    assert "Change" not in page.main


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"contract_until": "2031-02-30"}, "Not a valid date value."),
        ({"hours": "x" * 201}, "Use at most 200 characters."),
        ({"contract": "x" * 501}, "Use at most 500 characters."),
    ],
)
def test_what_is_wrong_with_hours_or_contract_stands_beside_its_field(
    manager: FlaskClient, wrong: dict[str, str], sentence: str
) -> None:
    form = fetch(manager, "/equipment/vendors/new").form("/equipment/vendors/new")
    assert read(form.send(TYPED | wrong), 422).errors == [sentence]


def test_a_vendor_shows_its_units_with_their_warranty_and_its_spares(
    technician: FlaskClient, make: Builder
) -> None:
    known = Vendor(name="Acme")
    db.session.add(known)
    db.session.flush()
    past, coming = TODAY - timedelta(days=1), TODAY
    make.equipment(name="Beamer", vendor_id=known.id, warranty_until=coming)
    unit = make.equipment(name="Camera", vendor_id=known.id, warranty_until=past)
    make.equipment(name="Dome", vendor_id=known.id, retired_at=datetime.now(UTC))
    db.session.add(Spare(model_id=unit.model_id, name="Lens", vendor_id=known.id))
    db.session.commit()
    shown = fetch(technician, f"/equipment/vendors/{known.id}").main
    assert shown.index("Beamer") < shown.index("Under warranty until") < shown.index("Camera")
    assert shown.index("Camera") < shown.index("Warranty ended") < shown.index("Lens")
    assert "Dome" not in shown


def test_the_last_day_of_a_warranty_counts(app: Flask) -> None:
    with app.test_request_context():
        unit, vendor = Equipment(warranty_until=TODAY), Vendor(contract_until=TODAY)
        later = TODAY + timedelta(days=1)
        assert [_over(warranty(unit, day)) for day in (TODAY, later)] == [False, True]
        assert [_over(contract(vendor, day)) for day in (TODAY, later)] == [False, True]
        assert warranty(Equipment(warranty_until=None), TODAY) is None
        assert contract(Vendor(contract_until=None), TODAY) is None


def _over(cover: Cover | None) -> bool | None:
    return cover.is_over if cover else None


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("020 5555", "tel:0205555"),
        (" +49 (0)89/123", "tel:+49089123"),
        ("ask Kim", ""),
        ("javascript:1", "tel:1"),
        ("٣٣", ""),
    ],
)
def test_a_phone_number_is_a_link_of_digits(typed: str, address: str) -> None:
    assert phone_address(typed) == address


def test_two_vendors_that_are_one_keep_hours_and_contract(
    manager: FlaskClient,
) -> None:
    double = Vendor(name="Acme Ltd", hours="Always", contract="C-7", contract_until=TODAY)
    right = Vendor(name="Acme", contract="C-8")
    db.session.add_all((double, right))
    db.session.commit()
    page = fetch(manager, f"/equipment/vendors/{double.id}/edit")
    page.form(f"/equipment/vendors/{double.id}/merge").send({"into": "Acme"})
    db.session.refresh(right)
    assert (right.hours, right.contract, right.contract_until) == ("Always", "C-8", TODAY)


def test_hours_and_contract_go_out_with_the_list(technician: FlaskClient) -> None:
    db.session.add(Vendor(name="Acme", hours="Always", contract="C-7", contract_until=TODAY))
    db.session.commit()
    with technician.get("/exports/vendors.csv") as sent:
        lines = sent.get_data(as_text=True).splitlines()
    assert lines[0].endswith("hours,contract,contract_until,note")
    assert lines[1] == f"Acme,,,,Always,C-7,{TODAY.isoformat()},"


def test_a_vendor_that_is_not_there_has_no_page(technician: FlaskClient) -> None:
    assert technician.get("/equipment/vendors/99").status_code == 404
