"""An import, or its undo, that is killed amid its work is done whole or not at all."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask_migrate import upgrade

from app import create_app
from app.configuration import ROOT
from app.equipment.seeds import plant_types
from app.extensions import db
from app.settings import Settings
from app.sqlite import sqlite3

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

ROWS, ROOMS, KILLS = 20_000, 2_000, 4
TABLES = ("site", "building", "floor", "room", "equipment_model", "equipment", "import_change")
WHOLE = (1, 20, 100, ROOMS, 100, ROWS, 1 + 1 + 20 + 100 + ROOMS + 100 + ROWS)


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a new installation, and a list of 20,000 units in 2,000 rooms."""
    folder = tmp_path_factory.mktemp("beginning")
    app = create_app(Settings(data=folder))
    with app.app_context():
        upgrade()
        plant_types()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    lines = ["Building,Floor,Room,Type,Maker,Model,Asset tag,Serial number"]
    for n in range(ROWS):
        room = n % ROOMS
        place = f"Hall {room % 20},{room // 20 % 5},R{room}"
        lines.append(f"{place},Projector,Epson,EB-{n % 100},T{n},S{n}")
    (folder / "list.csv").write_text("\n".join(lines))
    return folder


def begun(data: Path, *words: str) -> subprocess.Popen[bytes]:
    """The command, once it says what it is about to store."""
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "import", *words, "--apply"],
        cwd=ROOT,
        env=os.environ | {"ROOMWORTHY_DATA": str(data)},
        stdout=subprocess.PIPE,
    )
    assert process.stdout
    for line in process.stdout:
        if line.startswith((b"Made on the way", b"Import 1")):
            return process
    raise AssertionError("it ended before it began")


def killed(process: subprocess.Popen[bytes], after: float) -> None:
    time.sleep(after)
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert process.stdout
    process.stdout.close()


def found(data: Path) -> tuple[tuple[int, ...], list[tuple[str, int]]]:
    """How many rows there are, and the batches with their states and lines created."""
    with sqlite3.connect(data / "roomworthy.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert not connection.execute("PRAGMA foreign_key_check").fetchall()
        asked = [connection.execute(f"SELECT count(*) FROM {each}") for each in TABLES]  # noqa: S608 - our own names
        counts = tuple(each.fetchone()[0] for each in asked)
        batches = connection.execute("SELECT state, created FROM import_batch").fetchall()
    connection.close()
    return counts, batches


def moments(span: float) -> Iterator[float]:
    """The first soon after the beginning, however much faster it goes than when it was timed."""
    chance = random.Random(11)  # noqa: S311 - no secret
    yield span / 20
    yield from (chance.uniform(0, span) for _ in range(KILLS - 1))


def timed(data: Path, *words: str) -> float:
    """How long the command takes from then on when nobody kills it."""
    process, since = begun(data, *words), time.monotonic()
    assert process.stdout
    process.stdout.read()
    process.stdout.close()
    assert process.wait() == 0
    return time.monotonic() - since


def test_a_killed_import_is_whole_or_was_never_there_and_so_is_its_undo(
    beginning: Path, tmp_path: Path
) -> None:
    words = (str(beginning / "list.csv"), "--site", "Campus", "--phone", "5555")
    done = tmp_path / "done"
    shutil.copytree(beginning, done)
    span = timed(done, *words)
    assert found(done) == (WHOLE, [("applied", ROWS)])
    outcomes = []
    for number, after in enumerate(moments(span)):
        data = tmp_path / f"import-{number}"
        shutil.copytree(beginning, data)
        killed(begun(data, *words), after)
        outcomes.append(found(data))
    assert all(
        each in {((0,) * 7, ()), (WHOLE, (("applied", ROWS),))} for each in map(frozen, outcomes)
    )
    assert ((0,) * 7, []) in outcomes, "no kill came before the end"

    undone = ((0,) * 6 + (WHOLE[-1],), (("undone", ROWS),))
    for number, after in enumerate(moments(span)):
        data = tmp_path / f"undo-{number}"
        shutil.copytree(done, data)
        killed(begun(data, "undo", "1"), after)
        assert frozen(found(data)) in {undone, (WHOLE, (("applied", ROWS),))}


def frozen(
    state: tuple[tuple[int, ...], list[tuple[str, int]]],
) -> tuple[tuple[int, ...], tuple[tuple[str, int], ...]]:
    counts, batches = state
    return counts, tuple(batches)
