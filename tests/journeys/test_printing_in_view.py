"""On the order's page: Print is in sight, and what is printed is what is shown."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from app.people.models import Role
from tests.browsers import PHONE, Browsers, axe, fits
from tests.servers import Server

SCREENS = [
    {"viewport": {"width": wide, "height": high}} for wide, high in ((1280, 720), (1366, 768))
]
ADDRESS = "/sheets?all=1&stock=avery-l7160&printer="


@pytest.fixture(scope="module")
def cookie(server: Server) -> tuple[str, str]:
    """A manager's, who has rooms and no sheet begun."""
    with server.rows() as make:
        hall = make.building(name="Curie Building")
        for _ in range(3):
            make.room(building=hall)
        name = uuid4().hex
        return server.session_of(make.person(role=Role.MANAGER, fs_uniquifier=name))


def _opened(visit: Browsers, cookie: tuple[str, str], **given: object) -> Page:
    page = visit(**given)  # type: ignore[arg-type]
    visit.sign_in(page, cookie)
    page.goto(ADDRESS)
    return page


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", SCREENS, ids=["1280x720", "1366x768"])
def test_print_is_in_sight_once_the_first_sheet_is_shown(
    visit: Browsers, cookie: tuple[str, str], size: dict[str, object], *, dark: bool
) -> None:
    page = _opened(visit, cookie, size=size, dark=dark)
    with page.expect_navigation():
        page.get_by_role("button", name="Show").click()
    page.wait_for_function("document.querySelector('.sheet-picture')?.naturalWidth > 0")
    for seen in (page.get_by_role("button", name="Print"), page.locator(".sheet-picture")):
        expect(seen).to_be_in_viewport(ratio=1)
    axe(page)
    fits(page)


def test_on_a_phone_print_comes_before_the_picture(
    visit: Browsers, cookie: tuple[str, str]
) -> None:
    page = _opened(visit, cookie, size=PHONE)
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("button", name="Print")).to_be_in_viewport(ratio=1)
    fits(page)


def test_a_paper_is_chosen_while_its_number_is_typed(
    visit: Browsers, cookie: tuple[str, str]
) -> None:
    page = _opened(visit, cookie, size=SCREENS[0])
    stock = page.get_by_label("Sheet or roll")
    page.get_by_label("Find it by its number").press_sequentially("99012")
    expect(stock).to_have_value("dymo-99012")
    page.keyboard.press("Tab")
    page.get_by_label("Find it by its number").fill("99013x")
    page.keyboard.press("Tab")
    expect(stock).to_be_focused()
    expect(page.get_by_text("DYMO 99012 stays chosen.").first).to_be_visible()
    expect(stock).to_have_value("dymo-99012")
    page.get_by_label("Find it by its number").fill("7163")
    page.keyboard.press("Tab")
    expect(page.get_by_role("heading", name="3 tags on 1 sheet")).to_be_visible()
    expect(stock).to_have_value("avery-l7163")
    expect(stock).to_be_focused()
