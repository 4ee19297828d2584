"""The worker lets a child process of its own work on each file, watches it, and ends it in time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from app import clock, create_app
from app.extensions import db
from app.imports import jobs
from app.imports.runs import uploads
from app.imports.runs.stages import Run, Stage
from app.settings import Settings
from tests.imports.files import csv_bytes
from tests.imports.sent_files import LIST, WHERE, now, stored, wanted

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Flask]:
    """The program on a database that its children see too."""
    app = create_app(Settings(data=tmp_path))
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def sent(content: bytes = LIST) -> Run:
    folder, nobody = jobs.place().folder, 1
    return uploads.keep(folder, content, "a.csv", nobody, at=clock.now(), typed=WHERE)


def swept(run: Run) -> Run:
    db.session.rollback()
    jobs.sweep()
    return now(run)


def test_a_child_looks_at_a_file_and_another_applies_it(installed: Flask) -> None:
    run = swept(sent())
    assert run.stage is Stage.LOOKED
    run = wanted(sent())
    assert swept(run).stage is Stage.DONE
    assert stored() == (2, 1)


def test_a_token_that_looks_like_an_option_is_none(
    installed: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.token_urlsafe", lambda _size: "-h".ljust(32, "x"))
    assert swept(sent()).stage is Stage.LOOKED


def test_a_child_that_takes_too_long_is_ended_and_the_file_says_so(
    installed: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "MOST_SECONDS", 0)
    run = swept(sent(csv_bytes("Building,Room", "Main,A1")))
    assert run.stage is Stage.FAILED
    assert run.problem
    assert "takes too long" in run.problem.message
    assert stored() == (0, 0)


def test_a_child_that_wants_too_much_memory_is_refused_it_and_the_file_says_so(
    installed: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "CHILD", (*jobs.CHILD[:1], "-c", HUNGRY))
    run = swept(sent())
    assert run.stage is Stage.FAILED
    assert run.problem
    assert "not enough memory" in run.problem.message


HUNGRY = """
import sys
from app import create_app
from app.imports import jobs
from app.imports.runs import working

def hungry(*words, **given):
    return bytearray(2 * jobs.MOST_MEMORY)

working.opened = hungry
with create_app().app_context():
    jobs.bind()
    working.work(sys.argv[-1], jobs.place())
"""
"""A child that is bound as all are, and whose reading never ends."""
