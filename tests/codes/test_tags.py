"""A room or a unit keeps its tag; whose code it is decides what answers."""

from datetime import timedelta

from app.codes import queries, service
from app.codes.code import grouped
from app.codes.models import TagState
from app.equipment import service as equipment
from app.places import queries as places
from app.places import service as estate
from tests.builders import NOON, Builder


def test_a_room_keeps_its_tag(make: Builder) -> None:
    room = make.room()
    first = service.issue(room, at=NOON)
    assert service.issue(room, at=NOON + timedelta(days=9)) is first
    assert first.state is TagState.BLANK


def test_many_rooms_get_their_tags_at_once(make: Builder) -> None:
    rooms = [make.room() for _ in range(3)]
    kept = make.tag(room=rooms[1])
    tags = service.issue_all([room.id for room in rooms], at=NOON)
    assert tags[rooms[1].id] is kept
    assert len({tag.code for tag in tags.values()}) == 3


def test_a_unit_keeps_its_tag_beside_that_of_its_room(make: Builder) -> None:
    unit = make.equipment()
    of_room = make.tag(room=unit.room)
    of_unit = service.issue_for_units([unit.id], at=NOON)[unit.id]
    assert service.issue_for_units([unit.id], at=NOON)[unit.id] is of_unit
    assert queries.of_room(unit.room_id) is of_room
    assert queries.of_unit(unit.id) is of_unit
    assert queries.of_rooms([unit.room_id]) == {unit.room_id: of_room}
    assert queries.of_units([unit.id]) == {unit.id: of_unit}


def test_a_void_tag_never_answers_again(make: Builder) -> None:
    tag = make.tag()
    assert queries.answering(grouped(tag.code).lower()) is tag
    service.void(tag, at=NOON)
    assert queries.answering(tag.code) is None
    assert queries.of_room(tag.home.id) is None


def test_a_voided_tag_is_followed_by_a_new_code(make: Builder) -> None:
    tag = make.tag()
    service.void(tag, at=NOON)
    assert service.issue(tag.home, at=NOON).code != tag.code


def test_the_tag_of_a_retired_room_or_unit_answers_like_an_unknown_one(make: Builder) -> None:
    assert queries.answering(make.tag(room=make.room(retired_at=NOON)).code) is None
    assert queries.answering(make.tag(equipment=make.equipment(retired_at=NOON)).code) is None
    elsewhere = make.equipment(room=make.room(retired_at=NOON))
    assert queries.answering(make.tag(equipment=elsewhere).code) is None


def test_a_blank_tag_answers_to_nobody_until_it_is_claimed(make: Builder) -> None:
    (blank,) = service.issue_blank(1, at=NOON)
    assert queries.answering(blank.code) is None
    assert queries.unclaimed(grouped(blank.code)) is blank
    service.claim(blank, make.room(), make.person(), at=NOON)
    assert queries.unclaimed(blank.code) is None
    assert queries.answering(blank.code) is blank


def test_a_void_blank_tag_can_not_be_claimed(make: Builder) -> None:
    blank = make.tag(room=None)
    service.void(blank, at=NOON)
    assert queries.unclaimed(blank.code) is None


def test_the_code_of_a_room_stays_when_the_room_is_renamed_or_moves(make: Builder) -> None:
    tag = make.tag()
    room = places.room(tag.home.id)
    assert room is not None
    estate.change_room(room, name="9.99")
    estate.change_room(room, building=make.building())
    assert queries.of_room(room.id) is tag
    assert service.issue(room, at=NOON).code == tag.code
    assert queries.answering(tag.code) is tag
    assert tag.home.name == "9.99"


def test_the_tag_of_a_unit_follows_it_into_another_room(make: Builder) -> None:
    unit, there = make.equipment(), make.room()
    tag = make.tag(equipment=unit)
    equipment.move_unit(unit, there)
    assert queries.answering(tag.code) is tag
    assert tag.home is there


def test_only_the_last_day_on_which_a_tag_was_opened_is_kept(make: Builder) -> None:
    tag = make.tag()
    assert queries.unseen(tag.code, NOON.date()) is tag
    service.seen(tag, at=NOON)
    assert queries.unseen(tag.code, NOON.date()) is None
    service.seen(tag, at=NOON - timedelta(days=3))
    assert tag.scanned_on == NOON.date(), "an older day does not take a newer one's place"
    service.seen(tag, at=NOON + timedelta(days=1))
    assert tag.scanned_on == NOON.date() + timedelta(days=1)


def test_the_address_is_upper_case_and_from_the_settings(make: Builder) -> None:
    tag = make.tag()
    assert queries.address(tag, "https://rooms.example.edu") == (
        f"HTTPS://ROOMS.EXAMPLE.EDU/T/{tag.code}"
    )
