"""Work on a sent file that breaks off: another takes it up, or a sentence says why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app import clock
from app.imports import jobs
from app.imports.applying import service
from app.imports.runs import telling, uploads
from app.imports.runs.found import tried
from app.imports.runs.stages import Run, Stage
from tests.imports.files import csv_bytes
from tests.imports.sent_files import WHERE, now, stored, wanted, worked


@pytest.mark.sqlite  # in memory: no child, whom the fault planted here would not reach
def test_a_worker_that_dies_is_followed_by_another_three_times(
    send: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = wanted(send())

    class Killed(BaseException):
        """Nobody is there any longer to note anything."""

    def dies(*_words: Any, **_given: Any) -> None:
        raise Killed

    monkeypatch.setattr(service, "apply", dies)
    for attempt in (1, 2, 3):
        with pytest.raises(Killed):
            jobs.sweep()
        assert (now(run).stage, now(run).attempts) == (Stage.APPLY, attempt)
    jobs.sweep()
    failed = now(run)
    assert failed.stage is Stage.FAILED
    assert failed.problem
    assert "broke off three times" in failed.problem.message
    assert stored() == (0, 0)


@pytest.mark.sqlite  # in memory: no child, whom the fault planted here would not reach
def test_a_worker_that_died_once_is_forgotten_by_the_next(
    send: Callable[..., Run], folder: Path
) -> None:
    run = wanted(send())
    with uploads.changing(folder):
        uploads.change(folder, run, attempts=2)
    jobs.sweep()
    assert (now(run).stage, now(run).attempts) == (Stage.DONE, 0)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "not enough memory"),
        (OSError(28, "No space left on device"), "no room left on the disk"),
        (OSError(122, "Disk quota exceeded"), "no room left on the disk"),
        (PermissionError(13, "Permission denied"), "Something went wrong here"),
        (OSError(5, "Input/output error"), "Something went wrong here"),
        (ZeroDivisionError(), "Something went wrong here"),
    ],
)
def test_what_can_not_be_done_is_said_in_a_sentence_and_nothing_is_stored(
    send: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    run = wanted(send())

    def breaks(*_words: Any, **_given: Any) -> None:
        raise error

    monkeypatch.setattr(service, "apply", breaks)
    failed = worked(run)
    assert failed.stage is Stage.FAILED
    assert failed.problem
    assert words in failed.problem.message
    assert stored() == (0, 0)


def test_a_disk_that_is_full_is_said_in_a_sentence_and_nothing_half_written_stays(
    send: Callable[..., Run], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = send(csv_bytes("Building,Room", *(f"Main,R{n}" for n in range(2_000))))
    monkeypatch.setattr(tried, "TABLES", f"PRAGMA max_page_count = 20; {tried.TABLES}")
    failed = worked(run)
    assert failed.stage is Stage.FAILED
    assert failed.problem
    assert "no room left on the disk" in failed.problem.message
    assert not list(folder.glob(f"{run.token}.tried*"))
    monkeypatch.undo()
    assert worked(telling.choose(folder, failed, WHERE)).stage is Stage.LOOKED


def test_files_are_cleared_away_after_a_day_and_are_the_program_s_alone(
    send: Callable[..., Run], folder: Path
) -> None:
    run = worked(send())
    kept = list(folder.glob(f"{run.token}.*"))
    assert {each.suffix for each in kept} >= {".bytes", ".json", ".db"}
    assert all(each.stat().st_mode & 0o077 == 0 for each in kept)
    uploads.sweep(folder, at=clock.now() + uploads.KEPT * 2)
    assert not list(folder.glob(f"{run.token}.*"))
