"""The makers known here tell a column that no name tells: in the worker and in the command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask

from app.extensions import db
from app.imports.runs import uploads
from app.imports.runs.stages import Run, Stage
from tests.builders import Builder
from tests.imports.files import csv_bytes
from tests.imports.sent_files import worked
from tests.imports.test_command import run, written

LIST = ("Building,Room,Stuff", *(f"Main,{n},Zorbl" for n in range(8)))


def test_a_maker_known_here_tells_its_column_in_a_sent_file(
    make: Builder, types: None, send: Callable[..., Run], folder: Path
) -> None:
    assert _taken(folder, worked(send(csv_bytes(*LIST)))) is None
    make.model(maker="Zorbl")
    db.session.commit()
    looked = worked(send(csv_bytes(*LIST)))
    assert looked.stage is Stage.LOOKED
    assert _taken(folder, looked) == 2


def _taken(folder: Path, looked: Run) -> int | None:
    found = uploads.findings(folder, looked)
    assert found
    maker = found.field_of("maker")
    return maker.column if maker else None


def test_a_maker_known_here_tells_its_column_in_the_command(
    make: Builder, types: None, app: Flask, tmp_path: Path
) -> None:
    make.model(maker="Zorbl")
    db.session.commit()
    told = run(app, written(tmp_path, *LIST), "--site", "C", "--phone", "5555")
    assert "maker ← Stuff (content)" in told.output, told.output
