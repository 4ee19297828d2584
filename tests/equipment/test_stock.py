"""Stock: what a site has of a spare is taken, filled, counted, ordered; the sum always tells."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.equipment.models import EquipmentModel, Spare, SpareStock, StockMove, Vendor
from app.extensions import db
from tests.builders import NOON, Builder
from tests.pages import Page, fetch, read

STOCK = "/equipment/stock"


@pytest.fixture
def kept(make: Builder) -> SpareStock:
    """Two lamps that lie at a site which wants three."""
    kind = make.equipment_type(title="Beamer")
    model = make.model(type=kind, maker="Epson", model_number="EB-1")
    vendor = Vendor(name="Acme")
    spare = Spare(model_id=model.id, name="Lamp", part_number="ELPLP97", vendor=vendor)
    stock = SpareStock(spare=spare, site=make.site(name="Main"), minimum=3, place="Shelf 3")
    db.session.add(stock)
    db.session.flush()
    db.session.add(StockMove(stock_id=stock.id, change=2, at=NOON))
    stock.count = 2
    db.session.commit()
    return stock


def count_of(stock_id: int) -> int:
    """What there is, which is always the sum of what came and went."""
    db.session.expire_all()
    count = db.session.get_one(SpareStock, stock_id).count
    summed = select(func.coalesce(func.sum(StockMove.change), 0))
    assert db.session.scalar(summed.where(StockMove.stock_id == stock_id)) == count
    return count


def move(client: FlaskClient, stock_id: int, kind: str, number: object, note: str = "") -> Page:
    """The page after a form was sent that says so."""
    form = fetch(client, f"{STOCK}/{stock_id}").form(f"{STOCK}/{stock_id}/move")
    answer = form.send({"kind": kind, "number": str(number), "note": note})
    return read(answer, 422) if answer.status_code != 303 else fetch(client, answer.location or "")


def test_a_manager_keeps_a_spare_at_a_site_and_a_technician_fills_the_shelf(
    manager: FlaskClient, technician: FlaskClient, make: Builder
) -> None:
    site, spare = make.site(name="Main"), Spare(model_id=make.model().id, name="Lamp")
    db.session.add(spare)
    db.session.commit()
    page = fetch(manager, fetch(manager, "/equipment/spares").link("Lamp"))
    assert "No site keeps it." in page.main
    page = fetch(manager, page.link("Keep it at a site"))
    form = page.form(f"/equipment/spares/{spare.id}/keep")
    assert form.filled["site"] == str(site.id)
    sent = form.send({"place": " Store 0.12,  shelf 3 ", "minimum": "2"})
    stock = db.session.scalars(select(SpareStock)).one()
    assert sent.location == f"{STOCK}/{stock.id}"
    page = move(technician, stock.id, "put", 5, "Delivered")
    assert "5 pieces" in page.main
    assert "Store 0.12, shelf 3" in page.main
    assert count_of(stock.id) == 5
    assert read(form.send({"minimum": "1"}), 422).errors == ["Main keeps this spare already."]


def test_what_is_taken_put_in_and_counted_adds_up_and_is_told(
    technician: FlaskClient, kept: SpareStock
) -> None:
    key = kept.id
    move(technician, key, "take", 1, "For room 1.02")
    move(technician, key, "put", 4)
    page = move(technician, key, "counted", 3, "Two were lost")
    assert "What for, or why" in page.each("label")
    assert count_of(key) == 3
    assert page.each("timeline__title") == ["2 taken out", "4 put in", "1 taken out", "2 put in"]
    assert page.each("timeline__text") == ["Two were lost", "For room 1.02"]
    move(technician, key, "counted", 3)
    assert count_of(key) == 3


@pytest.mark.parametrize(
    ("kind", "number", "sentence"),
    [
        ("take", 3, "There are only 2. Count again, and correct the number if more lie there."),
        ("take", 0, "Enter how many."),
        ("take", -1, "Enter a whole number, at most 9999."),
        ("put", 10_000, "Enter a whole number, at most 9999."),
        ("put", 9_998, "These would be more than 9999. Count again."),
        ("counted", 1, "Say how it came: lost, found, or taken without a word."),
        ("", 1, "Choose what happens."),
    ],
)
def test_what_can_not_be_is_refused_and_moves_nothing(
    technician: FlaskClient, kept: SpareStock, kind: str, number: int, sentence: str
) -> None:
    key = kept.id
    assert sentence in move(technician, key, kind, number).errors
    assert count_of(key) == 2


def test_a_form_sent_twice_counts_once(technician: FlaskClient, kept: SpareStock) -> None:
    key = kept.id
    form = fetch(technician, f"{STOCK}/{key}").form(f"{STOCK}/{key}/move")
    for _twice in range(2):
        assert form.send({"kind": "take", "number": "1"}).status_code == 303
    assert count_of(key) == 1
    assert form.send({"kind": "take", "number": "2"}).status_code == 422
    assert count_of(key) == 1


def test_what_is_too_few_is_on_the_list_to_order_until_it_comes(
    technician: FlaskClient, kept: SpareStock
) -> None:
    key = kept.id
    row = fetch(technician, f"{STOCK}?short=1").rows[1]
    assert row == ["Lamp Beamer Epson EB-1 · Main", "2 at least 3 Too few", "1", "ELPLP97", "Acme"]
    page = fetch(technician, f"{STOCK}/{key}")
    sent = page.form(f"{STOCK}/{key}/order").send()
    page = fetch(technician, sent.location or "")
    assert "Ordered" in page.main
    assert page.form(f"{STOCK}/{key}/not-ordered")
    move(technician, key, "put", 1)
    assert "Nothing is to be ordered" in fetch(technician, f"{STOCK}?short=1").main
    db.session.expire_all()
    assert db.session.get_one(SpareStock, key).ordered_at is None


def test_the_list_is_searched_by_words_and_site_and_goes_out_as_it_is_shown(
    technician: FlaskClient, kept: SpareStock
) -> None:
    for asked in ("q=elplp97+shelf", f"site={kept.site_id}", "q=epson"):
        assert "Lamp" in fetch(technician, f"{STOCK}?{asked}").main
    assert "Nothing in stock answers" in fetch(technician, f"{STOCK}?q=filter").main
    assert fetch(technician, f"{STOCK}?q=filter").filters_open
    page = fetch(technician, f"{STOCK}?short=1")
    assert not page.filters_open
    with technician.get(page.link("CSV")) as sent:
        lines = sent.get_data(as_text=True).splitlines()
    assert lines[0].lstrip("\ufeff").endswith("site,place,count,minimum,to_order,ordered_on")
    assert lines[1].endswith("ELPLP97,Acme,Main,Shelf 3,2,3,1,")
    assert len(lines) == 2


def test_a_manager_says_where_it_lies_and_a_kept_spare_is_not_removed(
    manager: FlaskClient, kept: SpareStock
) -> None:
    key, spare_id = kept.id, kept.spare_id
    form = fetch(manager, f"{STOCK}/{key}").form(f"{STOCK}/{key}/change")
    assert form.send({"place": "Van", "minimum": "0"}).status_code == 303
    assert "Van" in fetch(manager, f"{STOCK}/{key}").main
    assert read(form.send({"minimum": "-1"}), 422).errors
    page = fetch(manager, f"/equipment/spares/{spare_id}/edit")
    refused = read(page.form(f"/equipment/spares/{spare_id}/remove").send(), 409)
    assert "Sites keep Lamp" in refused.main


def test_an_auditor_reads_and_has_no_buttons(auditor: FlaskClient, kept: SpareStock) -> None:
    page = fetch(auditor, f"{STOCK}/{kept.id}")
    assert "2 pieces" in page.main
    assert "Write it down" not in page.main
    assert auditor.post(f"{STOCK}/{kept.id}/move").status_code == 403


def test_a_unit_tells_what_its_site_has_for_it(
    technician: FlaskClient, make: Builder, kept: SpareStock
) -> None:
    room = make.room(building=make.building(site=kept.site))
    unit = make.equipment(room=room, model=db.session.get_one(EquipmentModel, kept.spare.model_id))
    page = fetch(technician, f"/equipment/{unit.id}")
    assert page.link("2 in stock · Shelf 3") == f"{STOCK}/{kept.id}"


@pytest.mark.parametrize("address", [f"{STOCK}/99", "/equipment/spares/99"])
def test_what_is_not_there_is_not_found(technician: FlaskClient, address: str) -> None:
    assert technician.get(address).status_code == 404
