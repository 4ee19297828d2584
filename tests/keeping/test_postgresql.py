"""The same on PostgreSQL: backed up, proved, restored; and from one engine to the other."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from app import create_app, schema
from app.extensions import db
from app.keeping import service
from app.keeping.restoring import service as restoring
from app.keeping.restoring.staging import SCHEMA
from app.places.models import Room
from app.settings import Settings
from tests.builders import NOON, Builder
from tests.keeping.conftest import photo
from tests.keeping.test_backup import contents


def _filled() -> Builder:
    make = Builder()
    room = make.room(name="Übung 2.14")
    make.check(room=room, note="one\ntwo\t\\N")
    make.fault(room=room)
    make.report()
    photo(b"a picture")
    return make


def _without_log(engine: sa.Engine) -> dict[str, set[bytes]]:
    return {name: rows for name, rows in contents(engine).items() if not name.startswith("audit")}


@pytest.mark.postgres
def test_it_is_backed_up_restored_and_kept_aside(settings: Settings, postgres_url: str) -> None:
    here = settings.model_copy(update={"database_url": postgres_url})
    app = create_app(here)
    with app.app_context():
        try:
            schema.upgrade(db.engine)
            make = _filled()
            before = _without_log(db.engine)
            file = Path(service.back_up(db.engine, here, "asked", at=NOON).path)
            db.session.execute(sa.update(Room).values(name="spoilt"))
            db.session.commit()
            staged = restoring.stage(file, "", here)
            assert not staged.ends_sessions
            restoring.change_over(staged, here, at=NOON)
            assert _without_log(db.engine) == before
            make.room(name="numbers go on")
            db.session.commit()
            names = set(sa.inspect(db.engine).get_schema_names())
            assert SCHEMA not in names
            (aside,) = (name for name in names if name.startswith("roomworthy_before_"))
            with db.engine.connect() as connection:
                old = connection.exec_driver_sql(f'SELECT DISTINCT name FROM "{aside}".room')  # noqa: S608
                assert old.scalars().all() == ["spoilt"]
        finally:
            db.session.remove()
            db.engine.dispose()


@pytest.mark.postgres
def test_a_backup_of_one_engine_restores_into_the_other_and_back(
    settings: Settings, postgres_url: str, tmp_path: Path
) -> None:
    small = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path / 'small.db'}"})
    large = settings.model_copy(update={"database_url": postgres_url})
    first = _from_small(small)
    for other, into in ((small, large), (large, small)):
        file = _backed_up(other)
        app = create_app(into)
        with app.app_context():
            schema.upgrade(db.engine)
            restoring.change_over(restoring.stage(file, "", into), into, at=NOON)
            assert _without_log(db.engine) == first
            db.session.remove()
            db.engine.dispose()
        for aside in settings.data.glob("before-*"):
            aside.rename(settings.data / f"kept-{aside.name}-{into.database_url[:6]}")


def _from_small(small: Settings) -> dict[str, set[bytes]]:
    app = create_app(small)
    with app.app_context():
        schema.upgrade(db.engine)
        _filled()
        found = _without_log(db.engine)
        db.session.remove()
        db.engine.dispose()
    return found


def _backed_up(settings: Settings) -> Path:
    app = create_app(settings)
    with app.app_context():
        made = service.back_up(db.engine, settings, "asked", settings.data / "to", at=NOON)
        db.engine.dispose()
    return Path(made.path)
