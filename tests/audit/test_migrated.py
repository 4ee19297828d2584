"""A database that was brought here by migrations keeps history as one that is made anew does."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import upgrade

from app import create_app
from app.database import Base
from app.extensions import db
from app.settings import Settings

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": ("SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"),
}
WANTED = {
    f"{table}_{name}"
    for table in ("audit_entry", "seal", "check", "finding", "timeline_entry")
    for name in ("unchanged", "not_removed")
}


def _triggers(connection: sa.Connection) -> dict[str, set[str]]:
    found = connection.execute(sa.text(TRIGGERS[connection.dialect.name]))
    return {name: _words(words) for name, words in found}


def _words(statement: str) -> set[str]:
    """Its words: in which order columns are named tells nothing."""
    return {each.strip('(),"') for each in statement.replace(",", " ").split()}


def _agree(settings: Settings, url: str) -> None:
    app = create_app(settings.model_copy(update={"database_url": url}))
    with app.app_context():
        upgrade()
        with db.engine.begin() as connection:
            migrated = _triggers(connection)
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
        db.engine.dispose()
        made = db.engine if "postgresql" in url else sa.create_engine("sqlite://")
        with made.begin() as connection:
            Base.metadata.create_all(connection)
            anew = _triggers(connection)
        made.dispose()
    assert migrated.keys() >= WANTED
    assert migrated == anew


def test_migrations_make_the_triggers_of_the_models(settings: Settings, tmp_path: Path) -> None:
    _agree(settings, f"sqlite:///{tmp_path / 'migrated.db'}")


@pytest.mark.postgres
def test_migrations_make_the_triggers_of_the_models_on_postgresql(
    settings: Settings, postgres_url: str
) -> None:
    _agree(settings, postgres_url)
