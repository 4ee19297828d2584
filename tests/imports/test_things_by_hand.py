"""What a list brought is changed by hand: its import is still undone, and the list comes again."""

from __future__ import annotations

from sqlalchemy import select

from app.equipment.beside import service as beside
from app.equipment.models import Equipment, Spare, Vendor
from app.extensions import db
from app.imports.models import ImportChange, Left, What
from app.imports.past.undoing import undo
from app.places.models import Room, Zone, ZoneRoom
from app.places.zones import service as zones
from app.places.zones.queries import members
from app.places.zones.queries import zone as zone_of
from tests.builders import NOON
from tests.imports.test_things import batch, counts, imported, one, prepared


def left(what: What) -> set[Left | None]:
    """Why rows of a kind stayed where the first import was taken back."""
    foreseen = undo(batch(), None, at=NOON).left
    db.session.expire_all()
    wanted = select(ImportChange).where(ImportChange.what == what)
    return {foreseen.get(each.number) for each in db.session.scalars(wanted)}


def merged() -> Vendor:
    """The vendor of the list becomes another one."""
    other = beside.add_vendor("Acme Fire Protection Ltd")
    acme = beside.vendor_called("acme fire")
    assert acme is not None
    beside.merge_vendor(acme, other)
    db.session.commit()
    return other


def test_a_vendor_that_was_merged_is_not_there_any_more_when_its_import_is_taken_back(
    types: None,
) -> None:
    imported()
    other = merged()
    assert left(What.VENDOR) == {Left.GONE}
    assert one(Vendor).name == other.name


def test_the_units_and_spares_of_a_merged_vendor_were_changed_by_hand_and_stay(
    types: None,
) -> None:
    imported()
    other = merged()
    assert Left.EDITED in left(What.SPARE)
    unit = db.session.scalars(select(Equipment).where(Equipment.name == "Ext-1")).one()
    assert (unit.vendor_id, one(Spare).vendor_id) == (other.id, other.id)


def test_a_spare_that_was_removed_comes_again_with_the_list(types: None) -> None:
    imported()
    beside.remove_spare(one(Spare))
    db.session.commit()
    plan = prepared().plan
    assert counts(plan)[:2] == (1, 0)
    imported()
    assert one(Spare).name == "Pin"


def test_a_zone_whose_rooms_were_ticked_anew_stays_when_its_import_is_taken_back(
    types: None,
) -> None:
    imported()
    zone = zone_of(one(Zone).id)
    taken = db.session.scalars(select(Room.id).where(Room.name == "A101")).one()
    assert zone is not None
    zones.change_zone(zone, "East", "Fire", members(zone.id) - {taken})
    db.session.commit()
    assert left(What.ZONE) == {Left.EDITED}
    assert len(db.session.scalars(select(ZoneRoom)).all()) == 2
