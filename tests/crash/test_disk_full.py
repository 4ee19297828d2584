"""The disk is full: the phone is asked to wait, nothing is half stored, and later all goes on.

SQLite is told how many pages its file may have, which it answers as it answers a full disk. The
store of photos is given the system's own error, as no test can fill a disk.
"""

import errno
import io
import json
import os
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.pool import ConnectionPoolEntry
from werkzeug.test import TestResponse

from app.extensions import db
from tests.crash.phones import Sent
from tests.crash.reckoning import orphans, troubles
from tests.crash.world import World
from tests.programs import Browser

TIMES = 200
PAGES = "PRAGMA max_page_count = {}"
BOUNDLESS = 1_073_741_823

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
def phone(app: Flask, prepared: World) -> FlaskClient:
    """The first person's phone, on the program as it answers outside tests."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = Browser(app, app.response_class)
    client.set_cookie("session", prepared.people[0].cookie)
    return client


@pytest.fixture
def fill(app: Flask) -> Iterator[Callable[[int | None], None]]:
    """Let the database's file grow by so many pages from now on, or, by None, as it likes."""
    most = [BOUNDLESS]

    def bound(connection: Any, _record: ConnectionPoolEntry, _proxy: object) -> None:
        connection.execute("PRAGMA synchronous=OFF").close()  # nobody is killed here
        connection.execute(PAGES.format(most[0])).close()

    def set_to(spare: int | None) -> None:
        with db.engine.connect() as connection:
            there = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        most[0] = BOUNDLESS if spare is None else there + spare

    sa.event.listen(db.engine, "checkout", bound)
    yield set_to
    sa.event.remove(db.engine, "checkout", bound)


def send(phone: FlaskClient, world: World, sent: Sent) -> TestResponse:
    said = {"check": json.dumps(sent.message)}
    photos = [(io.BytesIO(each), f"photo-{n}") for n, each in enumerate(sent.photos)]
    answer = phone.post(
        "/sync/checks",
        data=said | ({"photos": photos} if photos else {}),
        headers={"X-CSRFToken": world.people[0].token},
    )
    if answer.status_code == 200 and answer.json:
        sent.answers.append(answer.json)
    return answer


def insist_asked_to_wait(answer: TestResponse) -> None:
    assert answer.status_code in {503, 507}, answer.text
    assert int(answer.headers["Retry-After"]) > 0


def reckoned(world: World, sent: list[Sent]) -> list[str]:
    engine = sa.create_engine(world.url, poolclass=sa.NullPool)
    return troubles(engine, world.data / "photos", sent)


def large(world: World, chance: random.Random) -> Sent:
    """A check whose words need pages of their own, however few."""
    sent = world.check(world.people[0], chance, failing=0.3, pictured=0)
    sent.message["note"] += "x" * chance.randrange(1200, 1900)
    for each in sent.message["findings"]:
        each["note"] = each.get("note", "") + "y" * chance.randrange(500, 900)
    return sent


def test_a_full_disk_asks_phones_to_wait_and_half_stores_nothing(
    prepared: World, phone: FlaskClient, fill: Callable[[int | None], None]
) -> None:
    chance = random.Random(5)  # noqa: S311 - no secret
    sent, full = [], 0
    while full < TIMES:
        check = large(prepared, chance)
        sent.append(check)
        fill(chance.choice((0, 0, 1, 1, 2)))
        answer = send(phone, prepared, check)
        if answer.status_code != 200:
            insist_asked_to_wait(answer)
            full += 1
        if full % 50 == 1:
            assert reckoned(prepared, sent) == []
        fill(None)
        assert send(phone, prepared, check).status_code == 200, "it works again"

    assert reckoned(prepared, sent) == []
    assert any(len(each.answers) > 1 for each in sent), "the disk was always full"


def test_a_photo_that_finds_no_room_leaves_neither_check_nor_file(
    prepared: World, phone: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    chance = random.Random(6)  # noqa: S311 - no secret
    sent = prepared.check(prepared.people[0], chance, pictured=1)
    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", no_room)
        insist_asked_to_wait(send(phone, prepared, sent))
    assert reckoned(prepared, [sent]) == []
    assert list((prepared.data / "photos").rglob("*.*")) == []

    assert send(phone, prepared, sent).status_code == 200
    assert reckoned(prepared, [sent]) == []
    engine = sa.create_engine(prepared.url, poolclass=sa.NullPool)
    assert orphans(engine, prepared.data / "photos") == 0
