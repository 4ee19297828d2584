"""Files that were sent, worked on as the worker does."""

from __future__ import annotations

from sqlalchemy import func, select

from app.extensions import db
from app.imports import jobs
from app.imports.models import ImportBatch
from app.imports.runs import telling, uploads
from app.imports.runs.stages import Run, Stage
from app.imports.runs.working import work
from app.places.models import Room
from tests.imports.files import csv_bytes

LIST = csv_bytes("Building,Room", "Main,A1", "Main,A2")
WHERE = {"site": "Campus", "phone": "5555"}


def now(run: Run) -> Run:
    found = uploads.run_of(jobs.place().folder, run.token)
    assert found
    return found


def worked(run: Run) -> Run:
    work(run.token, jobs.place())
    return now(run)


def wanted(run: Run) -> Run:
    """The run, looked at, with the wish to apply it."""
    folder, run = jobs.place().folder, worked(run)
    found = uploads.findings(folder, run)
    assert found
    assert run.stage is Stage.LOOKED
    return telling.apply(folder, run, found.fingerprint)


def stored() -> tuple[int, int]:
    """How many rooms and batches there are."""
    db.session.rollback()
    return tuple(db.session.scalar(select(func.count(each.id))) for each in (Room, ImportBatch))  # type: ignore[return-value]
