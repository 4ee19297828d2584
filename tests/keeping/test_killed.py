"""Killed while it backs up or restores, at any moment: nothing half, and the next try is whole.

`ROOMWORTHY_BACKUPS` and `ROOMWORTHY_RESTORES` say how many there are.
"""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import schema
from app.extensions import db
from app.keeping.restoring import changing
from app.keeping.restoring import service as restoring
from app.settings import Settings
from tests.builders import NOON
from tests.keeping.killing import (
    Torn,
    backups_under_load,
    files_again,
    in_a_child,
    killed_restores,
    program,
    state,
    tear,
)

BACKUPS = int(os.environ.get("ROOMWORTHY_BACKUPS", "4"))
RESTORES = int(os.environ.get("ROOMWORTHY_RESTORES", "10"))

pytestmark = pytest.mark.sqlite


@pytest.fixture
def here(settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    """A program with a database in a file, some rows and photos."""
    given = {"data": tmp_path / "data", "database_url": "", "secret_key": ""}
    found = settings.model_copy(update=given)
    with program(found, lambda: schema.make(db.engine, schema.known()[-1])):
        yield found


@pytest.fixture
def torn(here: Settings) -> Torn:
    """A backup that is staged beside newer rooms and another key."""
    return tear(here)


def test_backups_under_load_are_whole_or_none_whoever_is_killed(
    here: Settings, tmp_path: Path
) -> None:
    backups_under_load(here, tmp_path, BACKUPS)


def test_a_restore_that_is_killed_leaves_the_old_or_the_new_and_never_half(
    torn: Torn, record_property: Callable[[str, object], None]
) -> None:
    assert killed_restores(torn, files_again(torn[0]), RESTORES) == []
    record_property("killed restores", RESTORES)


def test_a_change_without_its_mark_would_be_seen_as_half(
    torn: Torn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(settings: Settings) -> bool:
        return False

    monkeypatch.setattr(changing, "finish_if_cut_off", forgetful)
    real = changing._change_database

    def dawdling(*given: object) -> None:
        real(*given)  # type: ignore[arg-type]
        os.kill(os.getpid(), signal.SIGKILL)

    here, staged = torn
    old = state(here)
    monkeypatch.setattr(changing, "_change_database", dawdling)
    in_a_child(lambda: restoring.change_over(staged, here, at=NOON))
    ended = state(here)
    assert (ended[0] == old[0]) is not (ended[1] == old[1]), "rooms of then, the key of today"
