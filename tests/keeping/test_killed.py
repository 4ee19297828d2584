"""Killed while it backs up or restores, at any moment: nothing half, and the next try is whole.

Each victim is a forked process that ends by SIGALRM, within C code too, or at a file that it opens
or moves. `ROOMWORTHY_BACKUPS` and `ROOMWORTHY_RESTORES` say how many there are.
"""

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from threading import Event, Thread

import pytest
import sqlalchemy as sa

from app import create_app, schema
from app.extensions import db
from app.keeping import folder, service
from app.keeping.proving import prove
from app.keeping.restoring import changing
from app.keeping.restoring import service as restoring
from app.places.models import Room
from app.settings import Settings
from app.sqlite import sqlite3
from tests.builders import NOON, Builder
from tests.keeping.conftest import photo
from tests.keeping.test_backup import restored

BACKUPS = int(os.environ.get("ROOMWORTHY_BACKUPS", "4"))
RESTORES = int(os.environ.get("ROOMWORTHY_RESTORES", "10"))
CHANCE = random.Random(1415)  # noqa: S311 - no secret
TOUCHES = {"open", "os.rename", "os.remove", "os.link", "os.mkdir", "sqlite3.connect"}

pytestmark = pytest.mark.sqlite


@pytest.fixture
def here(settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    """A program with a database in a file, some rows and photos."""
    data = tmp_path / "data"
    given = {"data": data, "database_url": "", "secret_key": ""}
    found = settings.model_copy(update=given)
    data.mkdir()
    app = create_app(found)
    with app.app_context():
        schema.make(db.engine, schema.known()[-1])
        make = Builder()
        for number in range(3):
            make.check(room=make.room(name=f"before {number}"))
            photo(b"picture %d" % number * 100)
        db.session.commit()
        db.session.remove()
        yield found
        db.session.remove()
        db.engine.dispose()


def in_a_child(do: Callable[[], object], *, seconds: float = 0, touch: int = 0) -> bool:
    """Do it in a process that ends after so many seconds, or at that touch; whether it was done."""
    db.session.remove()
    db.engine.dispose()
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    try:
        if touch:
            left = count(touch, -1)

            def look(what: str, _given: object) -> None:
                if what in TOUCHES and next(left) == 1:
                    os.kill(os.getpid(), signal.SIGKILL)

            sys.addaudithook(look)
        if seconds:
            signal.setitimer(signal.ITIMER_REAL, seconds)
        do()
        os._exit(0)
    except BaseException:
        os._exit(1)


@contextmanager
def writers(path: Path) -> Iterator[list[int]]:
    """People who write all the while; gives what was acknowledged to them."""
    done: list[int] = []
    over = Event()

    def write() -> None:
        with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as file:
            for number in count(1):
                if over.is_set():
                    return
                file.execute(
                    "INSERT INTO spelling (spelt, within, said, meant, at) VALUES"
                    " ('maker', '', ?, 'x', '2026-03-03 12:00:00.000000')",
                    (f"said {number}",),
                )
                done.append(number)
                time.sleep(0.002)

    thread = Thread(target=write)
    thread.start()
    try:
        yield done
    finally:
        over.set()
        thread.join()


def test_backups_under_load_are_whole_or_none_whoever_is_killed(
    here: Settings, tmp_path: Path
) -> None:
    began = time.monotonic()
    moments = count()

    def back_up() -> str:
        at = NOON.replace(hour=0, minute=next(moments) % 60, second=next(moments) % 60)
        return service.back_up(db.engine, here, "asked", at=at).path

    with writers(here.data / "roomworthy.db") as done:
        while not done:
            time.sleep(0.01)
        back_up()
        took = time.monotonic() - began
        made = 0
        for _ in range(BACKUPS):
            made += in_a_child(back_up, seconds=CHANCE.uniform(0.01, took * 0.7))
            for each in folder.good_ones(here.backups):
                prove(each.path, "", tmp_path)
        known = len(done)
        last = back_up()
    found, engine = restored(Path(last), tmp_path / "last")
    with engine.connect() as connection:
        said = connection.exec_driver_sql("SELECT count(*) FROM spelling").scalar_one()
    assert said >= known, "what was acknowledged before the backup began is in it"
    assert len(found.photos) == 3
    assert made < BACKUPS, "nobody was killed"
    left = {path.name for path in here.backups.iterdir() if not path.name.endswith(".backup")}
    assert left == {folder.LAST_GOOD, folder.LOCK}, "what was killed has left nothing"


def _state(data: Path) -> tuple[frozenset[str], str]:
    """The names of the rooms, and the key."""
    with closing(sqlite3.connect(data / "roomworthy.db")) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        names = frozenset(name for (name,) in file.execute("SELECT name FROM room"))
        for key, size in file.execute("SELECT key, size FROM photo"):
            assert (data / "photos" / key[:2] / f"{key}.jpg").stat().st_size == size
    return names, (data / "secret_key").read_text()


@pytest.fixture
def torn(here: Settings) -> tuple[Settings, restoring.Staged]:
    """A backup that is staged beside newer rooms and another key."""
    sealed = here.model_copy(update={"backup_passphrase": "once"})
    here.signing_key()
    file = Path(service.back_up(db.engine, sealed, "asked", here.data.parent, at=NOON).path)
    db.session.execute(sa.update(Room).values(name="newer"))
    photo(b"newer")
    (here.data / "secret_key").write_text("another key, long enough to sign with")
    return here, restoring.stage(file, "once", here)


def killed_restores(torn: tuple[Settings, restoring.Staged], kills: int) -> list[str]:
    """What is wrong after restores that are killed at so many moments."""
    here, staged = torn
    db.session.remove()
    db.engine.dispose()
    old = _state(here.data)
    kept = here.data.parent / "kept"
    shutil.copytree(here.data, kept)

    def again() -> None:
        shutil.rmtree(here.data)
        shutil.copytree(kept, here.data)

    def change() -> None:
        restoring.change_over(staged, here, at=NOON)

    began = time.monotonic()
    assert in_a_child(change)
    took = time.monotonic() - began
    new = _state(here.data)
    assert old[0] != new[0]
    assert old[1] != new[1]
    wrong, ends = [], set()
    for number in range(kills):
        again()
        how: dict[str, float] = {"seconds": CHANCE.uniform(0.005, took)}
        if number % 2:
            how = {"touch": CHANCE.randrange(1, 90)}
        in_a_child(change, **how)  # type: ignore[arg-type]
        changing.finish_if_cut_off(here)
        ended = _state(here.data)
        ends.add(ended == new)
        if ended not in {old, new}:
            wrong.append(f"half restored: {how}")
    assert len(ends) == 2 or kills < 10, "some end as they were, some are restored"
    return wrong


def test_a_restore_that_is_killed_leaves_the_old_or_the_new_and_never_half(
    torn: tuple[Settings, restoring.Staged], record_property: Callable[[str, object], None]
) -> None:
    assert killed_restores(torn, RESTORES) == []
    record_property("killed restores", RESTORES)


def test_a_change_without_its_mark_would_be_seen_as_half(
    torn: tuple[Settings, restoring.Staged], monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(settings: Settings) -> bool:
        return False

    monkeypatch.setattr(changing, "finish_if_cut_off", forgetful)
    real = changing._change_database

    def dawdling(*given: object) -> None:
        real(*given)  # type: ignore[arg-type]
        os.kill(os.getpid(), signal.SIGKILL)

    here, _staged = torn
    old = _state(here.data)
    monkeypatch.setattr(changing, "_change_database", dawdling)
    in_a_child(lambda: restoring.change_over(torn[1], here, at=NOON))
    ended = _state(here.data)
    assert (ended[0] == old[0]) is not (ended[1] == old[1]), "rooms of then, the key of today"
