"""Somebody takes a phone's codes into use and signs in by them, in a browser, script or not."""

import io
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from passlib.totp import TOTP
from PIL import Image
from playwright.sync_api import Page, expect

from app.people import service
from tests.browsers import PHONE, Browsers, axe, fits
from tests.servers import Server

PASSWORD = "quiet rooms keep well"


@pytest.fixture
def page(visit: Browsers, server: Server, request: pytest.FixtureRequest) -> Page:
    """A phone in which a technician is signed in by password."""
    script = bool(request.param)
    email = f"ada-{script}@example.edu"
    with server.rows() as make:
        service.choose_password(make.person(name="Ada", email=email, fs_uniquifier=email), PASSWORD)
    page = visit(PHONE, script=script)
    _by_password(page, email)
    page.wait_for_url("**/today")
    return page


def _by_password(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def _app_of(page: Page) -> Any:
    """The app on a phone that has read the picture from the screen."""
    seen = page.locator(".factor-picture").screenshot()
    address = zxingcpp.read_barcodes(Image.open(io.BytesIO(seen)))[0].text
    return TOTP(parse_qs(urlsplit(address).query)["secret"][0])


def _looks_well(page: Page, *, script: bool) -> None:
    if script:  # without, nothing can be asked of the page
        axe(page)
        fits(page)


@pytest.mark.parametrize("page", [True, False], indirect=True, ids=["script", "no script"])
def test_a_phone_reads_the_picture_and_its_code_is_asked_for_from_then_on(page: Page) -> None:
    script = "True" in _own_email(page)
    page.get_by_role("link", name="Off: set it up").click()
    page.get_by_role("button", name="Set it up").click()
    _looks_well(page, script=script)
    phone = _app_of(page)
    page.get_by_label("The code that the app shows").fill(phone.generate().token)
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_text("You see these only now.")).to_be_visible()
    _looks_well(page, script=script)
    paper = page.locator(".recovery-code").all_inner_texts()
    assert len(paper) == 10
    page.get_by_role("link", name="I have them").click()
    expect(page.get_by_text("10 recovery codes are left.")).to_be_visible()
    _looks_well(page, script=script)

    email = _own_email(page)
    page.context.clear_cookies()
    _by_password(page, email)
    page.wait_for_url("**/sign-in/code**")
    _looks_well(page, script=script)
    page.get_by_label("Code").fill(paper[0].lower())
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/today")


def _own_email(page: Page) -> str:
    page.goto("/account")
    return page.get_by_text("@example.edu").inner_text()
