"""Migrations and models say the same."""

from pathlib import Path

import pytest
from flask_migrate import check, upgrade

from app import create_app
from app.extensions import db
from app.settings import Settings


def _agree(settings: Settings) -> None:
    app = create_app(settings)
    with app.app_context():
        upgrade()
        check()
        db.engine.dispose()


def test_migrations_make_the_tables_of_the_models(settings: Settings, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'migrated.db'}"
    _agree(settings.model_copy(update={"database_url": url}))


@pytest.mark.postgres
def test_migrations_make_the_tables_of_the_models_on_postgresql(
    settings: Settings, postgres_url: str
) -> None:
    _agree(settings.model_copy(update={"database_url": postgres_url}))
