"""All data moves to another engine and back, and each row arrives as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app import create_app, rows
from app.extensions import db
from app.moving.service import NotMoved, move
from app.settings import Settings
from tests.builders import Builder
from tests.building import NOON
from tests.conftest import KEY
from tests.demo.conftest import filled

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def filled_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    """A file of SQLite with the demo's campus, as the migrations made it; not to be changed."""
    tmp_path = tmp_path_factory.mktemp("campus")
    url = f"sqlite:///{tmp_path / 'here.db'}"
    settings = Settings(
        testing=True, data=tmp_path, database_url=url, secret_key=KEY, log_format="console"
    )
    with create_app(settings).app_context():
        from flask_migrate import upgrade  # noqa: PLC0415 - the program's own

        upgrade()
        filled(NOON)
        db.session.remove()
        yield db.engine
        db.engine.dispose()


def _sums(engine: sa.Engine) -> dict[str, object]:
    with engine.connect() as connection:
        return {each.name: rows.tally(connection, each).told for each in rows.tables(connection)}


def test_a_campus_moves_to_postgresql_and_back_and_is_the_same(
    filled_in: sa.Engine, postgres_url: str, tmp_path: Path, settings: Settings
) -> None:
    there = sa.create_engine(postgres_url, poolclass=sa.NullPool)
    back = sa.create_engine(f"sqlite:///{tmp_path / 'back.db'}", poolclass=sa.NullPool)

    moved = move(filled_in, there)
    assert sum(each.rows for each in moved) > 5000
    move(there, back)

    assert _sums(filled_in) == _sums(there) == _sums(back)
    app = create_app(settings.model_copy(update={"database_url": postgres_url}))
    with app.app_context():
        code = db.session.scalar(sa.text("SELECT code FROM tag WHERE state = 'placed' LIMIT 1"))
        assert app.test_client().get(f"/t/{code}").status_code == 200
        before = db.session.scalar(sa.text("SELECT max(id) FROM person")) or 0
        assert Builder().person().id == before + 1, "numbers go on where they were"
        db.session.remove()
        db.engine.dispose()


def test_a_database_that_is_in_use_is_not_moved_into(filled_in: sa.Engine, tmp_path: Path) -> None:
    taken = sa.create_engine(f"sqlite:///{tmp_path / 'taken.db'}", poolclass=sa.NullPool)
    move(filled_in, taken)
    before = _sums(taken)
    with pytest.raises(NotMoved, match="is somebody's already"):
        move(filled_in, taken)
    assert _sums(taken) == before


def test_other_tables_are_left_alone(filled_in: sa.Engine, tmp_path: Path) -> None:
    other = sa.create_engine(f"sqlite:///{tmp_path / 'other.db'}", poolclass=sa.NullPool)
    with other.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE recipe (id INTEGER)")
    with pytest.raises(NotMoved, match="holds other tables"):
        move(filled_in, other)


def test_a_row_that_changes_on_its_way_stops_the_move(
    filled_in: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = sa.create_engine(f"sqlite:///{tmp_path / 'target.db'}", poolclass=sa.NullPool)
    real = rows.write

    def losing(connection: sa.Connection, table: rows.RowTable, given: Iterator[rows.Row]) -> None:
        real(connection, table, list(given)[:-1] if table.name == "room" else given)

    monkeypatch.setattr(rows, "write", losing)
    with pytest.raises(NotMoved, match="The table room did not arrive"):
        move(filled_in, target)
    assert not any(each["rows"] for each in _sums(target).values() if isinstance(each, dict))
