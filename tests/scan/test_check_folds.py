"""What of a unit stands open in the browser; the look alone decides, no script."""

from collections.abc import Iterator
from contextvars import copy_context

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, Route, expect, sync_playwright

from app.codes.models import Tag
from app.equipment.models import Equipment
from tests.browsers import PHONE, QUIET, chromium_path
from tests.builders import Builder

SITE = "http://localhost"


@pytest.fixture
def phone(technician: FlaskClient) -> Iterator[Page]:
    """A technician's phone without JavaScript; the program answers it in this process."""
    here = copy_context()

    def answer(route: Route) -> None:
        asked = route.request
        said = here.run(
            technician.open,
            asked.url.removeprefix(SITE),
            method=asked.method,
            data=asked.post_data_buffer,
            content_type=asked.headers.get("content-type"),
        )
        route.fulfill(status=said.status_code, headers=dict(said.headers), body=said.data)
        said.close()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(QUIET))
        context = browser.new_context(base_url=SITE, java_script_enabled=False, **PHONE)
        context.route("**/*", answer)
        page = context.new_page()
        page.set_default_timeout(8000)
        yield page
        browser.close()


@pytest.fixture
def tag(make: Builder) -> Tag:
    return make.tag()


@pytest.fixture
def unit(make: Builder, tag: Tag) -> Equipment:
    unit = make.equipment(room=tag.room, name="Beamer")
    make.check_item(job_plan=make.job_plan(type=unit.model.type, items=0), text="In focus")
    return unit


def test_all_fine_after_an_empty_form_folds_the_unit_and_takes_its_error_away(
    phone: Page, tag: Tag, unit: Equipment
) -> None:
    phone.goto(f"/t/{tag.code}/check")
    phone.get_by_role("button", name="Log this check").click()
    error, lines = phone.locator(f"#unit-{unit.id}-error"), phone.locator(".if-problem")
    expect(error).to_be_visible()

    phone.get_by_role("radio", name="All fine here").check()
    expect(error).to_be_hidden()
    expect(lines).to_be_hidden()

    phone.get_by_role("radio", name="Problem", exact=True).check()
    expect(lines).to_be_visible()


def test_all_fine_with_a_line_that_is_not_keeps_both_in_sight(
    phone: Page, tag: Tag, unit: Equipment
) -> None:
    phone.goto(f"/t/{tag.code}/check")
    phone.get_by_role("radio", name="Problem", exact=True).check()
    phone.get_by_role("radio", name="Not fine").check()
    phone.get_by_role("radio", name="All fine here").check()
    expect(phone.locator(".if-problem")).to_be_visible()

    phone.get_by_role("button", name="Log this check").click()
    expect(phone.locator(f"#unit-{unit.id}-error")).to_contain_text("Keep one of the two")
    expect(phone.locator(".if-problem")).to_be_visible()

    phone.get_by_role("radio", name="Fine", exact=True).check()
    expect(phone.locator(f"#unit-{unit.id}-error")).to_be_hidden()
