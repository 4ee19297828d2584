"""Ordering tags in a browser: the answer comes while one fills in, and an order while one waits."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from app import clock
from app.people.models import Role
from app.sheets.making import work
from app.sheets.making.wishes import Of, Wished
from tags import design, stock
from tests.browsers import DESK, PHONE, Browsers, axe, fits
from tests.servers import Server


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs JavaScript."""
    return bool(request.param)


@pytest.fixture(scope="module")
def rooms(server: Server) -> list[int]:
    """The three rooms of Curie Building."""
    with server.rows() as make:
        hall = make.building(name="Curie Building")
        return [make.room(building=hall, name=f"C{n}").id for n in range(3)]


def _manager(visit: Browsers, server: Server, size: dict[str, object], *, script: bool) -> Page:
    """A new manager's browser, in which no sheet was begun."""
    page, name = visit(size, script=script), uuid4().hex
    with server.rows() as make:
        person = make.person(role=Role.MANAGER, fs_uniquifier=name, email=f"{name}@example.edu")
        visit.sign_in(page, server.session_of(person))
    return page


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_first_sheet_is_shown_as_labels_are_clicked_away(
    visit: Browsers, server: Server, rooms: list[int], size: dict[str, object], script: bool
) -> None:
    page = _manager(visit, server, size, script=script)
    page.goto("/sheets")

    def show() -> None:
        if not script:
            page.get_by_role("button", name="Show").click()

    page.get_by_label("Curie Building").check()
    show()
    expect(page.get_by_role("heading", name="3 tags on 1 sheet")).to_be_visible()
    page.get_by_text("The first sheet is begun").click()
    page.get_by_label("Label 1 is gone").focus()
    page.keyboard.press("Space")
    if script:
        page.get_by_label("Label 19 is gone").click(modifiers=["Shift"])
        expect(page.get_by_role("heading", name="3 tags on 2 sheets")).to_be_visible()
        assert page.get_by_label("Label 7 is gone").is_checked()
        axe(page)
        fits(page)
        page.reload()  # the address kept it all
        expect(page.get_by_role("heading", name="3 tags on 2 sheets")).to_be_visible()
    else:
        show()
        expect(page.get_by_text("1 label gone")).to_be_visible()
        assert page.get_by_label("Label 1 is gone").is_checked()


def test_the_paper_changes_with_the_design(
    visit: Browsers, server: Server, rooms: list[int], script: bool
) -> None:
    page = _manager(visit, server, DESK, script=script)
    page.goto("/sheets")
    page.get_by_label("Curie Building").check()
    page.get_by_role("radio", name="Door poster").check()
    if not script:
        page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="3 tags on 1 sheet")).to_be_visible()
    expect(page.get_by_label("Sheet or roll")).to_have_value("a4-a6-poster")
    page.get_by_role("button", name="Print").click()
    expect(page.get_by_role("heading", name="3 tags · Door poster")).to_be_visible()


def test_what_was_typed_last_is_what_is_printed(
    visit: Browsers, server: Server, rooms: list[int]
) -> None:
    """Print is pressed straight from a field: what it changes is shown first."""
    page = _manager(visit, server, DESK, script=True)
    page.goto("/sheets?q=Curie")
    expect(page.get_by_role("heading", name="3 tags on 1 sheet")).to_be_visible()
    page.get_by_label("Only what these words name").fill("C2")
    page.get_by_role("button", name="Print").click()
    expect(page.get_by_role("heading", name="1 tag on 1 sheet")).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_be_focused()
    page.get_by_role("button", name="Print").click()
    expect(page.get_by_role("heading", name="1 tag · Lectern label")).to_be_visible()


def test_a_long_order_tells_how_far_it_is_until_it_is_ready(
    visit: Browsers, server: Server, rooms: list[int], script: bool
) -> None:
    wished = Wished(
        of=Of.ROOMS,
        ids=rooms,
        stock=stock("avery-l7160"),
        design=design("label"),
        address="https://rooms.example.edu",
        trial=False,
        locale="en",
    )
    with server.rows():
        number = work.order(wished, None, at=clock.now()).id
    page = _manager(visit, server, PHONE, script=script)
    page.goto(f"/sheets/batches/{number}")
    expect(page.get_by_text("0 of 3 tags")).to_be_visible()
    if script:
        axe(page)
        fits(page)
    server.flask("jobs", "sweep")
    expect(page.get_by_role("link", name="Download the PDF")).to_be_visible(timeout=15_000)
