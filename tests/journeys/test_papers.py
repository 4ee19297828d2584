"""A paper of the house's own is drawn while it is typed, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.people.models import Role
from tests.browsers import DESK, PHONE, Browsers, axe
from tests.servers import Server

LABELS = ".paper__label"


@pytest.fixture(scope="module")
def cookie(server: Server) -> tuple[str, str]:
    """A manager's."""
    with server.rows() as make:
        return server.session_of(make.person(role=Role.MANAGER))


def _opened(visit: Browsers, cookie: tuple[str, str], address: str, **given: object) -> Page:
    page = visit(**given)  # type: ignore[arg-type]
    visit.sign_in(page, cookie)
    page.goto(address)
    return page


def _type(page: Page, **typed: str) -> None:
    for label, words in typed.items():
        page.get_by_label(re.compile(rf"^{label.replace('_', ' ')}", re.IGNORECASE)).fill(words)


def test_the_drawing_follows_the_typing(visit: Browsers, cookie: tuple[str, str]) -> None:
    page = _opened(visit, cookie, "/sheets/stocks/new", size=DESK)
    _type(page, columns="3", rows="7", label_width="63,5", label_height="38.1")
    expect(page.locator(LABELS)).to_have_count(21)
    _type(page, label_width="80")
    expect(page.get_by_text("ends 30 mm beyond the right edge")).to_be_visible()
    axe(page)
    page.get_by_text("Inches").click()
    _type(page, label_width="2 1/2", label_height="1½")
    expect(page.locator(LABELS)).to_have_count(21)
    _type(page, name="Blue tape")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Blue tape is added.")).to_be_visible()


def test_without_script_a_button_draws_it(visit: Browsers, cookie: tuple[str, str]) -> None:
    page = _opened(visit, cookie, "/sheets/stocks/new", size=PHONE, script=False)
    _type(page, columns="2", rows="4", label_width="90", label_height="60")
    page.get_by_label("Page", exact=True).select_option("other")
    _type(page, page_width="200", page_height="260")
    page.get_by_role("button", name="Draw it").click()
    expect(page.locator(LABELS)).to_have_count(8)
    _type(page, name="Green tape")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Green tape is added.")).to_be_visible()


def test_a_colour_is_picked_and_seen_before_it_is_kept(
    visit: Browsers, cookie: tuple[str, str]
) -> None:
    page = _opened(visit, cookie, "/sheets/style", size=DESK)
    page.get_by_label("Pick the colour").fill("#7a1f3d")
    expect(page.locator("#accent")).to_have_value("#7a1f3d")
    expect(page.locator("img[src*='accent=%237a1f3d']")).to_have_count(3)
    page.locator("#accent").fill("#ffff00")
    expect(page.get_by_text("is too light")).to_be_visible()
    page.locator("#accent").fill("#123456")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The style is kept.")).to_be_visible()
    expect(page.get_by_label("Pick the colour")).to_have_value("#123456")
