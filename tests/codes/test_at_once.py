"""Two print the same room's tag at the same moment: the room still has one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.codes import service
from app.codes.models import Tag, TagState
from app.extensions import db
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
