"""What came with a list is seen: vendor, warranty, spares, systems, zones, planned work."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select

from app.equipment.models import Equipment
from app.extensions import db
from app.places.models import Room
from tests.imports.test_things import imported
from tests.pages import fetch


def key(table: type[Equipment | Room], name: str) -> int:
    return db.session.scalars(select(table.id).where(table.name == name)).one()


def test_the_page_of_a_unit_says_who_is_called_and_what_is_planned(
    manager: FlaskClient, types: None
) -> None:
    imported()
    page = fetch(manager, f"/equipment/{key(Equipment, 'Ext-1')}")
    told_of = ("Acme Fire", "26 September 2013", "Warranty ended", "Pin", "P-7", "Safety", "Look")
    for told in told_of:
        assert told in page.main, told
    assert "every 6 months · 30 minutes" in page.main
    assert {"tel:5550", "mailto:desk@acme.example"} <= set(page.links)


def test_the_page_of_a_room_says_in_which_zones_it_is(manager: FlaskClient, types: None) -> None:
    imported()
    page = fetch(manager, f"/rooms/{key(Room, 'A101')}")
    assert "East" in page.main


def test_vendors_and_spares_are_lists_that_are_searched_and_go_out(
    manager: FlaskClient, types: None
) -> None:
    imported()
    for name, word, other in (("vendors", "acme", "Acme Fire"), ("spares", "pin", "Acme Fire")):
        assert other in fetch(manager, f"/equipment/{name}?q={word}").main
        assert "answers to that" in fetch(manager, f"/equipment/{name}?q=nothing").main
        with manager.get(f"/exports/{name}.csv") as sent:
            assert other in sent.get_data(as_text=True)


def test_before_anything_came_the_lists_say_where_it_comes_from(manager: FlaskClient) -> None:
    assert "No vendors yet" in fetch(manager, "/equipment/vendors").main
    assert "No spares yet" in fetch(manager, "/equipment/spares").main
