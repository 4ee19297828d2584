"""Workers are killed amid their work, the mail server goes and comes back: nothing is lost.

50 kills at each `make test`, half on each engine; ROOMWORTHY_NOTICE_KILLS=1000 for a night.
"""

import os
import secrets
import signal
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.configuration import ROOT
from app.extensions import db
from app.notices.delivery.delivering import deliver
from app.notices.models import Notice, Via
from app.notices.service import Words, tell_reporter
from app.settings import Settings
from tests import databases
from tests.notices.receivers import MailServer
from tests.telling import Telling

ENGINES = ("sqlite", "postgresql")
KILLS = int(os.environ.get("ROOMWORTHY_NOTICE_KILLS", "50")) // len(ENGINES)
TWO = 2
"""Workers at once, as where two machines work for one database."""
NEW_EACH_TIME = 4
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PATIENCE = 10.0
SWEEPS = 60
"""At most so many at the end: each takes half a minute, however slow the disk is."""
MINUTES = 5
"""From one pair of workers to the next: longer than a letter rests that one of them died with."""

pytestmark = pytest.mark.sqlite  # both engines, wherever the others run


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that processes share, of each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/notices.db"
        return
    yield databases.with_tables(request.getfixturevalue("postgres_url"))


def _tell(number: int) -> None:
    for each in range(NEW_EACH_TIME):
        words = Words(f"News {number} {each}", "It works again.")
        address = f"r{number}.{each}@example.org"
        tell_reporter(Via.EMAIL, address, words, stop_link="/f/1", about="fault-1", at=NOW)
    db.session.commit()


@pytest.fixture
def nursery(app: Flask, settings: Settings) -> Iterator[Popen[str]]:
    """Where workers come from."""
    command = [sys.executable, "-m", "tests.notices.nursery", settings.model_dump_json()]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True, cwd=ROOT) as found:
        yield found
        found.kill()


def _worker(nursery: Popen[str], moment: datetime) -> int:
    assert nursery.stdin
    assert nursery.stdout
    nursery.stdin.write(f"{moment.timestamp()}\n")
    nursery.stdin.flush()
    return int(nursery.stdout.readline())


def _kill_amid(workers: list[int], mailbox: MailServer) -> None:
    before, wanted = len(mailbox.mails), 1 + secrets.randbelow(NEW_EACH_TIME - 1)
    until = time.monotonic() + PATIENCE
    while len(mailbox.mails) < before + wanted and time.monotonic() < until:
        time.sleep(0.001)
    time.sleep(secrets.randbelow(100) / 10_000)
    for each in workers:
        os.kill(each, signal.SIGKILL)


def _away(mailbox: MailServer, number: int) -> None:
    """The mail server ends amid a delivery, and begins again."""
    mailbox.end()
    deliver(lambda: NOW + timedelta(minutes=MINUTES * number))
    mailbox.begin()


def _send_the_rest(since: datetime) -> None:
    """What waits has waited long enough by then; a sweep gives each way half a minute."""
    waiting = select(func.count()).where(Notice.sent_at.is_(None))
    for hour in range(4, 4 + SWEEPS):
        deliver(lambda hour=hour: since + timedelta(hours=hour))  # type: ignore[misc]
        if db.session.scalar(waiting) == 0:
            break
    assert db.session.scalar(waiting) == 0, "a notice is left"


def test_killed_workers_lose_nothing_and_double_only_what_they_had_in_hand(
    app: Flask, nursery: Popen[str], mailbox: MailServer, record_property: Telling
) -> None:
    record_property("worker kills", KILLS)
    for number in range(KILLS // TWO):
        _tell(number)
        moment = NOW + timedelta(minutes=MINUTES * number)
        _kill_amid([_worker(nursery, moment) for _ in range(TWO)], mailbox)
        if number % 5 == 4:
            _away(mailbox, number)
    _send_the_rest(NOW + timedelta(minutes=MINUTES * KILLS))
    keys = set(db.session.scalars(select(Notice.letter)))
    ids = [each.partition("@")[0].lstrip("<") for each in mailbox.ids]
    assert len(keys) == KILLS // TWO * NEW_EACH_TIME
    assert set(ids) == keys, "a letter is lost, or came under another id"
    doubled = len(ids) - len(keys)
    assert doubled <= KILLS, "two workers had one letter at once"
