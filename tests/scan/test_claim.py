"""A blank tag is claimed where it hangs; to a visitor it is no tag at all."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.codes import queries as codes
from app.codes import service as tags
from app.codes.code import grouped, with_check
from app.codes.models import Tag, TagState
from app.equipment.models import Equipment
from app.extensions import db
from app.places.models import Room
from tests.builders import NOON, Builder
from tests.pages import fetch, read

HANGS = "Yes, it hangs here"
ADD = "Add it; the tag hangs here"


@pytest.fixture(autouse=True)
def _at_noon(time_machine: object) -> None:
    time_machine.move_to(NOON, tick=False)  # type: ignore[attr-defined]


@pytest.fixture
def blank(make: Builder) -> Tag:
    """A tag that was printed ahead."""
    return make.tag(room=None)


def _count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_visitor_is_told_the_same_of_a_blank_tag_as_of_an_unknown_one(
    client: FlaskClient, blank: Tag
) -> None:
    unknown = with_check("0" * 11)
    for behind in ("", "/report"):
        asked = [client.get(f"/t/{code}{behind}") for code in (blank.code, unknown)]
        assert [each.status_code for each in asked] == [404, 404]
        assert asked[0].data == asked[1].data
        assert str(asked[0].headers) == str(asked[1].headers)


def test_a_visitor_asks_the_database_no_more_of_a_blank_tag_than_of_an_unknown_one(
    client: FlaskClient, blank: Tag
) -> None:
    from sqlalchemy import event  # noqa: PLC0415

    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    asked = []
    for code in (blank.code, with_check("0" * 11)):
        seen.clear()
        client.get(f"/t/{code}")
        asked.append([sql for sql in seen if sql.startswith("SELECT")])
    assert asked[0] == asked[1]
    assert len(asked[0]) == 1


def test_staff_who_scan_a_blank_tag_find_the_room_and_claim_it(
    technician: FlaskClient, client: FlaskClient, make: Builder, blank: Tag
) -> None:
    room = make.room(name="2.14")
    make.room(name="7.77")
    scanned = technician.get(f"/t/{grouped(blank.code)}")
    page = fetch(technician, scanned.location)
    assert "It stands for nothing yet." in page.text
    assert "2.14" not in page.text, "nothing was asked for"
    page = read(page.form(f"/t/{blank.code}/claim").send({"q": "2.14"}), client=technician)
    assert "7.77" not in page.text
    (address,) = [each for each in page.links if f"room={room.id}" in each]
    page = fetch(technician, address)
    answer = page.form(button=HANGS).send(press=HANGS)
    assert answer.status_code == 303
    assert "This tag stands for room 2.14." in fetch(technician, answer.location).text
    db.session.refresh(blank)
    assert (blank.state, blank.room_id, blank.placed_at) == (TagState.PLACED, room.id, NOON)
    assert fetch(client, f"/t/{blank.code}").h1 == "2.14"


def test_the_next_tag_is_looked_for_in_the_same_building(
    technician: FlaskClient, make: Builder, blank: Tag
) -> None:
    room = make.room(name="2.14")
    make.room(name="2.15", building=room.building, floor=room.floor)
    make.room(name="7.77")
    fetch(technician, f"/t/{blank.code}/claim?room={room.id}").form(button=HANGS).send()
    page = fetch(technician, f"/t/{make.tag(room=None).code}/claim")
    assert [each.partition(" ")[0] for each in page.each("row__title")] == ["2.15", "2.14"]
    assert page.text.count("has a tag") == 1, "those without one stand first"
    assert "7.77" not in page.text
    page = fetch(technician, f"/t/{make.tag(room=None).code}/claim?building=&q=7.77")
    assert "7.77" in page.text


def test_a_tag_is_claimed_for_a_unit_with_a_photo(
    technician: FlaskClient, client: FlaskClient, make: Builder, blank: Tag
) -> None:
    from PIL import Image  # noqa: PLC0415

    unit = make.equipment(name="Projector left")
    picture = BytesIO()
    Image.new("RGB", (40, 40), "teal").save(picture, "JPEG")
    picture.seek(0)
    form = fetch(technician, f"/t/{blank.code}/claim?room={unit.room_id}").form(button=HANGS)
    answer = form.send({"home": str(unit.id), "photo": (picture, "a.jpg")})
    page = fetch(technician, answer.location)
    assert "This tag stands for Projector left in room" in page.text
    assert "See it in its place" in page.text
    assert fetch(client, f"/t/{blank.code}").h1 == "Projector left"


def test_the_tag_whose_place_is_taken_is_named_before_and_replaced_after(
    technician: FlaskClient, make: Builder, blank: Tag
) -> None:
    unit = make.equipment()
    room_id = unit.room_id
    old, of_unit = make.tag(room=unit.room), make.tag(equipment=unit)
    page = fetch(technician, f"/t/{blank.code}/claim?room={room_id}")
    for each in (old, of_unit):
        assert f"It has a tag already, {grouped(each.code)}; this one takes" in page.text
    page.form(button=HANGS).send({"home": "room"})
    db.session.refresh(old)
    db.session.refresh(of_unit)
    assert (old.state, old.replaced_by_id) == (TagState.REPLACED, blank.id)
    assert of_unit.state is TagState.PRINTED


def test_a_manager_makes_the_room_on_the_spot(
    manager: FlaskClient, make: Builder, blank: Tag
) -> None:
    building = make.building()
    page = fetch(manager, f"/t/{blank.code}/claim")
    page = fetch(manager, page.link("The room is not listed: add it"))
    filled = {"name": "0.07", "building": str(building.id), "floor": "EG"}
    answer = page.form(button=ADD).send(filled)
    assert "This tag stands for room 0.07." in fetch(manager, answer.location).text
    assert page.form(button=ADD).send(filled).status_code == 303, "a second tap makes no second"
    assert _count(Room) == 1


def test_the_rules_of_rooms_hold_on_the_spot_and_nothing_is_half_made(
    manager: FlaskClient, make: Builder, blank: Tag
) -> None:
    room = make.room(name="2.14")
    building = str(room.building_id)
    form = fetch(manager, f"/t/{blank.code}/claim/room").form(button=ADD)
    page = read(form.send({"name": "2.14", "building": building}), 422, manager)
    assert "There is a room “2.14” in" in page.errors[0]
    page = read(form.send({"name": "", "building": building}), 422, manager)
    assert page.errors == ["Enter the name that stands on the door."]
    bad = {"name": "2.15", "building": building, "photo": (BytesIO(b"no picture"), "a.jpg")}
    assert read(form.send(bad), 422, manager).errors
    assert _count(Room) == 1
    assert codes.unclaimed(blank.code) is not None


def test_a_manager_adds_the_unit_on_the_spot(
    manager: FlaskClient, make: Builder, blank: Tag
) -> None:
    room, kind = make.room(), make.equipment_type()
    page = fetch(manager, f"/t/{blank.code}/claim?room={room.id}")
    form = fetch(manager, page.link("It is not listed: add it")).form(button=ADD)
    page = read(form.send({"type": str(kind.id), "name": " "}), 422, manager)
    assert page.errors == ["Enter what people call it."]
    answer = form.send({"type": str(kind.id), "name": "Camera"})
    assert fetch(manager, answer.location).h1 == "Camera"
    assert _count(Equipment) == 1


def test_a_technician_makes_what_is_missing_and_a_manager_completes_it(
    technician: FlaskClient, make: Builder, blank: Tag
) -> None:
    building, kind, other = make.building(), make.equipment_type(), make.tag(room=None)
    page = fetch(technician, f"/t/{blank.code}/claim")
    page = fetch(technician, page.link("The room is not listed: add it"))
    answer = page.form(button=ADD).send({"name": "0.07", "building": str(building.id)})
    said = fetch(technician, answer.location).text
    assert "This tag stands for room 0.07." in said
    assert "A manager can complete it." in said
    room = db.session.scalars(select(Room)).one()
    page = fetch(technician, f"/t/{other.code}/claim?room={room.id}")
    page = fetch(technician, page.link("It is not listed: add it"))
    answer = page.form(button=ADD).send({"type": str(kind.id), "name": "Camera"})
    assert "A manager can complete it." in fetch(technician, answer.location).text
    assert "manager" not in fetch(technician, f"/t/{other.code}").text
    assert technician.get("/rooms/new").status_code == 403


def test_who_comes_too_late_is_told_what_the_tag_stands_for(
    technician: FlaskClient, make: Builder, blank: Tag
) -> None:
    room = make.room()
    form = fetch(technician, f"/t/{blank.code}/claim?room={room.id}").form(button=HANGS)
    tags.claim(blank, make.room(name="7.77"), make.person(), at=NOON)
    page = fetch(technician, form.send().location)
    assert "This tag stands for room 7.77." in page.text
    assert codes.of_room(room.id) is None


@pytest.mark.parametrize("home", ["999", "🙂", ""])
def test_what_is_not_in_the_room_is_refused_in_a_sentence(
    technician: FlaskClient, make: Builder, blank: Tag, home: str
) -> None:
    room = make.room()
    form = fetch(technician, f"/t/{blank.code}/claim?room={room.id}").form(button=HANGS)
    assert read(form.send({"home": home}), 422, technician).errors
    assert codes.unclaimed(blank.code) is not None


@pytest.mark.parametrize("step", ["claim", "claim/unit"])
def test_a_room_that_was_retired_meanwhile_is_said_to_be(
    manager: FlaskClient, make: Builder, blank: Tag, step: str
) -> None:
    unit = make.equipment()
    room, kind = unit.room, unit.model.type
    form = fetch(manager, f"/t/{blank.code}/{step}?room={room.id}").form(f"/t/{blank.code}/{step}")
    room.retired_at = NOON
    db.session.commit()
    answer = form.send({"home": str(unit.id), "type": str(kind.id), "name": "Camera"})
    page = fetch(manager, answer.location)
    assert page.h1 == "Where does this tag hang?"
    assert "This room is not in use any more. Choose another one." in page.text
    assert codes.unclaimed(blank.code) is not None
    assert _count(Equipment) == 1


def test_a_tag_in_use_is_only_taken_over_by_who_says_so(
    technician: FlaskClient, make: Builder, blank: Tag
) -> None:
    old = make.tag()
    form = fetch(technician, f"/t/{blank.code}/claim?room={old.room_id}").form(button=HANGS)
    page = read(form.send(), 422, technician)
    assert page.errors == ["Choose what it is on."]
    assert codes.of_room(old.room_id or 0) is old


def test_a_manager_voids_a_blank_tag_that_was_lost(
    manager: FlaskClient, technician: FlaskClient, blank: Tag
) -> None:
    assert "Void this tag" not in fetch(technician, f"/t/{blank.code}/claim").text
    page = fetch(manager, "/tags?which=unclaimed")
    page = fetch(manager, page.link("Stands for nothing yet"))
    page = fetch(manager, page.link("Void this tag"))
    assert page.link("Cancel") == f"/t/{blank.code}/claim"
    answer = page.form(f"/t/{blank.code}/void").send()
    assert answer.location == "/tags?which=unclaimed"
    assert "The tag is void." in fetch(manager, answer.location).text
    db.session.refresh(blank)
    assert blank.state is TagState.VOID


def test_a_tag_that_stands_for_something_is_not_asked_about(
    manager: FlaskClient, make: Builder
) -> None:
    tag = make.tag()
    for page in ("claim", "claim/room", "claim/unit"):
        assert manager.get(f"/t/{tag.code}/{page}").location == f"/t/{tag.code}"
        assert manager.get(f"/t/NOTHING/{page}").status_code == 404
