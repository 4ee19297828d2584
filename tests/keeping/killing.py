"""A program that backs up or restores and is killed amid it, on either engine; what is left then.

Each victim is a forked process that ends by SIGALRM, within C code too, or at a file that it opens
or moves, or a statement that it sends.
"""

import mmap
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from threading import Event, Thread

import sqlalchemy as sa

from app import create_app
from app.database import reading
from app.extensions import db
from app.keeping import folder, service
from app.keeping.proving import prove
from app.keeping.restoring import changing
from app.keeping.restoring import service as restoring
from app.places.models import Room
from app.settings import Settings
from tests.builders import NOON, Builder
from tests.keeping.conftest import photo
from tests.keeping.test_backup import restored

CHANCE = random.Random(1415)  # noqa: S311 - no secret
TOUCHES = {"open", "os.rename", "os.remove", "os.link", "os.mkdir", "sqlite3.connect"}
LATE = 24
"""So many of the last touches of a change are after its mark, or just before."""
OFTEN = 8
"""So many kills come to both sides of a change."""

Again = Callable[[], None]


@contextmanager
def program(found: Settings, tables: Callable[[], None]) -> Iterator[Settings]:
    """A program with a database of its own, some rows and photos."""
    found.data.mkdir()
    app = create_app(found)
    with app.app_context():
        tables()
        make = Builder()
        for number in range(3):
            make.check(room=make.room(name=f"before {number}"))
            photo(b"picture %d" % number * 100)
        db.session.commit()
        db.session.remove()
        yield found
        db.session.remove()
        db.engine.dispose()


@dataclass(frozen=True)
class Child:
    """What became of a process: whether it was done, and how often it touched anything."""

    done: bool
    touches: int


def in_a_child(do: Callable[[], object], *, seconds: float = 0, touch: int = 0) -> Child:
    """Do it in a process that ends after so many seconds, or at that touch."""
    db.session.remove()
    db.engine.dispose()
    with mmap.mmap(-1, mmap.PAGESIZE) as told:
        child = os.fork()
        if not child:
            _watch(told, touch)
            _be_killed(do, seconds)
        done = os.waitpid(child, 0)[1] == 0
        return Child(done, int.from_bytes(told[:8], "big"))


def _watch(told: mmap.mmap, touch: int) -> None:
    touches = count(1)

    def look(what: str, _given: object) -> None:
        if what in TOUCHES:
            number = next(touches)
            told[:8] = number.to_bytes(8, "big")
            if number == touch:
                os.kill(os.getpid(), signal.SIGKILL)

    def sends(*_given: object) -> None:
        look("open", ())

    sys.addaudithook(look)
    for what in ("before_cursor_execute", "commit"):
        sa.event.listen(sa.Engine, what, sends)


def _be_killed(do: Callable[[], object], seconds: float) -> None:
    try:
        if seconds:
            signal.setitimer(signal.ITIMER_REAL, seconds)
        do()
        os._exit(0)
    except BaseException:
        os._exit(1)


@contextmanager
def writers(settings: Settings) -> Iterator[list[int]]:
    """People who write all the while; gives what was acknowledged to them."""
    done: list[int] = []
    over = Event()
    engine = sa.create_engine(settings.effective_database_url, poolclass=sa.NullPool)
    said = sa.text(
        "INSERT INTO spelling (spelt, within, said, meant, at) VALUES"
        " ('maker', '', :said, 'x', '2026-03-03 12:00:00.000000')"
    )

    def write() -> None:
        with engine.connect() as connection:
            for number in count(1):
                if over.is_set():
                    return
                with connection.begin():
                    connection.execute(said, {"said": f"said {number}"})
                done.append(number)
                time.sleep(0.002)

    thread = Thread(target=write)
    thread.start()
    try:
        while not done and thread.is_alive():
            time.sleep(0.01)
        yield done
    finally:
        over.set()
        thread.join()


def backups_under_load(here: Settings, tmp_path: Path, kills: int) -> None:
    """Insists that whatever bears a backup's name is whole, and has what was acknowledged."""
    at = NOON

    def back_up() -> str:
        return service.back_up(db.engine, here, "asked", at=at).path

    with writers(here) as done:
        began = time.monotonic()
        whole = in_a_child(back_up)
        took = time.monotonic() - began
        made, proved = 0, set[Path]()
        for number in range(kills):
            at += timedelta(seconds=1)
            how: dict[str, float] = {"seconds": CHANCE.uniform(0.01, took * 0.7)}
            if number % 2 == 0:
                how = {"touch": CHANCE.randint(1, whole.touches * 9 // 10)}
            made += in_a_child(back_up, **how).done  # type: ignore[arg-type]
            found = {each.path for each in folder.good_ones(here.backups)}
            for path in found - proved:
                prove(path, "", tmp_path)
            proved |= found
        known = len(done)
        at += timedelta(seconds=1)
        last = back_up()
    unpacked, engine = restored(Path(last), tmp_path / "last")
    with engine.connect() as connection:
        said = connection.exec_driver_sql("SELECT count(*) FROM spelling").scalar_one()
    assert said >= known > 0, "what was acknowledged before the backup began is in it"
    assert len(unpacked.photos) == 3
    assert whole.done
    assert made < kills, "nobody was killed"
    left = {path.name for path in here.backups.iterdir() if not path.name.endswith(".backup")}
    assert left == {folder.LAST_GOOD, folder.LOCK}, "what was killed has left nothing"


State = tuple[frozenset[str], str]


def state(here: Settings) -> State:
    """The names of the rooms, and the key; the database and the photos have to be whole."""
    engine = sa.create_engine(here.effective_database_url, poolclass=sa.NullPool)
    with reading(), engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").all() == [("ok",)]
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        names = frozenset(connection.scalars(sa.select(Room.name)))
        for key, size in connection.exec_driver_sql("SELECT key, size FROM photo"):
            assert (here.data / "photos" / key[:2] / f"{key}.jpg").stat().st_size == size
    return names, (here.data / "secret_key").read_text()


Torn = tuple[Settings, restoring.Staged]


def tear(here: Settings) -> Torn:
    """A backup that is staged beside newer rooms and another key."""
    sealed = here.model_copy(update={"backup_passphrase": "once"})
    here.signing_key()
    file = Path(service.back_up(db.engine, sealed, "asked", here.data.parent, at=NOON).path)
    db.session.execute(sa.update(Room).values(name="newer"))
    photo(b"newer")
    (here.data / "secret_key").write_text("another key, long enough to sign with")
    staged = restoring.stage(file, "once", here)
    db.session.remove()
    db.engine.dispose()
    return here, staged


def files_again(here: Settings) -> Again:
    """What brings the data folder back to what it is now."""
    kept = here.data.parent / "kept"
    shutil.copytree(here.data, kept)

    def again() -> None:
        shutil.rmtree(here.data)
        shutil.copytree(kept, here.data)

    return again


def _touch(number: int, last: int) -> int:
    """Which touch ends a change: each second one is near its end, where it is not to be undone."""
    outermost = {2: 1, 3: last}
    return outermost.get(number) or CHANCE.randint(1 if number % 2 else max(1, last - LATE), last)


def killed_restores(torn: Torn, again: Again, kills: int) -> list[str]:
    """What is wrong after restores that are killed at so many moments."""
    here, staged = torn
    old = state(here)

    def change() -> None:
        restoring.change_over(staged, here, at=NOON)

    began = time.monotonic()
    whole = in_a_child(change)
    took = time.monotonic() - began
    new = state(here)
    assert whole.done
    assert old[0] != new[0]
    assert old[1] != new[1]
    wrong, ends = [], set()
    for number in range(kills):
        again()
        how: dict[str, float] = {"seconds": CHANCE.uniform(0.005, took)}
        if number % 2:
            how = {"touch": _touch(number // 2, whole.touches)}
        in_a_child(change, **how)  # type: ignore[arg-type]
        changing.finish_if_cut_off(here)
        ended = state(here)
        ends.add(ended == new)
        if ended not in {old, new}:
            wrong.append(f"half restored: {how}")
    assert len(ends) == 2 or kills < OFTEN, "some end as they were, some are restored"
    return wrong
