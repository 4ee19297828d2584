"""What a restore has put aside is named with its age and size, and goes after some days."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.audit.acts import Act
from app.audit.models import AuditEntry
from app.extensions import db
from app.keeping import jobs
from app.settings import Settings
from tests.keeping.test_doctor import doctor

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
OLD, YOUNG = NOW - timedelta(days=31), NOW - timedelta(days=29)


def schema_of(at: datetime) -> str:
    return f"roomworthy_before_{at:%Y%m%dt%H%M%S}"


def schemas() -> set[str]:
    return {name for name in sa.inspect(db.engine).get_schema_names() if "before" in name}


def put_aside(settings: Settings, at: datetime) -> str:
    """What a restore of that moment has kept, a megabyte of it."""
    folder = settings.data / f"before-{at:%Y%m%dT%H%M%S}"
    (folder / "photos").mkdir(parents=True)
    (folder / "photos" / "one.jpg").write_bytes(b"." * 2**20)
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {schema_of(at)}")
            told = f"CREATE TABLE {schema_of(at)}.room AS SELECT 1 AS id"
            connection.exec_driver_sql(told)
    return folder.name


@pytest.fixture
def kept(app: Flask, settings: Settings) -> Iterator[tuple[str, str]]:
    """Two restores, and a folder that somebody else has made."""
    names = put_aside(settings, OLD), put_aside(settings, YOUNG)
    (settings.data / "before-lunch").mkdir()
    with time_machine.travel(NOW, tick=False):
        yield names
    db.session.remove()
    with db.engine.begin() as connection:
        for name in schemas():
            connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")


def said_of(app: Flask) -> dict[str, str]:
    ran = app.test_cli_runner().invoke(args=["doctor"])
    lines = ran.output.splitlines()
    marked = [number for number, line in enumerate(lines) if " aside: " in line]
    found = {lines[at].split("aside: ")[1]: lines[at + 1].strip() for at in marked}
    return {words.split(" is ")[0]: f"{words} {do}" for words, do in found.items()}


def test_the_doctor_names_it_with_its_age_and_size(app: Flask, kept: tuple[str, str]) -> None:
    old, young = kept
    said = said_of(app)
    assert "29 days old, 1.0 MiB" in said[young]
    assert "goes by itself on 2026-11-24" in said[young]
    assert "31 days old" in said[old]
    assert "should be gone: see the worker" in said[old]
    of_database = {schema_of(OLD), schema_of(YOUNG)} & schemas()
    assert said.keys() == {old, young} | of_database
    assert doctor(app)[1]["aside"]["state"] == "look"


def test_the_worker_removes_it_after_its_days_and_the_log_says_so(
    app: Flask, settings: Settings, kept: tuple[str, str]
) -> None:
    old, young = kept
    was = schemas()
    jobs.sweep()
    left = {path.name for path in settings.data.glob("before-*")}
    assert left == {young, "before-lunch"}
    assert schemas() == was - {schema_of(OLD)}
    told = sa.select(AuditEntry.name).where(AuditEntry.act == Act.DATA_FORGOTTEN)
    assert set(db.session.scalars(told)) == {old} | (was - schemas())
    app.config["SETTINGS"] = settings.model_copy(update={"kept_aside_days": 7})
    with time_machine.travel(NOW + timedelta(days=1, minutes=1), tick=False):
        jobs.sweep()
    assert {path.name for path in settings.data.glob("before-*")} == {"before-lunch"}
    assert schemas() == set()
