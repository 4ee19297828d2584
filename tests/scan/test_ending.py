"""How a tag ends: replaced by another, and still leading on, or void for good."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.codes import queries
from app.codes import service as codes
from app.codes.code import grouped
from app.codes.models import Tag, TagState
from app.extensions import db
from tests.builders import NOON, Builder
from tests.pages import Page, fetch


@pytest.fixture(autouse=True)
def _at_noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


@pytest.mark.parametrize("act", ["Void this tag", "Replace this tag"])
def test_a_tag_ends_only_after_a_question_of_its_own(
    manager: FlaskClient, make: Builder, act: str
) -> None:
    tag = make.tag(state=TagState.PLACED, room=make.room(name="2.14"))
    asked = fetch(manager, fetch(manager, f"/t/{tag.code}").link(act))
    assert asked.h1 == f"{act}?"
    assert grouped(tag.code) in asked.main
    assert "room 2.14" in asked.main
    assert asked.link("Cancel") == f"/t/{tag.code}#tag"
    db.session.refresh(tag)
    assert tag.state is TagState.PLACED
    assert asked.form(button=act).send().status_code == 303
    db.session.refresh(tag)
    assert tag.state in {TagState.VOID, TagState.REPLACED}


def test_what_does_not_answer_is_not_asked_about(manager: FlaskClient, make: Builder) -> None:
    for code in ("NOTHING", make.tag(state=TagState.VOID).code):
        for act in ("void", "replace"):
            assert manager.get(f"/t/{code}/{act}").status_code == 404


def _replace(manager: FlaskClient, tag: Tag) -> Page:
    """The page that is seen next."""
    page = fetch(manager, f"/t/{tag.code}/replace")
    page = fetch(manager, page.form(f"/t/{tag.code}/replace").send().location)
    db.session.refresh(tag)
    return page


def test_a_new_tag_is_printed_from_where_the_old_one_was_replaced(
    manager: FlaskClient, technician: FlaskClient, make: Builder
) -> None:
    of_room, of_unit = make.tag(), make.tag(equipment=make.equipment())
    for old in (of_room, of_unit):
        page = _replace(manager, old)
        assert page.link("Print the new tag") == f"/sheets?tag={old.replaced_by_id}"
        assert "Print the new tag" not in fetch(technician, f"/t/{old.code}").text
        new = db.session.get_one(Tag, old.replaced_by_id)
        codes.mark_printed([new], address="https://rooms.example.edu", at=NOON)
        db.session.commit()
        assert "Print the new tag" not in fetch(manager, f"/t/{old.code}").text


def test_a_manager_replaces_a_tag_and_the_old_one_leads_on(
    manager: FlaskClient, client: FlaskClient, make: Builder
) -> None:
    old = make.tag(state=TagState.PLACED, room=make.room(name="2.14"))
    said = _replace(manager, old).text
    new = queries.of_room(old.room_id or 0)
    assert new is not None
    assert grouped(new.code) in said
    assert (old.state, old.replaced_by_id) == (TagState.REPLACED, new.id)
    page = fetch(client, f"/t/{old.code}")
    assert page.h1 == "2.14"
    assert page.main.startswith("This tag was replaced by another.")
    assert "please tell support if you see it" in page.text
    assert "replaced" not in fetch(client, f"/t/{new.code}").text


def test_staff_are_told_what_to_do_with_a_replaced_tag(
    technician: FlaskClient, manager: FlaskClient, make: Builder
) -> None:
    old = make.tag(state=TagState.PLACED)
    new = codes.replace(old, at=NOON)
    page = fetch(technician, f"/t/{old.code}")
    assert f"Hang the new one, {grouped(new.code)}, in its place, then take this" in page.text
    codes.place(new, make.person(), at=NOON)
    page = fetch(technician, f"/t/{old.code}")
    assert f"{grouped(new.code)} hangs here now. Take this one down." in page.text
    codes.void(new, at=NOON)
    page = fetch(manager, f"/t/{old.code}")
    assert "no other tag stands for this now" in page.text
    assert "Replace this tag" not in page.text
    assert "Void this tag" in page.text


def test_reports_and_checks_work_from_a_replaced_tag(
    technician: FlaskClient, client: FlaskClient, make: Builder
) -> None:
    old = make.tag(state=TagState.PLACED)
    codes.replace(old, at=NOON)
    fetch(client, f"/t/{old.code}/report")
    fetch(technician, f"/t/{old.code}/check")


def test_a_technician_neither_replaces_nor_voids(technician: FlaskClient, make: Builder) -> None:
    page = fetch(technician, f"/t/{make.tag(state=TagState.PLACED).code}")
    for managers in ("Replace this tag", "Void this tag", "Print it again"):
        assert managers not in page.text


def test_of_a_replaced_tag_nobody_is_asked_whether_its_new_paper_hangs(
    technician: FlaskClient, make: Builder
) -> None:
    old = make.tag(state=TagState.PLACED, placed_at=NOON - timedelta(days=9))
    codes.mark_printed([old], address="https://new.example.edu", at=NOON)
    codes.replace(old, at=NOON)
    db.session.commit()
    page = fetch(technician, f"/t/{old.code}")
    assert "new paper" not in page.text
    assert "A fresh one hangs here" not in page.text
