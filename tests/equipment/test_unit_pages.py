"""The pages about equipment: the list, the types, adding, changing, moving, retiring."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.equipment.listing import UnitFilter, listed
from app.equipment.models import Condition, Equipment, EquipmentType
from app.equipment.seeds import plant_types
from app.extensions import db
from app.places.models import Room
from tests.builders import NOON, Builder
from tests.pages import fetch, read


def _named(wanted: UnitFilter) -> list[str]:
    return [unit.name for unit in listed(wanted, 1).units]


@pytest.fixture
def room(make: Builder) -> Room:
    return make.room(name="2.01", building=make.building(name="Main Hall"))


def test_an_empty_estate_says_what_to_do_first(manager: FlaskClient, make: Builder) -> None:
    page = fetch(manager, fetch(manager, "/equipment").link("Add equipment"))
    assert page.link("Go to rooms") == "/rooms"
    make.building()
    assert fetch(manager, "/equipment/new").form("/equipment/new")


def test_a_technician_looks_and_changes_nothing(technician: FlaskClient, make: Builder) -> None:
    fetch(technician, "/equipment")
    unit = make.equipment(name="Projector left")
    page = fetch(technician, "/equipment")
    assert "Projector left" in page.main
    assert "New equipment" not in page.main
    for address in ("new", f"{unit.id}/edit", f"{unit.id}/move"):
        assert technician.get(f"/equipment/{address}").status_code == 403


def test_units_are_found_by_name_numbers_maker_and_model(make: Builder, room: Room) -> None:
    model = make.model(maker="Epson", model_number="EB-L200F")
    make.equipment(name="Beamer", room=room, model=model, asset_tag="IT-0042", serial_number="X9Y")
    make.equipment(name="Lautsprecher Ärmel", room=room, model=make.model(maker="Bosch"))
    for words, names in {
        "beam": ["Beamer"],
        "0042": ["Beamer"],
        "it-0042 x9": ["Beamer"],
        "epson eb-l200f": ["Beamer"],
        "epson bosch": [],
        "ÄRMEL": ["Lautsprecher Ärmel"],
        "_": [],
        "": ["Beamer", "Lautsprecher Ärmel"],
    }.items():
        assert _named(UnitFilter(words=words)) == names, words


def test_a_renamed_unit_is_found_by_its_new_name_only(make: Builder) -> None:
    unit = make.equipment(name="Beamer")
    unit.name = "Projector"
    db.session.commit()
    assert _named(UnitFilter(words="projector")) == ["Projector"]
    assert not _named(UnitFilter(words="beamer"))


def test_units_are_filtered_and_sorted(make: Builder, room: Room) -> None:
    here = make.equipment(name="A", room=room, condition=Condition.DOWN)
    make.equipment(name="b")
    make.equipment(name="C", retired_at=NOON)
    for wanted, names in {
        UnitFilter(room_id=room.id): ["A"],
        UnitFilter(building_id=room.building_id): ["A"],
        UnitFilter(type_id=here.model.type_id): ["A"],
        UnitFilter(condition=Condition.DOWN): ["A"],
        UnitFilter(condition=Condition.UP): ["b"],
        UnitFilter(retired=True): ["C"],
        UnitFilter(): ["A", "b"],
        UnitFilter(order="-name"): ["b", "A"],
    }.items():
        assert _named(wanted) == names, wanted


def test_the_list_shows_each_unit_with_its_room_and_condition(
    manager: FlaskClient, make: Builder, room: Room
) -> None:
    kind = make.equipment_type(title="Beamer")
    unit = make.equipment(
        name="Projector left",
        room=room,
        model=make.model(type=kind, maker="Epson", model_number="EB-1"),
        condition=Condition.DEGRADED,
        asset_tag="A1",
    )
    page = fetch(manager, f"/equipment?room={room.id}&condition=degraded&q=epson")
    line = page.rows[1]
    assert line[0] == "Projector left Beamer · Epson EB-1"
    assert line[1:] == ["2.01 · Main Hall", "Limited", "A1", "–"]
    assert "In room 2.01, Main Hall." in page.main
    assert page.link("Projector left") == f"/equipment/{unit.id}"
    assert f"room={room.id}" in page.link("Name")
    assert page.form("/equipment").filled["room"] == str(room.id)
    assert page.filters_open
    assert not fetch(manager, f"/equipment?room={room.id}").filters_open
    assert fetch(manager, "/equipment?q=zzz").link("Show all equipment") == "/equipment"
    assert len(fetch(manager, "/equipment?type=x&page=-1&sort=z&condition=q").rows) == 2


def test_types_are_shown_with_their_words(technician: FlaskClient) -> None:
    assert "No types yet" in fetch(technician, "/equipment/types").main
    plant_types()
    db.session.commit()
    page = fetch(technician, "/equipment/types")
    cards = page.each("card")
    assert len(cards) == 15
    assert cards[0].startswith("Projector No picture · No power, or will not start")
    assert cards[-1].startswith("The room itself Too hot")


def _typed(room: Room, kind: EquipmentType) -> dict[str, str]:
    return {
        "building": str(room.building_id),
        "room": room.name,
        "type": str(kind.id),
        "name": "Projector left",
        "maker": "Epson",
        "model_number": "EB-1",
        "asset_tag": "A1",
        "installed_on": "2024-02-29",
    }


def test_a_unit_is_added_to_a_room(manager: FlaskClient, make: Builder, room: Room) -> None:
    kind = make.equipment_type()
    page = fetch(manager, f"/equipment/new?room={room.id}")
    form = page.form("/equipment/new")
    assert form.filled["room"] == "2.01"
    typed = _typed(room, kind)
    assert form.send({name: typed[name] for name in typed if name != "room"}).status_code == 303
    unit = db.session.scalars(select(Equipment)).one()
    assert (unit.name, unit.room_id, unit.asset_tag) == ("Projector left", room.id, "A1")
    assert str(unit.installed_on) == "2024-02-29"
    assert "Epson EB-1" in fetch(manager, "/equipment").main


def test_a_form_sent_twice_adds_one_unit(manager: FlaskClient, make: Builder, room: Room) -> None:
    form = fetch(manager, "/equipment/new").form("/equipment/new")
    typed = _typed(room, make.equipment_type()) | {"serial_number": " S1 "}
    assert [form.send(typed).status_code for _ in range(2)] == [303, 303]
    assert _named(UnitFilter()) == ["Projector left"]


def test_one_goes_back_and_adds_another_unit(
    manager: FlaskClient, make: Builder, room: Room
) -> None:
    form = fetch(manager, "/equipment/new").form("/equipment/new")
    typed = _typed(room, make.equipment_type())
    for other in ({}, {"name": "Projector right"}, {"asset_tag": "A2"}, {"serial_number": "S2"}):
        assert form.send(typed | other).status_code == 303
    assert len(_named(UnitFilter())) == 4


def test_two_forms_add_two_units_of_one_name(
    manager: FlaskClient, make: Builder, room: Room
) -> None:
    typed = _typed(room, make.equipment_type())
    for _ in range(2):
        fetch(manager, "/equipment/new").form("/equipment/new").send(typed)
    assert _named(UnitFilter()) == ["Projector left"] * 2


def test_what_cannot_be_added_is_told_beside_its_field_and_kept(
    manager: FlaskClient, make: Builder, room: Room
) -> None:
    make.room(name="9.99", building=room.building, retired_at=NOON)
    typed = _typed(room, make.equipment_type())
    form = fetch(manager, "/equipment/new").form("/equipment/new")
    for wrong, sentence in (
        ({"room": "9.99"}, "No room in use of this building is called “9.99”."),
        ({"room": ""}, "Enter the room's name."),
        ({"building": ""}, "Choose a building."),
        ({"type": ""}, "Choose a type."),
        ({"name": " "}, "Enter what people call it."),
        ({"name": "x" * 201}, "Use at most 200 characters."),
        ({"asset_tag": "x" * 101}, "Use at most 100 characters."),
        ({"installed_on": "2023-02-29"}, "Not a valid date value."),
    ):
        page = read(form.send(typed | wrong), 422, manager)
        assert page.errors == [sentence]
        filled = page.form("/equipment/new").filled
        assert {name: filled[name].strip() for name in typed} == {
            name: value.strip() for name, value in (typed | wrong).items()
        }
    assert not db.session.scalars(select(Equipment)).all()


def test_the_type_of_the_room_itself_is_never_offered(
    manager: FlaskClient, make: Builder, room: Room
) -> None:
    plant_types()
    db.session.commit()
    form = fetch(manager, "/equipment/new").form("/equipment/new")
    itself = db.session.scalars(select(EquipmentType).where(EquipmentType.slug == "room")).one()
    page = read(form.send(_typed(room, itself)), 422, manager)
    assert len(page.errors) == 1
    assert "The room itself" not in page.main


def test_a_unit_is_changed(manager: FlaskClient, make: Builder) -> None:
    unit = make.equipment(serial_number="S1", note="Left of the door")
    model = unit.model_id
    address = f"/equipment/{unit.id}/edit"
    form = fetch(manager, address).form(address)
    assert form.filled["serial_number"] == "S1"
    assert form.send({"name": "Beamer", "note": ""}).status_code == 303
    db.session.refresh(unit)
    assert (unit.name, unit.note, unit.model_id) == ("Beamer", "", model)
    assert read(form.send({"name": ""}), 422).errors == ["Enter what people call it."]


def test_a_unit_moves_to_another_room(manager: FlaskClient, make: Builder, room: Room) -> None:
    unit = make.equipment()
    address = f"/equipment/{unit.id}/move"
    form = fetch(manager, address).form(address)
    lost = read(form.send({"room": "zzz"}), 422, manager)
    assert lost.errors == ["No room in use of this building is called “zzz”."]
    sent = form.send({"building": str(room.building_id), "room": " 2.01 "})
    assert "2.01 · Main Hall" in fetch(manager, sent.location).main
    db.session.refresh(room)
    assert room.version == 2


def test_a_unit_is_retired_and_brought_back(manager: FlaskClient, make: Builder) -> None:
    unit = make.equipment(name="Beamer")
    address = f"/equipment/{unit.id}"
    page = fetch(manager, f"{address}/edit")
    page = fetch(manager, page.form(f"{address}/retire").send().location)
    assert "Beamer" not in " ".join(fetch(manager, "/equipment?condition=").each("table"))
    assert fetch(manager, "/equipment?condition=retired").rows[1][2] == "Retired"
    page.form(f"{address}/bring-back").send()
    assert fetch(manager, "/equipment").rows[1][2] == "Working"


def test_a_unit_that_is_not_there_is_not_found(manager: FlaskClient) -> None:
    assert manager.get("/equipment/99/edit").status_code == 404
