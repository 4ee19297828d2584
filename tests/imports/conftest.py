"""What imports of equipment need first."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app import clock
from app.equipment.seeds import plant_types
from app.extensions import db
from app.imports import jobs
from app.imports.runs import uploads
from app.imports.runs.stages import Run
from tests.builders import Builder
from tests.imports.sent_files import LIST, WHERE


@pytest.fixture
def types(make: Builder) -> None:
    """The equipment types of a new installation."""
    plant_types()
    db.session.commit()


@pytest.fixture
def folder(app: Flask) -> Path:
    """Where the files of runs are."""
    return jobs.place().folder


@pytest.fixture
def send(folder: Path, make: Builder) -> Callable[..., Run]:
    """Sends a file that waits to be looked at."""
    person = make.person()
    db.session.commit()

    def sent(content: bytes = LIST, **typed: str) -> Run:
        chosen = {"typed": WHERE | typed}
        return uploads.keep(folder, content, "a.csv", person.id, at=clock.now(), **chosen)

    return sent
