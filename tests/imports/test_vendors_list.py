"""A list of vendors comes in as it goes out: how each is reached, and its contract."""

from datetime import date

import pytest
from sqlalchemy import select

from app.equipment.models import Vendor
from app.extensions import db
from app.imports.planning.plans import Outcome
from tests.exports.estates import trial, written
from tests.imports.test_applying import counts, imported, prepared
from tests.imports.test_undo import taken_back

pytestmark = pytest.mark.usefixtures("app")

LIST = (
    "vendor,email,phone,address,hours,contract,contract_until,note",
    "Acme,desk@acme.example,+49 89 5555,1 High Street,Mon–Fri 8–17,SC-77,2027-12-31,Ask for Kim",
    "Bulb & Co,,,,,,,",
)


def _acme() -> Vendor:
    return db.session.scalars(select(Vendor).where(Vendor.name == "Acme")).one()


def test_a_list_of_vendors_says_how_each_is_reached_and_its_contract() -> None:
    assert counts(imported(*LIST)) == (2, 0, 0, 0)
    acme = _acme()
    assert (acme.email, acme.phone, acme.address) == (
        "desk@acme.example",
        "+49 89 5555",
        "1 High Street",
    )
    assert (acme.hours, acme.contract) == ("Mon–Fri 8–17", "SC-77")
    assert (acme.contract_until, acme.note) == (date(2027, 12, 31), "Ask for Kim")


def test_the_same_list_again_changes_nothing_and_a_newer_one_what_it_changed() -> None:
    imported(*LIST)
    assert counts(imported(*LIST)) == (0, 0, 2, 0)
    newer = LIST[1].replace("2027-12-31", "2029-12-31")
    assert counts(imported(LIST[0], newer)) == (0, 1, 0, 0)
    assert _acme().contract_until == date(2029, 12, 31)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_went_out_comes_in_and_changes_nothing(ending: str) -> None:
    imported(*LIST)
    made = trial(written("vendors", ending), ending)
    assert made.mapping
    assert made.mapping.kind == "vendors"
    assert made.plan
    assert [line.outcome for line in made.plan.lines] == [Outcome.SAME] * 2


def test_words_that_others_use_are_understood() -> None:
    plan = imported(
        "Lieferant;E-Mail;Telefon;Servicezeiten;Vertrag;Vertrag bis",
        "Acme;desk@acme.example;5555;werktags;SC-77;31.12.2027",
    )
    assert counts(plan) == (1, 0, 0, 0)
    assert (_acme().hours, _acme().contract_until) == ("werktags", date(2027, 12, 31))


def test_a_list_of_rooms_that_names_a_vendor_stays_one_of_rooms() -> None:
    made = prepared("Building,Room,Vendor,Phone", "Hall,1.01,Acme,5555")
    assert made.mapping
    assert made.mapping.kind == "rooms"


def test_a_vendor_twice_with_other_words_or_without_a_name_is_refused() -> None:
    told = ("Acme,a@x.example,,,,,,", "Acme,b@x.example,,,,,,", ",c@x.example,,,,,,")
    plan = prepared(LIST[0], *told).plan
    assert plan
    assert counts(plan) == (1, 0, 0, 2)


def test_taken_back_a_contract_is_what_it_was_and_a_new_vendor_is_gone() -> None:
    imported(LIST[0], LIST[1])
    imported(LIST[0], LIST[1].replace("SC-77,2027-12-31", "SC-78,2029-12-31"), LIST[2])
    taken_back(2)
    acme = db.session.scalars(select(Vendor)).one()
    assert (acme.name, acme.contract, acme.contract_until) == ("Acme", "SC-77", date(2027, 12, 31))
    taken_back(1)
    assert db.session.scalars(select(Vendor)).all() == []
