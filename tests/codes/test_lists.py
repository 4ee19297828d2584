"""The lists of tags: each names the tags that want something, and no others."""

from datetime import timedelta

import pytest
from flask import Flask

from app.codes import listing, service
from app.codes.code import grouped
from app.codes.listing import TagFilter, Which
from app.codes.models import Tag, TagState
from app.extensions import db
from tests.builders import NOON, Builder

HERE = "https://rooms.example.edu"
DAY = timedelta(days=1)


def _listed(which: Which = Which.ALL, words: str = "", public_url: str = HERE) -> list[Tag]:
    db.session.commit()
    return list(listing.listed(TagFilter(words, which), 1, public_url, at=NOON).tags)


def test_printed_and_not_placed_yet_the_longest_wait_first(make: Builder) -> None:
    late = make.tag(printed_at=NOON - 2 * DAY)
    early = make.tag(printed_at=NOON - 9 * DAY)
    make.tag(state=TagState.PLACED, placed_at=NOON)
    make.tag(state=TagState.BLANK, printed_at=None)
    make.tag(room=None)
    assert _listed(Which.UNPLACED) == [early, late]


def test_a_blank_tag_waits_to_be_claimed_until_it_is_or_is_void(make: Builder) -> None:
    printed, unprinted = make.tag(room=None), service.issue_blank(1, at=NOON)[0]
    service.claim(make.tag(room=None), make.room(), make.person(), at=NOON)
    service.void(make.tag(room=None), at=NOON)
    assert set(_listed(Which.UNCLAIMED)) == {printed, unprinted}


def test_what_stands_for_nothing_is_in_its_own_list_and_found_by_its_code(make: Builder) -> None:
    bound, blank, spoilt = make.tag(), make.tag(room=None), make.tag(room=None)
    service.void(spoilt, at=NOON)
    assert _listed() == [bound]
    assert _listed(Which.VOID) == [spoilt]
    assert _listed(words=grouped(blank.code)) == [blank]
    assert _listed(words=spoilt.code[-4:]) == [spoilt]


def test_a_torn_tag_is_listed_until_it_is_printed_again(make: Builder) -> None:
    tag = make.tag(state=TagState.PLACED)
    service.mark_worn(tag, at=NOON)
    assert _listed(Which.WORN) == [tag]
    service.mark_printed([tag], address=HERE, at=NOON)
    assert _listed(Which.WORN) == []


def test_a_tag_that_nobody_opened_for_180_days_is_looked_for(make: Builder) -> None:
    ago = NOON - 181 * DAY
    forgotten = make.tag(state=TagState.PLACED, scanned_on=ago.date())
    never = make.tag(printed_at=ago, scanned_on=None)
    make.tag(state=TagState.PLACED, scanned_on=(NOON - 180 * DAY).date())
    make.tag(printed_at=NOON - 179 * DAY, scanned_on=None)
    make.tag(state=TagState.REPLACED, scanned_on=ago.date())
    make.tag(room=None, printed_at=ago)
    assert _listed(Which.UNSEEN) == [never, forgotten]


def test_a_tag_on_paper_that_bears_another_address_is_listed_a_trial_one_too(make: Builder) -> None:
    old = make.tag(address="https://av.example.edu", state=TagState.PLACED)
    trial = make.tag(address="http://localhost:8000", state=TagState.WORN)
    drawer = make.tag(room=None, address="https://av.example.edu")
    make.tag(address=HERE.upper())
    make.tag(address="https://av.example.edu", state=TagState.VOID)
    assert set(_listed(Which.ELSEWHERE)) == {old, trial, drawer}
    assert listing.old_addresses(HERE, at=NOON) == [
        ("https://av.example.edu", 2),
        ("http://localhost:8000", 1),
    ]


def test_a_tag_bears_its_old_address_until_its_new_paper_hangs(make: Builder) -> None:
    old, newer = "https://av.example.edu", "https://qr.example.edu"
    hung = make.tag(address=old, state=TagState.PLACED, placed_at=NOON - 9 * DAY)
    torn = make.tag(address=old, state=TagState.WORN, placed_at=NOON - 9 * DAY)
    drawer = make.tag(address=old)
    tags = [hung, torn, drawer]
    for address in (newer, HERE):
        service.mark_printed(tags, address=address, at=NOON)
    assert set(_listed(Which.ELSEWHERE)) == {hung, torn, drawer}
    assert listing.old_addresses(HERE, at=NOON) == [(old, 3)]
    service.place(hung, make.person(), at=NOON)
    assert set(_listed(Which.ELSEWHERE)) == {torn, drawer}
    assert (hung.address, hung.fresh_address) == (HERE, None)


def test_a_blank_tag_bears_its_old_address_until_its_new_paper_is_claimed(make: Builder) -> None:
    blank = make.tag(room=None, address="https://av.example.edu")
    service.mark_printed([blank], address=HERE, at=NOON)
    assert _listed(Which.ELSEWHERE) == [blank]
    service.claim(blank, make.room(), make.person(), at=NOON)
    assert _listed(Which.ELSEWHERE) == []


def test_paper_of_before_addresses_were_noted_is_told_of_until_the_new_one_hangs(
    make: Builder,
) -> None:
    tag = make.tag(address=None)
    service.mark_printed([tag], address=HERE, at=NOON)
    db.session.commit()
    assert listing.field_report(HERE, at=NOON).unnoted == 1
    service.place(tag, make.person(), at=NOON)
    assert listing.field_report(HERE, at=NOON).unnoted == 0


def test_a_trial_print_does_not_change_what_is_on_the_wall(make: Builder) -> None:
    tag = make.tag(state=TagState.PLACED, placed_at=NOON - DAY)
    service.mark_printed([tag], address="http://localhost:8000", at=NOON)
    assert _listed(Which.ELSEWHERE) == []
    service.mark_printed([tag], address=HERE, at=NOON)
    assert tag.fresh_address is None, "all its papers bear one address again"


def test_a_torn_tag_that_was_printed_again_waits_to_be_hung(make: Builder) -> None:
    tag = make.tag(state=TagState.PLACED, placed_at=NOON - 9 * DAY)
    service.mark_worn(tag, at=NOON)
    service.mark_printed([tag], address=HERE, at=NOON)
    assert _listed(Which.UNPLACED) == [tag]


def test_without_a_public_address_every_tag_on_paper_bears_another(make: Builder) -> None:
    tag = make.tag(address="http://localhost:8000")
    assert _listed(Which.ELSEWHERE, public_url="") == [tag]


@pytest.mark.parametrize(
    "which",
    [Which.UNPLACED, Which.UNSEEN, Which.ELSEWHERE, Which.WORN],
)
def test_what_is_out_of_use_wants_nothing(make: Builder, which: Which) -> None:
    gone, long_ago = make.room(retired_at=NOON), NOON - 300 * DAY
    state = TagState.WORN if which is Which.WORN else TagState.PRINTED
    told = {"state": state, "address": "https://old.example.edu", "printed_at": long_ago}
    make.tag(room=gone, **told)
    make.tag(equipment=make.equipment(room=gone), **told)
    make.tag(equipment=make.equipment(retired_at=NOON), **told)
    kept = make.tag(**told)
    assert _listed(which) == [kept]
    assert len(_listed()) == 4


def test_replaced_and_void_tags_have_their_lists(make: Builder) -> None:
    tag = make.tag()
    new = service.replace(tag, at=NOON)
    assert _listed(Which.REPLACED) == [tag]
    service.mark_printed([new], address=HERE, at=NOON)
    service.void(new, at=NOON)
    assert _listed(Which.VOID) == [new]


def test_a_tag_is_found_by_its_code_however_it_is_written(make: Builder) -> None:
    tag, _other = make.tag(), make.tag()
    code = grouped(tag.code)
    spellings = (
        code,
        code.lower(),
        code.replace("0", "o").replace("1", "l"),
        code.replace("-", " "),
    )
    for spelling in (*spellings, f"{HERE}/T/{tag.code}", tag.code[-4:], code[-6:]):
        assert _listed(words=spelling) == [tag], spelling


def test_a_tag_is_found_by_its_room_its_unit_and_its_building(make: Builder) -> None:
    hall = make.building(name="Curie Building")
    room = make.tag(room=make.room(building=hall, name="2.14"))
    unit = make.tag(equipment=make.equipment(room=room.home, name="Beamer links"))
    make.tag()
    assert set(_listed(words="curie 2.14")) == {room, unit}
    assert _listed(words="beamer") == [unit]
    assert _listed(words="beamer curie") == [unit]
    assert _listed(words="beamer newton") == []


def test_the_figures_are_those_of_the_lists(make: Builder) -> None:
    make.tag(state=TagState.PLACED, placed_at=NOON, scanned_on=NOON.date())
    make.tag(printed_at=NOON - DAY)
    make.tag(room=None)
    make.tag(state=TagState.WORN, address="https://old.example.edu", scanned_on=NOON.date())
    make.tag(state=TagState.PLACED, address=None, scanned_on=NOON.date())
    make.tag(state=TagState.PRINTED, room=make.room(retired_at=NOON))
    report = listing.field_report(HERE, at=NOON)
    assert (report.tags, report.unnoted) == (6, 1)
    assert {
        Which.UNPLACED: report.unplaced,
        Which.UNCLAIMED: report.unclaimed,
        Which.WORN: report.worn,
        Which.UNSEEN: report.unseen,
        Which.ELSEWHERE: report.elsewhere,
    } == {which: len(_listed(which)) for which in list(Which)[1:6]}
    assert (report.unplaced, report.unclaimed, report.worn, report.elsewhere) == (1, 1, 1, 1)


def test_an_estate_without_tags_has_figures_of_nought(app: Flask) -> None:
    report = listing.field_report(HERE, at=NOON)
    assert report == listing.FieldReport(0, 0, 0, 0, 0, 0, 0)
