"""A blank tag is hung, torn and replaced by people with phones, with and without script."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Request
from sqlalchemy import select

from app.codes.models import Tag, TagState
from app.extensions import db
from app.people.models import Role
from tests.browsers import DESK, PHONE, Browsers, axe, fits
from tests.builders import Builder
from tests.servers import Server

MAKE = Builder()
"""One for all journeys of this file, as they share the server."""


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Whether the browsers run JavaScript."""
    return bool(request.param)


def _signed_in(visit: Browsers, server: Server, role: Role, *, script: bool) -> Page:
    page = visit(PHONE, script=script)
    with server.rows():
        visit.sign_in(page, server.session_of(MAKE.person(role=role)))
    return page


def _looked_at(page: Page) -> None:
    axe(page)
    fits(page)


def _state(server: Server, code: str) -> TagState:
    with server.rows():
        return db.session.scalars(select(Tag.state).where(Tag.code == code)).one()


def test_a_blank_tag_is_claimed_told_torn_and_replaced(
    visit: Browsers, server: Server, script: bool
) -> None:
    with server.rows():
        name = f"2.{int(script)}4"
        room = MAKE.room(name=name, last_checked_at=datetime.now(UTC))
        unit = MAKE.equipment(room=room, name="Projector left")
        blank, other = MAKE.tag(room=None).code, MAKE.tag(room=None).code
        unit_id = unit.id
    technician = _signed_in(visit, server, Role.TECHNICIAN, script=script)
    technician.goto(f"/t/{blank}")
    if script:
        _looked_at(technician)
    technician.get_by_label("Room or building").fill(name)
    technician.get_by_role("button", name="Show").click()
    technician.get_by_role("link", name=name).click()
    if script:
        _looked_at(technician)
    technician.get_by_role("button", name="Yes, it hangs here").click()
    technician.get_by_text(f"This tag stands for room {name}.").wait_for()

    technician.goto(f"/t/{other}/claim?q={name}")
    technician.get_by_role("link", name=name).click()
    technician.locator(f"#home-{unit_id}").check(force=True)
    technician.get_by_role("button", name="Yes, it hangs here").click()
    assert technician.get_by_role("heading", level=1).inner_text() == "Projector left"
    if script:
        _looked_at(technician)
    technician.get_by_role("button", name="This tag is torn or faded").click()
    technician.get_by_text("A manager prints it again.").wait_for()
    assert _state(server, other) is TagState.WORN

    manager = _signed_in(visit, server, Role.MANAGER, script=script)
    manager.goto(f"/t/{blank}")
    manager.get_by_role("link", name="Replace this tag").click()
    if script:
        _looked_at(manager)
    manager.get_by_role("button", name="Replace this tag").click()
    manager.get_by_text("The new tag is").wait_for()
    assert _state(server, blank) is TagState.REPLACED
    visitor = visit(PHONE, script=script)
    visitor.goto(f"/t/{blank}")
    assert "This tag was replaced by another." in visitor.inner_text("main")
    if script:
        _looked_at(visitor)


def test_a_technician_makes_the_room_on_the_spot(visit: Browsers, server: Server) -> None:
    with server.rows():
        building, blank = MAKE.building(name="Annexe").name, MAKE.tag(room=None).code
    technician = _signed_in(visit, server, Role.TECHNICIAN, script=True)
    technician.goto(f"/t/{blank}")
    technician.get_by_role("link", name="The room is not listed: add it").click()
    _looked_at(technician)
    technician.get_by_label("Name").fill("0.07")
    technician.get_by_label("Building").select_option(label=_option(technician, building))
    technician.get_by_role("button", name="Add it; the tag hangs here").click()
    technician.get_by_text("This tag stands for room 0.07.").wait_for()


def _option(page: Page, beginning: str) -> str:
    options = page.locator("#building option").all_inner_texts()
    return next(each for each in options if each.startswith(beginning))


def test_whoever_reads_the_page_tells_so_once_and_after_it_can_be_read(
    visit: Browsers, server: Server
) -> None:
    with server.rows():
        code = MAKE.tag(state=TagState.PLACED).code
    page = visit(DESK)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - it takes no method
    with page.expect_response(f"**/t/{code}/seen") as told:
        page.goto(f"/t/{code}")
    assert told.value.status == 204
    assert "cookie" not in told.value.request.headers
    assert not told.value.request.post_data
    blocking = [
        each.resource_type for each in asked if each.resource_type in {"document", "stylesheet"}
    ]
    assert blocking == ["document", "stylesheet"]
    assert len([each for each in asked if each.method == "POST"]) == 1
    with server.rows():
        opened = db.session.scalars(select(Tag.scanned_on).where(Tag.code == code)).one()
    assert opened == datetime.now(UTC).date()
