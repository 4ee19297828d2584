"""Two do the same about a tag at the same moment: one wins, and nothing is left half done."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.codes import queries, service
from app.codes.models import Tag, TagState
from app.errors import Refusal
from app.extensions import db
from app.people.models import Person
from app.places import queries as places
from tests import databases
from tests.builders import NOON, Builder

AT_ONCE = 4


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that several connections share: a file, or the server."""
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{tmp_path / 'shared.db'}"
        return
    url: str = request.getfixturevalue("postgres_with_tables")
    yield url
    databases.empty(url)


def test_the_database_keeps_a_room_to_one_live_tag(make: Builder) -> None:
    room = make.tag().room
    make.tag(room=room, state=TagState.VOID)
    make.tag(room=room, state=TagState.VOID)
    with pytest.raises(IntegrityError):
        make.tag(room=room, state=TagState.BLANK)
    db.session.rollback()


def test_rooms_asked_for_by_several_at_once_have_one_tag_each(app: Flask, make: Builder) -> None:
    rooms = [make.room().id for _ in range(20)]
    db.session.remove()  # the test's own transaction would hold the others up
    barrier = Barrier(AT_ONCE)

    def issued(_n: int) -> dict[int, str]:
        with app.app_context():
            barrier.wait()
            codes = {id_: tag.code for id_, tag in service.issue_all(rooms, at=NOON).items()}
            db.session.commit()
            return codes

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(issued, range(AT_ONCE)))
    assert all(each == found[0] for each in found)
    assert db.session.scalar(select(func.count()).select_from(Tag)) == len(rooms)


def _at_once(app: Flask, acts: list[Callable[[], object]]) -> list[str]:
    """What each of the acts, all begun at the same moment, was refused with; empty where done."""
    db.session.remove()
    barrier = Barrier(len(acts))

    def done(act: Callable[[], object]) -> str:
        with app.app_context():
            barrier.wait()
            try:
                act()
            except Refusal as refusal:
                db.session.rollback()
                return str(refusal)
            db.session.commit()
            return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(done, acts))


def _claim(code: str, room_id: int, person: Person) -> None:
    tag, room = queries.unclaimed(code, to_change=True), places.room(room_id)
    assert room is not None
    if tag is None:
        raise Refusal("too late")
    service.claim(tag, room, person, at=NOON)


def test_of_several_who_claim_a_blank_tag_one_wins(app: Flask, make: Builder) -> None:
    code, person = make.tag(room=None).code, make.person()
    rooms = [make.room().id for _ in range(AT_ONCE)]
    told = _at_once(app, [partial(_claim, code, room, person) for room in rooms])
    assert sorted(told) == ["", *["too late"] * (AT_ONCE - 1)]
    tag = db.session.scalars(select(Tag)).one()
    assert tag.room_id == rooms[told.index("")]


def test_of_several_tags_claimed_for_one_room_the_last_stands_for_it(
    app: Flask, make: Builder
) -> None:
    room_id, person = make.room().id, make.person()
    codes = [make.tag(room=None).code for _ in range(AT_ONCE)]
    told = _at_once(app, [partial(_claim, code, room_id, person) for code in codes])
    assert told == [""] * AT_ONCE
    states = sorted(db.session.scalars(select(Tag.state)))
    assert states == [TagState.PLACED, *[TagState.REPLACED] * (AT_ONCE - 1)]


def test_a_tag_replaced_by_several_at_once_is_replaced_once(app: Flask, make: Builder) -> None:
    code = make.tag(state=TagState.PLACED).code

    def replace() -> None:
        tag = queries.answering(code)
        assert tag is not None
        service.replace(tag, at=NOON)

    told = _at_once(app, [replace] * AT_ONCE)
    assert told.count("") == 1
    assert set(told) == {"", "Another tag took the place of this one."}
    assert db.session.scalar(select(func.count()).select_from(Tag)) == 2


def test_a_tag_that_is_void_is_not_brought_back_by_who_places_it_just_then(
    app: Flask, make: Builder
) -> None:
    codes = [make.tag().code for _ in range(10)]

    def act(code: str, then: Callable[[Tag], None]) -> None:
        tag = queries.answering(code, to_change=True)
        if tag is None:
            raise Refusal("unknown")
        then(tag)

    person = make.person()
    for code in codes:
        _at_once(
            app,
            [
                partial(act, code, lambda tag: service.void(tag, at=NOON)),
                partial(act, code, lambda tag: service.place(tag, person, at=NOON)),
            ],
        )
    assert set(db.session.scalars(select(Tag.state))) == {TagState.VOID}
