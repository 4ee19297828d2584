"""Many tags are voided together: those that are ticked, or a roll of blank ones that was lost."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.codes import service
from app.codes.models import Tag, TagState
from app.extensions import db
from tests.builders import NOON, Builder
from tests.pages import Page, fetch, read

TICKED = "Void the ticked ones…"
HOST = "https://rooms.example.edu"


def _void(manager: FlaskClient, asked: Page) -> Page:
    """The page after the question was answered."""
    return fetch(manager, asked.form("/tags/void").send(press="Void them").location)


def _states(tags: list[Tag]) -> list[TagState]:
    for tag in tags:
        db.session.refresh(tag)
    return [tag.state for tag in tags]


def _roll(count: int, printed_at: timedelta) -> list[Tag]:
    tags = list(service.issue_blank(count, at=NOON))
    service.mark_printed(tags, address=HOST, at=NOON + printed_at)
    db.session.commit()
    return tags


def test_the_ticked_ones_are_void_after_a_page_that_says_how_many(
    manager: FlaskClient, make: Builder
) -> None:
    tags = [make.tag(room=None), make.tag(state=TagState.PLACED), make.tag()]
    form = fetch(manager, "/tags").form("/sheets")
    ticked = {"tag": [str(tags[1].id), str(tags[0].id)]}
    asked = read(form.send(ticked, press=TICKED), client=manager)
    assert asked.h1 == "Void 2 tags?"
    assert "A void tag never answers again." in asked.main
    assert "1 of them stands for a room or a unit" in asked.main
    assert TagState.VOID not in _states(tags)
    assert "2 tags are void." in _void(manager, asked).text
    assert _states(tags) == [TagState.VOID, TagState.VOID, TagState.PRINTED]
    assert tags[0].voided_at


def test_a_whole_page_is_ticked_without_a_script(manager: FlaskClient) -> None:
    tags = _roll(60, timedelta())
    page = fetch(manager, "/tags?which=unclaimed")
    assert "tag" not in page.form("/sheets").filled
    page = fetch(manager, page.link("Tick all on this page"))
    assert len(page.form("/sheets").filled.getlist("tag")) == 50
    _void(manager, read(page.form("/sheets").send(press=TICKED), client=manager))
    assert _states(tags).count(TagState.VOID) == 50


def test_a_roll_of_200_blank_tags_that_was_stolen_is_void_at_once(
    manager: FlaskClient, make: Builder
) -> None:
    stolen, other = _roll(200, timedelta()), _roll(3, timedelta(hours=1))
    service.claim(stolen[0], make.room(), make.person(), at=NOON)
    db.session.commit()
    page = fetch(manager, "/tags?which=unclaimed")
    (address,) = [each for each in page.links if "printed=2026-03-03T12" in each]
    asked = fetch(manager, address)
    assert asked.h1 == "Void 199 tags?"
    assert "stands for a room" not in asked.main
    assert "199 tags are void." in _void(manager, asked).text
    assert _states(stolen) == [TagState.PLACED, *[TagState.VOID] * 199]
    assert TagState.VOID not in _states(other)


@pytest.mark.parametrize(
    "asked", ["", "?tag=", "?tag=x&tag=" + "9" * 5000, "?printed=nonsense", "?printed=2026-03-03"]
)
def test_where_nothing_is_ticked_a_sentence_says_so(
    manager: FlaskClient, make: Builder, asked: str
) -> None:
    make.tag(room=None)
    answer = manager.get(f"/tags/void{asked}")
    assert answer.status_code == 303
    assert "Tick the tags first." in fetch(manager, answer.location).text


def test_what_is_void_already_is_not_void_again(manager: FlaskClient, make: Builder) -> None:
    tags = [make.tag(room=None), make.tag(state=TagState.VOID, voided_at=NOON)]
    asked = fetch(manager, f"/tags/void?tag={tags[0].id}&tag={tags[1].id}")
    assert asked.h1 == "Void 1 tag?"
    _void(manager, asked)
    assert tags[1].voided_at == NOON
