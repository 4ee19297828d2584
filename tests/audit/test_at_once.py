"""Many who write into the log at one moment leave one chain, without a fork and without a gap."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.audit import service as audit
from app.audit.acts import Act
from app.audit.proving.whole import verify
from app.extensions import db
from app.settings import Settings
from tests.builders import NOON
from tests.programs import entered

CLIENTS, EACH = 8, 10


def _note(app: Flask, is_kept: bool) -> None:
    with app.app_context():
        for number in range(EACH):
            audit.note(Act.BACKED_UP, at=NOON)
            if number % 3 or is_kept:
                db.session.commit()
            else:
                db.session.rollback()


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_many_at_once_leave_one_chain(
    settings: Settings, tmp_path: Path, request: pytest.FixtureRequest, engine: str
) -> None:
    url = f"sqlite:///{tmp_path / 'many.db'}"
    if engine == "postgresql":
        url = request.getfixturevalue("postgres_url")
    app = create_app(settings.model_copy(update={"database_url": url}))
    with entered(app):
        db.create_all()
        with ThreadPoolExecutor(CLIENTS) as pool:
            for each in [pool.submit(_note, app, bool(n % 2)) for n in range(CLIENTS)]:
                each.result()
        found = verify()
        assert not found.breaks
        assert found.log.count == found.log.number == CLIENTS // 2 * (EACH + 6)
