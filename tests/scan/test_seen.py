"""The last day on which a tag was opened: told by the page, never by reading, and nothing more."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.codes.code import grouped, with_check
from app.codes.models import Tag, TagState
from app.extensions import db
from tests.builders import NOON, Builder
from tests.pages import fetch


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> Any:
    """The clock, at noon until it is moved."""
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def written(app: Flask) -> list[str]:
    """The tables' changes, as they are made."""
    seen: list[str] = []
    event.listen(
        db.engine,
        "before_cursor_execute",
        lambda *given: seen.append(given[2]) if not given[2].startswith("SELECT") else None,
    )
    return seen


def _opened(tag: Tag) -> object:
    db.session.refresh(tag)
    return tag.scanned_on


def test_reading_a_page_notes_nothing_and_its_script_notes_the_day(
    client: FlaskClient, make: Builder
) -> None:
    tag = make.tag(state=TagState.PLACED)
    for _kept in range(2):
        page = fetch(client, f"/t/{tag.code}")
    assert _opened(tag) is None
    (script,) = [each for each in page.document.all("script") if each.get("data-seen")]
    answer = client.post(script.get("data-seen", ""))
    assert (answer.status_code, answer.data) == (204, b"")
    assert "Set-Cookie" not in answer.headers
    assert _opened(tag) == NOON.date()


def test_the_second_reader_of_a_day_writes_nothing(
    client: FlaskClient, make: Builder, written: list[str], clock: Any
) -> None:
    tag = make.tag()
    address = f"/t/{tag.code}/seen"
    client.post(f"/t/{grouped(tag.code)}/seen")
    db.session.commit()
    written.clear()
    client.post(address)
    assert set(written) <= {"BEGIN"}, "nobody waits for a writer either"
    clock.move_to(NOON + timedelta(days=1), tick=False)
    client.post(address)
    assert _opened(tag) == NOON.date() + timedelta(days=1)


def test_every_code_gets_the_same_answer(client: FlaskClient, make: Builder) -> None:
    void, blank, retired = (
        make.tag(state=TagState.VOID),
        make.tag(room=None),
        make.tag(room=make.room(retired_at=NOON)),
    )
    codes = [make.tag().code, void.code, blank.code, retired.code, with_check("0" * 11), "x" * 99]
    answers = [client.post(f"/t/{code}/seen") for code in codes]
    assert {(each.status_code, each.data, str(each.headers)) for each in answers} == {
        (204, b"", str(answers[0].headers))
    }
    assert [_opened(tag) for tag in (void, blank, retired)] == [None, None, None]


def test_a_whole_class_may_open_it_at_once(guarded: Flask) -> None:
    address = f"/t/{Builder().tag().code}/seen"
    browser = guarded.test_client()
    assert {browser.post(address).status_code for _ in range(200)} == {204}


def test_every_act_at_the_tag_notes_the_day(
    client: FlaskClient, technician: FlaskClient, make: Builder
) -> None:
    kind = make.equipment_type(symptoms=(make.symptom(code="DARK"),))
    unit = make.equipment(model=make.model(type=kind))
    tag = make.tag(room=unit.room, state=TagState.PLACED)
    form = fetch(client, f"/t/{tag.code}/report?unit={unit.id}").form(f"/t/{tag.code}/report")
    assert form.send({"symptom": "DARK"}).status_code == 303
    assert _opened(tag) == NOON.date()
    for button, where in (("This tag is torn or faded", ""), ("Log this check", "/check")):
        tag.scanned_on = None
        db.session.commit()
        form = fetch(technician, f"/t/{tag.code}{where}").form(button=button)
        assert form.send({f"unit-{unit.id}": "pass"}, press=button).status_code == 303
        assert _opened(tag) == NOON.date()
