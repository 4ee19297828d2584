"""A worker that is killed leaves a whole file or none, and the next one prints the order."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from flask_migrate import upgrade
from sqlalchemy import select

from app import create_app
from app.batches.models import Batch, BatchState
from app.codes.models import Tag, TagState
from app.configuration import ROOT
from app.extensions import db
from app.settings import Settings
from app.sheets.making import work
from app.sheets.making.wishes import Of, Wished
from tags import design, stock

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

TAGS, KILLS = 6_000, 6
HOST = "https://rooms.example.edu"


def _order(settings: Settings) -> int:
    wished = Wished(
        of=Of.BLANK,
        ids=(),
        count=TAGS,
        stock=stock("avery-l7160"),
        design=design("label"),
        address=HOST,
        trial=False,
        locale="en",
    )
    app = create_app(settings)
    with app.app_context():
        upgrade()
        number = work.order(wished, None, at=datetime.now(UTC)).id
        db.session.commit()
        db.engine.dispose()
    return number


def _begin(settings: Settings, work: str = "sweep") -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", work],
        cwd=ROOT,
        env=os.environ | {"ROOMWORTHY_DATA": str(settings.data), "ROOMWORTHY_PUBLIC_URL": HOST},
        stdout=subprocess.DEVNULL,
    )


def _wait_until_it_prints(worker: "subprocess.Popen[bytes]", parts: Path) -> None:
    until = time.monotonic() + 60
    while worker.poll() is None and not list(parts.glob("*.part")):
        assert time.monotonic() < until
        time.sleep(0.005)


def _kill_while_it_prints(worker: "subprocess.Popen[bytes]", parts: Path, after: float) -> None:
    """Kill it so many seconds after it began its file; or find it finished by then."""
    _wait_until_it_prints(worker, parts)
    time.sleep(after)
    if worker.poll() is None:
        os.kill(worker.pid, signal.SIGKILL)
    worker.wait()


def _a_minute_passes(number: int) -> None:
    batch = db.session.get_one(Batch, number)
    if batch.state is BatchState.PRINTING:
        batch.taken_until = datetime.now(UTC) - timedelta(seconds=1)
        batch.attempts = 0  # or the third kill would end it, which another test shows
    db.session.commit()


def test_an_order_is_whole_however_often_its_worker_is_killed(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, public_url=HOST)
    number = _order(settings)
    chance = random.Random(7)  # noqa: S311 - no secret
    app = create_app(settings)
    with app.app_context():
        batch = db.session.get_one(Batch, number)
        file = work.file_of(batch)
        db.session.commit()  # or the worker would wait for us
        for _ in range(KILLS):
            _kill_while_it_prints(_begin(settings), tmp_path / "sheets", chance.uniform(0, 1.2))
            db.session.expire_all()
            if db.session.get_one(Batch, number).state is BatchState.READY:
                break
            printed = len(db.session.scalars(select(Tag).where(Tag.state != TagState.BLANK)).all())
            assert printed == 0, "no tag counts as printed before the file is whole"
            _a_minute_passes(number)
        _begin(settings).wait(120)
        db.session.expire_all()
        batch = db.session.get_one(Batch, number)
        assert (batch.state, batch.pages) == (BatchState.READY, -(-TAGS // 21)), batch.problem
        with pypdfium2.PdfDocument(file.read_bytes()) as whole:
            assert len(whole) == batch.pages
        assert {tag.state for tag in db.session.scalars(select(Tag))} == {TagState.PRINTED}
        db.session.remove()
        db.engine.dispose()


def test_a_worker_that_is_stopped_ends_its_order_first(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, public_url=HOST)
    number = _order(settings)
    worker = _begin(settings, "run")
    _wait_until_it_prints(worker, tmp_path / "sheets")
    worker.terminate()
    worker.wait(60)
    app = create_app(settings)
    with app.app_context():
        assert db.session.get_one(Batch, number).state is BatchState.READY
        db.session.remove()
        db.engine.dispose()
