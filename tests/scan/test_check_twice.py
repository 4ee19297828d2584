"""A check sent twice, at the same moment, with other words, or after sign-out."""

import re
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.checks.models import Check, Finding
from app.codes.models import Tag
from app.equipment.models import Equipment
from app.extensions import db
from app.faults.models import Fault, TimelineEntry
from tests import databases
from tests.builders import Builder
from tests.pages import Form, fetch, read

AT_ONCE = 8
LOG = "Log this check"


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
    return make.equipment(room=tag.room, name="Beamer")


def _form(client: FlaskClient, tag: Tag) -> Form:
    return fetch(client, f"/t/{tag.code}/check").form(button=LOG)


def _counts() -> tuple[int, ...]:
    tables = (Check, Finding, Fault, TimelineEntry)
    return tuple(db.session.scalar(select(func.count()).select_from(each)) or 0 for each in tables)


def test_the_same_form_sent_twice_is_one_check_and_the_same_confirmation(
    technician: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    form = _form(technician, tag)
    typed = {f"unit-{unit.id}": "fail", f"unit-{unit.id}-note": "Dark"}
    first = form.send(typed)
    said = fetch(technician, first.location).each("notice")
    stored = _counts()
    again = form.send(typed)

    assert (again.status_code, again.location) == (303, first.location)
    assert fetch(technician, again.location).each("notice") == said
    assert _counts() == stored
    assert stored[0] == 1


def test_other_answers_under_the_same_key_come_back_to_be_sent_anew(
    technician: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    form = _form(technician, tag)
    form.send({f"unit-{unit.id}": "pass"})
    page = read(
        form.send({f"unit-{unit.id}": "fail", f"unit-{unit.id}-note": "Dark"}), 409, technician
    )
    filled = page.form(button=LOG).filled

    assert "This form was sent before with other answers" in page.text
    assert filled[f"unit-{unit.id}-note"] == "Dark"
    assert _counts()[0] == 1

    assert page.form(button=LOG).send().status_code == 303
    assert _counts()[0] == 2


def test_a_form_that_back_brought_again_is_the_check_that_was_logged(
    technician: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    typed = {f"unit-{unit.id}": "fail", f"unit-{unit.id}-note": "Dark"}
    first = _form(technician, tag).send(typed)
    stored = _counts()
    again = _form(technician, tag).send(typed)

    assert (again.status_code, again.location) == (303, first.location)
    assert _counts() == stored
    assert stored[0] == 1


def test_another_answer_after_back_is_another_check_and_so_is_the_first_after_it(
    technician: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    fine = {f"unit-{unit.id}": "pass"}
    _form(technician, tag).send(fine)
    _form(technician, tag).send({f"unit-{unit.id}": "fail", f"unit-{unit.id}-note": "Dark"})
    assert _counts()[0] == 2

    again = _form(technician, tag)
    (asked,) = (name.removesuffix("-asked") for name in again.filled if name.endswith("-asked"))
    again.send(fine | {asked: "fixed"})
    assert _counts()[0] == 3


def _at_once(senders: list[Callable[[], Any]]) -> list[Any]:
    barrier = Barrier(len(senders))

    def send(sender: Callable[[], Any]) -> Any:
        barrier.wait()
        return sender()

    with ThreadPoolExecutor(len(senders)) as pool:
        return list(pool.map(send, senders))


def _twin(app: Flask, client: FlaskClient) -> FlaskClient:
    """Another connection of the same browser."""
    twin = FlaskClient(app, app.response_class)
    cookie = client.get_cookie("session")
    assert cookie
    twin.set_cookie("session", cookie.value)
    return twin


def test_the_same_form_sent_by_many_at_one_moment_is_one_check(
    app: Flask, technician: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    form = _form(technician, tag)
    sent, action = form.filled, form.action
    sent[f"unit-{unit.id}"] = "fail"
    sent[f"unit-{unit.id}-note"] = "Dark"
    db.session.remove()

    def sender() -> Callable[[], Any]:
        twin = _twin(app, technician)
        return lambda: twin.post(action, data=sent)

    answers = _at_once([sender() for _ in range(AT_ONCE)])

    assert {(each.status_code, each.location) for each in answers} == {(303, action[:-6])}
    assert _counts()[:3] == (1, 1, 1)


def test_different_checks_at_one_moment_all_count(
    app: Flask, technician: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    form, name = _form(technician, tag), f"unit-{unit.id}"
    action = form.action
    db.session.remove()

    def sender() -> Callable[[], Any]:
        twin = _twin(app, technician)
        sent = form.filled
        sent[name], sent[f"{name}-note"] = "fail", "Dark"
        sent["key"] = sent["note"] = str(uuid.uuid4())
        return lambda: twin.post(action, data=sent)

    answers = _at_once([sender() for _ in range(AT_ONCE)])

    assert {answer.status_code for answer in answers} == {303}
    assert _counts()[:3] == (AT_ONCE, AT_ONCE, 1)


@pytest.mark.parametrize("key", ["", "1", "x" * 36, "a" * 41, "<script>"])
def test_a_form_that_lost_its_key_gets_a_new_one(
    technician: FlaskClient, tag: Tag, unit: Equipment, key: str
) -> None:
    page = read(
        _form(technician, tag).send({"key": key, f"unit-{unit.id}": "pass"}), 422, technician
    )

    assert "Look it over, and send it again" in page.text
    assert page.form(button=LOG).filled[f"unit-{unit.id}"] == "pass"
    assert re.fullmatch(r"[0-9a-f-]{36}", page.form(button=LOG).filled["key"])
    assert page.form(button=LOG).send().status_code == 303


def _signed_out(client: FlaskClient, *, keep: tuple[str, ...]) -> dict[str, Any]:
    """What the session held; only the named parts stay in it."""
    with client.session_transaction() as session:
        held = dict(session)
        session.clear()
        session.update({name: held[name] for name in keep})
    return held


@pytest.mark.parametrize("keep", [("csrf_token",), ()], ids=["signed out", "session lost"])
def test_a_check_sent_after_sign_out_is_kept_and_sent_again(
    technician: FlaskClient, tag: Tag, unit: Equipment, keep: tuple[str, ...]
) -> None:
    name = f"unit-{unit.id}"
    action = f"/t/{tag.code}/check"
    form = _form(technician, tag)
    held = _signed_out(technician, keep=keep)
    answer = form.send({name: "fail", f"{name}-note": "Dark"})
    page = read(answer, 401, technician)
    assert _counts()[0] == 0

    with technician.session_transaction() as session:
        session.update({key: held[key] for key in held.keys() - {"csrf_token"}})
    answer = page.form(action).send()

    assert answer.status_code == 303
    assert _counts()[:3] == (1, 1, 1)
