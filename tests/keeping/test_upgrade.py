"""An upgrade loses nothing: from every version, killed at any statement, backed up before."""

import json
import os
import random
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app import create_app, in_use, schema
from app.extensions import db
from app.gate import Gate
from app.keeping import folder
from app.keeping.proving import prove
from app.settings import Settings
from tests.builders import NOON, Builder
from tests.keeping import older

KILLS = int(os.environ.get("ROOMWORTHY_UPGRADES", "6"))
CHANCE = random.Random(15)  # noqa: S311 - no secret
LATEST = schema.known()[-1]

pytestmark = pytest.mark.sqlite


@pytest.fixture
def world(app: Flask, make: Builder) -> sa.Engine:
    """Today's rows, of which earlier versions get what they knew."""
    for _ in range(3):
        room = make.room(last_checked_at=NOON)
        unit = make.equipment(room=room)
        make.tag(room=room)
        make.check(room=room)
        make.fault(room=room, equipment=unit)
        make.report()
    make.person()
    db.session.commit()
    return db.engine


def of(settings: Settings, path: Path, revision: str, world: sa.Engine) -> Settings:
    """The settings of an installation that an earlier version has left."""
    made = older.made(older.of_file(path), revision, world)
    made.dispose()
    return settings.model_copy(update={"database_url": older.of_file(path)})


@contextmanager
def engine_of(settings: Settings) -> Iterator[sa.Engine]:
    engine = sa.create_engine(settings.database_url, poolclass=sa.NullPool)
    yield engine
    engine.dispose()


def prepare(settings: Settings) -> Result:
    """What `flask prepare` of this version says to it."""

    def run() -> Result:
        app = create_app(settings)
        ran = app.test_cli_runner().invoke(args=["prepare"])
        with app.app_context():
            db.engine.dispose()
        return ran

    return Context().run(run)  # outside of the program that the test itself runs in


def revision_of(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        return schema.revision(connection)


@pytest.mark.parametrize("revision", schema.known()[:-1])
def test_every_row_of_every_version_is_there_after_it(
    settings: Settings, world: sa.Engine, tmp_path: Path, revision: str
) -> None:
    with engine_of(of(settings, tmp_path / "old.db", revision, world)) as engine:
        before = older.held(engine)
        assert {"room", "tag", "check", "fault"} <= {name for name in before if before[name]}
        schema.upgrade(engine)
        after = older.held(engine)
        assert {name: after.get(name) for name in before} == before
        assert revision_of(engine) == LATEST


def upgrade_and_be_killed(engine: sa.Engine, number: int) -> bool:
    """Upgrade in a process that is killed at that statement; whether it ended before."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    left = count(number, -1)

    def look(*_given: object) -> None:
        if next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        event.listen(engine, "before_cursor_execute", look)
        schema.upgrade(engine)
        os._exit(0)
    finally:
        os._exit(1)


LATE = 2000
"""Some versions on: from 0001 there are 3,900 statements, from 0006 2,100."""


def upgraded_despite_kills(engine: sa.Engine, kills: int) -> list[str]:
    """What is wrong with upgrades that are killed at so many statements and begun again."""
    before, was = older.held(engine), revision_of(engine)
    wrong = []
    for number in (LATE, *(CHANCE.randrange(2, LATE) for _ in range(kills - 1))):
        assert not upgrade_and_be_killed(engine, number), "it was over before"
        if (revision_of(engine), older.held(engine)) != (was, before):
            wrong.append(f"half upgraded at statement {number}")
            break
    schema.upgrade(engine)
    after = older.held(engine)
    return wrong + [name for name, rows in before.items() if after.get(name) != rows]


@pytest.mark.parametrize("revision", ["0001", "0006"])
def test_an_upgrade_that_is_killed_is_begun_again_and_loses_nothing(
    settings: Settings,
    world: sa.Engine,
    tmp_path: Path,
    revision: str,
    record_property: Callable[[str, object], None],
) -> None:
    with engine_of(of(settings, tmp_path / "old.db", revision, world)) as engine:
        assert upgraded_despite_kills(engine, KILLS) == []
        assert revision_of(engine) == LATEST
    record_property("killed upgrades", KILLS)


def test_an_upgrade_that_keeps_each_step_would_be_seen_to_end_half_way(
    settings: Settings, world: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = schema.migrate

    def step_by_step(connection: sa.Connection, to: str = "head") -> None:
        """Commits after each statement, as a careless migration would."""

        def after(of: sa.Connection, *_given: object) -> None:
            driver: Any = of.connection.driver_connection
            driver.execute("COMMIT")
            driver.execute("BEGIN IMMEDIATE")

        event.listen(connection, "after_cursor_execute", after)
        real(connection, to)

    monkeypatch.setattr(schema, "migrate", step_by_step)
    with engine_of(of(settings, tmp_path / "old.db", "0006", world)) as engine:
        try:
            wrong = upgraded_despite_kills(engine, 3)
        except sa.exc.SQLAlchemyError as error:
            wrong = [str(error)]
    assert wrong


def test_a_proved_backup_stands_before_an_upgrade(
    settings: Settings, world: sa.Engine, tmp_path: Path
) -> None:
    old = of(settings, tmp_path / "old.db", "0004", world)
    ran = prepare(old)
    assert ran.exit_code == 0, ran.output
    (kept,) = folder.good_ones(old.backups)
    assert kept.kind == "upgrade"
    assert str(kept.path) in ran.output
    app = create_app(old)
    with app.app_context():
        assert prove(kept.path, "", tmp_path).revision == "0004"
        db.engine.dispose()
    assert "backup" not in prepare(old).output, "there is nothing to be upgraded any more"


def test_without_a_good_backup_nothing_is_upgraded(
    settings: Settings, world: sa.Engine, tmp_path: Path
) -> None:
    old = of(settings, tmp_path / "old.db", "0004", world)
    (tmp_path / "no-folder").write_text("")
    ran = prepare(old.model_copy(update={"backup_folder": tmp_path / "no-folder" / "in-it"}))
    assert ran.exit_code != 0
    with engine_of(old) as engine:
        assert revision_of(engine) == "0004"


def test_a_server_that_runs_is_stopped_before(
    settings: Settings, world: sa.Engine, tmp_path: Path
) -> None:
    old = of(settings, tmp_path / "old.db", "0004", world)
    with in_use.share(old.data):
        ran = prepare(old)
    assert ran.exit_code == 1
    assert "Stop it first" in ran.output


def later(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))


def test_a_program_that_is_older_than_its_tables_says_so_and_touches_nothing(
    settings: Settings, world: sa.Engine, tmp_path: Path
) -> None:
    old = of(settings, tmp_path / "old.db", LATEST, world)
    with engine_of(old) as engine:
        later(engine)
        before = older.held(engine)
        ran = prepare(old)
        assert ran.exit_code == 1
        assert "later version of Roomworthy" in ran.output
        assert (older.held(engine), revision_of(engine)) == (before, "9999")


@pytest.fixture
def served(
    settings: Settings, world: sa.Engine, tmp_path: Path
) -> Iterator[Callable[[str], FlaskClient]]:
    """The program as it serves, on tables of a revision."""
    apps = []

    def client(revision: str) -> FlaskClient:
        app = create_app(of(settings, tmp_path / "old.db", revision, world))
        app.wsgi_app = gate = Gate(app, app.wsgi_app)  # type: ignore[assignment,method-assign]
        apps.append((app, gate))
        return app.test_client()

    yield client
    for app, gate in apps:
        gate.close()
        with app.app_context():
            db.engine.dispose()


def test_nobody_is_served_on_older_tables_and_phones_are_asked_to_wait(
    served: Callable[[str], FlaskClient],
) -> None:
    client = served("0006")
    for address in ("/", "/sync/checks", "/readyz"):
        answer = client.post(address) if "sync" in address else client.get(address)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "flask --app wsgi prepare" in answer.text
    assert client.get("/healthz").status_code == 200


def test_who_is_served_holds_off_a_restore_until_the_server_ends(
    served: Callable[[str], FlaskClient], settings: Settings
) -> None:
    client = served(LATEST)
    with in_use.alone(settings.data):
        assert client.get("/").status_code == 503
    assert client.get("/").status_code == 200
    with pytest.raises(in_use.InUse), in_use.alone(settings.data):
        pass


def test_nothing_of_the_messages_that_older_pages_keep_is_refused() -> None:
    """The oldest page that kept checks sent these fields; `again` and `item` came later."""
    from app.sync.message import read_message  # noqa: PLC0415 - beside its one use

    oldest = {"key": "0" * 8 + "-0000-4000-8000-" + "0" * 12, "person": 1, "room": 2}
    oldest |= {"scope": "room_check", "note": "", "done": 1, "sent": 2}
    findings = [{"unit": 3, "result": "fail", "note": "dark"}, {"unit": 4, "result": "pass"}]
    read = read_message(json.dumps(oldest | {"findings": findings}))
    assert [each.unit for each in read.findings] == [3, 4]
    assert read.again is None


def test_the_gate_stands_before_the_program_that_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROOMWORTHY_DATA", str(tmp_path))
    monkeypatch.delitem(sys.modules, "wsgi", raising=False)
    assert isinstance(import_module("wsgi").app.wsgi_app, Gate)
    monkeypatch.delitem(sys.modules, "wsgi")
