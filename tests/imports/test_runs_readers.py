"""Whoever scans a tag reads on while somebody's long list is stored."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app import clock, create_app
from app.equipment.seeds import plant_types
from app.extensions import db
from app.imports import jobs
from app.imports.runs import telling, uploads
from app.imports.runs.progress import Part
from app.imports.runs.stages import Stage
from app.settings import Settings
from app.sqlite import sqlite3
from tests.builders import Builder
from tests.imports.files import csv_bytes
from tests.imports.sent_files import WHERE, wanted, worked

pytestmark = pytest.mark.sqlite
ROWS = 12_000


def test_others_read_while_a_list_is_stored_that_outgrows_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"Hall,R{n // 10},Projector,Epson,EB-1,T{n},{'x' * 190}" for n in range(ROWS)]
    content = csv_bytes("Building,Room,Type,Maker,Model,Asset tag,Name", *lines)
    app, tell, read = create_app(Settings(data=tmp_path)), telling.Teller.__call__, 0

    def reading_on(teller: telling.Teller, part: Part, *words: Any) -> None:
        nonlocal read
        tell(teller, part, *words)
        if part is Part.STORING:
            with closing(sqlite3.connect(tmp_path / "roomworthy.db", timeout=0)) as other:
                assert other.execute("SELECT count(*) FROM equipment").fetchone() == (0,)
            read += 1

    with app.app_context():
        db.create_all()
        plant_types()
        person = Builder().person()
        db.session.commit()
        folder = jobs.place().folder
        run = uploads.keep(folder, content, "a.csv", person.id, at=clock.now(), typed=WHERE)
        run = wanted(run)
        monkeypatch.setattr(telling.Teller, "__call__", reading_on)
        done = worked(run)
        db.session.remove()
        db.engine.dispose()
    assert (done.stage, done.problem) == (Stage.DONE, None)
    assert read > ROWS // 1_000
