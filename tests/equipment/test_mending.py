"""A fault is mended: a part from the shelf, a mail to the vendor with the facts filled in."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.equipment.models import Spare, SpareStock, StockMove, Vendor
from app.extensions import db
from app.faults.models import Event, Fault, PartUsed, TimelineEntry
from app.notices.models import Notice, Via
from tests.builders import NOON, Builder
from tests.pages import fetch, read


@pytest.fixture
def fault(make: Builder) -> Fault:
    """A projector without a picture, with a vendor and two lamps at its site."""
    vendor = Vendor(name="Acme", email="desk@acme.example", phone="+44 20 5555 0100")
    db.session.add(vendor)
    db.session.flush()
    room = make.room(name="1.02")
    unit = make.equipment(
        name="Projector left",
        room=room,
        serial_number="SN-77",
        asset_tag="A-100",
        warranty_until=date(2031, 3, 2),
        vendor_id=vendor.id,
    )
    stock = SpareStock(
        spare=Spare(model_id=unit.model_id, name="Lamp"), site=room.building.site, place="Shelf 3"
    )
    db.session.add(stock)
    db.session.flush()
    db.session.add(StockMove(stock_id=stock.id, change=2, at=NOON))
    stock.count = 2
    found = make.fault(equipment=unit, symptom=make.symptom(label="No picture"), detail="Hums")
    make.report(fault=found, note="Call Dr Nosy", contact="nosy@example.edu")
    return found


def entries(event: Event) -> list[TimelineEntry]:
    db.session.expire_all()
    return list(db.session.scalars(select(TimelineEntry).where(TimelineEntry.event == event)))


def test_a_part_goes_from_the_shelf_into_the_fault_once(
    technician: FlaskClient, fault: Fault
) -> None:
    address = f"/faults/{fault.id}/parts"
    page = fetch(technician, fetch(technician, f"/faults/{fault.id}").link("Use a part"))
    assert "Lamp · 2 in stock · Shelf 3" in page.main
    form = page.form(address)
    for _twice in range(2):
        assert form.send({"number": "1"}).status_code == 303
    assert db.session.scalars(select(SpareStock.count)).one() == 1
    assert db.session.scalars(select(PartUsed.fault_id)).all() == [fault.id]
    (entry,) = entries(Event.PART_USED)
    assert (entry.note, entry.public) == ("1 × Lamp", False)
    page = fetch(technician, address)
    assert "Used so far" in page.main
    moved = fetch(technician, page.link("1 piece"))
    assert f"Fault {fault.id}" in moved.each("timeline__text")


def test_no_more_is_used_than_there_is(technician: FlaskClient, fault: Fault) -> None:
    address = f"/faults/{fault.id}/parts"
    page = read(fetch(technician, address).form(address).send({"number": "3"}), 422)
    assert "There are only 2." in page.errors[0]
    assert not db.session.scalars(select(PartUsed)).all()
    assert not entries(Event.PART_USED)


def test_a_part_of_another_site_or_model_is_not_offered(
    technician: FlaskClient, make: Builder, fault: Fault
) -> None:
    spare = db.session.scalars(select(Spare)).one()
    far = SpareStock(spare_id=spare.id, site=make.site(), count=5)
    other = Spare(model_id=make.model().id, name="Filter")
    near = db.session.scalars(select(SpareStock.site_id)).one()
    db.session.add_all((far, SpareStock(spare=other, site_id=near, count=5)))
    db.session.commit()
    address = f"/faults/{fault.id}/parts"
    form = fetch(technician, address).form(address)
    for each in (far.id, 99):
        assert form.send({"part": str(each), "number": "1"}).status_code == 422
    assert not db.session.scalars(select(PartUsed)).all()


def test_the_vendor_gets_a_mail_with_the_facts_and_without_a_reporter(
    technician: FlaskClient, fault: Fault
) -> None:
    address = f"/faults/{fault.id}/vendor"
    page = fetch(technician, fetch(technician, f"/faults/{fault.id}").link("Ask the vendor"))
    form = page.form(address)
    body = form.filled["body"]
    for fact in ("SN-77", "A-100", "Under warranty until 2 March 2031", "No picture", "Hums"):
        assert fact in body
    assert "1.02" in body
    assert "+44 20 5555 0100" in body
    assert "osy" not in page.text
    assert "SN-77" in unquote(page.link("Open in my mailbox"))
    for _twice in range(2):
        assert form.send({"subject": "Please\r\nBcc: all@example.edu"}).status_code == 303
    notice = db.session.scalars(select(Notice)).one()
    assert (notice.via, notice.address) == (Via.EMAIL, "desk@acme.example")
    assert notice.subject == "Please Bcc: all@example.edu"
    assert "SN-77" in notice.body
    (entry,) = entries(Event.VENDOR_ASKED)
    assert not entry.public


def test_a_vendor_without_mail_is_called(technician: FlaskClient, fault: Fault) -> None:
    vendor = db.session.scalars(select(Vendor)).one()
    vendor.email = ""
    db.session.commit()
    address = f"/faults/{fault.id}/vendor"
    page = fetch(technician, address)
    assert "Acme has no e-mail address here." in page.main
    assert page.link("Call +44 20 5555 0100") == "tel:+442055550100"
    wrong = read(page.form(address).send(), 422)
    assert wrong.errors == ["Enter an e-mail address, or call."]
    page.form(f"{address}/told").send()
    assert len(entries(Event.VENDOR_ASKED)) == 1
    assert not db.session.scalars(select(Notice)).all()


@pytest.mark.parametrize(
    "to", ["a@b.example\r\nBcc: c@d.example", "here", "a@b.example,c@d.example"]
)
def test_a_mail_goes_to_one_address_alone(technician: FlaskClient, fault: Fault, to: str) -> None:
    address = f"/faults/{fault.id}/vendor"
    page = read(fetch(technician, address).form(address).send({"to": to}), 422)
    assert page.errors == ["This does not look like an e-mail address."]
    assert not db.session.scalars(select(Notice)).all()


def test_a_fault_of_a_room_itself_has_no_vendor_and_no_parts(
    technician: FlaskClient, make: Builder
) -> None:
    found = make.fault(equipment=None, room=make.room())
    assert "Ask the vendor" not in fetch(technician, f"/faults/{found.id}").main
    assert "fault of the room itself" in fetch(technician, f"/faults/{found.id}/parts").main
    for page in ("vendor", "swap"):
        assert technician.get(f"/faults/{found.id}/{page}").status_code == 404
