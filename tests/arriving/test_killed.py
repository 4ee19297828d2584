"""Workers are killed amid an inbox: no mail is lost, none makes two reports.

6 kills at each `make test`; ROOMWORTHY_MAIL_KILLS=500 for a night.
"""

import os
import secrets
import signal
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app import clock
from app.extensions import db
from app.faults.arriving.fetching import fetch
from app.faults.models import Mail, Report
from app.places.models import Room
from tests.arriving.conftest import mail, take_in
from tests.arriving.imap import ImapServer

KILLS = int(os.environ.get("ROOMWORTHY_MAIL_KILLS", "6"))
NEW_EACH_TIME = 4
PATIENCE = 5.0

pytestmark = pytest.mark.sqlite  # what is killed is the worker, not the database


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """A file, which processes share."""
    return f"sqlite:///{tmp_path}/mail.db"


def _worker() -> int:
    """A worker that reads the inbox until it is killed."""
    db.session.remove()
    pid = os.fork()
    if pid == 0:
        try:
            db.engine.dispose(close=False)  # a connection is never used on both sides of a fork
            while True:
                fetch(clock.now)
        finally:
            os._exit(1)
    return pid


def _kill_amid(pid: int, inbox: ImapServer) -> None:
    before, wanted = len(inbox.heard), 4 + secrets.randbelow(3 * NEW_EACH_TIME)
    until = time.monotonic() + PATIENCE
    while len(inbox.heard) < before + wanted and time.monotonic() < until:
        time.sleep(0.0005)
    time.sleep(secrets.randbelow(100) / 10_000)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def test_killed_workers_lose_no_mail_and_double_none(inbox: ImapServer, hall: Room) -> None:
    for number in range(KILLS):
        inbox.mails += [
            mail(f"{number} {each}", From=f"v{number}.{each}@example.org")
            for each in range(NEW_EACH_TIME)
        ]
        _kill_amid(_worker(), inbox)
    take_in(inbox)
    assert inbox.unread == []
    sent = KILLS * NEW_EACH_TIME
    assert db.session.scalar(select(func.count()).select_from(Mail)) == sent
    assert db.session.scalar(select(func.count(func.distinct(Report.note)))) == sent
    assert db.session.scalar(select(func.count()).select_from(Report)) == sent
