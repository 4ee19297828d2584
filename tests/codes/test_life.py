"""The life of a tag: blank, printed, placed, worn, replaced, void; and no move beside the table."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.codes import queries, service
from app.codes.models import MOVES, Tag, TagState
from app.errors import Refusal
from app.extensions import db
from tests.builders import NOON, Builder

ACTS: dict[TagState, Callable[[Tag, Builder], object]] = {
    TagState.PRINTED: lambda tag, _: service.mark_printed([tag], address="https://b", at=NOON),
    TagState.PLACED: lambda tag, make: service.place(tag, make.person(), at=NOON),
    TagState.WORN: lambda tag, _: service.mark_worn(tag, at=NOON),
    TagState.REPLACED: lambda tag, _: service.replace(tag, at=NOON),
    TagState.VOID: lambda tag, _: service.void(tag, at=NOON),
}
"""What leads into each state; nothing leads back to a blank one."""

PRINTED_AGAIN = (TagState.PLACED, TagState.PRINTED)
"""No move at all: one that is in its place stays so."""


def test_the_table_of_moves_covers_every_state_and_every_act_is_in_it() -> None:
    assert set(MOVES) == set(TagState)
    assert set().union(*MOVES.values()) == set(ACTS) == set(TagState) - {TagState.BLANK}


@pytest.mark.parametrize("then", ACTS)
@pytest.mark.parametrize("now", TagState)
def test_a_tag_moves_as_the_table_says_and_no_other_way(
    make: Builder, now: TagState, then: TagState
) -> None:
    tag = make.tag(state=now)
    if then in MOVES[now] or (now, then) == PRINTED_AGAIN:
        ACTS[then](tag, make)
        assert tag.state is (now if (now, then) == PRINTED_AGAIN else then)
        return
    with pytest.raises(Refusal):
        ACTS[then](tag, make)
    db.session.refresh(tag)
    assert tag.state is now


def test_a_tag_that_is_placed_remembers_who_saw_it_there_and_when(make: Builder) -> None:
    tag, person = make.tag(), make.person()
    service.place(tag, person, at=NOON)
    assert (tag.placed_at, tag.placed_by_id, tag.scanned_on) == (NOON, person.id, NOON.date())


def test_a_tag_in_its_place_stays_there_when_it_is_printed_again(make: Builder) -> None:
    tag = make.tag(state=TagState.PLACED)
    service.mark_printed([tag], address="https://new.example.edu", at=NOON)
    assert tag.state is TagState.PLACED
    assert tag.address == "https://rooms.example.edu", "so says the paper on the wall"
    assert (tag.fresh_address, tag.printed_at) == ("https://new.example.edu", NOON)
    service.place(tag, make.person(), at=NOON)
    assert (tag.address, tag.fresh_address) == ("https://new.example.edu", None)


def test_the_first_paper_of_a_tag_is_the_one_that_hangs(make: Builder) -> None:
    tag = service.issue(make.room(), at=NOON)
    service.mark_printed([tag], address="https://b", at=NOON)
    assert (tag.address, tag.fresh_address) == ("https://b", None)


def test_many_tags_are_marked_as_printed_at_once_by_the_same_rules(make: Builder) -> None:
    before = {state: make.tag(state=state) for state in TagState}
    service.mark_all_printed([tag.id for tag in before.values()], address="https://b", at=NOON)
    for state, tag in before.items():
        db.session.refresh(tag)
        becomes = TagState.PRINTED in MOVES[state] and state is not TagState.PLACED
        assert tag.state is (TagState.PRINTED if becomes else state)
        assert (tag.fresh_address == "https://b") is (becomes or state is TagState.PLACED)


def test_a_worn_tag_answers_until_its_new_paper_hangs(make: Builder) -> None:
    tag = make.tag(state=TagState.PLACED)
    service.mark_worn(tag, at=NOON)
    service.mark_worn(tag, at=NOON + timedelta(hours=1))
    assert queries.answering(tag.code) is tag
    service.mark_printed([tag], address="https://b", at=NOON)
    service.place(tag, make.person(), at=NOON)
    assert tag.state is TagState.PLACED


def test_what_was_never_on_paper_is_not_worn(make: Builder) -> None:
    with pytest.raises(Refusal, match="not on paper yet"):
        service.mark_worn(make.tag(state=TagState.BLANK), at=NOON)


def test_a_replaced_tag_answers_and_its_home_goes_by_the_new_one(make: Builder) -> None:
    old = make.tag(state=TagState.PLACED)
    version = old.home.version
    new = service.replace(old, at=NOON)
    db.session.refresh(old.home)
    assert (old.state, old.replaced_at, old.replaced_by_id) == (TagState.REPLACED, NOON, new.id)
    assert (new.state, new.room_id) == (TagState.BLANK, old.room_id)
    assert queries.answering(old.code) is old
    assert queries.of_room(old.home.id) is new
    assert old.home.version > version


def test_the_tag_of_a_unit_is_replaced_by_another_of_the_unit(make: Builder) -> None:
    old = make.tag(equipment=make.equipment())
    new = service.replace(old, at=NOON)
    assert (new.room_id, new.equipment_id) == (None, old.equipment_id)


def test_a_claimed_tag_is_in_its_place_at_once(make: Builder) -> None:
    blank, room, person = make.tag(room=None), make.room(), make.person()
    version = room.version
    service.claim(blank, room, person, at=NOON)
    db.session.refresh(room)
    assert (blank.state, blank.room_id, blank.placed_by_id) == (TagState.PLACED, room.id, person.id)
    assert room.version > version


@pytest.mark.parametrize("state", [each for each in TagState if each not in {"replaced", "void"}])
def test_claiming_for_a_room_with_a_tag_replaces_that_one(make: Builder, state: TagState) -> None:
    old, blank = make.tag(state=state), make.tag(room=None)
    service.claim(blank, old.home, make.person(), at=NOON)
    assert (old.state, old.replaced_by_id) == (TagState.REPLACED, blank.id)
    assert queries.of_room(old.home.id) is blank


def test_claiming_for_a_unit_leaves_the_tag_of_its_room_alone(make: Builder) -> None:
    unit = make.equipment()
    of_room, old, blank = make.tag(room=unit.room), make.tag(equipment=unit), make.tag(room=None)
    service.claim(blank, unit, make.person(), at=NOON)
    assert queries.of_unit(unit.id) is blank
    assert old.state is TagState.REPLACED
    assert queries.of_room(unit.room_id) is of_room


def test_a_tag_that_stands_for_something_can_not_be_claimed(make: Builder) -> None:
    tag = make.tag()
    with pytest.raises(Refusal, match="stands for something already"):
        service.claim(tag, make.room(), make.person(), at=NOON)


def test_blank_tags_stand_for_nothing_and_bear_different_codes(make: Builder) -> None:
    make.tag()
    blank = service.issue_blank(5, at=NOON)
    assert len({tag.code for tag in blank}) == 5
    stored = db.session.scalars(select(Tag).where(Tag.room_id.is_(None))).all()
    assert set(stored) == set(blank)
    assert {tag.state for tag in blank} == {TagState.BLANK}


def test_nothing_leads_back_from_a_tag_that_was_replaced_or_is_void() -> None:
    assert MOVES[TagState.REPLACED] == {TagState.VOID}
    assert not MOVES[TagState.VOID]
    assert all(TagState.VOID in MOVES[state] for state in TagState if state is not TagState.VOID)
