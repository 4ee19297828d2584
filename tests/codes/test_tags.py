"""A tag is issued once, printed as often as needed, and void for good."""

from datetime import timedelta

import pytest

from app.codes import queries, service
from app.codes.code import grouped
from app.codes.models import MOVES, TagState
from app.errors import Refusal
from tests.builders import NOON, Builder


def test_a_room_keeps_its_tag(make: Builder) -> None:
    room = make.room()
    first = service.issue(room, at=NOON)
    assert service.issue(room, at=NOON + timedelta(days=9)) is first
    assert first.state is TagState.ISSUED


def test_many_rooms_get_their_tags_at_once(make: Builder) -> None:
    rooms = [make.room() for _ in range(3)]
    kept = make.tag(room=rooms[1])
    tags = service.issue_all([room.id for room in rooms], at=NOON)
    assert tags[rooms[1].id] is kept
    assert len({tag.code for tag in tags.values()}) == 3


def test_a_printed_tag_can_be_printed_again(make: Builder) -> None:
    tag = make.tag()
    service.mark_printed([tag], at=NOON)
    assert (tag.state, tag.printed_at) == (TagState.PRINTED, NOON)


def test_a_void_tag_never_answers_again(make: Builder) -> None:
    tag = make.tag()
    assert queries.answering(grouped(tag.code).lower()) is tag
    service.void(tag, at=NOON)
    assert queries.answering(tag.code) is None
    assert queries.of_room(tag.room_id) is None
    with pytest.raises(Refusal, match="void"):
        service.mark_printed([tag], at=NOON)


def test_a_voided_tag_is_followed_by_a_new_code(make: Builder) -> None:
    tag = make.tag()
    service.void(tag, at=NOON)
    assert service.issue(tag.room, at=NOON).code != tag.code


def test_the_tag_of_a_retired_room_answers_like_an_unknown_one(make: Builder) -> None:
    assert queries.answering(make.tag(room=make.room(retired_at=NOON)).code) is None


def test_the_address_is_upper_case_and_from_the_settings(make: Builder) -> None:
    tag = make.tag()
    assert queries.address(tag, "https://rooms.example.edu") == (
        f"HTTPS://ROOMS.EXAMPLE.EDU/T/{tag.code}"
    )


def test_the_table_of_moves_covers_every_state() -> None:
    assert set(MOVES) == set(TagState)
