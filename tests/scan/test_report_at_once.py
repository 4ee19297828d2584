"""Many report at the same moment; a flood from one address is slowed."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app import create_app
from app.codes.models import Tag
from app.equipment.models import Equipment
from app.extensions import db, limiter
from app.faults.models import Fault, Report
from app.settings import Settings
from tests import databases
from tests.builders import Builder
from tests.pages import fetch

AT_ONCE = 8


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that several connections share: a file, or the server."""
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{tmp_path / 'shared.db'}"
        return
    url: str = request.getfixturevalue("postgres_with_tables")
    yield url
    databases.empty(url)


@pytest.fixture
def tag(make: Builder) -> Tag:
    return make.tag()


@pytest.fixture
def unit(make: Builder, tag: Tag) -> Equipment:
    symptom = make.symptom(code="NO_PICTURE")
    kind = make.equipment_type(symptoms=(symptom, make.symptom(code="OTHER")))
    return make.equipment(room=tag.room, model=make.model(type=kind))


def sender(app: Flask, tag: Tag, unit: Equipment, **typed: str) -> Callable[[], Any]:
    """A phone of its own with the form open, ready to send."""
    phone, address = app.test_client(), f"/t/{tag.code}/report"
    filled = fetch(phone, f"{address}?unit={unit.id}").form(address).filled.to_dict()
    cookie = phone.get_cookie("session")
    assert cookie

    def send() -> Any:
        """From a connection without the test's own context."""
        twin = FlaskClient(app, app.response_class)
        twin.set_cookie("session", cookie.value)
        return twin.post(address, data=filled | {"symptom": "NO_PICTURE", **typed})

    return send


def at_once(senders: list[Callable[[], Any]]) -> list[Any]:
    db.session.remove()  # the test's own transaction would hold the others up
    barrier = Barrier(len(senders))

    def send(one: Callable[[], Any]) -> Any:
        barrier.wait()
        return one()

    with ThreadPoolExecutor(len(senders)) as pool:
        return list(pool.map(send, senders))


def counted(what: type[Fault] | type[Report]) -> int:
    return db.session.scalar(select(func.count()).select_from(what)) or 0


def test_a_whole_class_reports_one_fault(app: Flask, tag: Tag, unit: Equipment) -> None:
    answers = at_once([sender(app, tag, unit) for _ in range(AT_ONCE)])
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == AT_ONCE
    assert (counted(Fault), counted(Report)) == (1, AT_ONCE)


def test_one_form_sent_many_times_at_once_is_one_report(
    app: Flask, tag: Tag, unit: Equipment
) -> None:
    impatient = sender(app, tag, unit, note="dark")
    answers = at_once([impatient] * AT_ONCE)
    assert len({answer.location for answer in answers}) == 1
    assert (counted(Fault), counted(Report)) == (1, 1)


@pytest.fixture
def guarded(settings: Settings) -> Iterator[Flask]:
    """The program as it runs outside tests: with its limits."""
    app = create_app(settings.model_copy(update={"testing": False}))
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()
    limiter.reset()
    limiter.enabled = False


def test_a_flood_is_slowed_and_looking_is_not(guarded: Flask) -> None:
    code = Builder().tag().code
    db.session.commit()
    client = guarded.test_client()
    answers = [client.post(f"/t/{code}/report") for _ in range(31)]
    assert [answer.status_code for answer in answers[-2:]] == [422, 429]
    assert "Try again in a minute" in answers[-1].text
    looks = {client.get(f"/t/{code}/report").status_code for _ in range(40)}
    assert looks == {200}
