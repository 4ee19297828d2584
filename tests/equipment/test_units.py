"""Units and models: found or made, moved, retired; every change shows on the room's page."""

import pytest

from app.equipment import queries, service
from app.equipment.models import ROOM_SLUG, Condition, Equipment, EquipmentModel
from app.errors import Refusal
from app.extensions import db
from app.places.service import retire_room
from tests.builders import NOON, Builder


def test_a_model_is_made_once(make: Builder) -> None:
    kind = make.equipment_type()
    model = service.model_of(kind, " Epson ", "EB-L200F")
    assert service.model_of(kind, "Epson", "EB-L200F ") is model
    assert service.model_of(kind).label == ""
    assert db.session.query(EquipmentModel).count() == 2


def test_no_unit_is_of_the_type_that_stands_for_the_room(make: Builder) -> None:
    with pytest.raises(Refusal):
        service.model_of(make.equipment_type(slug=ROOM_SLUG))


def test_a_new_unit_works_and_shows_on_its_room(make: Builder) -> None:
    room = make.room()
    unit = service.add_unit(room, make.model(), "Projector", at=NOON, asset_tag=" A 1 ")
    assert (unit.condition, unit.asset_tag, room.version) == (Condition.UP, "A 1", 2)
    assert queries.units_in(room.id) == [unit]


def test_an_empty_asset_tag_is_none(make: Builder) -> None:
    unit = service.add_unit(make.room(), make.model(), "Projector", at=NOON, asset_tag=" ")
    assert unit.asset_tag is None


def test_nothing_is_added_to_a_room_out_of_use(make: Builder) -> None:
    room = make.room(name="2.01", retired_at=NOON)
    with pytest.raises(Refusal, match=r"2\.01 is not in use") as refused:
        service.add_unit(room, make.model(), "Projector", at=NOON)
    assert refused.value.field == "room"
    db.session.commit()
    assert db.session.query(Equipment).count() == 0


def test_a_unit_that_moves_shows_on_both_rooms(make: Builder) -> None:
    unit, there = make.equipment(), make.room()
    here = unit.room
    service.move_unit(unit, there)
    db.session.commit()
    assert (here.version, there.version, unit.room_id) == (2, 2, there.id)


def test_a_change_keeps_what_is_not_named(make: Builder) -> None:
    unit = make.equipment(serial_number="S1", asset_tag="A1")
    service.change_unit(unit, name="Beamer")
    assert (unit.name, unit.serial_number, unit.asset_tag) == ("Beamer", "S1", "A1")


def test_a_retired_unit_no_longer_stands_in_its_room_until_it_is_brought_back(
    make: Builder,
) -> None:
    unit = make.equipment()
    service.retire_unit(unit, at=NOON)
    assert queries.units_in(unit.room_id) == []
    service.bring_back_unit(unit)
    assert queries.units_in(unit.room_id) == [unit]


def test_a_unit_does_not_come_back_into_a_room_out_of_use(make: Builder) -> None:
    unit = make.equipment(retired_at=NOON)
    retire_room(unit.room, at=NOON)
    with pytest.raises(Refusal):
        service.bring_back_unit(unit)


def test_only_another_condition_makes_the_page_of_the_room_new(make: Builder) -> None:
    unit = make.equipment()
    service.set_condition(unit, Condition.UP)
    db.session.commit()
    assert unit.room.version == 1
    service.set_condition(unit, Condition.DOWN)
    db.session.commit()
    assert unit.room.version == 2


@pytest.mark.parametrize(
    ("fields", "named"),
    [({"asset_tag": "9" * 101}, "asset_tag"), ({"serial_number": "9" * 101}, "serial_number")],
)
def test_a_number_of_a_hundred_and_one_characters_is_refused(
    make: Builder, fields: service.UnitFields, named: str
) -> None:
    with pytest.raises(Refusal) as refused:
        service.change_unit(make.equipment(), **fields)
    assert refused.value.field == named
