"""The browser notices what it must: each thing that may go wrong goes wrong here once."""

import pytest
from playwright.sync_api import Browser, Page

from app.people.models import Role
from tests.browsers import DESK, OF_COLOURS, Browsers, axe, fits
from tests.servers import Server


def test_the_first_page_can_be_used_by_everyone(phone: Page, desk: Page) -> None:
    for page in (phone, desk):
        page.goto("/sign-in")
        axe(page)
        fits(page)


def test_the_first_page_can_be_used_in_the_dark(visit: Browsers) -> None:
    page = visit(dark=True)
    page.goto("/sign-in")
    axe(page)


def test_a_person_is_signed_in_by_a_cookie(server: Server, visit: Browsers) -> None:
    page = visit(DESK)
    with server.rows() as make:
        visit.sign_in(page, server.session_of(make.person(role=Role.MANAGER, name="Ada Byron")))
    page.goto("/today")
    assert page.get_by_text("Ada Byron").filter(visible=True).count() == 1


def test_without_script_there_is_no_script(visit: Browsers) -> None:
    page = visit(script=False)
    page.goto("/sign-in")
    page.set_content("<p>no</p><script>document.body.textContent = 'yes'</script>")
    assert page.inner_text("body") == "no"


FAULTS = {
    "console error": "console.error('lost')",
    "script error": "setTimeout(() => { throw new Error('lost') })",
    "went elsewhere": "location.href = 'https://elsewhere.example/'",
    "404 for": "fetch('/static/nothing.css')",
    "Refused to|Content Security": "document.body.setAttribute('style', 'color: red')",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_goes_wrong_is_noticed(chromium: Browser, server: Server, fault: str) -> None:
    visit = Browsers(chromium, server.address)
    page = visit()
    page.goto("/sign-in")
    page.evaluate(f"() => {{ {FAULTS[fault]} }}")
    page.wait_for_timeout(300)
    visit.expect(page, fault)
    visit.close()


def test_what_can_not_be_read_is_noticed(phone: Page) -> None:
    phone.goto("/sign-in")
    phone.evaluate("document.querySelector('main').append(document.createElement('button'))")
    with pytest.raises(AssertionError, match="button-name"):
        axe(phone)


def test_a_colour_that_can_not_be_read_is_noticed_in_the_dark(visit: Browsers) -> None:
    page = visit(dark=True)
    page.goto("/sign-in")
    axe(page, OF_COLOURS)
    page.evaluate("document.querySelector('h1').style.color = '#222'")
    with pytest.raises(AssertionError, match="color-contrast"):
        axe(page, OF_COLOURS)


def test_what_does_not_fit_is_noticed(phone: Page) -> None:
    phone.goto("/sign-in")
    phone.evaluate("document.querySelector('main').append('wide'.repeat(200))")
    phone.evaluate("document.querySelector('main').style.whiteSpace = 'nowrap'")
    with pytest.raises(AssertionError, match="pixels wide"):
        fits(phone)
