"""A worker that is killed amid applying leaves all of it or nothing; the next one ends it, once.

The workers are processes of their own and the kills are SIGKILL: at each word that the work says or
writes, and at random moments over its whole length.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade

from app import clock, create_app
from app.equipment.seeds import plant_types
from app.extensions import db
from app.imports import jobs
from app.imports.runs import telling, uploads
from app.imports.runs.stages import Run, Stage
from app.imports.runs.working import work
from app.settings import Settings
from app.sqlite import sqlite3
from tests.builders import Builder
from tests.imports.files import csv_bytes
from tests.imports.sent_files import WHERE, wanted
from tests.telling import Telling

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

ROWS, KILLS = 1_000, 50
NOTHING, ALL = (0, 0, 0), (ROWS // 10, ROWS, 1)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, Path, Run]:
    """The program on a database of its own, and beside it a copy of that with a run to apply."""
    data, copy = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("copies") / "beginning"
    app = create_app(Settings(data=data))
    with app.app_context():
        upgrade()
        plant_types()
        person = Builder().person()
        db.session.commit()
        lines = [f"Hall,R{n // 10},Projector,Epson,EB-{n % 7},T{n}" for n in range(ROWS)]
        content = csv_bytes("Building,Room,Type,Maker,Model,Asset tag", *lines)
        folder = jobs.place().folder
        run = uploads.keep(folder, content, "a.csv", person.id, at=clock.now(), typed=WHERE)
        run = wanted(run)
        db.session.remove()
        db.engine.dispose()
    shutil.copytree(data, copy)
    return app, copy, run


def worker(app: Flask, token: str, marked: Callable[[], None] | None = None) -> int:
    """The id of a process that works on the run and ends; `marked` is called at each word there."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        with app.app_context():
            if marked:
                listen(marked)
            work(token, jobs.place())
            status = 0
    finally:
        os._exit(status)


def listen(marked: Callable[[], None]) -> None:
    """Hear each word of progress, and stand before and after each write and commit."""

    def around(home: Any, name: str) -> None:
        act = getattr(home, name)

        def acting(*words: Any, **given: Any) -> Any:
            marked()
            came = act(*words, **given)
            marked()
            return came

        setattr(home, name, acting)

    around(telling.Teller, "__call__")
    around(uploads, "write")
    around(db.session, "commit")


def killed_at(app: Flask, token: str, word: int) -> bool:
    """Whether the worker came as far as that word, where it was killed."""
    heard = 0

    def marked() -> None:
        nonlocal heard
        heard += 1
        if heard == word:
            os.kill(os.getpid(), signal.SIGKILL)

    _child, status = os.waitpid(worker(app, token, marked), 0)
    return os.WIFSIGNALED(status)


def killed_after(app: Flask, token: str, seconds: float) -> None:
    child = worker(app, token)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def found(data: Path) -> tuple[int, ...]:
    """How many rooms, units and batches there are."""
    with closing(sqlite3.connect(data / "roomworthy.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = ("room", "equipment", "import_batch")
        asked = [connection.execute(f"SELECT count(*) FROM {each}") for each in tables]  # noqa: S608 - our own names
        return tuple(each.fetchone()[0] for each in asked)


def test_an_import_killed_at_fifty_moments_is_all_or_nothing_and_ends_once(
    prepared: tuple[Flask, Path, Run], record_property: Telling
) -> None:
    app, copy, run = prepared
    data = Path(app.config["SETTINGS"].data)
    chance, outcomes, kills = random.Random(4), set(), 0  # noqa: S311 - no secret

    def afresh() -> None:
        shutil.rmtree(data)
        shutil.copytree(copy, data)

    def ended() -> None:
        """All or nothing now; and all of it, once, after the next worker."""
        outcomes.add(found(data))
        _child, status = os.waitpid(worker(app, run.token), 0)
        assert status == 0
        assert found(data) == ALL
        note = uploads.run_of(data / "imports", run.token)
        assert note
        assert (note.stage, note.done and note.done["batch"]) == (Stage.DONE, 1)

    afresh()
    since = time.monotonic()
    os.waitpid(worker(app, run.token), 0)
    span = time.monotonic() - since
    afresh()
    while killed_at(app, run.token, kills + 1):
        kills += 1
        ended()
        afresh()
    assert kills > 10, "it says fewer words than it has steps"
    for _each in range(kills, KILLS):
        afresh()
        killed_after(app, run.token, chance.uniform(0, span))
        ended()
    assert outcomes == {NOTHING, ALL}
    record_property("imports killed", max(kills, KILLS))
